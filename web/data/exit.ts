/** What the end of a run means. Pure. */
import type { ExitStatus } from './types.ts';

const wanted: ReadonlySet<string> = new Set(['operator', 'config']);
/** Yagura ended it, to heal it or what it depends on. */
const healing: ReadonlySet<string> = new Set(['health', 'dependency']);

/** An end that nobody asked for and that was not the end of a job well done. */
export function isFailure({ code, reason }: Pick<ExitStatus, 'code' | 'reason'>): boolean {
  return !wanted.has(reason) && !(reason === 'exit' && code === 0);
}

/** A failure that came by itself, and not by Yagura's hand. */
export function isCrash(exit: Pick<ExitStatus, 'code' | 'reason'>): boolean {
  return isFailure(exit) && !healing.has(exit.reason);
}
