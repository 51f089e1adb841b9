import { medianSorted } from 'simple-statistics';
import type { Samples } from '../samples.ts';

/** A stretch of time seen through few points: the median of each of equally long steps that has a sample. */
export interface Levels {
  /** Middles of the steps, ms, ascending. */
  times: Float64Array;
  values: Float64Array;
  stepMs: number;
}

/** The last `count` steps of `stepMs` before `toMs`. Those without a sample are left out, and so is what is not a finite number. */
export function levelsOf(
  { times, values }: Pick<Samples, 'times' | 'values'>,
  toMs: number,
  stepMs: number,
  count: number,
): Levels {
  const middles: number[] = [];
  const medians: number[] = [];
  let at = firstFrom(times, toMs - count * stepMs);
  for (let left = count; left > 0; left--) {
    const until = firstFrom(times, toMs - (left - 1) * stepMs);
    const known = values.slice(at, until).filter(Number.isFinite).sort();
    at = until;
    if (known.length === 0) continue;
    middles.push(toMs - (left - 0.5) * stepMs);
    medians.push(medianSorted(Array.from(known)));
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
