/** Long work in small slices, so that whatever else waits comes in between. */
import { setImmediate } from 'node:timers/promises';

const sliceMs = 8;

export type Turn = () => Promise<void> | undefined;

/** Call it between small steps; it pauses when the slice is over. */
export function createTurns(): Turn {
  let startedAt = performance.now();
  const pause = async () => {
    await setImmediate();
    startedAt = performance.now();
  };
  return () => (performance.now() - startedAt < sliceMs ? undefined : pause());
}
