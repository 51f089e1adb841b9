import { setFlagsFromString } from 'node:v8';
import type { Clock, Timer } from './clock.ts';

/** V8 of Node.js 20; later ones count calls instead and know no such flag. */
const countsWork = process.versions.v8.startsWith('11.');

/**
 * Keeps this program's memory small at some cost in speed. V8 trades memory for throughput: its young generation grows to tens of
 * megabytes and the old one is let grow to twice its size before it is cleaned, which programs that mostly wait do not need. Nor need they
 * compile what does a little work each second: that took threads of its own a fifth of a resting tower's processor time, and 2 MB.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--optimize-for-size');
  if (countsWork) setFlagsFromString('--interrupt-budget=600000');
}

/** The young generation alone: to let the old one grow as well has cost time rather than spared any. */
function letHeapGrow(): void {
  setFlagsFromString('--semi-space-growth-factor=2');
  // What is done thousands of times a second is worth compiling after all.
  if (countsWork) setFlagsFromString('--interrupt-budget=135168');
}

/** Pieces of work in one second from which on cleaning a small heap costs more than the work itself. */
const busyFrom = 30;
const restAfterMs = 30_000;

/** Lets the heap grow while much has to be done, and keeps it small again half a minute after that. */
export function createHeapPace(clock: Clock): { note(): void } {
  let second = -1;
  let pieces = 0;
  let rest: Timer | null = null;
  return {
    /** A piece of work that makes much garbage. */
    note() {
      const now = Math.floor(clock.monotonic() / 1_000);
      if (now !== second) pieces = 0;
      second = now;
      pieces += 1;
      if (pieces < busyFrom) return;
      if (rest === null) letHeapGrow();
      else clock.clearTimeout(rest);
      rest = clock.setTimeout(() => {
        rest = null;
        keepHeapSmall();
      }, restAfterMs);
    },
  };
}
