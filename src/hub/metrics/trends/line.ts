import { backward, cholesky, dot, forward, products } from './least-squares.ts';
import type { Levels } from './levels.ts';

const dayMs = 86_400_000;
/** Of the day; the second tells a long night from a short one. */
const harmonics = [1, 2];

/**
 * The columns of a straight line through `times` (ms, ascending), its slope per `stepMs` last, and before it those of the day's pattern (its first
 * two harmonics), which can be told from a slope where a whole day is seen.
 */
export function line(times: Float64Array, stepMs: number): Float64Array[] {
  const first = times[0] ?? 0;
  const last = times.at(-1) ?? 0;
  const seesTheDay = last - first >= dayMs - 2 * stepMs;
  const turn = (time: number) => (2 * Math.PI * time) / dayMs;
  return [
    times.map(() => 1),
    ...(seesTheDay ? harmonics : []).flatMap((cycle) => [
      times.map((time) => Math.sin(cycle * turn(time))),
      times.map((time) => Math.cos(cycle * turn(time))),
    ]),
    times.map((time) => (time - (first + last) / 2) / stepMs),
  ];
}

/** In less time than this a bend, such as a warm-up, is easily taken for a day's pattern. */
export const leastForPatternMs = 3 * dayMs;

/** The levels with the day's pattern taken out, by ordinary least squares; as they are where less than three days are seen. */
export function withoutDay(levels: Levels): Levels {
  const { times, values, stepMs } = levels;
  const columns = line(times, stepMs);
  const pattern = columns.slice(1, -1);
  const seenMs = (times.at(-1) ?? 0) - (times[0] ?? 0);
  if (seenMs < leastForPatternMs - 2 * stepMs || times.length <= columns.length) return levels;
  const root = cholesky(products(columns), columns.length);
  const right = Float64Array.from(columns, (column) => dot(column, values));
  const shares = backward(root, forward(root, right));
  return {
    ...levels,
    values: values.map((value, at) =>
      pattern.reduce((left, column, cycle) => left - (shares[cycle + 1] ?? 0) * (column[at] ?? 0), value),
    ),
  };
}
