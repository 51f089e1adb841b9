import type { Clock, Timer } from '../../shared/clock.ts';

/** Calls `onTick` at multiples of `everyMs` of the monotonic clock; ticks that were missed are skipped, not made up for. */
export function startTicker(clock: Clock, everyMs: number, onTick: (count: number) => void): () => void {
  const begin = clock.monotonic();
  let count = 0;
  let timer: Timer;
  let stopped = false;
  const arm = () => {
    count = Math.max(count + 1, Math.floor((clock.monotonic() - begin) / everyMs) + 1);
    timer = clock.setTimeout(run, begin + count * everyMs - clock.monotonic());
  };
  const run = () => {
    const tick = count;
    arm();
    if (!stopped) onTick(tick);
  };
  arm();
  return () => {
    stopped = true;
    clock.clearTimeout(timer);
  };
}
