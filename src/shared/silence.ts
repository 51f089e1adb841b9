/**
 * Tells a partner that hangs from one that is only busy. Both are silent; but one that computes (a thousand workers to start on a crowded
 * machine) will speak again, and killing it would make it begin anew, and be busy again.
 */
export interface SilenceWatch {
  /** It spoke, or could not have been heard. */
  heard(): void;
  /** Called about once a second with the processor time that it has used; answers for how long it hangs, or null. */
  hangsForMs(monotonicMs: number, cpuTicks: number): number | null;
}

/** While it uses at least this share of a core, it is busy. */
const busyRatio = 0.01;
const busyAtMostMs = 60_000;
const ticksPerSecond = 100;

export function createSilenceWatch(afterMs: number): SilenceWatch {
  let since: { ms: number; cpuTicks: number } | null = null;
  return {
    heard() {
      since = null;
    },
    hangsForMs(monotonicMs, cpuTicks) {
      since ??= { ms: monotonicMs, cpuTicks };
      const silentMs = monotonicMs - since.ms;
      if (silentMs <= afterMs) return null;
      const usedMs = ((cpuTicks - since.cpuTicks) * 1_000) / ticksPerSecond;
      const isBusy = usedMs >= silentMs * busyRatio && silentMs <= busyAtMostMs;
      return isBusy ? null : silentMs;
    },
  };
}
