import { mean } from 'simple-statistics';
import type { Samples } from '../samples.ts';
import { believe } from './belief.ts';
import { levelsOf } from './levels.ts';

/** The last seven days against the seven before them. */
export interface WeekOverWeek {
  /** Means, in the series' unit. */
  now: number;
  before: number;
  /** `now` by `before`, and the ends of its 95 % interval. */
  ratio: number;
  low: number;
  high: number;
}

const dayMs = 86_400_000;
const weekMs = 7 * dayMs;
/** Six hours: fine enough to leave gaps out, coarse enough to be seen by few points. */
const stepMs = dayMs / 4;
const steps = weekMs / stepMs;
const leastKnownSteps = 22;
/** Less of a change is not worth a word. */
const leastChange = 0.05;

/**
 * How the last week differs from the one before, null where either is not known well enough or the difference may be chance. Each six hours are
 * compared with the same ones a week ago, as a share, so that neither the day's nor the week's pattern is taken for a change.
 */
export function weekOverWeek(samples: Pick<Samples, 'times' | 'values'>, nowMs: number): WeekOverWeek | null {
  const now = levelsOf(samples, nowMs, stepMs, steps);
  const before = levelsOf(samples, nowMs - weekMs, stepMs, steps);
  const earlier = new Map([...before.times].map((time, at) => [time + weekMs, before.values[at] ?? 0]));
  const pairs = [...now.times].flatMap((time, at) => {
    const past = earlier.get(time);
    return past === undefined ? [] : [{ time, past, present: now.values[at] ?? 0 }];
  });
  if (pairs.length < leastKnownSteps) return null;
  if (pairs.some(({ past, present }) => past <= 0 || present <= 0)) return null;
  const changes = {
    times: Float64Array.from(pairs, ({ time }) => time),
    values: Float64Array.from(pairs, ({ past, present }) => Math.log(present / past)),
    stepMs,
  };
  const belief = believe([changes.times.map(() => 1)], changes, 'returns');
  // Without a belief they are all the same.
  const same = changes.values[0] ?? 0;
  const ratio = (share: number) => Math.exp(belief?.quantile(share) ?? same);
  const week = { ratio: ratio(0.5), low: ratio(0.025), high: ratio(0.975) };
  if ((week.low <= 1 && week.high >= 1) || Math.abs(week.ratio - 1) < leastChange) return null;
  return {
    ...week,
    now: mean(pairs.map(({ present }) => present)),
    before: mean(pairs.map(({ past }) => past)),
  };
}
