/** All series there are, by their labels, in memory: their number, who sends them, and when they had samples. */
import { compileMatcher, valuesOf } from '../matchers.ts';
import type { Matcher } from '../samples.ts';
import { eachLabel } from './series-key.ts';

export interface SeriesRow {
  id: number;
  source: string;
  key: string;
  /** ms; the first and the last sample in chunks. Null: none is there yet. */
  first: number | null;
  last: number | null;
}

export interface SeriesIndex {
  readonly size: number;
  /** Another one whenever a series came or went. */
  readonly version: number;
  /** One more than the largest number so far. */
  readonly nextId: number;
  find(key: string): number | undefined;
  keyOf(id: number): string | undefined;
  sourceOf(id: number): string | undefined;
  /** `id`: for one that was stored before. */
  add(source: string, key: string, id?: number): number;
  remove(id: number): void;
  /** That the series has a sample of then. */
  seen(id: number, timeMs: number): void;
  /** The clock has gone back: what counts as the last sample is this one. */
  resetLast(id: number, timeMs: number): void;
  /** ms; ±∞ while there is none. */
  first(id: number): number;
  last(id: number): number;
  ids(): Iterable<number>;
  /** Numbers of the series that all of these accept, ascending. Fails with `bad_request` on a pattern that is none. */
  match(matchers: readonly Matcher[]): number[];
}

interface Accepts {
  name: string;
  accepts: (value: string) => boolean;
  /** When only these values can be accepted. */
  values: readonly string[] | null;
}

export function createSeriesIndex(): SeriesIndex {
  const byKey = new Map<string, number>();
  const keys = new Map<number, string>();
  const sources = new Map<number, string>();
  /** Label → value → ascending numbers. */
  const postings = new Map<string, Map<string, number[]>>();
  let firsts = new Float64Array(256);
  let lasts = new Float64Array(256);
  let nextId = 1;
  let version = 0;

  function post(key: string, id: number): void {
    eachLabel(key, (name, value) => {
      const values = postings.get(name) ?? new Map<string, number[]>();
      postings.set(name, values);
      const ids = values.get(value);
      if (ids) ids.push(id);
      else values.set(value, [id]);
    });
  }

  function unpost(key: string, id: number): void {
    eachLabel(key, (name, value) => {
      const values = postings.get(name);
      const left = values?.get(value)?.filter((other) => other !== id) ?? [];
      if (left.length > 0) values?.set(value, left);
      else values?.delete(value);
      if (values?.size === 0) postings.delete(name);
    });
  }

  /** Those that have one of the values that the matcher accepts; null when the label may also be missing, so that any series may do. */
  function listed({ name, values, accepts }: Accepts): number[] | null {
    if (accepts('')) return null;
    const known = postings.get(name);
    if (!known) return [];
    const accepted = values ?? [...known.keys()].filter(accepts);
    const lists = accepted.flatMap((value) => {
      const ids = known.get(value);
      return ids ? [ids] : [];
    });
    if (lists.length === 1) return lists[0] as number[];
    return lists.flat().sort((a, b) => a - b);
  }

  function someOf(id: number, names: ReadonlySet<string>): Map<string, string> {
    const found = new Map<string, string>();
    eachLabel(keys.get(id) ?? '', (name, value) => {
      if (names.has(name)) found.set(name, value);
    });
    return found;
  }

  return {
    get size() {
      return keys.size;
    },
    get version() {
      return version;
    },
    get nextId() {
      return nextId;
    },
    find: (key) => byKey.get(key),
    keyOf: (id) => keys.get(id),
    sourceOf: (id) => sources.get(id),
    add(source, key, id = nextId) {
      nextId = Math.max(nextId, id + 1);
      version += 1;
      if (id >= firsts.length) {
        firsts = enlarge(firsts, id);
        lasts = enlarge(lasts, id);
      }
      firsts[id] = Number.POSITIVE_INFINITY;
      lasts[id] = Number.NEGATIVE_INFINITY;
      byKey.set(key, id);
      keys.set(id, key);
      sources.set(id, source);
      post(key, id);
      return id;
    },
    remove(id) {
      const key = keys.get(id);
      if (key === undefined) return;
      byKey.delete(key);
      keys.delete(id);
      sources.delete(id);
      version += 1;
      unpost(key, id);
    },
    seen(id, timeMs) {
      if (timeMs < (firsts[id] as number)) firsts[id] = timeMs;
      if (timeMs > (lasts[id] as number)) lasts[id] = timeMs;
    },
    resetLast(id, timeMs) {
      lasts[id] = timeMs;
    },
    first: (id) => firsts[id] ?? Number.POSITIVE_INFINITY,
    last: (id) => lasts[id] ?? Number.NEGATIVE_INFINITY,
    ids: () => keys.keys(),
    match(matchers) {
      const lists = matchers.map((each) => {
        const matcher = { name: each.name, accepts: compileMatcher(each), values: valuesOf(each) };
        return { matcher, ids: listed(matcher) };
      });
      const shortest = lists
        .filter(({ ids }) => ids !== null)
        .sort((a, b) => (a.ids?.length ?? 0) - (b.ids?.length ?? 0))[0];
      const rest = lists.filter((list) => list !== shortest).map(({ matcher }) => matcher);
      const names = new Set(rest.map(({ name }) => name));
      const from = shortest?.ids ?? [...keys.keys()].sort((a, b) => a - b);
      return from.filter((id) => {
        if (rest.length === 0) return true;
        const values = someOf(id, names);
        return rest.every(({ name, accepts }) => accepts(values.get(name) ?? ''));
      });
    },
  };
}

function enlarge(array: Float64Array, id: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(2 ** Math.ceil(Math.log2(id + 1)));
  larger.set(array);
  return larger;
}
