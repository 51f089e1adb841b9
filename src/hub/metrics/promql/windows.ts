import type { Aspect } from '../samples.ts';
import { executionFailure } from './failure.ts';
import type { Points } from './read.ts';
import type { Window } from './window.ts';
import { extrapolate, lastStep, linearRegression, smooth } from './slopes.ts';
import { mean, quantileOf, Sum, variance } from './statistics.ts';

/** What a function answers for a window; undefined: nothing. Windows are asked for in order, their borders never go back. */
type OverWindow = (window: Window) => number | undefined;

export interface RangeFunction {
  /** What is wanted of coarser points. */
  aspect: Aspect;
  /** Whether points coarser than asked for would give a wrong answer. */
  exact: boolean;
  /** How many samples a window needs for an answer. */
  least: 1 | 2;
  /** Whether the answer grows with the window. */
  grows: boolean;
  /** Begins with one series. `params` are the scalar arguments at each step. */
  over: (points: Points, params: readonly Float64Array[]) => OverWindow;
}

const one = { exact: false, least: 1, grows: false } as const;
const two = { exact: false, least: 2, grows: false } as const;
const exactly = { ...one, exact: true, aspect: 'last' } as const;
const exactlyTwo = { ...exactly, least: 2 } as const;

export const rangeFunctions: ReadonlyMap<string, RangeFunction> = new Map<string, RangeFunction>([
  ['avg_over_time', { ...one, aspect: 'sum', over: slidingMean }],
  ['sum_over_time', { ...one, aspect: 'sum', grows: true, over: slidingSum }],
  ['count_over_time', { ...one, aspect: 'sum', grows: true, over: slidingCount }],
  ['min_over_time', { ...one, aspect: 'min', over: (points) => slidingExtreme(points, (a, b) => a <= b) }],
  ['max_over_time', { ...one, aspect: 'max', over: (points) => slidingExtreme(points, (a, b) => a >= b) }],
  [
    'last_over_time',
    {
      ...one,
      aspect: 'last',
      over:
        ({ values }) =>
        ({ high }) =>
          values[high - 1],
    },
  ],
  ['present_over_time', { ...one, aspect: 'last', over: () => () => 1 }],
  ['absent_over_time', { ...one, aspect: 'last', over: () => () => 1 }],
  ['rate', { ...two, aspect: 'last', over: (points) => counterRate(points, true) }],
  ['increase', { ...two, aspect: 'last', grows: true, over: (points) => counterRate(points, false) }],
  ['delta', { ...two, aspect: 'last', grows: true, over: gaugeDelta }],
  ['irate', { ...exactlyTwo, over: (points) => (window) => lastStep(points, window, true) }],
  ['idelta', { ...exactlyTwo, over: (points) => (window) => lastStep(points, window, false) }],
  ['changes', { ...exactly, over: ({ values }) => countedPairs(values, isChange) }],
  ['resets', { ...exactly, over: ({ values }) => countedPairs(values, (before, after) => after < before) }],
  ['stdvar_over_time', { ...exactly, over: variances }],
  ['stddev_over_time', { ...exactly, over: deviations }],
  ['quantile_over_time', { ...exactly, over: quantiles }],
  ['deriv', { ...exactlyTwo, over: (points) => (window) => derivative(points, window) }],
  ['predict_linear', { ...exactlyTwo, over: prediction }],
  ['holt_winters', { ...exactlyTwo, over: smoothed }],
  ['double_exponential_smoothing', { ...exactlyTwo, over: smoothed }],
]);

/**
 * Sums of windows that move: the older part of a window is summed up once from its end towards its beginning, the newer part grows by what
 * comes in; so every sample is added about twice, however much windows overlap, and nothing is ever subtracted, which would cost digits.
 */
function movingSum(values: Float64Array): (low: number, high: number) => number {
  const highs = new Float64Array(values.length);
  const lows = new Float64Array(values.length);
  const newer = new Sum();
  let border = 0;
  let filled = 0;
  const rebuild = (low: number, high: number): void => {
    const older = new Sum();
    for (let i = high - 1; i >= low; i--) {
      older.add(values[i] as number);
      highs[i] = older.high;
      lows[i] = older.low;
    }
    border = high;
    filled = high;
    newer.clear();
  };
  return (low, high) => {
    if (low >= border) rebuild(low, high);
    for (; filled < high; filled++) newer.add(values[filled] as number);
    if (high === border) return Sum.valueOf(highs[low] as number, lows[low] as number);
    const total = newer.copy();
    total.add(highs[low] as number);
    total.low += lows[low] as number;
    return total.value;
  };
}

