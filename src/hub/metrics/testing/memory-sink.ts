import type { Labels, SampleSink } from '../samples.ts';

/** Holds what it is given, in the order in which series were begun. */
export interface MemorySink extends SampleSink {
  all(): KeptSeries[];
  /** Those of a name. */
  named(name: string): KeptSeries[];
}

export interface KeptSeries {
  source: string;
  labels: Labels;
  samples: [time: number, value: number][];
  ends: number[];
}

export function createMemorySink({ mostSeries = 1_000_000 }: { mostSeries?: number } = {}): MemorySink {
  const kept: KeptSeries[] = [];
  const refs = new Map<string, number>();
  return {
    refOf(source, labels) {
      const key = JSON.stringify([source, Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))]);
      const known = refs.get(key);
      if (known !== undefined) return known;
      if (kept.length >= mostSeries) return null;
      refs.set(key, kept.length);
      return kept.push({ source, labels, samples: [], ends: [] }) - 1;
    },
    append: (ref, time, value) => void kept[ref]?.samples.push([time, value]),
    endSeries: (ref, time) => void kept[ref]?.ends.push(time),
    all: () => kept,
    named: (name) => kept.filter(({ labels }) => labels['__name__'] === name),
  };
}
