/** What the end of a run means. Pure. */
import type { ExitStatus } from './types.ts';

const wanted: ReadonlySet<string> = new Set(['operator', 'config']);

/** An end that nobody asked for and that was not the end of a job well done. */
export function isCrash({ code, reason }: Pick<ExitStatus, 'code' | 'reason'>): boolean {
  return !wanted.has(reason) && !(reason === 'exit' && code === 0);
}
