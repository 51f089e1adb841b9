import { quantileSorted } from 'simple-statistics';
import type { Turn } from '../../../shared/turns.ts';
import type { Samples } from '../samples.ts';
import { firstFrom } from './levels.ts';

/** What a figure usually is at each of some times, from the same hours of days before. Times in ms, values in the series' unit. */
export interface Usual {
  times: number[];
  /** Eight of ten values lie between `low` and `high`, and half below `middle`. */
  low: number[];
  middle: number[];
  high: number[];
  /** The same hours of each day, or of the same day of each week. */
  by: 'day' | 'week';
  /** Days or weeks that it stands on. */
  count: number;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const weekMs = 7 * dayMs;
/** Weeks are compared only with weeks before that one: one to try both patterns on, and these to learn from. */
const leastDays = 4;
const leastWeeks = 3;
const most = { days: 14, weeks: 8 };
const slotMs = hourMs / 2;
/** Values of an hour and a half, around each half hour, count for it. */
const reach = 1;
const shares = { low: 0.1, middle: 0.5, high: 0.9 };
/** A slot is unknown when neither it nor one beside it has values from so many days or weeks. */
const leastIn = 3;
/** The week's pattern must have told the last week better than the day's by this factor, or it is only more noise. */
const betterBy = 0.9;

interface Profile {
  low: Float64Array;
  middle: Float64Array;
  high: Float64Array;
  count: number;
}

/**
 * The band for `times` (ms, ascending), learnt from samples before the first of them; null where too few days are known. Medians and quantiles by
 * time of day, or by time of week if that had told the last week better. `turn` gives others theirs.
 */
export async function usualAt(
  samples: Pick<Samples, 'times' | 'values'>,
  times: readonly number[],
  turn: Turn,
): Promise<Usual | null> {
  const untilMs = times[0];
  if (untilMs === undefined) return null;
  const day = await profileOf(samples, untilMs, dayMs, most.days, turn);
  if (day.count < leastDays) return null;
  const week = await weekIfBetter(samples, untilMs, turn);
  const { low, middle, high, count } = week ?? day;
  const periodMs = week ? weekMs : dayMs;
  return {
    times: [...times],
    low: times.map((time) => at(low, time, periodMs)),
    middle: times.map((time) => at(middle, time, periodMs)),
    high: times.map((time) => at(high, time, periodMs)),
    by: week ? 'week' : 'day',
    count,
  };
}

async function weekIfBetter(
  samples: Pick<Samples, 'times' | 'values'>,
  untilMs: number,
  turn: Turn,
): Promise<Profile | null> {
  const week = await profileOf(samples, untilMs, weekMs, most.weeks, turn);
  if (week.count < leastWeeks + 1) return null;
  const tried = untilMs - weekMs;
  const byWeek = await profileOf(samples, tried, weekMs, most.weeks, turn);
  const byDay = await profileOf(samples, tried, dayMs, most.days, turn);
  const missOfWeek = missOf(byWeek, weekMs, samples, tried, untilMs);
  return missOfWeek < betterBy * missOf(byDay, dayMs, samples, tried, untilMs) ? week : null;
}

/** The mean distance of the samples of a time from a profile's middle. */
function missOf(
  { middle }: Profile,
  periodMs: number,
  { times, values }: Pick<Samples, 'times' | 'values'>,
  fromMs: number,
  toMs: number,
): number {
  let [sum, count] = [0, 0];
  for (let index = firstFrom(times, fromMs); index < firstFrom(times, toMs); index++) {
    const miss = Math.abs((values[index] ?? 0) - at(middle, times[index] ?? 0, periodMs));
    if (!Number.isFinite(miss)) continue;
    sum += miss;
    count++;
  }
  return sum / count;
}

/** NaN where a slot is unknown. */
async function profileOf(
  { times, values }: Pick<Samples, 'times' | 'values'>,
  untilMs: number,
  periodMs: number,
  mostPeriods: number,
  turn: Turn,
): Promise<Profile> {
  const slots = periodMs / slotMs;
  const held: number[][] = Array.from({ length: slots }, () => []);
  const seen = new Uint16Array(slots);
  const newest = new Float64Array(slots).fill(Number.NaN);
  const from = firstFrom(times, untilMs - mostPeriods * periodMs);
  const until = firstFrom(times, untilMs);
  for (let index = from; index < until; index++) {
    const [time = 0, value = 0] = [times[index], values[index]];
    if (!Number.isFinite(value)) continue;
    const slot = Math.floor((time % periodMs) / slotMs);
    held[slot]?.push(value);
    // Counted back from the end, so that the part of a period at either end is not one of its own.
    const period = Math.ceil((untilMs - time) / periodMs);
    if (newest[slot] !== period) seen[slot] = (seen[slot] ?? 0) + 1;
    newest[slot] = period;
  }
  const profile: Profile = {
    low: new Float64Array(slots),
    middle: new Float64Array(slots),
    high: new Float64Array(slots),
    count: Math.floor((untilMs - (times[from] ?? untilMs)) / periodMs),
  };
  for (let slot = 0; slot < slots; slot++) {
    await turn();
    const near = Array.from({ length: 2 * reach + 1 }, (_, off) => (slot + off - reach + slots) % slots);
    const sorted = Float64Array.from(near.flatMap((other) => held[other] ?? [])).sort();
    const known = near.some((other) => (seen[other] ?? 0) >= leastIn);
    for (const name of ['low', 'middle', 'high'] as const) {
      profile[name][slot] = known ? quantileSorted(sorted as unknown as number[], shares[name]) : Number.NaN;
    }
  }
  return profile;
}

/** Between the middles of the two slots around a time. */
function at(column: Float64Array, time: number, periodMs: number): number {
  const slots = column.length;
  const place = (time % periodMs) / slotMs - 0.5;
  const before = Math.floor(place);
  const share = place - before;
  const a = column[(before + slots) % slots] ?? Number.NaN;
  const b = column[(before + 1) % slots] ?? Number.NaN;
  return a + (b - a) * share;
}
