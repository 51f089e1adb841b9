import { exitSoon } from '../../shared/exit-soon.ts';
import type { Command } from '../call.ts';

/** The hidden commands by which the two programs start each other. What a person asked for is in the home. */
export const hub: Command<Record<string, never>> = async ({ home }) => {
  const { runHub } = await import('../../hub/index.ts');
  return exitSoon(await runHub({ home }));
};

export const agent: Command<Record<string, never>> = async ({ home }) => {
  const { runAgent } = await import('../../agent/tower/index.ts');
  return exitSoon(await runAgent({ home }));
};
