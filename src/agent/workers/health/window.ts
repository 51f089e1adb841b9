/** A check that waits: a sign must come within a window, again and again. */
import type { HealthCheckSpec } from '../../../link/spec.ts';
import { type Clock, isoTime } from '../../../shared/clock.ts';
import { oneLine } from '../../../shared/one-line.ts';
import type { Check } from './check.ts';
import { createResultRing } from './result-ring.ts';
import { forgiveStreak, isFlapping, noResults, recordFailure, recordSuccess, type Streak } from './streak.ts';

export type WindowSpec = Extract<HealthCheckSpec, { withinMs: number }>;

/** Workers may report many times a second. */
const oneSignMs = 1_000;

export interface WindowCheck extends Check {
  /** The awaited sign came. */
  arrive(detail: string, tookMs?: number | null): void;
  /** A sign of life that is not yet the awaited one: it only starts the window again. */
  extend(): void;
  /** The worker itself said that it failed. */
  refuse(detail: string): void;
  /** For this reason signs cannot reach this check, so silence proves nothing; null: they can again. */
  away(reason: string | null): void;
}

export function createWindowCheck(
  spec: WindowSpec,
  options: {
    clock: Clock;
    onChange: () => void;
    /** What is said when the window passed without a sign. */
    lapseText: () => string;
    /** Looks for signs that nobody brings. */
    look?: () => void;
  },
): WindowCheck {
  const { clock, onChange } = options;
  const results = createResultRing();
  let live = false;
  let streak: Streak = noResults;
  let beganAt = 0;
  let windowAt = 0;
  let refused = false;
  let awayReason: string | null = null;
  let last: { detail: string; at: string; tookMs: number | null } | null = null;

  function note(text: string, tookMs: number | null = null): void {
    last = { detail: oneLine(text), at: isoTime(clock.now()), tookMs };
  }

  function keep(ok: boolean): void {
    if (last) results.add({ atMs: clock.now(), ok, tookMs: last.tookMs, detail: last.detail }, oneSignMs);
  }

  function lapse(): void {
    // The start period can only make the first window longer.
    const dueAt = Math.max(windowAt + spec.withinMs, beganAt + spec.startPeriodMs);
    if (streak.result === 'failing' || clock.monotonic() < dueAt) return;
    if (awayReason === null) return fail(options.lapseText());
    if (streak.result === 'pending' && last?.detail === awayReason) return;
    streak = noResults; // nobody knows any more
    note(awayReason);
    onChange();
  }

  /** The window is its own threshold, so one failure is enough. */
  function fail(detail: string): void {
    streak = recordFailure(streak, 1, false);
    note(detail);
    keep(false);
    onChange();
  }

  const consecutive = () => Math.max(streak.failuresInRow, streak.successesInRow);

  return {
    begin() {
      live = true;
      streak = noResults;
      refused = false;
      last = null;
      beganAt = clock.monotonic();
      windowAt = beganAt;
    },
    end() {
      live = false;
      streak = noResults;
    },
    tick() {
      if (!live) return;
      options.look?.();
      lapse();
    },
    forgive() {
      if (!live) return;
      windowAt = clock.monotonic();
      // What the worker said of itself was not concluded from silence, so it stands.
      if (!refused) streak = forgiveStreak(streak);
    },
    arrive(detail, tookMs = null) {
      awayReason = null;
      if (!live) return;
      refused = false;
      windowAt = clock.monotonic();
      streak = recordSuccess(streak, spec.successes);
      note(detail, tookMs);
      keep(true);
      onChange();
    },
    extend() {
      awayReason = null;
      windowAt = clock.monotonic();
    },
    refuse(detail) {
      awayReason = null;
      if (!live) return;
      refused = true;
      fail(detail);
    },
    away(reason) {
      awayReason = reason;
    },
    evidence: () => ({
      name: spec.name,
      type: spec.type,
      result: streak.result,
      detail: last?.detail ?? 'waiting for the first sign',
      consecutive: consecutive(),
      flapping: isFlapping(streak),
    }),
    status: () => ({
      name: spec.name,
      type: spec.type,
      result: streak.result,
      detail: last?.detail ?? 'waiting for the first sign',
      at: last?.at ?? null,
      consecutive: consecutive(),
      tookMs: last?.tookMs ?? null,
    }),
    results: () => results.list(),
  };
}
