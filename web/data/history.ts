/** The last quarter of an hour, kept in step with the server by asking only for what is new. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ask } from './api.ts';
import { gapMs } from './live/fleet-state.ts';
import type { History } from './types.ts';

export const windowMs = 15 * 60_000;

/** Adds what arrived, replaces what it overlaps, and drops what is older than the window. */
export function extendHistory(known: History, arrived: History): History {
  const first = arrived.times[0];
  const last = arrived.times.at(-1) ?? known.times.at(-1) ?? 0;
  const from = firstFrom(known.times, last - windowMs);
  const to = first === undefined ? known.times.length : Math.max(from, firstFrom(known.times, first));
  const keptLength = to - from;
  const names = new Set([...Object.keys(known.series), ...Object.keys(arrived.series)]);
  const series: History['series'] = {};
  const gap = (length: number): null[] => Array.from({ length }, () => null);
  for (const name of names) {
    const before = known.series[name]?.slice(from, to) ?? gap(keptLength);
    series[name] = [...before, ...(arrived.series[name] ?? gap(arrived.times.length))];
  }
  return { times: [...known.times.slice(from, to), ...arrived.times], series };
}

/** Index of the first time that is not before `from`; the length when all are. */
function firstFrom(times: readonly number[], from: number): number {
  const at = times.findIndex((time) => time >= from);
  return at < 0 ? times.length : at;
}

/** With an empty moment in each stretch that nobody looked at, so that no curve leads across it. */
export function withGaps(history: History): History {
  const cuts = history.times.flatMap((time, at) =>
    at > 0 && time - (history.times[at - 1] ?? time) > gapMs ? [at] : [],
  );
  if (cuts.length === 0) return history;
  function spread<T>(values: readonly T[], between: (at: number) => T): T[] {
    const all: T[] = [];
    let from = 0;
    for (const cut of cuts) {
      all.push(...values.slice(from, cut), between(cut));
      from = cut;
    }
    return [...all, ...values.slice(from)];
  }
  const before = (at: number) => (history.times[at - 1] ?? 0) + 1_000;
  return {
    times: spread(history.times, before),
    series: Object.fromEntries(
      Object.entries(history.series).map(([name, values]) => [name, spread(values, () => null)]),
    ),
  };
}

/** Figures are asked for every two seconds; when none came for longer, there are none of the present. */
const overdueMs = 6_000;

/** Where a chart ends: at the newest figure, or at the present once that is missing. */
export function endOf(times: readonly number[], now: number, withinMs = overdueMs): number {
  const newest = times.at(-1);
  return newest === undefined || now - newest > withinMs ? now : newest;
}

/** What a series was last known to be, if that was just before `end`; else null: what was is not what is. */
export function presentIn(
  times: readonly number[],
  values: readonly (number | null)[],
  end: number,
  withinMs = overdueMs,
): number | null {
  const at = values.findLastIndex((value) => value !== null);
  const time = times[at];
  return time === undefined || end - time > withinMs ? null : (values[at] ?? null);
}

const empty: History = { times: [], series: {} };

/** Of a worker or of a host; null asks nothing. */
export function useHistory(of: { worker: string } | { host: string } | null, everyMs: number) {
  const client = useQueryClient();
  const key = ['history', of];
  return useQuery({
    queryKey: key,
    enabled: of !== null,
    queryFn: async ({ signal }) => {
      const known = client.getQueryData<History>(key) ?? empty;
      const newest = known.times.at(-1);
      // The newest second may have been incomplete when it was read.
      const query = newest === undefined ? {} : { since: new Date(newest - 1_000).toISOString() };
      const arrived =
        of !== null && 'worker' in of
          ? await ask('GET /api/v1/workers/{name}/history', { name: of.worker, query, signal })
          : await ask('GET /api/v1/hosts/{name}/history', { name: of?.host ?? '', query, signal });
      return extendHistory(known, arrived);
    },
    refetchInterval: everyMs,
    select: withGaps,
    structuralSharing: false,
    staleTime: 0,
  });
}
