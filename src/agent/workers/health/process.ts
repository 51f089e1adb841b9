/** What the state letter of a worker's first process says about it, without any check. Pure. */
import { isoTime } from '../../../shared/clock.ts';

export type ProcessCondition = 'running' | 'stopped' | 'zombie' | 'traced' | 'blocked';

export interface ProcessSight {
  readonly condition: ProcessCondition;
  /** How long it was watched in this condition, monotonic. */
  readonly lastedMs: number;
  /** When the condition was first seen, for people. */
  readonly since: string;
  /** The last look, monotonic. */
  readonly seenAt: number;
  /** The last look, wall time in ms. */
  readonly seenAtWallMs: number;
}

/** Time between two looks counts for at most this much, so that a sleeping agent concludes nothing. */
const longestStepMs = 2_000;

export const conditionText: Record<ProcessCondition, string> = {
  running: 'running',
  stopped: 'stopped by a signal (T)',
  zombie: 'ended, but nobody collected it (Z)',
  traced: 'paused by a debugger (t)',
  blocked: 'waiting in the kernel (D)',
};

export function seeProcess(
  before: ProcessSight | null,
  state: string,
  nowMs: number,
  wallMs: number,
): ProcessSight {
  const condition = conditionOf(state);
  if (before?.condition !== condition)
    return { condition, lastedMs: 0, since: isoTime(wallMs), seenAt: nowMs, seenAtWallMs: wallMs };
  const step = Math.min(nowMs - before.seenAt, longestStepMs);
  return { ...before, lastedMs: before.lastedMs + step, seenAt: nowMs, seenAtWallMs: wallMs };
}

function conditionOf(state: string): ProcessCondition {
  switch (state) {
    case 'T':
      return 'stopped';
    case 'Z':
    case 'X':
      return 'zombie';
    case 't':
      return 'traced';
    case 'D':
      return 'blocked';
    default:
      return 'running';
  }
}
