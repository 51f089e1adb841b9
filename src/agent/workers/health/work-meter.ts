/** Tells from CPU and I/O whether a silent worker is at work, or only ticks over. */
import type { TreeSignals } from '../../sampling/index.ts';

/** An idle runtime's timers stay well below these means; one burst of a fifth of a second reaches the first. */
const workingCpuRatio = 0.02;
const workingIoBytesPerSecond = 4_096;
const looksAveraged = 10;

export function createWorkMeter(): { observe(signals: TreeSignals): boolean; reset(): void } {
  let looks: TreeSignals[] = [];
  const mean = (of: (look: TreeSignals) => number) =>
    looks.reduce((sum, look) => sum + of(look), 0) / looksAveraged;
  return {
    observe(signals) {
      looks = [...looks.slice(1 - looksAveraged), signals];
      return (
        mean((look) => look.cpuRatio) >= workingCpuRatio ||
        mean((look) => look.ioBytesPerSecond) >= workingIoBytesPerSecond
      );
    },
    reset() {
      looks = [];
    },
  };
}
