/** Compares the wall clock with the monotonic one: whether somebody set it, or the machine slept. */
import type { Clock } from '../../shared/clock.ts';

export interface ClockWatch {
  /** Call it often. How far the wall clock jumped since the last call, ms; 0: it goes as it should. */
  look(): number;
}

/** NTP pulls a clock by half a millisecond a second; what is more, between two looks a second apart, is a jump. */
const jumpMs = 1_000;

export function createClockWatch(clock: Clock): ClockWatch {
  const offset = () => clock.now() - clock.monotonic();
  let before = offset();
  return {
    look() {
      const now = offset();
      const byMs = now - before;
      before = now;
      return Math.abs(byMs) >= jumpMs ? byMs : 0;
    },
  };
}
