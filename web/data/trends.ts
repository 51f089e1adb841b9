/** What a worker's or a machine's figures do in the long run, and what of it is worth saying first. */
import { queryOptions } from '@tanstack/react-query';
import { ask } from './api.ts';
import type { Bounds } from './period.ts';
import type { FigureTrends, Trends } from './types.ts';

export type Subject = { worker: string } | { host: string };
export type Usual = NonNullable<FigureTrends['usual']>;

/** So that what ends now is not asked anew with every second. */
const roundMs = 15 * 60_000;
/** Over more days a band would be nothing but teeth. */
const longestUsualMs = 8 * 86_400_000;

/** The hub works it out once a minute. With `bounds`, what is usual in that time is in it too. */
export function trendsQuery(of: Subject | null, bounds?: Bounds) {
  const span = bounds && spanOf(bounds);
  return queryOptions({
    queryKey: ['trends', of, span ?? null],
    enabled: of !== null,
    queryFn: ({ signal }) => {
      const query = span ?? {};
      return of !== null && 'worker' in of
        ? ask('GET /api/v1/workers/{name}/trends', { name: of.worker, query, signal })
        : ask('GET /api/v1/hosts/{name}/trends', { name: of?.host ?? '', query, signal });
    },
    refetchInterval: 60_000,
    staleTime: 30_000,
  });
}

function spanOf({ from, to }: Bounds): { from: string; to: string } | undefined {
  if (to - from > longestUsualMs) return undefined;
  const [begin, end] = [Math.floor(from / roundMs), Math.ceil(to / roundMs)].map((quarter) =>
    new Date(quarter * roundMs).toISOString(),
  ) as [string, string];
  return { from: begin, to: end };
}

/** One thing to say of one figure. */
export type Telling =
  | { kind: 'trend'; of: FigureTrends; trend: NonNullable<FigureTrends['trend']>; urgent: boolean }
  | { kind: 'growth'; of: FigureTrends; growth: NonNullable<FigureTrends['growth']> }
  | { kind: 'week'; of: FigureTrends; week: NonNullable<FigureTrends['week']> };

const urgentMs = 24 * 3_600_000;

/** What is full first comes first, then what grows, then leaks behind restarts, then how the week differs. */
export function tellingsOf({ figures }: Trends, now: number): Telling[] {
  const endOf = ({ trend }: FigureTrends) => (trend?.full ? Date.parse(trend.full.at) : Infinity);
  const growing = figures
    .toSorted((a, b) => endOf(a) - endOf(b) || 0)
    .flatMap((of): Telling[] =>
      of.trend ? [{ kind: 'trend', of, trend: of.trend, urgent: endOf(of) - now < urgentMs }] : [],
    );
  return [
    ...growing,
    ...figures.flatMap((of): Telling[] => (of.growth ? [{ kind: 'growth', of, growth: of.growth }] : [])),
    ...figures.flatMap((of): Telling[] => (of.week ? [{ kind: 'week', of, week: of.week }] : [])),
  ];
}

/** What was watched for days, at a stretch, is told by the day. */
export const rateUnit = (watchedMs: number): 'hour' | 'day' => (watchedMs >= 24 * 3_600_000 ? 'day' : 'hour');

/** Half of a 95 % interval, to be told after ±: the longer one, for the two need not be equal. */
export function halfOf({ perHour, low, high }: { perHour: number; low: number; high: number }): number {
  return Math.max(high - perHour, perHour - low);
}

/** A forecast's precision: two digits of its largest unit at most. */
export function roughly(ms: number): number {
  const unit =
    ms >= 72 * 3_600_000
      ? 24 * 3_600_000
      : ms >= 3 * 3_600_000
        ? 3_600_000
        : ms >= 3_600_000
          ? 900_000
          : 60_000;
  return Math.max(unit, Math.round(ms / unit) * unit);
}
