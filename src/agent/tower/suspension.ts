/**
 * Notices that this process, or the whole machine, stood still: a tick that comes late (SIGSTOP, a debugger, an overloaded machine), or a
 * boot clock that ran ahead of the monotonic one (the machine slept; Linux stops its monotonic clock meanwhile).
 */
export interface SuspensionWatch {
  /** Called once a tick; true when time was lost since the last one. */
  tick(monotonicMs: number, sinceBootMs: number | null): boolean;
}

const suspendedAfterMs = 3_000;

export function createSuspensionWatch(everyMs: number): SuspensionWatch {
  let last: { monotonicMs: number; sinceBootMs: number | null } | null = null;
  return {
    tick(monotonicMs, sinceBootMs) {
      const before = last;
      last = { monotonicMs, sinceBootMs };
      if (!before) return false;
      const passed = monotonicMs - before.monotonicMs;
      if (passed - everyMs > suspendedAfterMs) return true;
      if (sinceBootMs === null || before.sinceBootMs === null) return false;
      return sinceBootMs - before.sinceBootMs - passed > suspendedAfterMs;
    },
  };
}
