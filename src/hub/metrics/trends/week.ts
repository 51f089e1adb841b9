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
  const present = levelsOf(samples, nowMs, stepMs, steps);
  const past = levelsOf(samples, nowMs - weekMs, stepMs, steps);
  const earlier = new Map([...past.times].map((time, at) => [time + weekMs, past.values[at] ?? 0]));
  const pairs = [...present.times].flatMap((time, at) => {
    const before = earlier.get(time);
    return before === undefined ? [] : [{ time, past: before, present: present.values[at] ?? 0 }];
  });
  if (pairs.length < leastKnownSteps) return null;
  if (pairs.some((pair) => pair.past <= 0 || pair.present <= 0)) return null;
  const changes = {
    times: Float64Array.from(pairs, ({ time }) => time),
    values: Float64Array.from(pairs, (pair) => Math.log(pair.present / pair.past)),
    stepMs,
  };
  const belief = believe([changes.times.map(() => 1)], changes, 'returns');
  // Without a belief they are all the same.
  const same = changes.values[0] ?? 0;
  const change = (share: number) => belief?.quantile(share) ?? same;
  const [now, before] = [mean(pairs.map((pair) => pair.present)), mean(pairs.map((pair) => pair.past))];
  const ratio = now / before;
  const week = {
    now,
    before,
    ratio,
    low: ratio * Math.exp(change(0.025) - change(0.5)),
    high: ratio * Math.exp(change(0.975) - change(0.5)),
  };
  const mayBeChance = change(0.025) <= 0 && change(0.975) >= 0;
  return mayBeChance || Math.abs(ratio - 1) < leastChange || (week.low <= 1 && week.high >= 1) ? null : week;
}
