import { type Clock, isoTime } from '../../../shared/clock.ts';
import { createTurns, type Turn } from '../../../shared/turns.ts';
import type { ReadLimits, SeriesSource } from '../samples.ts';
import type { Figure } from './figures.ts';
import { firstFrom } from './levels.ts';
import { growthOverRuns } from './runs.ts';
import type { FigureTrends, Trends } from './schema.ts';
import { trendOf, type TrendQuestion } from './trend.ts';
import { type Usual, usualAt } from './usual.ts';
import { weekOverWeek } from './week.ts';

/** What trends are asked of. */
export interface Subject {
  /** Names it among all others, whatever is asked. */
  key: string;
  /** Starts of the worker's runs (ms, ascending); a machine has none. */
  starts: readonly number[];
  /** Before this nobody knows when runs began. */
  knownFromMs: number;
  figures: readonly Figure[];
}

/** The time for which what is usual is wanted; ms. */
export interface Span {
  fromMs: number;
  toMs: number;
}

export interface TrendReader {
  /** Answers within the last minute are given again. */
  read(subject: Subject, span: Span | null): Promise<Trends>;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Eight weeks for the week's pattern, read by the eight days, each of which takes some milliseconds; the finer points of half a day show what has just begun. */
const coarse = { ms: 57 * dayMs, stepMs: 300_000, atOnceMs: 8 * dayMs };
const fine = { ms: 13 * hourMs, stepMs: 15_000 };
/** Each figure is one series; several machines may have had a worker of this name. */
const limits: ReadLimits = { series: 4, samples: 400_000 };
const keptMs = 60_000;
const mostKept = 256;
const usualPoints = 192;
/** The far end of an interval may lie beyond any calendar. */
const farthestToldMs = 36_500 * dayMs;

export function createTrendReader(source: SeriesSource, clock: Clock): TrendReader {
  const kept = new Map<string, { at: number; answer: Promise<Trends> }>();
  /** One figure after the other, so that many who ask don't hold the hub up together. */
  let before: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = before.then(work);
    before = result.catch(() => {});
    return result;
  };
  return {
    read(subject, span) {
      const now = clock.now();
      const key = `${subject.key} ${span?.fromMs ?? ''} ${span?.toMs ?? ''}`;
      for (const [old, { at }] of kept) {
        if (now - at >= keptMs || at > now || kept.size >= mostKept) kept.delete(old);
        else break;
      }
      const known = kept.get(key);
      if (known) return known.answer;
      const answer = readAll(subject, span, now, source, inTurn);
      kept.set(key, { at: now, answer });
      answer.catch(() => kept.delete(key));
      return answer;
    },
  };
}

async function readAll(
  subject: Subject,
  span: Span | null,
  nowMs: number,
  source: SeriesSource,
  inTurn: <Result>(work: () => Promise<Result>) => Promise<Result>,
): Promise<Trends> {
  const figures: FigureTrends[] = [];
  for (const figure of subject.figures) {
    figures.push(await inTurn(() => readOne(figure, subject, span, nowMs, source)));
  }
  return { at: isoTime(nowMs), figures };
}

async function readOne(
  { figure, mount, bound, full, least, ...wanted }: Figure,
  { starts, knownFromMs }: Subject,
  span: Span | null,
  nowMs: number,
  source: SeriesSource,
): Promise<FigureTrends> {
  const turn = createTurns();
  const samples = await samplesOf(wanted, nowMs, source, turn);
  const from = firstFrom(samples.times, knownFromMs);
  const known = { times: samples.times.subarray(from), values: samples.values.subarray(from) };
  const newest = known.values.at(-1) ?? 0;
  const question: TrendQuestion = {
    samples: known,
    nowMs,
    starts,
    full,
    least: Math.max(least.size, Math.abs(newest) * least.share),
  };
  const trend = await trendOf(question, turn);
  const growth = starts.length === 0 ? null : await growthOverRuns(question, turn);
  await turn();
  const week = weekOverWeek(samples, nowMs);
  const usual = span && (await usualAt(samples, timesOf(span), turn));
  return {
    figure,
    mount,
    bound,
    trend: trend && {
      perHour: trend.perMs * hourMs,
      low: trend.low * hourMs,
      high: trend.high * hourMs,
      since: isoTime(trend.sinceMs),
      points: trend.points,
      level: trend.level,
      full: trend.full && {
        bound: full ?? 0,
        at: isoTime(nowMs + trend.full.leftMs),
        low: isoTime(nowMs + trend.full.lowMs),
        high: isoTime(nowMs + Math.min(trend.full.highMs, farthestToldMs)),
      },
    },
    growth: growth && {
      perHour: growth.perMs * hourMs,
      low: growth.low * hourMs,
      high: growth.high * hourMs,
      runs: growth.runs,
      since: isoTime(growth.sinceMs),
      everyMs: growth.everyMs,
    },
    week,
    usual: usual && withNulls(usual),
  };
}

/** The past of one figure, coarse and, at its end, fine; means where a point stands for many samples. */
async function samplesOf(
  { labels, leftOf }: Pick<Figure, 'labels' | 'leftOf'>,
  nowMs: number,
  source: SeriesSource,
  turn: Turn,
): Promise<{ times: Float64Array; values: Float64Array }> {
  const matchers = Object.entries(labels).map(([name, value]) => ({ name, op: '=' as const, value }));
  const times: number[] = [];
  const values: number[] = [];
  for (const part of partsUntil(nowMs)) {
    await turn();
    const limitsLeft = { ...limits };
    for await (const series of source.select({ matchers, aspect: 'sum', ...part }, limitsLeft)) {
      const ended = new Set(series.stale);
      series.times.forEach((time, at) => {
        const value = (series.values[at] ?? Number.NaN) / (series.counts?.[at] ?? 1);
        // Of a coarser tier a few points before the time asked for come as well, which belong to the part before.
        if (ended.has(at) || time < part.fromMs) return;
        times.push(time);
        values.push(leftOf === undefined ? value : leftOf - value);
      });
    }
  }
  // Several series of one worker are its lives on different machines.
  if (times.every((time, at) => at === 0 || time >= (times[at - 1] ?? time))) {
    return { times: Float64Array.from(times), values: Float64Array.from(values) };
  }
  const order = [...times.keys()].sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0));
  return {
    times: Float64Array.from(order, (at) => times[at] ?? 0),
    values: Float64Array.from(order, (at) => values[at] ?? 0),
  };
}

function partsUntil(nowMs: number): { fromMs: number; toMs: number; stepMs: number }[] {
  const middle = nowMs - fine.ms;
  const parts = [{ fromMs: middle, toMs: nowMs, stepMs: fine.stepMs }];
  for (let until = middle; until > nowMs - coarse.ms; until -= coarse.atOnceMs) {
    const fromMs = Math.max(until - coarse.atOnceMs, nowMs - coarse.ms);
    parts.unshift({ fromMs, toMs: until - 1, stepMs: coarse.stepMs });
  }
  return parts;
}

function timesOf({ fromMs, toMs }: Span): number[] {
  const stepMs = Math.max(300_000, (toMs - fromMs) / usualPoints);
  return Array.from({ length: Math.floor((toMs - fromMs) / stepMs) + 1 }, (_, at) => fromMs + at * stepMs);
}

function withNulls({ times, low, middle, high, by, count }: Usual): FigureTrends['usual'] {
  const known = (column: readonly number[]) => column.map((value) => (Number.isFinite(value) ? value : null));
  return { times, low: known(low), middle: known(middle), high: known(high), by, count };
}
