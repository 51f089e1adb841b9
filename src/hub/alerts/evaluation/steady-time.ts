import type { Clock } from '../../../shared/clock.ts';

/** Beyond it the clock was set; below, it was only trimmed. */
const jumpMs = 1_000;

/**
 * A time that passes evenly from the start on, when it is the clock's, however that is set later; and what it is by the clock as that stands
 * now. Durations are taken of the one, people are shown the other.
 */
export interface SteadyTime {
  /** Looks at the clock; answers by how much it was set since the last look, 0 as a rule. */
  look(): number;
  now(): number;
  toClock(steadyMs: number): number;
}

export function createSteadyTime(clock: Pick<Clock, 'now' | 'monotonic'>): SteadyTime {
  const offset = clock.now() - clock.monotonic();
  let correction = 0;
  return {
    look() {
      const drift = clock.now() - clock.monotonic() - offset;
      const jump = drift - correction;
      if (Math.abs(jump) <= jumpMs) return 0;
      correction = drift;
      return jump;
    },
    now: () => clock.monotonic() + offset,
    toClock: (steadyMs) => steadyMs + correction,
  };
}
