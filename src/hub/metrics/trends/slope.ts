import { believe } from './belief.ts';
import type { Levels } from './levels.ts';
import { line } from './line.ts';

/** In the levels' unit per ms. */
export interface Slope {
  perMs: number;
  /** Ends of the 95 % interval. */
  low: number;
  high: number;
  /** How probable it is that there is no rise at all. */
  doubt: number;
}

const confidence = 0.95;
/** A bend is one when the rate at the ends surely differs from the mean by more than this share of it. */
const bend = { share: 0.1, doubt: 0.01 };

/** The slope of `levels` and how sure it is, null when they are all the same or too few. From a day on, the day's pattern is told from it. */
export function slopeOf(levels: Levels): Slope | null {
  const { times, stepMs } = levels;
  const belief = believe(line(times, stepMs), fromFirst(levels));
  return (
    belief && {
      perMs: belief.quantile(0.5) / stepMs,
      low: belief.quantile((1 - confidence) / 2) / stepMs,
      high: belief.quantile((1 + confidence) / 2) / stepMs,
      doubt: belief.below(0),
    }
  );
}

/** Whether one rate can stand for all of `levels`, which rise by `rise`: they neither level off nor take off nor began only lately. */
export function isStraight(levels: Levels, rise: number): boolean {
  const { times, stepMs } = levels;
  const half = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 2;
  const middle = (times[0] ?? 0) + half;
  const belief = believe(
    [...line(times, stepMs), times.map((time) => ((time - middle) / half) ** 2)],
    fromFirst(levels),
  );
  // The rate of x² at the ends is 2 in units in which the mean rate of the line is half its rise.
  const much = (bend.share * rise) / 4;
  return belief === null || (belief.below(much) > bend.doubt && belief.below(-much) < 1 - bend.doubt);
}

/** Where they lie says nothing about the slope, but costs digits. */
function fromFirst(levels: Levels): Levels {
  const first = levels.values[0] ?? 0;
  return { ...levels, values: levels.values.map((value) => value - first) };
}
