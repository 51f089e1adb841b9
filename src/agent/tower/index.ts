/** The agent as a program: holds the home's lock, ticks, spools events, talks to the hub and keeps it alive. */
import { exitSoon } from '../../shared/exit-soon.ts';
import { openHome } from '../../shared/home.ts';
import { runAgent } from './run-agent.ts';

export { type AgentOptions, runAgent } from './run-agent.ts';

/** Runs until the agent ends and answers the exit code. What a person asked for is in the home at `root`. */
export const agent = async (root: string): Promise<number> =>
  exitSoon(await runAgent({ home: openHome(root) }));
