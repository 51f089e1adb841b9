/** The last results of one check, for people: 50 of them in about a kilobyte, made when the first comes. They outlive the worker's runs. */
import { keptResults } from '../../../link/protocol.ts';
import type { CheckResult } from '../../../link/status.ts';
import { isoTime } from '../../../shared/clock.ts';

export interface ResultRing {
  /** All signs of one step of `withinMs` are one result, as the last of them. */
  add(result: { atMs: number; ok: boolean; tookMs: number | null; detail: string }, withinMs?: number): void;
  /** Oldest first. */
  list(): CheckResult[];
}

const size = keptResults;

export function createResultRing(): ResultRing {
  /** Pairs of time and duration; a time below zero is that of a failure, a duration that is no number is not known. */
  let figures: Float64Array | null = null;
  const details: string[] = [];
  let next = 0;
  let held = 0;
  return {
    add({ atMs, ok, tookMs, detail }, withinMs = 1) {
      figures ??= new Float64Array(size * 2);
      const before = (next + size - 1) % size;
      const beforeMs = figures[before * 2] ?? 0;
      const isSame =
        ok && held > 0 && beforeMs > 0 && Math.floor(atMs / withinMs) === Math.floor(beforeMs / withinMs);
      const at = isSame ? before : next;
      // The same text again is the same string, so that fifty of them take the room of one.
      const same = details[before] === detail ? details[before] : undefined;
      figures[at * 2] = ok ? atMs : -atMs;
      figures[at * 2 + 1] = tookMs ?? Number.NaN;
      details[at] = same ?? detail;
      if (isSame) return;
      next = (next + 1) % size;
      held = Math.min(held + 1, size);
    },
    list() {
      const results: CheckResult[] = [];
      for (let i = 0; i < held; i++) {
        const at = (next - held + i + size) % size;
        const ms = figures?.[at * 2] ?? 0;
        const tookMs = figures?.[at * 2 + 1] ?? Number.NaN;
        results.push({
          at: isoTime(Math.abs(ms)),
          ok: ms > 0,
          tookMs: Number.isNaN(tookMs) ? null : tookMs,
          detail: details[at] ?? '',
        });
      }
      return results;
    },
  };
}
