import { readFileSync } from 'node:fs';
import { isAlive } from '../agent/proc.ts';

/** A program of this home that lives, by the file it leaves there. */
export interface Holder {
  pid: number;
  since: string;
}

/** Who holds the home now: the pid and its start time must both still match. */
export function readHolder(path: string): Holder | null {
  try {
    const held: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof held !== 'object' || held === null || !('pid' in held) || !('startTicks' in held)) return null;
    const { pid, startTicks } = held;
    if (typeof pid !== 'number' || typeof startTicks !== 'number' || !isAlive(pid, startTicks)) return null;
    return { pid, since: 'since' in held ? String(held.since) : '' };
  } catch {
    return null;
  }
}
