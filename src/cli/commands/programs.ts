import type { Command } from '../call.ts';

interface Options {
  config?: string;
  insecure?: boolean;
}

/** The hidden commands by which the two programs start each other. */
export const hub: Command<Options> = async ({ home, options }) => {
  const { runHub } = await import('../../hub/index.ts');
  return runHub({
    home,
    config: options.config ?? null,
    host: options.host ?? null,
    port: options.port ?? null,
    insecure: options.insecure ?? false,
  });
};

export const agent: Command<Options> = async ({ home }) => {
  const { runAgent } = await import('../../agent/tower/index.ts');
  return runAgent({ home });
};
