import type { Points } from './read.ts';
import { Sum } from './statistics.ts';
import type { Window } from './window.ts';

/**
 * How much a series grew over a window, by Prometheus's rule (`promql/functions.go`, extrapolatedRate): the growth between the first and
 * the last sample, stretched to the borders where these are near, by half a sample's distance where they are not, and never below the
 * point where a counter was zero. `lost` is what resets of the counter took away.
 */
export function extrapolate(
  { times, values }: Points,
  { low, high, fromMs, toMs }: Window,
  lost: number,
  what: 'rate' | 'increase' | 'delta',
): number | undefined {
  if (high - low < 2) return undefined;
  const first = values[low] as number;
  const grown = (values[high - 1] as number) - first + lost;
  const [firstMs, lastMs] = [times[low] as number, times[high - 1] as number];
  const sampled = (lastMs - firstMs) / 1000;
  const distance = sampled / (high - low - 1);
  let toStart = (firstMs - fromMs) / 1000;
  const toEnd = (toMs - lastMs) / 1000;
  if (what !== 'delta' && grown > 0 && first >= 0) toStart = Math.min(toStart, sampled * (first / grown));
  const near = distance * 1.1;
  const stretched =
    sampled + (toStart < near ? toStart : distance / 2) + (toEnd < near ? toEnd : distance / 2);
  const factor = stretched / sampled;
  return grown * (what === 'rate' ? factor / ((toMs - fromMs) / 1000) : factor);
}

/** The step between the last two samples; per second, and minding resets, when it is a counter's rate. */
export function lastStep(
  { times, values }: Points,
  { low, high }: Window,
  isRate: boolean,
): number | undefined {
  if (high - low < 2) return undefined;
  const [before, last] = [values[high - 2] as number, values[high - 1] as number];
  if (!isRate) return last - before;
  const seconds = ((times[high - 1] as number) - (times[high - 2] as number)) / 1000;
  return (last < before ? last : last - before) / seconds;
}

/** Least squares. `intercept` is the line's value at `atMs`; the slope is per second. */
export function linearRegression(
  { times, values }: Points,
  low: number,
  high: number,
  atMs: number,
): { slope: number; intercept: number } {
  const first = values[low] as number;
  const [sumX, sumY, sumXY, sumX2] = [new Sum(), new Sum(), new Sum(), new Sum()];
  let isConstant = true;
  for (let i = low; i < high; i++) {
    const y = values[i] as number;
    const x = ((times[i] as number) - atMs) / 1000;
    if (i > low && y !== first) isConstant = false;
    sumX.add(x);
    sumY.add(y);
    sumXY.add(x * y);
    sumX2.add(x * x);
  }
  if (isConstant) {
    const isInfinite = Math.abs(first) === Number.POSITIVE_INFINITY;
    return isInfinite ? { slope: Number.NaN, intercept: Number.NaN } : { slope: 0, intercept: first };
  }
  const n = high - low;
  const [x, y] = [sumX.exact, sumY.exact];
  const slope = (sumXY.exact - (x * y) / n) / (sumX2.exact - (x * x) / n);
  return { slope, intercept: y / n - (slope * x) / n };
}

/** Double exponential smoothing: the smoothed value at the end. */
export function smooth(
  values: Float64Array,
  low: number,
  high: number,
  smoothing: number,
  trend: number,
): number {
  let before = 0;
  let smoothed = values[low] as number;
  let slope = (values[low + 1] as number) - smoothed;
  for (let i = low + 1; i < high; i++) {
    if (i > low + 1) slope = trend * (smoothed - before) + (1 - trend) * slope;
    const next = smoothing * (values[i] as number) + (1 - smoothing) * (smoothed + slope);
    before = smoothed;
    smoothed = next;
  }
  return smoothed;
}
