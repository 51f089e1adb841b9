/**
 * What a chart asks for, as PromQL: from the figures it shows, the stretch of time and its width in pixels. The one place of the page that
 * knows how a figure is asked for. Pure.
 */
import type { Bounds } from './period.ts';
import type { Doctor } from './types.ts';

/** How finely a chart is asked for. */
export interface Grain {
  /** Between two points, ms; times are multiples of it, so that the same moment is the same point for every chart. */
  stepMs: number;
  /** Between two points that are kept of that age, ms; never more than a step. */
  apartMs: number;
}

/** ms. */
const steps = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200, 86_400,
].map((seconds) => seconds * 1_000);

const most = 1_000;
const least = 24;

/** How far apart (ms) what was measured is kept up to which age (ms), the finest first. */
export type Tiers = readonly { upToMs: number; apartMs: number }[];

const dayMs = 86_400_000;
const tierOf = { history: 1_000, 'history-medium': 15_000, 'history-coarse': 300_000 } as const;

/** What the store keeps unless it is told otherwise. */
export const usualTiers: Tiers = tiersOf([
  { what: 'history', ageMs: 2 * dayMs },
  { what: 'history-medium', ageMs: 14 * dayMs },
]);

/** From what the server says it keeps; the coarsest tier stands for all that is older, too. */
export function tiersOf(retention: readonly Pick<Doctor['retention'][number], 'what' | 'ageMs'>[]): Tiers {
  const upTo = (what: keyof typeof tierOf) => ({
    upToMs: retention.find((kept) => kept.what === what)?.ageMs ?? 0,
    apartMs: tierOf[what],
  });
  return [
    upTo('history'),
    upTo('history-medium'),
    { upToMs: Number.POSITIVE_INFINITY, apartMs: tierOf['history-coarse'] },
  ];
}

/** At most so many points, in round steps. */
export function grainOf({ from, to }: Bounds, now: number, wished: number, tiers: Tiers): Grain {
  const points = Math.min(most, Math.max(least, wished));
  const apartMs = tiers.find(({ upToMs }) => now - from <= upToMs)?.apartMs ?? 1_000;
  const stepMs = steps.find((step) => step >= apartMs && (to - from) / step <= points) ?? 2 * 86_400_000;
  return { stepMs, apartMs };
}

/** Whether a point sums up several that were measured, so that the least and the most of them are worth showing. */
const sumsUp = ({ stepMs, apartMs }: Grain) => stepMs > apartMs;

/** The time that a point stands for, ms. A measured one may be a little late: a single one that is missing is no gap. */
const windowOf = (grain: Grain) => (sumsUp(grain) ? grain.stepMs : 2.5 * grain.apartMs);

/** The points of a stretch, first and last, ms. */
export function pointsOf({ from, to }: Bounds, { stepMs }: Grain): Bounds {
  return { from: Math.ceil(from / stepMs) * stepMs, to: Math.floor(to / stepMs) * stepMs };
}

/** `mean` is what is drawn; the least and the most are there where a point sums up several. */
export const aspects = ['mean', 'min', 'max'] as const;
export type Aspect = (typeof aspects)[number];

/** A figure, as PromQL for a grain. `back` is how long before the time asked for, ms. */
export type Figure = (grain: Grain, back: number) => { mean: string; min?: string; max?: string };

export interface Wanted {
  /** Letters and digits. */
  id: string;
  figure: Figure;
}

/** Name and labels of a series: `yagura_host_load{host="a",window="1m"}`. */
export function selector(name: string, labels: Readonly<Record<string, string>> = {}): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}=${quoted(value)}`);
  return pairs.length === 0 ? name : `${name}{${pairs.join(',')}}`;
}

/** Series of a name whose label is one of some values. */
export function amongst(name: string, label: string, values: readonly string[]): string {
  const literal = values.map((value) => value.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return `${name}{${label}=~${quoted(literal.join('|'))}}`;
}

/** A text in PromQL. */
export function quoted(text: string): string {
  return JSON.stringify(text);
}

/** What was measured within each point, as one: its mean, its least or its most; where nothing is to be summed up, as it was. */
export function overWindow(how: 'avg' | 'min' | 'max', series: string, grain: Grain, back = 0): string {
  return `${sumsUp(grain) ? how : 'last'}_over_time(${ranged(series, windowOf(grain), back)})`;
}

/** What is measured from time to time. */
export function gauge(series: string): Figure {
  return (grain, back) => {
    const over = (how: 'avg' | 'min' | 'max') => overWindow(how, series, grain, back);
    return sumsUp(grain) ? { mean: over('avg'), min: over('min'), max: over('max') } : { mean: over('avg') };
  };
}

/** What only grows, as how much of it comes in a second; it takes some points to tell. How fast it was in between is not known. */
export function rate(series: string): Figure {
  return (grain, back) => ({
    mean: `rate(${ranged(series, Math.max(grain.stepMs, 4 * grain.apartMs), back)})`,
  });
}

/** What is counted, as how many came in each step: exactly, where `increase` would estimate. Nothing when it began to count anew. */
export function growthOf(series: string, grain: Grain, back = 0): string {
  const at = (before: number) => `last_over_time(${ranged(series, windowOf(grain), before)})`;
  return `clamp_min(${at(back)} - ${at(back + grain.stepMs)},0)`;
}

export function growth(series: string): Figure {
  return (grain, back) => ({ mean: growthOf(series, grain, back) });
}

/** Of what is a mean already, the least and the most say nothing. */
export function meanOf(figure: Figure): Figure {
  return (grain, back) => ({ mean: figure(grain, back).mean });
}

/** The rest of a whole: of `whole` what `part` leaves. */
export function restOf(whole: Figure, part: Figure): Figure {
  return (grain, back) => {
    const [all, taken] = [whole(grain, back), part(grain, back)];
    const rest = { mean: `${all.mean} - ${taken.mean}` };
    return all.min === undefined ||
      all.max === undefined ||
      taken.min === undefined ||
      taken.max === undefined
      ? rest
      : { ...rest, min: `${all.min} - ${taken.max}`, max: `${all.max} - ${taken.min}` };
  };
}

function ranged(series: string, windowMs: number, backMs: number): string {
  return `${series}[${durationOf(windowMs)}]${backMs > 0 ? ` offset ${durationOf(backMs)}` : ''}`;
}

/** As PromQL writes it. */
export function durationOf(ms: number): string {
  if (ms % 1_000 !== 0) return `${ms}ms`;
  const seconds = ms / 1_000;
  if (seconds % 86_400 === 0) return `${seconds / 86_400}d`;
  if (seconds % 3_600 === 0) return `${seconds / 3_600}h`;
  return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}

/** Tells which figure and which aspect of it a series of the answer is. */
export const figureLabel = 'figure';

/** All figures of a chart in one question: each series of the answer says in `figure` what it is, as `ID.ASPECT`. */
export function asked(wanted: readonly Wanted[], grain: Grain, back = 0): string {
  return wanted
    .flatMap(({ id, figure }) => {
      const expressions = figure(grain, back);
      return aspects.flatMap((aspect) => {
        const expression = expressions[aspect];
        return expression === undefined
          ? []
          : [`label_replace(${expression},"${figureLabel}","${id}.${aspect}","","")`];
      });
    })
    .join(' or ');
}
