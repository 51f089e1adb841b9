import { Failure } from '../../../shared/failure.ts';
import { concat } from '../concat.ts';
import { keyOf } from '../labels.ts';
import type { Labels, ReadLimits, Selection, Series, SeriesSource } from '../samples.ts';

/**
 * One source of two: what is older than `localSince` comes from the store for history, the rest from here, where it stands as it came in. While that
 * store is away, a question that reaches into the present is answered from here alone, as far and as finely as this goes: what happens now must be
 * seen. One about the past alone fails.
 */
export function withHistory(options: {
  local: SeriesSource;
  history: SeriesSource;
  /** ms; from here on the local source has everything, and as finely as it came in. */
  localSince: () => number;
}): SeriesSource {
  const { local, history, localSince } = options;
  async function* both(selection: Selection, limits: ReadLimits, since: number): AsyncGenerator<Series> {
    const asked = history.select({ ...selection, toMs: since - 1 }, limits);
    const older = await collect(asked, ({ labels }) => labels);
    const fromMs = older ? since : selection.fromMs;
    for await (const series of local.select({ ...selection, fromMs }, limits)) {
      const key = keyOf(series.labels);
      const before = older?.get(key);
      older?.delete(key);
      yield before ? { labels: series.labels, ...concat([before, series]) } : series;
    }
    if (older) yield* older.values();
  }

  return {
    select(selection, limits) {
      const since = localSince();
      if (selection.fromMs >= since) return local.select(selection, limits);
      return selection.toMs < since ? history.select(selection, limits) : both(selection, limits, since);
    },
    async *labelsOf(matchers, fromMs, toMs, limits) {
      const since = localSince();
      if (toMs < since) {
        yield* history.labelsOf(matchers, fromMs, toMs, limits);
        return;
      }
      const asked = fromMs < since ? history.labelsOf(matchers, fromMs, since - 1, limits) : [];
      const older = await collect(asked, (labels) => labels);
      const seen = new Map(older);
      for await (const labels of local.labelsOf(
        matchers,
        older ? Math.max(fromMs, since) : fromMs,
        toMs,
        limits,
      ))
        seen.set(keyOf(labels), labels);
      yield* seen.values();
    },
  };
}

/** By their labels; null when the store is away. */
async function collect<T>(
  asked: AsyncIterable<T> | Iterable<T>,
  labelsOf: (each: T) => Labels,
): Promise<Map<string, T> | null> {
  const found = new Map<string, T>();
  try {
    for await (const each of asked) found.set(keyOf(labelsOf(each)), each);
    return found;
  } catch (error) {
    if (error instanceof Failure && error.code === 'history_away') return null;
    throw error;
  }
}
