import type { Labels, Matcher, Newest } from '../samples.ts';
import type { Head, Sample } from './head.ts';
import type { SeriesIndex } from './series-index.ts';

/** What the store knows about its series. */
interface Known {
  index: Pick<SeriesIndex, 'version' | 'match' | 'last'>;
  head: Pick<Head, 'newest'>;
  labelsAt: (id: number) => Labels;
  /** Of a series that has nothing in the head. */
  newestBefore: (id: number, fromMs: number) => Sample | null;
}

/**
 * Reads the newest samples of the same series again and again: which series these are is only looked up when one came or went, values come
 * right from the head, and what was sealed meanwhile is remembered.
 */
export function follow(
  matchers: readonly Matcher[],
  { index, head, labelsAt, newestBefore }: Known,
): (nowMs: number, lookbackMs: number) => Newest {
  let version = Number.NaN;
  let ids: readonly number[] = [];
  let newest: Newest = { labels: [], values: new Float64Array(0), has: new Uint8Array(0) };
  let times = new Float64Array(0);
  let stale = new Uint8Array(0);
  const sample: Sample = { timeMs: 0, value: 0, isStale: false };

  function refresh(): void {
    version = index.version;
    const matched = index.match(matchers);
    if (matched.length === ids.length && matched.every((id, at) => id === ids[at])) return;
    const known = new Map(ids.map((id, at) => [id, at]));
    const before = newest.labels;
    const labels = matched.map((id) => before[known.get(id) ?? -1] ?? labelsAt(id));
    ids = matched;
    newest = { labels, values: new Float64Array(ids.length), has: new Uint8Array(ids.length) };
    times = new Float64Array(ids.length).fill(Number.NEGATIVE_INFINITY);
    stale = new Uint8Array(ids.length);
  }

  return (nowMs, lookbackMs) => {
    if (version !== index.version) refresh();
    const { has } = newest;
    const oldest = nowMs - lookbackMs;
    for (let at = 0; at < ids.length; at += 1) {
      const id = ids[at] as number;
      if (head.newest(id, sample)) take(at, sample);
      else if (index.last(id) >= oldest && times[at] !== index.last(id)) {
        const found = newestBefore(id, oldest);
        if (found) take(at, found);
        // Whatever stands there now is known.
        times[at] = index.last(id);
        if (!found) stale[at] = 1;
      }
      has[at] = stale[at] === 0 && (times[at] as number) >= oldest ? 1 : 0;
    }
    return newest;
  };

  function take(at: number, { timeMs, value, isStale }: Sample): void {
    times[at] = timeMs;
    newest.values[at] = value;
    stale[at] = isStale ? 1 : 0;
  }
}
