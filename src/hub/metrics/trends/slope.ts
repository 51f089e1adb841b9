import { bisect } from 'simple-statistics';
import { cholesky, dot, forward, halfLogDeterminant, products } from './least-squares.ts';
import type { Levels } from './levels.ts';
import { line } from './line.ts';
import { studentBelow } from './student.ts';

/** In the levels' unit per ms. */
export interface Slope {
  perMs: number;
  /** Ends of the 95 % interval. */
  low: number;
  high: number;
  /** How probable it is that there is no rise at all. */
  doubt: number;
}

/**
 * How neighbouring levels hang together: a part that remembers (each level keeps `memory` of the one before, 1 would be a random walk) and a
 * part that is new each time, whose variance is `fresh` times that of the remembering part's steps. A mean over a stretch of a random walk moves
 * more smoothly than the walk itself, by -1/6 of a step.
 */
interface NoiseModel {
  memory: number;
  fresh: number;
  /** How probable it is beforehand, up to a factor. */
  weight: number;
}

const walking = 0.9999;
const weightOfMemory: readonly [memory: number, weight: number][] = [
  [0.4, 3],
  [0.7, 3],
  [0.9, 1],
  [walking, 60],
];
const freshShares = [-1 / 6, 0, 0.3, 1, 3, 10, 30];
const models: readonly NoiseModel[] = [
  { memory: 0, fresh: 1, weight: 600 },
  ...weightOfMemory.flatMap(([memory, weight]) => freshShares.map((fresh) => ({ memory, fresh, weight }))),
];

/** A model that is less probable than the best by this factor changes nothing. */
const negligible = 1e-4;
const confidence = 0.95;
const rounding = 1e-14;
/** In standard errors of any model: beyond it nothing is looked for. */
const farOut = 40;

/** What one model of the noise says about the slope. */
interface Opinion {
  slope: number;
  error: number;
  /** Log of its likelihood times its weight. */
  log: number;
}

/**
 * The slope of `levels` and how sure it is, null when they are all the same or too few.
 *
 * Neighbouring levels are never independent, and how much they hang together is not known either: a line through white noise is known to a hair,
 * one through a random walk hardly at all. So the line is fitted by generalised least squares under each of some models of the noise, and their
 * answers (t distributions) are mixed by how well each model explains what is left. From a day on, the day's pattern is fitted along with the line.
 *
 * D. A. Harville: Bayesian inference for variance components using only error contrasts. Biometrika 61 (2), 1974, pages 383–385 (the likelihood,
 * free of the line's own parameters); J. A. Hoeting and others: Bayesian model averaging, a tutorial. Statistical Science 14 (4), 1999,
 * pages 382–417 (the mixture). Why not the usual intervals: docs/trends.md.
 */
export function slopeOf({ times, values, stepMs }: Levels): Slope | null {
  const count = times.length;
  const columns = line(times, stepMs);
  const freedom = count - columns.length;
  const first = values[0] ?? 0;
  if (freedom < 8 || values.every((value) => value === first)) return null;
  const steps = times.map((time) => time / stepMs);
  const centred = Float64Array.from(values, (value) => value - first);
  const all = models.map((model) => ask(model, steps, columns, centred));
  const best = Math.max(...all.map(({ log }) => log));
  const heard = all
    .map((opinion) => ({ ...opinion, share: Math.exp(opinion.log - best) }))
    .filter(({ share }) => share > negligible);
  const total = heard.reduce((sum, { share }) => sum + share, 0);
  const below = (slope: number) =>
    heard.reduce(
      (sum, opinion) =>
        sum + (opinion.share / total) * studentBelow((slope - opinion.slope) / opinion.error, freedom),
      0,
    );
  const least = Math.min(...heard.map(({ slope, error }) => slope - farOut * error));
  const most = Math.max(...heard.map(({ slope, error }) => slope + farOut * error));
  const quantile = (share: number) =>
    bisect((slope: number) => below(slope) - share, least, most, 100, (most - least) * 1e-9);
  return {
    perMs: quantile(0.5) / stepMs,
    low: quantile((1 - confidence) / 2) / stepMs,
    high: quantile((1 + confidence) / 2) / stepMs,
    doubt: below(0),
  };
}

function ask(
  model: NoiseModel,
  steps: Float64Array,
  columns: readonly Float64Array[],
  values: Float64Array,
): Opinion {
  const { whitened, halfLogDeterminant: ofNoise } = whiten(model, steps, [...columns, values]);
  const inner = columns.length;
  const answer = whitened[inner];
  const root = cholesky(products(whitened.slice(0, inner)), inner);
  const projected = forward(
    root,
    Float64Array.from(columns, (_, at) => dot(whitened[at], answer)),
  );
  const freedom = steps.length - inner;
  // Never less than rounding leaves, so that a perfect line has an interval too.
  const whole = dot(answer, answer);
  const left = Math.max(whole - dot(projected, projected), whole * rounding);
  // The last of a triangular system stands alone: this is why the slope's column comes last.
  const corner = root[inner * inner - 1] ?? 1;
  return {
    slope: (projected[inner - 1] ?? 0) / corner,
    error: Math.sqrt(left / freedom) / corner,
    log: Math.log(model.weight) - ofNoise - halfLogDeterminant(root, inner) - (freedom / 2) * Math.log(left),
  };
}

/**
 * The columns as they would be if the noise were white: what each holds beyond what the steps before it let expect, in units of how sure that
 * is. Kalman's filter of one state, exact for steps that are missing too.
 */
function whiten(
  { memory, fresh }: NoiseModel,
  steps: Float64Array,
  columns: readonly Float64Array[],
): { whitened: Float64Array[]; halfLogDeterminant: number } {
  const usual = memory === 0 ? 0 : 1 / (1 - memory * memory);
  const expected = new Float64Array(columns.length);
  const whitened = columns.map(() => new Float64Array(steps.length));
  let spread = usual;
  let halfLog = 0;
  for (let at = 0; at < steps.length; at++) {
    const kept = at === 0 ? 0 : memory ** ((steps[at] ?? 0) - (steps[at - 1] ?? 0));
    spread = kept * kept * spread + (1 - kept * kept) * usual;
    const variance = spread + fresh;
    const unit = Math.sqrt(variance);
    const gain = spread / variance;
    for (let column = 0; column < columns.length; column++) {
      const before = kept * (expected[column] ?? 0);
      const beyond = (columns[column]?.[at] ?? 0) - before;
      expected[column] = before + gain * beyond;
      const target = whitened[column];
      if (target) target[at] = beyond / unit;
    }
    spread -= gain * spread;
    halfLog += Math.log(unit);
  }
  return { whitened, halfLogDeterminant: halfLog };
}
