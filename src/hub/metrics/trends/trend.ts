import { median } from 'simple-statistics';
import type { Turn } from '../../../shared/turns.ts';
import type { Samples } from '../samples.ts';
import { firstFrom, type Levels, levelsOf } from './levels.ts';
import { leastForPatternMs, withoutDay } from './line.ts';
import { isStraight, type Slope, slopeOf } from './slope.ts';

export interface TrendQuestion {
  /** Of one series, ascending; the more of the past they hold, the better is known what is usual. */
  samples: Pick<Samples, 'times' | 'values'>;
  nowMs: number;
  /** When the worker's runs began (ms, ascending); what a start does to the figure is neither a trend nor a fall. Of a machine none. */
  starts: readonly number[];
  /** The value at which there is no more room; null when nothing fills up. */
  full: number | null;
  /** A smaller rise than this over the whole span is not worth a word. */
  least: number;
}

/** A rise that the data supports. Times in ms, values in the series' unit. */
export interface Trend extends Slope {
  sinceMs: number;
  spanMs: number;
  /** Medians of equal steps that the slope stands on. */
  points: number;
  /** Where the figure is now, without its noise. */
  level: number;
  /** Until it is full at this rate, by the slope and the ends of its interval; null when that is too far ahead to be told. */
  full: { leftMs: number; lowMs: number; highMs: number } | null;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Looked at from the longest: it knows the slope best. A run's whole length is one more of them while it is short. */
const spansMs = [20 * minuteMs, hourMs, 3 * hourMs, 12 * hourMs, 2 * dayMs, 4 * dayMs, 12 * dayMs];
const longestWholeRunMs = 4 * dayMs;
/** Caches fill and heaps grow after a start; this part of a run (of its length, and in ms) says nothing. */
export const settling = { share: 0.1, leastMs: 2 * minuteMs };
const steps = 48;
const leastKnownSteps = 36;
/** The newest step must not be older than so many steps. */
const freshSteps = 3;
/** A rise is claimed when the probability that there is none is below this. */
const doubtAllowed = 0.002;
/** Each quarter of the span must rise by so much of what an even rise would be, for a step rises once; the last by more, for a warm-up ends. */
const steadiness = { each: 0.5, last: 0.7 };
/** The rise must be so many times the greatest fall in the time before: what falls by itself will do so again. */
const timesTheFall = 2;
/** How far back falls are looked for, in spans, and at least. */
const lookBack = { spans: 12, leastMs: dayMs };
/** The rise within a day must be so many times that of the same hours on any of the days before. */
const timesTheUsual = 2;
const usualDays = 7;
/** It is told when it will be full, if that is less than so many spans ahead. */
const farthest = 4;
/** While the day's pattern is not known, a rise may be it: it is told only if it is full in less than so many spans. */
const farthestInTheDark = 2;

/** The steady rise that `question.samples` ends with, null where none may be claimed. The rules and what they cost: docs/trends.md. `turn` gives others theirs. */
export async function trendOf(question: TrendQuestion, turn: Turn): Promise<Trend | null> {
  const { samples, nowMs, starts } = question;
  const first = samples.times[0];
  if (first === undefined) return null;
  const begin = Math.max(first, beginOfRun(starts.at(-1), nowMs));
  const run = nowMs - begin;
  const spans = run < longestWholeRunMs ? [...spansMs, run] : spansMs;
  const possible = spans.filter((span) => span <= run && span >= (spansMs[0] ?? 0)).toSorted((a, b) => b - a);
  for (const span of possible) {
    const trend = await trendOver(span, question, turn);
    if (trend) return trend;
  }
  return null;
}

function beginOfRun(start: number | undefined, nowMs: number): number {
  if (start === undefined) return Number.NEGATIVE_INFINITY;
  return start + Math.max(settling.leastMs, (nowMs - start) * settling.share);
}

async function trendOver(spanMs: number, question: TrendQuestion, turn: Turn): Promise<Trend | null> {
  const { samples, nowMs, full, least } = question;
  const sinceMs = nowMs - spanMs;
  const levels = levelsOf(samples, nowMs, spanMs / steps, steps);
  if (levels.times.length < leastKnownSteps) return null;
  if (nowMs - (levels.times.at(-1) ?? 0) > freshSteps * levels.stepMs) return null;
  const quarters = quartersOf(withoutDay(levels), sinceMs, nowMs);
  if (!isSteady(quarters)) return null;
  await turn();
  const slope = slopeOf(levels);
  if (!slope || slope.doubt > doubtAllowed) return null;
  await turn();
  const rise = slope.perMs * spanMs;
  if (rise < least || rise < timesTheFall * greatestFall(question, spanMs)) return null;
  if (!isStraight(levels, rise)) return null;
  const level = presentLevel(levels, slope.perMs, nowMs);
  const ahead = full === null ? null : untilFull(Math.max(0, full - level), slope);
  const trend = { ...slope, sinceMs, spanMs, points: levels.times.length, level };
  const told = ahead !== null && ahead.leftMs <= farthest * spanMs ? ahead : null;
  if (spanMs >= dayMs) return { ...trend, full: told };
  const usual = usualRises(question, spanMs);
  if (usual.length === 0) {
    return told !== null && told.leftMs <= farthestInTheDark * spanMs ? { ...trend, full: told } : null;
  }
  return rise < timesTheUsual * Math.max(...usual) ? null : { ...trend, full: told };
}

/** The median of each quarter of the time, NaN where it has no level. */
export function quartersOf({ times, values }: Levels, fromMs: number, toMs: number): number[] {
  return [0, 1, 2, 3].map((quarter) => {
    const from = firstFrom(times, fromMs + (quarter * (toMs - fromMs)) / 4);
    const to = firstFrom(times, fromMs + ((quarter + 1) * (toMs - fromMs)) / 4);
    return to > from ? median(Array.from(values.slice(from, to))) : Number.NaN;
  });
}

/** Whether each quarter rises, the last nearly as much as the others. */
export function isSteady(quarters: readonly number[]): boolean {
  const rises = quarters.slice(1).map((level, at) => level - (quarters[at] ?? Number.NaN));
  const even = rises.reduce((sum, rise) => sum + rise, 0) / rises.length;
  return (
    even > 0 &&
    rises.every((rise) => rise >= steadiness.each * even) &&
    (rises.at(-1) ?? 0) >= steadiness.last * even
  );
}

/** What the figure rose by in the same hours of the days before, as far as they are known and the worker ran through. */
function usualRises({ samples, nowMs, starts }: TrendQuestion, spanMs: number): number[] {
  return Array.from({ length: usualDays }, (_, day) => nowMs - (day + 1) * dayMs).flatMap((to) => {
    const from = to - spanMs;
    if (starts.some((start) => start >= from - settling.leastMs && start < to)) return [];
    const levels = levelsOf(samples, to, spanMs / steps, steps);
    const quarters = quartersOf(levels, from, to);
    // From the middle of the first quarter to that of the last are three quarters of the time.
    const rise = ((quarters[3] ?? Number.NaN) - (quarters[0] ?? Number.NaN)) / 0.75;
    return Number.isFinite(rise) ? [rise] : [];
  });
}

/** The most that the figure came down by itself, from any height to any later depth, seen in steps of half the usual number. */
function greatestFall({ samples, nowMs, starts }: TrendQuestion, spanMs: number): number {
  // Every evening's fall belongs to the day's pattern; where that can be taken out, it is no fall.
  const seesTheDay = spanMs >= leastForPatternMs;
  const backMs = seesTheDay ? spanMs : Math.max(lookBack.leastMs, lookBack.spans * spanMs);
  const step = (2 * spanMs) / steps;
  const seen = levelsOf(samples, nowMs, step, Math.floor(backMs / step));
  const { times, values, stepMs } = seesTheDay ? withoutDay(seen) : seen;
  let top = Number.NEGATIVE_INFINITY;
  let fall = 0;
  let nextStart = 0;
  times.forEach((time, at) => {
    const value = values[at] ?? 0;
    while ((starts[nextStart] ?? Number.POSITIVE_INFINITY) < time + stepMs / 2) {
      top = Number.NEGATIVE_INFINITY;
      nextStart++;
    }
    top = Math.max(top, value);
    fall = Math.max(fall, top - value);
  });
  return fall;
}

/** The median of the last steps, each carried along the slope to now. */
function presentLevel({ times, values }: Levels, perMs: number, nowMs: number): number {
  return median(
    Array.from(values.slice(-6), (value, at) => value + perMs * (nowMs - (times.at(at - 6) ?? nowMs))),
  );
}

function untilFull(room: number, { perMs, low, high }: Slope): NonNullable<Trend['full']> {
  return { leftMs: room / perMs, lowMs: room / high, highMs: room / low };
}