function slidingSum({ values }: Points): OverWindow {
  const sum = movingSum(values);
  return ({ low, high }) => sum(low, high);
}

function slidingCount({ counts }: Points): OverWindow {
  if (!counts) return ({ low, high }) => high - low;
  const count = movingSum(counts);
  return ({ low, high }) => count(low, high);
}

function slidingMean(points: Points): OverWindow {
  const { values, counts } = points;
  const sum = movingSum(values);
  const count = slidingCount(points);
  return (window) => {
    const total = sum(window.low, window.high);
    if (Number.isFinite(total)) return total / (count(window) as number);
    // The sum may have left the range of numbers where the mean has not.
    return counts ? total / (count(window) as number) : mean(values, window.low, window.high);
  };
}

/** The candidates of the window, best first; each is better than all that came after it. NaN counts only when there is nothing else. */
function slidingExtreme({ values }: Points, isBetter: (a: number, b: number) => boolean): OverWindow {
  const candidates = new Int32Array(values.length);
  let first = 0;
  let behind = 0;
  let seen = 0;
  return ({ low, high }) => {
    if (seen < low) seen = low;
    for (; seen < high; seen++) {
      const value = values[seen] as number;
      if (Number.isNaN(value)) continue;
      while (behind > first && isBetter(value, values[candidates[behind - 1] as number] as number)) behind--;
      candidates[behind++] = seen;
    }
    while (first < behind && (candidates[first] as number) < low) first++;
    return first < behind ? values[candidates[first] as number] : Number.NaN;
  };
}

/** How often two samples that follow each other are so, in each window. */
function countedPairs(values: Float64Array, isSo: (before: number, after: number) => boolean): OverWindow {
  const upTo = new Float64Array(values.length);
  for (let i = 1; i < values.length; i++) {
    upTo[i] = (upTo[i - 1] as number) + (isSo(values[i - 1] as number, values[i] as number) ? 1 : 0);
  }
  return ({ low, high }) => (upTo[high - 1] as number) - (upTo[low] as number);
}

function isChange(before: number, after: number): boolean {
  return after !== before && !(Number.isNaN(after) && Number.isNaN(before));
}

/** A counter that fell was set back to zero: what it had reached before counts on. */
function counterRate(points: Points, perSecond: boolean): OverWindow {
  const { values } = points;
  const resets: number[] = [];
  for (let i = 1; i < values.length; i++)
    if ((values[i] as number) < (values[i - 1] as number)) resets.push(i);
  let first = 0;
  return (window) => {
    while (first < resets.length && (resets[first] as number) <= window.low) first++;
    let lost = 0;
    for (let i = first; i < resets.length && (resets[i] as number) < window.high; i++) {
      lost += values[(resets[i] as number) - 1] as number;
    }
    return extrapolate(points, window, lost, perSecond ? 'rate' : 'increase');
  };
}

function gaugeDelta(points: Points): OverWindow {
  return (window) => extrapolate(points, window, 0, 'delta');
}

function variances({ values }: Points): OverWindow {
  return ({ low, high }) => variance(values, low, high);
}

function deviations({ values }: Points): OverWindow {
  return ({ low, high }) => Math.sqrt(variance(values, low, high));
}

function quantiles({ values }: Points, [q]: readonly Float64Array[]): OverWindow {
  return ({ low, high, step }) => quantileOf(q?.[step] as number, values.slice(low, high));
}

function derivative(points: Points, { low, high }: Window): number | undefined {
  if (high - low < 2) return undefined;
  return linearRegression(points, low, high, points.times[low] as number).slope;
}

function prediction(points: Points, [seconds]: readonly Float64Array[]): OverWindow {
  return ({ low, high, step, timeMs }) => {
    if (high - low < 2) return undefined;
    const { slope, intercept } = linearRegression(points, low, high, timeMs);
    return slope * (seconds?.[step] as number) + intercept;
  };
}

function smoothed({ values }: Points, [smoothing, trend]: readonly Float64Array[]): OverWindow {
  return ({ low, high, step }) => {
    const factors = { smoothing: smoothing?.[step] as number, trend: trend?.[step] as number };
    for (const [name, factor] of Object.entries(factors)) {
      if (!(factor > 0 && factor < 1)) {
        const short = name === 'smoothing' ? 'sf' : 'tf';
        throw executionFailure(
          `invalid ${name} factor. Expected: 0 < ${short} < 1, got: ${factor.toFixed(6)}`,
        );
      }
    }
    return high - low < 2 ? undefined : smooth(values, low, high, factors.smoothing, factors.trend);
  };
}
