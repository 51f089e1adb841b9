/**
 * The stretch of time that all charts of a page show, as it stands in the page's address: so far back from now, or from one instant to
 * another. Pure.
 */
import type { Change } from './time-range.ts';

const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

/** What is asked for most, shortest first; each ends now. */
export const presets = {
  '15m': 15 * 60_000,
  '1h': hourMs,
  '6h': 6 * hourMs,
  '24h': dayMs,
  '7d': 7 * dayMs,
  '30d': 30 * dayMs,
  '90d': 90 * dayMs,
  '1y': 365 * dayMs,
} as const;
export type Preset = keyof typeof presets;
export const presetNames = Object.keys(presets) as Preset[];

/** ms since the epoch, both included. */
export interface Bounds {
  from: number;
  to: number;
}

export type Period = { last: Preset } | Bounds;

/** How much earlier the time is that the shown one is compared with, ms. */
const comparedMs = { day: dayMs, week: 7 * dayMs } as const;
export type Compared = keyof typeof comparedMs;
export const comparisons = Object.keys(comparedMs) as Compared[];

/** In an address; times in RFC 3339. A preset goes before instants. */
export interface PeriodSearch {
  range?: Preset;
  from?: string;
  to?: string;
  compare?: Compared;
}

/** Figures come once a second: less would be a handful of points. */
const leastMs = 10_000;
/** Nothing is kept for longer. */
const mostMs = 800 * dayMs;

/** What makes no sense is left out, so that an old or mistyped address still shows something. */
export function periodSearch({ range, from, to, compare }: Record<string, unknown>): PeriodSearch {
  const compared = comparisons.find((each) => each === compare);
  return { ...stretchSearch(range, from, to), ...(compared && { compare: compared }) };
}

function stretchSearch(range: unknown, from: unknown, to: unknown): PeriodSearch {
  if (typeof range === 'string' && Object.hasOwn(presets, range)) return { range: range as Preset };
  const [begin, end] = [from, to].map((value) => (typeof value === 'string' ? Date.parse(value) : NaN));
  if (begin === undefined || end === undefined || !isPeriod(begin, end)) return {};
  return { from: new Date(begin).toISOString(), to: new Date(end).toISOString() };
}

export function isPeriod(from: number, to: number): boolean {
  return to - from >= leastMs && to - from <= mostMs && from > 0;
}

/** What is shown when the address says nothing. */
const usual: Preset = '1h';

export function periodIn({ range, from, to }: PeriodSearch): Period {
  return from !== undefined && to !== undefined
    ? { from: Date.parse(from), to: Date.parse(to) }
    : { last: range ?? usual };
}

/** How much earlier the curves are to compare with, ms; 0 for none. */
export function backIn({ compare }: PeriodSearch): number {
  return compare ? comparedMs[compare] : 0;
}

/** What the address must say of it, and no more. */
export function searchOf(period: Period): Change<Pick<PeriodSearch, 'range' | 'from' | 'to'>> {
  const nothing = { range: undefined, from: undefined, to: undefined };
  if ('last' in period) return { ...nothing, range: period.last === usual ? undefined : period.last };
  const { from, to } = withinReason(period);
  return { ...nothing, from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}

export function boundsOf(period: Period, now: number): Bounds {
  return 'last' in period ? { from: now - presets[period.last], to: now } : period;
}

export function lengthOf(period: Period): number {
  return 'last' in period ? presets[period.last] : period.to - period.from;
}

export const isLive = (period: Period): period is { last: Preset } => 'last' in period;

/** Half a period earlier (-1) or later (1), so that something of what was seen stays in view. Past the present it is live again. */
export function stepped(period: Period, direction: -1 | 1, now: number): Period {
  if (direction > 0 && isLive(period)) return period;
  const length = lengthOf(period);
  const { to } = boundsOf(period, now);
  return endingAt(Math.round(to + (direction * length) / 2), length, now);
}

/** Twice as much, around the same middle. */
export function zoomedOut(period: Period, now: number): Period {
  const length = lengthOf(period);
  if (isLive(period)) return { last: presetNames.find((name) => presets[name] > length) ?? period.last };
  const twice = Math.min(2 * length, mostMs);
  return endingAt(Math.round((period.from + period.to + twice) / 2), twice, now);
}

/** A stretch chosen within what is shown; one that is too short is widened around its middle. */
export function zoomedTo(from: number, to: number): Bounds {
  return withinReason({ from: Math.round(Math.min(from, to)), to: Math.round(Math.max(from, to)) });
}

function endingAt(to: number, length: number, now: number): Period {
  if (to < now) return { from: to - length, to };
  const preset = presetNames.find((name) => presets[name] === length);
  return preset ? { last: preset } : { from: Math.round(now) - length, to: Math.round(now) };
}

function withinReason({ from, to }: Bounds): Bounds {
  const lacking = Math.max(0, leastMs - (to - from));
  const begin = from - Math.ceil(lacking / 2);
  return { from: Math.max(begin, to - mostMs), to: to + Math.floor(lacking / 2) };
}
