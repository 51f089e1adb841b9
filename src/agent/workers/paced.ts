/** Does many small things without holding the agent up: a slice at a time, and whatever else waits in between. */
import type { Clock } from '../../shared/clock.ts';

const sliceMs = 15;

/** The first slice is done before this returns, at least one thing of it. */
export function doPaced<T>(
  clock: Clock,
  things: Iterable<T>,
  one: (thing: T) => void,
  then: () => void,
): void {
  const left = things[Symbol.iterator]();
  function slice(): void {
    const end = clock.monotonic() + sliceMs;
    do {
      const next = left.next();
      if (next.done) return then();
      one(next.value);
    } while (clock.monotonic() < end);
    clock.setTimeout(slice, 0);
  }
  slice();
}
