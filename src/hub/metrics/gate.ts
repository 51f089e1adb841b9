export type Gate = <T>(work: () => Promise<T>) => Promise<T>;

/** Lets so much work happen at once, so that what it holds in memory stays within bounds, and so much wait for its turn; the rest is refused. */
export function createGate(mostAtOnce: number, mostWaiting: number, refusal: () => Error): Gate {
  let inside = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (inside >= mostAtOnce) {
      if (waiting.length >= mostWaiting) throw refusal();
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
