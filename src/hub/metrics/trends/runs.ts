import { bisect, mean, median, sampleStandardDeviation } from 'simple-statistics';
import type { Turn } from '../../../shared/turns.ts';
import { levelsOf } from './levels.ts';
import { slopeOf } from './slope.ts';
import { studentBelow } from './student.ts';
import { isSteady, quartersOf, settling, type TrendQuestion } from './trend.ts';

/** What grows in each run and is small again after each start: a leak that restarts hide. Times in ms, values in the series' unit. */
export interface GrowthOverRuns {
  perMs: number;
  /** Ends of the 95 % interval of the runs' mean. */
  low: number;
  high: number;
  /** Runs that have ended and grew. */
  runs: number;
  /** How long a run usually lasts. */
  everyMs: number;
  sinceMs: number;
}

const steps = 24;
const leastKnownSteps = 18;
const leastRunMs = 10 * 60_000;
const leastRuns = 3;
/** The newest ones; older ones may have been another version of the worker. */
const mostRuns = 12;
/** Of the runs that were long enough to tell, so many must grow. */
const leastShare = 0.8;
/** A run grows when the probability that it does not is below this; that all do is far more certain than each. */
const doubtAllowed = 0.025;
/** A start must take away at least so much of what the run before it had gained. */
const fallsBack = 0.5;

interface Run {
  fromMs: number;
  toMs: number;
  perMs: number;
  grew: boolean;
  first: number;
  last: number;
}

/**
 * What runs that have ended have in common, null where they don't or are too few. Each is a witness of its own, so their spread says how sure it
 * is. `turn` gives others theirs.
 */
export async function growthOverRuns(question: TrendQuestion, turn: Turn): Promise<GrowthOverRuns | null> {
  const { starts } = question;
  const ends = starts.slice(1).map((toMs, at) => [starts[at] ?? toMs, toMs] as const);
  const runs: Run[] = [];
  for (const [fromMs, toMs] of ends.filter(([from, to]) => to - from >= leastRunMs).slice(-mostRuns)) {
    const run = runOf(question, fromMs, toMs);
    if (run) runs.push(run);
    await turn();
  }
  const grown = runs.filter(({ grew }) => grew);
  if (grown.length < leastRuns || grown.length < leastShare * runs.length) return null;
  const heirs = grown.filter((run) => fellBack(run, question));
  if (heirs.length < leastShare * grown.length) return null;
  const slopes = grown.map(({ perMs }) => perMs);
  const middle = mean(slopes);
  const error = sampleStandardDeviation(slopes) / Math.sqrt(slopes.length);
  const half = studentQuantile(slopes.length - 1) * error;
  if (middle - half <= 0) return null;
  return {
    perMs: middle,
    low: middle - half,
    high: middle + half,
    runs: grown.length,
    everyMs: median(grown.map(({ fromMs, toMs }) => toMs - fromMs)),
    sinceMs: grown[0]?.fromMs ?? 0,
  };
}

function runOf({ samples, least }: TrendQuestion, startMs: number, toMs: number): Run | null {
  const fromMs = startMs + Math.max(settling.leastMs, (toMs - startMs) * settling.share);
  if (toMs - fromMs < leastRunMs) return null;
  const levels = levelsOf(samples, toMs, (toMs - fromMs) / steps, steps);
  if (levels.times.length < leastKnownSteps) return null;
  const quarters = quartersOf(levels, fromMs, toMs);
  const slope = slopeOf(levels);
  const rise = (slope?.perMs ?? 0) * (toMs - fromMs);
  return {
    fromMs: startMs,
    toMs,
    perMs: slope?.perMs ?? 0,
    grew: slope !== null && slope.doubt < doubtAllowed && rise >= least && isSteady(quarters),
    first: quarters[0] ?? Number.NaN,
    last: quarters[3] ?? Number.NaN,
  };
}

/** Whether the run after this one began lower than this one ended. */
function fellBack({ first, last, toMs, fromMs }: Run, { samples, starts, nowMs }: TrendQuestion): boolean {
  const next = starts.find((start) => start > toMs) ?? nowMs;
  const soon = Math.min(next, toMs + (toMs - fromMs) / 4);
  const [after] = levelsOf(samples, soon, soon - toMs, 1).values;
  return after !== undefined && after <= last - fallsBack * (last - first);
}

/** Of Student's distribution, the end of its middle 95 %. */
function studentQuantile(freedom: number): number {
  return bisect((t: number) => studentBelow(t, freedom) - 0.975, 0, 100, 100, 1e-4);
}
