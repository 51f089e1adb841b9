/** Series as tests and benches need them: made from a seed, the same in every run. */
import type { Samples } from '../../samples.ts';

export type Random = () => number;

/** Uniform between 0 and 1: mulberry32. */
export function randomFrom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Normal with mean 0 and deviation 1: Box and Muller. */
export function normalFrom(random: Random): Random {
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** One sample every `stepMs` up to `nowMs`, oldest first; `value` gets the time since the first. */
export function series(
  nowMs: number,
  spanMs: number,
  stepMs: number,
  value: (sinceFirstMs: number) => number,
): Pick<Samples, 'times' | 'values'> {
  const count = Math.floor(spanMs / stepMs);
  const times = Float64Array.from({ length: count }, (_, at) => nowMs - (count - at) * stepMs);
  return { times, values: times.map((time) => value(time - (times[0] ?? 0))) };
}

/** Each value keeps `memory` of the one before; 1 is a random walk. Begins where such a series would be after a long time. */
export function remembering(memory: number, normal: Random): () => number {
  let value = memory < 1 ? normal() / Math.sqrt(1 - memory * memory) : 0;
  return () => {
    value = memory * value + normal();
    return value;
  };
}
