import { Failure } from '../../../shared/failure.ts';
import { compileMatchers } from '../matchers.ts';
import type { Labels, Matcher, ReadLimits, Selection, Series, SeriesSource } from '../samples.ts';

/** Answers from memory, always from raw samples. `asked` holds the selections that came. */
export function createTestSource(series: readonly Series[]): SeriesSource & { asked: Selection[] } {
  const asked: Selection[] = [];
  const matching = (matchers: readonly Matcher[]) => {
    const matches = compileMatchers(matchers);
    return series.filter(({ labels }) => matches(labels));
  };
  return {
    asked,
    async *select(selection, limits) {
      asked.push(selection);
      for (const one of matching(selection.matchers)) {
        const part = between(one, selection.fromMs, selection.toMs);
        if (part.times.length === 0) continue;
        take(limits, part.times.length);
        yield part;
      }
    },
    async *labelsOf(matchers, fromMs, toMs, limits): AsyncGenerator<Labels> {
      for (const one of matching(matchers)) {
        if (between(one, fromMs, toMs).times.length === 0) continue;
        take(limits, 0);
        yield one.labels;
      }
    },
  };
}

function take(limits: ReadLimits, samples: number): void {
  limits.series -= 1;
  limits.samples -= samples;
  if (limits.series < 0) throw new Failure('too_much', 'more series than the limit "series" allows');
  if (limits.samples < 0) throw new Failure('too_much', 'more samples than the limit "samples" allows');
}

function between(series: Series, fromMs: number, toMs: number): Series {
  const { labels, times, values, stale, counts, coarsestMs } = series;
  const first = firstAtOrAfter(times, fromMs - 3 * (coarsestMs ?? 0));
  const behind = firstAtOrAfter(times, toMs + 1);
  return {
    labels,
    times: times.subarray(first, behind),
    values: values.subarray(first, behind),
    counts: counts?.subarray(first, behind),
    coarsestMs,
    stale: stale.filter((index) => index >= first && index < behind).map((index) => index - first),
  };
}

function firstAtOrAfter(times: Float64Array, ms: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] as number) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * A series in the notation of Prometheus's own tests: `1 2 _ 4` with `everyMs` between them, `_` for none, `stale` for a stale mark, `0+10x3` for
 * 0 10 20 30, `5x2` for 5 5 5.
 */
export function samplesOf(labels: Labels, text: string, everyMs = 60_000, startMs = 0): Series {
  const times: number[] = [];
  const values: number[] = [];
  const stale: number[] = [];
  let at = startMs;
  const add = (value: number | null, isStale = false) => {
    if (value !== null) {
      if (isStale) stale.push(times.length);
      times.push(at);
      values.push(value);
    }
    at += everyMs;
  };
  for (const word of text.trim().split(/\s+/)) {
    const repeated = /^(-?[\d.]+)([+-][\d.]+)?x(\d+)$/.exec(word);
    if (word === '_') add(null);
    else if (word === 'stale') add(Number.NaN, true);
    else if (repeated) {
      const [, from, by = '0', times] = repeated;
      for (let i = 0; i <= Number(times); i++) add(Number(from) + i * Number(by));
    } else
      add(
        word === 'Inf' ? Number.POSITIVE_INFINITY : word === '-Inf' ? Number.NEGATIVE_INFINITY : Number(word),
      );
  }
  return { labels, times: Float64Array.from(times), values: Float64Array.from(values), stale };
}
