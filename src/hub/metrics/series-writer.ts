import type { Point } from './exposition/index.ts';
import type { SampleSink, SeriesRef } from './samples.ts';

/** Writes points of families down as series of the tower's own; remembers which series each of them is. */
export function createSeriesWriter(sink: SampleSink): {
  write(name: string, points: readonly Point[], timeMs: number): void;
} {
  const refs = new Map<string, SeriesRef | null>();
  return {
    write(name, points, timeMs) {
      for (const [labels, value] of points) {
        const key = JSON.stringify([name, labels]);
        if (!refs.has(key)) refs.set(key, sink.refOf('tower', { __name__: name, ...labels }));
        const ref = refs.get(key);
        if (ref !== null && ref !== undefined) sink.append(ref, timeMs, value);
      }
    },
  };
}
