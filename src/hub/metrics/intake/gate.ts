import { Failure } from '../../../shared/failure.ts';

export type Gate = <T>(work: () => Promise<T>) => Promise<T>;

/** Lets so much work happen at once, and so much wait for its turn; the rest is turned away with `busy`. */
export function createGate(mostAtOnce: number, mostWaiting: number): Gate {
  let inside = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (inside >= mostAtOnce) {
      if (waiting.length >= mostWaiting)
        throw new Failure('busy', 'more is being sent than can be taken at once; try again in a moment');
      // Whoever leaves hands its place over.
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else inside++;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else inside--;
    }
  };
}
