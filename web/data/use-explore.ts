import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { serverNow } from './clock.ts';
import { type Grain, pointsOf } from './expressions.ts';
import { boundsOf, isLive, type Period } from './period.ts';
import { queryInstant, queryRange } from './prometheus.ts';

const leastEveryMs = 5_000;

/** What a query says over a period, or at its end. Nothing is asked while the query is empty. */
export function useExplore(query: string, period: Period, grain: Grain | null, view: 'chart' | 'table') {
  const stepMs = grain?.stepMs ?? null;
  return useQuery({
    queryKey: ['explore', view, query, period, view === 'chart' ? stepMs : null],
    enabled: query !== '' && grain !== null,
    queryFn: async ({ signal }) => {
      const bounds = boundsOf(period, serverNow());
      if (view === 'table') {
        const answer = await queryInstant(query, bounds.to, signal);
        return { ...answer, bounds, stepMs: 0 };
      }
      if (!grain) throw new Error('it is not known how finely to ask');
      const points = pointsOf(bounds, grain);
      const answer = await queryRange(query, { ...points, stepMs: grain.stepMs }, signal);
      return { ...answer, bounds: points, stepMs: grain.stepMs };
    },
    // A query that fails fails again until it is written anew.
    refetchInterval: (asked) =>
      isLive(period) && asked.state.status !== 'error' ? Math.max(leastEveryMs, stepMs ?? 0) : false,
    refetchOnWindowFocus: false,
    staleTime: leastEveryMs,
    placeholderData: keepPreviousData,
    structuralSharing: false,
    retry: false,
  });
}
