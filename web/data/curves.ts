/** The curves of a chart over a stretch of time: asked for by PromQL, and in step with the server while the stretch ends now. */
import { keepPreviousData, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { serverNow } from './clock.ts';
import { retentionQuery } from './doctor.ts';
import {
  type Aspect,
  asked,
  figureLabel,
  type Grain,
  grainOf,
  pointsOf,
  type Tiers,
  tiersOf,
  usualTiers,
  type Wanted,
} from './expressions.ts';
import { boundsOf, type Bounds, isLive, type Period } from './period.ts';
import { type Found, queryRange } from './prometheus.ts';

/** Points in equal steps, oldest first; null where nothing is known. */
export interface Curves {
  times: number[];
  /** By `ID.ASPECT`. */
  values: Record<string, (number | null)[]>;
}

/** What a figure was, if it was asked for and anything of it is known. */
export function curveOf(curves: Curves | undefined, id: string, aspect: Aspect = 'mean') {
  return curves?.values[`${id}.${aspect}`];
}

/** Every point of the stretch, also those of which nothing is known. */
export function framed(series: readonly Found[], { from, to }: Bounds, stepMs: number): Curves {
  const count = Math.max(0, Math.round((to - from) / stepMs) + 1);
  const times = Array.from({ length: count }, (_, at) => from + at * stepMs);
  const values: Curves['values'] = {};
  for (const { labels, times: known, values: numbers } of series) {
    const name = labels[figureLabel] ?? '';
    // Of a worker that came from another machine there are two.
    const curve = (values[name] ??= Array.from({ length: count }, () => null));
    known.forEach((time, at) => {
      const value = numbers[at];
      const place = Math.round((time - from) / stepMs);
      if (place >= 0 && place < count && value !== undefined && Number.isFinite(value)) curve[place] = value;
    });
  }
  return { times, values };
}

/** What was known, with what arrived in place of what it overlaps; only what lies in the stretch. Both have the same steps. */
export function extended(known: Curves, arrived: Curves, { from, to }: Bounds): Curves {
  const first = arrived.times[0] ?? Number.POSITIVE_INFINITY;
  const begin = countBefore(known.times, from);
  const end = Math.max(begin, countBefore(known.times, first));
  const skip = countBefore(arrived.times, from);
  const times = [...known.times.slice(begin, end), ...arrived.times.slice(skip)].filter((time) => time <= to);
  const nothing = (length: number): null[] => Array.from({ length }, () => null);
  const names = new Set([...Object.keys(known.values), ...Object.keys(arrived.values)]);
  return {
    times,
    values: Object.fromEntries(
      [...names].map((name) => [
        name,
        [
          ...(known.values[name]?.slice(begin, end) ?? nothing(end - begin)),
          ...(arrived.values[name] ?? nothing(arrived.times.length)).slice(skip),
        ].slice(0, times.length),
      ]),
    ),
  };
}

function countBefore(times: readonly number[], time: number): number {
  const at = times.findIndex((each) => each >= time);
  return at < 0 ? times.length : at;
}

/** The newest points may have been incomplete when they were asked for. */
const askedAgain = 3;
/** More often would only load the server. */
const leastEveryMs = 2_000;

const tiersQuery = queryOptions({ ...retentionQuery, select: ({ retention }) => tiersOf(retention) });

/** How finely the tower keeps what is how old; what it usually does until it has said so. */
export const useTiers = (): Tiers => useQuery(tiersQuery).data ?? usualTiers;

/** How finely the charts of a page are asked for. */
export function grainFor(period: Period, widthPx: number, tiers: Tiers): Grain {
  const now = serverNow();
  return grainOf(boundsOf(period, now), now, widthPx * pointsPerPx, tiers);
}

/** The same of a stretch that ends about now, ms. */
export function grainWithin(from: number, to: number, widthPx: number, tiers: Tiers): Grain {
  return grainOf({ from, to }, to, widthPx * pointsPerPx, tiers);
}

function since({ from, to }: Bounds, begin: number): Bounds {
  return { from: Math.min(Math.max(from, begin), to), to };
}

/** A curve that is a little finer than the screen has edges instead of stairs. */
const pointsPerPx = 1.5;

interface CurvesOptions {
  wanted: readonly Wanted[];
  period: Period;
  grain: Grain;
  /** Nothing is asked for from before it, ms. */
  begin?: number;
  /** So much earlier, ms, to compare with; 0 for the period itself. */
  back?: number;
  enabled?: boolean;
}

/** The picture of before stays (`isPlaceholderData`) until the one that is asked for is there; what is asked for no more is called off. */
export function useCurves({ wanted, period, grain, begin = 0, back = 0, enabled = true }: CurvesOptions) {
  const client = useQueryClient();
  const question = asked(wanted, grain, back);
  const { stepMs } = grain;
  const key = ['curves', question, period, stepMs, begin];
  const live = isLive(period);
  return useQuery({
    queryKey: key,
    enabled,
    queryFn: async ({ signal }) => {
      const wished = pointsOf(since(boundsOf(period, serverNow()), begin), grain);
      const known = live ? client.getQueryData<Curves>(key) : undefined;
      const newest = known?.times.at(-1) ?? 0;
      // What lies far back is asked for as a whole: it may have come late.
      const from =
        newest < wished.to - 10 * stepMs ? wished.from : Math.max(wished.from, newest - askedAgain * stepMs);
      const { series } = await queryRange(question, { from, to: wished.to, stepMs }, signal);
      const arrived = framed(series, { from, to: wished.to }, stepMs);
      return known ? extended(known, arrived, wished) : arrived;
    },
    refetchInterval: live ? Math.max(leastEveryMs, stepMs / 2) : false,
    refetchOnWindowFocus: live,
    staleTime: live ? 0 : 5 * 60_000,
    placeholderData: keepPreviousData,
    structuralSharing: false,
  });
}
