/** When a silence holds. */
import type { Recurrence } from './silence.ts';

export interface Timed {
  startsAtMs: number;
  endsAtMs: number | null;
  recurrence: Recurrence | null;
  /** Somebody ended it; it is over whatever the clock says. */
  ended: boolean;
}

/** When what recurs begins: the last time at or before an instant, the first after it. */
export interface Runs {
  previous(atMs: number): number | null;
  next(atMs: number): number | null;
}

export interface Window {
  fromMs: number;
  toMs: number | null;
}

/** The window in which this instant is, or else the next; null when none comes any more. `runs` is needed where it recurs. */
export function windowAt(silence: Timed, nowMs: number, runs: Runs | null): Window | null {
  const { startsAtMs, endsAtMs, recurrence, ended } = silence;
  if (ended || (endsAtMs !== null && endsAtMs <= nowMs)) return null;
  if (!recurrence) return { fromMs: startsAtMs, toMs: endsAtMs };
  const lasting = (fromMs: number): Window => {
    const toMs = fromMs + recurrence.durationMs;
    return { fromMs, toMs: endsAtMs === null ? toMs : Math.min(toMs, endsAtMs) };
  };
  const last = runs?.previous(nowMs) ?? null;
  if (last !== null && last >= startsAtMs && last + recurrence.durationMs > nowMs) return lasting(last);
  const next = runs?.next(Math.max(nowMs, startsAtMs - 1)) ?? null;
  return next === null || (endsAtMs !== null && next >= endsAtMs) ? null : lasting(next);
}

export function isWithin(window: Window | null, nowMs: number): boolean {
  return window !== null && window.fromMs <= nowMs && (window.toMs === null || nowMs < window.toMs);
}
