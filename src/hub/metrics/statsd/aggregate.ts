import type { StatsdLine } from './parse-line.ts';

/** Values of a distribution that quantiles are taken of, of one interval; count and sum are of all. */
const mostValues = 1_000;
/** Members of a set that are told apart in one interval. */
const mostMembers = 10_000;
const quantiles = [0.5, 0.9, 0.95, 0.99];

/** A series with its value at the end of an interval. Names end as Prometheus has it: `_total`, `_count`, `_sum`. */
export interface Aggregated {
  labels: Record<string, string>;
  value: number;
}

interface Kept {
  line: Pick<StatsdLine, 'name' | 'labels'>;
  usedAt: number;
}
interface Distribution extends Kept {
  count: number;
  sum: number;
  values: number[];
  /** Of this interval, those beyond `mostValues` among them. */
  seen: number;
}

/** What was sent, summed up. Counters, and counts and sums of distributions, grow for as long as the series is in use. */
export interface Aggregate {
  /** False when the line begins a series and there are as many as there may be. */
  add(line: StatsdLine, now: number): boolean;
  /** Everything as it is now; then the next interval begins. */
  flush(): Aggregated[];
  /** Forgets series that were not used since; they are answered no more. */
  forget(unusedSince: number): void;
  readonly size: number;
}

export function createAggregate(options: { mostSeries: number; random?: () => number }): Aggregate {
  const random = options.random ?? Math.random;
  const counters = new Map<string, Kept & { total: number }>();
  const gauges = new Map<string, Kept & { value: number }>();
  const distributions = new Map<string, Distribution>();
  const sets = new Map<string, Kept & { members: Set<string> }>();
  const all: Map<string, Kept>[] = [counters, gauges, distributions, sets];
  const size = () => all.reduce((sum, map) => sum + map.size, 0);

  function find<T extends Kept>(
    map: Map<string, T>,
    line: StatsdLine,
    now: number,
    begin: () => Omit<T, keyof Kept>,
  ) {
    const key = keyOf(line);
    let kept = map.get(key);
    if (!kept) {
      if (size() >= options.mostSeries) return null;
      kept = { line: { name: line.name, labels: line.labels }, usedAt: now, ...begin() } as T;
      map.set(key, kept);
    }
    kept.usedAt = now;
    return kept;
  }

  const adders: Record<StatsdLine['type'], (line: StatsdLine, now: number) => boolean> = {
    counter(line, now) {
      const counter = find(counters, line, now, () => ({ total: 0 }));
      for (const value of line.values) if (counter) counter.total += Number(value) / line.rate;
      return counter !== null;
    },
    gauge(line, now) {
      const gauge = find(gauges, line, now, () => ({ value: 0 }));
      for (const value of line.values)
        if (gauge) gauge.value = /^[+-]/.test(value) ? gauge.value + Number(value) : Number(value);
      return gauge !== null;
    },
    distribution(line, now) {
      const found = find(distributions, line, now, () => ({ count: 0, sum: 0, values: [], seen: 0 }));
      for (const text of line.values) {
        if (!found) break;
        const value = Number(text);
        found.count += 1 / line.rate;
        found.sum += value / line.rate;
        found.seen++;
        // Beyond the bound each value has the same chance to be among the kept ones (Vitter's algorithm R).
        const place =
          found.values.length < mostValues ? found.values.length : Math.floor(random() * found.seen);
        if (place < mostValues) found.values[place] = value;
      }
      return found !== null;
    },
    set(line, now) {
      const set = find(sets, line, now, () => ({ members: new Set<string>() }));
      for (const member of line.values) if (set && set.members.size < mostMembers) set.members.add(member);
      return set !== null;
    },
  };

  return {
    add: (line, now) => adders[line.type](line, now),
    flush() {
      const found: Aggregated[] = [];
      const put = ({ line }: Kept, suffix: string, value: number, more: Record<string, string> = {}) =>
        found.push({ labels: { ...line.labels, ...more, __name__: line.name + suffix }, value });
      for (const each of counters.values())
        put(each, each.line.name.endsWith('_total') ? '' : '_total', each.total);
      for (const each of gauges.values()) put(each, '', each.value);
      for (const each of sets.values()) {
        put(each, '', each.members.size);
        each.members.clear();
      }
      for (const each of distributions.values()) {
        put(each, '_count', each.count);
        put(each, '_sum', each.sum);
        const sorted = each.values.toSorted((a, b) => a - b);
        for (const quantile of sorted.length > 0 ? quantiles : []) {
          const rank = Math.max(0, Math.ceil(quantile * sorted.length) - 1);
          put(each, '', sorted[rank] as number, { quantile: String(quantile) });
        }
        each.values = [];
        each.seen = 0;
      }
      return found;
    },
    forget(unusedSince) {
      for (const map of all) for (const [key, { usedAt }] of map) if (usedAt < unusedSince) map.delete(key);
    },
    get size() {
      return size();
    },
  };
}

function keyOf({ name, labels }: StatsdLine): string {
  return JSON.stringify([name, Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))]);
}
