import { medianSorted } from 'simple-statistics';
import type { Samples } from '../samples.ts';

/** A stretch of time seen through few points: the median of each of equally long steps that has a sample. */
export interface Levels {
  /** Middles of the steps, ms, ascending. */
  times: Float64Array;
  values: Float64Array;
  stepMs: number;
}

/** Levels of `[fromMs, toMs)`. Steps without a sample are left out, and so is what is not a finite number. */
export function levelsOf(
  { times, values }: Pick<Samples, 'times' | 'values'>,
  fromMs: number,
  toMs: number,
  stepMs: number,
): Levels {
  const middles: number[] = [];
  const medians: number[] = [];
  let at = firstFrom(times, fromMs);
  for (let begin = fromMs; begin < toMs; begin += stepMs) {
    const end = Math.min(begin + stepMs, toMs);
    const until = firstFrom(times, end);
    const known = values.slice(at, until).filter(Number.isFinite).sort();
    at = until;
    if (known.length === 0) continue;
    middles.push((begin + end) / 2);
    medians.push(medianSorted([...known]));
  }
  return { times: Float64Array.from(middles), values: Float64Array.from(medians), stepMs };
}

/** Index of the first of `times` (ascending) that is not before `ms`; their number when all are. */
export function firstFrom(times: Float64Array, ms: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? 0) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}
