import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { serverNow } from './clock.ts';
import { pointsOf } from './expressions.ts';
import { type Grain } from './expressions.ts';
import { type Heat, heatOf, heatQuery, type HeatFigure } from './heat.ts';
import { boundsOf, isLive, type Period } from './period.ts';
import { type Found, queryRange } from './prometheus.ts';

/** A thousand workers are much to ask for: never more often. */
const leastEveryMs = 15_000;

/** Every worker's figure over a period; the picture of before stays until the one that is asked for is there. */
export function useHeat(
  figure: HeatFigure,
  period: Period,
  grain: Grain | null,
  declared: readonly string[],
) {
  const query = useQuery({
    queryKey: ['heat', figure, period, grain],
    enabled: grain !== null,
    queryFn: async ({ signal }) => {
      if (!grain) throw new Error('it is not known how finely to ask');
      const bounds = pointsOf(boundsOf(period, serverNow()), grain);
      const { series } = await queryRange(
        heatQuery(figure, grain),
        { ...bounds, stepMs: grain.stepMs },
        signal,
      );
      return { figure, series, bounds, stepMs: grain.stepMs } satisfies HeatAnswer;
    },
    refetchInterval: isLive(period) ? Math.max(leastEveryMs, (grain?.stepMs ?? 0) / 2) : false,
    staleTime: leastEveryMs,
    placeholderData: keepPreviousData,
    structuralSharing: false,
  });
  const { data } = query;
  const heat = useMemo(
    (): (Heat & { figure: HeatFigure }) | null =>
      data
        ? { ...heatOf(data.figure, data.series, declared, data.bounds, data.stepMs), figure: data.figure }
        : null,
    [data, declared],
  );
  return { query, heat };
}

interface HeatAnswer {
  figure: HeatFigure;
  series: Found[];
  bounds: { from: number; to: number };
  stepMs: number;
}
