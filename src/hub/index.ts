/** The hub as a program: remembers, judges and shows. Started by the agent, which it watches in turn. */
import { exitSoon } from '../shared/exit-soon.ts';
import { openHome } from '../shared/home.ts';
import { runHub } from './run-hub.ts';

/** Runs until the hub ends and answers the exit code. What a person asked for is in the home at `root`. */
export const hub = async (root: string): Promise<number> => exitSoon(await runHub({ home: openHome(root) }));
