/** A check that goes and looks: it runs a probe now and then, and never two at a time. */
import type { HealthCheckSpec } from '../../../link/spec.ts';
import { type Clock, isoTime } from '../../../shared/clock.ts';
import type { Check } from './check.ts';
import { createResultRing } from './result-ring.ts';
import { forgiveStreak, isFlapping, noResults, recordFailure, recordSuccess, type Streak } from './streak.ts';

export interface ProbeResult {
  ok: boolean;
  detail: string;
}

/** Looks once. Calls `done` exactly once, unless the function it returns has cancelled it before. */
export type Probe = (done: (result: ProbeResult) => void) => () => void;

/** While a worker starts it is asked this often, so that it counts as ready soon after it is. */
const everyWhileStartingMs = 1_000;
/** A result that took this much longer than its timeout came from an agent that slept meanwhile. */
const tooLateMs = 2_000;

export function createProbeCheck(
  spec: HealthCheckSpec,
  probe: Probe,
  options: { clock: Clock; onChange: () => void },
): Check {
  const { clock, onChange } = options;
  const results = createResultRing();
  let streak: Streak = noResults;
  let beganAt = 0;
  let everPassed = false;
  let dueAt = Number.POSITIVE_INFINITY;
  let cancel: (() => void) | null = null;
  let last: { detail: string; at: string; tookMs: number } | null = null;

  const starting = () => !everPassed && clock.monotonic() - beganAt < spec.startPeriodMs;

  function launch(): void {
    const startedAt = clock.monotonic();
    const everyMs = starting() ? Math.min(spec.everyMs, everyWhileStartingMs) : spec.everyMs;
    // The second half of the pause is shortened at random, so that checks which began together drift apart.
    dueAt = startedAt + (last === null ? everyMs * (0.5 + Math.random() / 2) : everyMs);
    let finished = false;
    const stop = probe((result) => {
      finished = true;
      cancel = null;
      const tookMs = clock.monotonic() - startedAt;
      if (tookMs <= spec.timeoutMs + tooLateMs) record(result, tookMs);
    });
    if (!finished) cancel = stop;
  }

  function record(result: ProbeResult, tookMs: number): void {
    const rounded = Math.round(tookMs * 10) / 10;
    last = { detail: result.detail, at: isoTime(clock.now()), tookMs: rounded };
    results.add({ ...result, atMs: clock.now(), tookMs: rounded });
    if (result.ok) {
      everPassed = true;
      streak = recordSuccess(streak, spec.successes);
    } else {
      streak = recordFailure(streak, spec.failures, starting());
    }
    onChange();
  }

  function soon(): number {
    return clock.monotonic() + Math.random() * Math.min(spec.everyMs, everyWhileStartingMs);
  }

  function drop(): void {
    cancel?.();
    cancel = null;
  }

  const consecutive = () => Math.max(streak.failuresInRow, streak.successesInRow);
  const detail = () => last?.detail ?? 'not looked yet';

  return {
    begin() {
      drop();
      streak = noResults;
      everPassed = false;
      last = null;
      beganAt = clock.monotonic();
      dueAt = soon();
    },
    end() {
      drop();
      dueAt = Number.POSITIVE_INFINITY;
      streak = noResults;
    },
    tick() {
      if (cancel === null && clock.monotonic() >= dueAt) launch();
    },
    forgive() {
      if (dueAt === Number.POSITIVE_INFINITY) return;
      drop();
      streak = forgiveStreak(streak);
      dueAt = soon();
    },
    evidence: () => ({
      name: spec.name,
      type: spec.type,
      result: streak.result,
      detail: detail(),
      consecutive: consecutive(),
      flapping: isFlapping(streak),
    }),
    status: () => ({
      name: spec.name,
      type: spec.type,
      result: streak.result,
      detail: detail(),
      at: last?.at ?? null,
      consecutive: consecutive(),
      tookMs: last?.tookMs ?? null,
    }),
    results: () => results.list(),
  };
}

/**
 * Bounds a probe in time. At the end of the time one last look is taken at what the kernel already holds, since an agent that was
 * itself stopped or starved finds its timer due before it reads the answer that has been there all along.
 */
export function boundProbe(clock: Clock, timeoutMs: number, timedOut: string, probe: Probe): Probe {
  return (done) => {
    let over = false;
    const finish = (result: ProbeResult | null) => {
      if (over) return;
      over = true;
      clock.clearTimeout(timer);
      if (result) done(result);
    };
    const timer = clock.setTimeout(() => {
      setImmediate(() => {
        if (over) return;
        stop();
        finish({ ok: false, detail: timedOut });
      });
    }, timeoutMs);
    const stop = probe(finish);
    return () => {
      finish(null);
      stop();
    };
  };
}
