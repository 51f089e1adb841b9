import { bisect } from 'simple-statistics';
import { cholesky, dot, forward, halfLogDeterminant, products } from './least-squares.ts';
import type { Levels } from './levels.ts';
import { studentBelow } from './student.ts';

/** What is known of a number that nobody can measure exactly. */
export interface Belief {
  /** How probable it is that it is below `value`. */
  below(value: number): number;
  /** Below this it is with the probability `share`. */
  quantile(share: number): number;
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
const rounding = 1e-14;
/** In standard errors of any model: beyond it nothing is looked for. */
const farOut = 40;
const leastFreedom = 8;

/** What one model of the noise says about the factor. */
interface Opinion {
  factor: number;
  error: number;
  /** Log of its likelihood times its weight. */
  log: number;
}

/**
 * How much of the last of `columns` is in `levels`, beside the others and noise; null when they are all the same or too few.
 *
 * Neighbouring levels are never independent, and how much they hang together is not known either: a line through white noise is known to a hair,
 * one through a random walk hardly at all. So the columns are fitted by generalised least squares under each of some models of the noise, and
 * the answers (t distributions) are mixed by how well each model explains what is left. What wanders has no mean, so who asks for a mean asks of
 * noise that `returns`.
 *
 * D. A. Harville: Bayesian inference for variance components using only error contrasts. Biometrika 61 (2), 1974, pages 383–385 (the likelihood,
 * free of the columns' own factors); J. A. Hoeting and others: Bayesian model averaging, a tutorial. Statistical Science 14 (4), 1999,
 * pages 382–417 (the mixture). Why not the usual intervals: docs/trends.md.
 */
export function believe(
  columns: readonly Float64Array[],
  { times, values, stepMs }: Levels,
  noise: 'may wander' | 'returns' = 'may wander',
): Belief | null {
  const freedom = times.length - columns.length;
  const first = values[0] ?? 0;
  if (freedom < leastFreedom || values.every((value) => value === first)) return null;
  const steps = times.map((time) => time / stepMs);
  const possible = noise === 'returns' ? models.filter(({ memory }) => memory < walking) : models;
  const all = possible.map((model) => ask(model, steps, columns, values));
  const best = Math.max(...all.map(({ log }) => log));
  const heard = all
    .map((opinion) => ({ ...opinion, share: Math.exp(opinion.log - best) }))
    .filter(({ share }) => share > negligible);
  const total = heard.reduce((sum, { share }) => sum + share, 0);
  const below = (value: number) =>
    heard.reduce(
      (sum, { factor, error, share }) =>
        sum + (share / total) * studentBelow((value - factor) / error, freedom),
      0,
    );
  const least = Math.min(...heard.map(({ factor, error }) => factor - farOut * error));
  const most = Math.max(...heard.map(({ factor, error }) => factor + farOut * error));
  return {
    below,
    quantile: (share) =>
      bisect((value: number) => below(value) - share, least, most, 100, (most - least) * 1e-9),
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
  // The last of a triangular system stands alone: this is why the column that is asked about comes last.
  const corner = root[inner * inner - 1] ?? 1;
  return {
    factor: (projected[inner - 1] ?? 0) / corner,
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
