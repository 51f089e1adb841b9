/** Samples as columns: put in order, cut and merged. Pure. */
import { concat } from '../concat.ts';
import type { Samples } from '../samples.ts';

export const noSamples: Samples = { times: new Float64Array(0), values: new Float64Array(0), stale: [] };

/** Samples in the order in which they were written: by time, and of equal times the last one. */
export function inOrder(samples: Samples): Samples {
  const { times } = samples;
  let ascending = true;
  for (let at = 1; ascending && at < times.length; at += 1)
    ascending = (times[at] as number) > (times[at - 1] as number);
  if (ascending) return samples;
  const order = Array.from(times, (_, at) => at).sort(
    (a, b) => (times[a] as number) - (times[b] as number) || a - b,
  );
  return pick(
    samples,
    order.filter((index, at) => at + 1 === order.length || times[index] !== times[order[at + 1] as number]),
  );
}

function pick({ times, values, counts, stale }: Samples, indices: readonly number[]): Samples {
  const marks = new Set(stale);
  return {
    ...(counts && { counts: Float64Array.from(indices, (index) => counts[index] as number) }),
    times: Float64Array.from(indices, (index) => times[index] as number),
    values: Float64Array.from(indices, (index) => values[index] as number),
    stale: marks.size === 0 ? [] : indices.flatMap((index, at) => (marks.has(index) ? [at] : [])),
  };
}

/** Those with `from` ≤ time < `to`. */
export function between(samples: Samples, from: number, to: number): Samples {
  const { times, values, counts, stale } = samples;
  const start = firstAtOrAfter(times, from);
  const end = firstAtOrAfter(times, to);
  if (start === 0 && end === times.length) return { times, values, stale, ...(counts && { counts }) };
  return {
    ...(counts && { counts: counts.subarray(start, end) }),
    times: times.subarray(start, end),
    values: values.subarray(start, end),
    stale: stale.filter((at) => at >= start && at < end).map((at) => at - start),
  };
}

/** Index of the first time that is not before. */
export function firstAtOrAfter(times: Float64Array, time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] as number) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Samples of one series that were written together. */
export interface Piece extends Samples {
  /** How often the clock had gone back before they were written. */
  generation: number;
}

/**
 * One column of pieces that were written one after the other. Of equal times the last written one counts. What was written after the clock
 * had gone back counts for all of its time: between its first and its last sample there is nothing of before.
 */
export function mergePieces(pieces: readonly Piece[]): Samples {
  const some = pieces.filter(({ times }) => times.length > 0);
  const [only] = some;
  if (!only) return noSamples;
  if (some.length === 1) return only;
  const generations = [...new Set(some.map(({ generation }) => generation))].sort((a, b) => a - b);
  if (generations.length === 1) return inOrder(concat(some));
  return generations
    .map((generation) => inOrder(concat(some.filter((piece) => piece.generation === generation))))
    .reduce((older, newer) => {
      const first = newer.times[0] as number;
      const last = newer.times.at(-1) as number;
      const after = between(older, last, Number.POSITIVE_INFINITY);
      return inOrder(concat([between(older, Number.NEGATIVE_INFINITY, first), after, newer]));
    });
}
