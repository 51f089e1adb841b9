/** How this process itself does: how late its event loop is and how much it is asked, over about the last minute. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Clock, Timer } from '../../shared/clock.ts';

export interface Pulse {
  requestDone(): void;
  read(): { eventLoopDelayMs: { p50: number; p99: number } | null; requestsPerSecond: number };
  close(): void;
}

type Reading = ReturnType<Pulse['read']>;

const windowMs = 60_000;
/** A window that is younger than this says less than the one before it. */
const tellsMs = 30_000;
/** Coarse, so that an idle hub is woken rarely. */
const resolutionMs = 50;
const nsPerMs = 1e6;

export function createPulse(clock: Clock): Pulse {
  const delays = monitorEventLoopDelay({ resolution: resolutionMs });
  delays.enable();
  let before: Reading | null = null;
  let beganAt = clock.monotonic();
  let requests = 0;
  let timer: Timer = clock.setTimeout(turn, windowMs);

  function turn(): void {
    before = present();
    delays.reset();
    requests = 0;
    beganAt = clock.monotonic();
    timer = clock.setTimeout(turn, windowMs);
  }

  function present(): Reading {
    const seconds = Math.max(1, (clock.monotonic() - beganAt) / 1_000);
    return {
      eventLoopDelayMs: delays.count === 0 ? null : { p50: late(50), p99: late(99) },
      requestsPerSecond: Math.round((requests / seconds) * 100) / 100,
    };
  }

  /** What is measured is the pause between two looks, so that the one that was asked for has to be taken off. */
  function late(percentile: number): number {
    const ms = delays.percentile(percentile) / nsPerMs - resolutionMs;
    return Math.max(0, Math.round(ms * 100) / 100);
  }

  return {
    requestDone() {
      requests += 1;
    },
    read: () => (before && clock.monotonic() - beganAt < tellsMs ? before : present()),
    close() {
      clock.clearTimeout(timer);
      delays.disable();
    },
  };
}
