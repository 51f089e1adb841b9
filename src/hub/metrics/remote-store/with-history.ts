import { keyOf } from '../labels.ts';
import type { Labels, ReadLimits, Samples, Selection, Series, SeriesSource } from '../samples.ts';
import { concat } from './remote-source.ts';

/** One source of two: what is older than `localSince` comes from the store for history, the rest from here, where it stands as it came in. */
export function withHistory(options: {
  local: SeriesSource;
  history: SeriesSource;
  /** ms; from here on the local source has everything, and as finely as it came in. */
  localSince: () => number;
}): SeriesSource {
  const { local, history, localSince } = options;
  async function* both(selection: Selection, limits: ReadLimits, since: number): AsyncGenerator<Series> {
    const older = new Map<string, Series>();
    for await (const series of history.select({ ...selection, toMs: since - 1 }, limits))
      older.set(keyOf(series.labels), series);
    for await (const series of local.select({ ...selection, fromMs: since }, limits)) {
      const key = keyOf(series.labels);
      const before = older.get(key);
      older.delete(key);
      yield before ? { labels: series.labels, ...join(before, series) } : series;
    }
    yield* older.values();
  }

  return {
    select(selection, limits) {
      const since = localSince();
      if (selection.fromMs >= since) return local.select(selection, limits);
      return selection.toMs < since ? history.select(selection, limits) : both(selection, limits, since);
    },
    async *labelsOf(matchers, fromMs, toMs, limits) {
      const since = localSince();
      const seen = new Map<string, Labels>();
      if (fromMs < since)
        for await (const labels of history.labelsOf(matchers, fromMs, Math.min(toMs, since - 1), limits))
          seen.set(keyOf(labels), labels);
      if (toMs >= since)
        for await (const labels of local.labelsOf(matchers, Math.max(fromMs, since), toMs, limits))
          seen.set(keyOf(labels), labels);
      yield* seen.values();
    },
  };
}

function join(before: Samples, after: Samples): Samples {
  const ones = (samples: Samples) => samples.counts ?? new Float64Array(samples.times.length).fill(1);
  return {
    times: concat([before.times, after.times]),
    values: concat([before.values, after.values]),
    stale: [...before.stale, ...after.stale.map((index) => index + before.times.length)],
    ...(before.counts || after.counts ? { counts: concat([ones(before), ones(after)]) } : {}),
  };
}
