import type { Samples } from './samples.ts';

/** Samples that follow each other, as one. Where some are sums of several, the rest are sums of one. */
export function concat(pieces: readonly Samples[]): Samples {
  const length = pieces.reduce((sum, { times }) => sum + times.length, 0);
  const times = new Float64Array(length);
  const values = new Float64Array(length);
  const counts = pieces.some((piece) => piece.counts) ? new Float64Array(length).fill(1) : undefined;
  const stale: number[] = [];
  let at = 0;
  for (const piece of pieces) {
    times.set(piece.times, at);
    values.set(piece.values, at);
    if (piece.counts) counts?.set(piece.counts, at);
    for (const mark of piece.stale) stale.push(at + mark);
    at += piece.times.length;
  }
  return { times, values, stale, ...(counts && { counts }) };
}
