/**
 * How often a group happens now, against its own past. Counts of errors come in bursts, so a plain Poisson test would cry at each of them: the
 * past's own scatter, taken from its quartiles where there is enough of it and never less than Poisson's, widens the test (a quasi-Poisson test
 * with a robust dispersion). A claim needs both: to be improbable under the past, and to be large enough to matter.
 */
import type { TrendState } from './views.ts';

export interface Past {
  nowMs: number;
  firstSeenMs: number;
  lastSeenMs: number;
  /** Occurrences of each minute that is over, oldest first, at most the last day; the last value is the present minute so far. */
  minutes: readonly number[];
}

export interface Trend {
  state: TrendState;
  ratio: number | null;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Before this there is no past to speak of. */
const newForMs = 6 * hourMs;

interface Test {
  /** The present, in minutes. */
  window: number;
  /** How improbable the present has to be. Each is asked again every few seconds, for hundreds of groups. */
  probability: number;
  /** How many times the past, and how many occurrences at least. */
  ratio: number;
  least: number;
}
const spike: Test = { window: 10, probability: 1e-8, ratio: 3, least: 10 };
const growth: Test = { window: 180, probability: 1e-6, ratio: 1.5, least: 20 };
const fade: Test = { window: 180, probability: 1e-6, ratio: 0.5, least: 0 };

export function judgeTrend(past: Past): Trend {
  const { nowMs, firstSeenMs, lastSeenMs, minutes } = past;
  if (nowMs - lastSeenMs >= dayMs) return { state: 'quiet', ratio: null };
  const ageMinutes = Math.floor((nowMs - firstSeenMs) / 60_000);
  // Times before the group was known are no past of its own.
  const lived = minutes.slice(-Math.max(1, ageMinutes));
  const spiking = compare(lived, spike);
  if (
    spiking &&
    spiking.now >= spike.least &&
    spiking.ratio >= spike.ratio &&
    spiking.above < spike.probability
  )
    return { state: 'spiking', ratio: spiking.ratio };
  if (nowMs - firstSeenMs < newForMs) return { state: 'new', ratio: null };
  const longer = compare(lived, growth);
  if (!longer) return { state: 'steady', ratio: null };
  if (longer.now >= growth.least && longer.ratio >= growth.ratio && longer.above < growth.probability)
    return { state: 'growing', ratio: longer.ratio };
  if (longer.ratio <= fade.ratio && longer.below < fade.probability)
    return { state: 'fading', ratio: longer.ratio };
  return { state: 'steady', ratio: longer.ratio };
}

/** The last `window` minutes against as many as fit before them; null with too few of those to know their scatter. */
function compare(minutes: readonly number[], { window }: Test) {
  const leastBlocks = 5;
  const blocks: number[] = [];
  for (let end = minutes.length; end - window >= 0; end -= window)
    blocks.push(sum(minutes, end - window, end));
  const [now, ...before] = blocks;
  if (now === undefined || before.length < leastBlocks) return null;
  const total = before.reduce((all, count) => all + count, 0);
  // One more than was seen: what never happened is not impossible.
  const expected = (total + 1) / before.length;
  const scatter = Math.max(1, dispersion(before, total / before.length));
  // The past's own mean is uncertain, too.
  const variance = expected * scatter * (1 + 1 / before.length);
  const scale = expected / variance;
  return {
    now,
    ratio: now / Math.max(expected, 1 / before.length),
    // P(X ≥ now) and P(X ≤ now) of a Poisson variable; what is scaled need not be whole.
    above: regularizedGamma(now * scale, expected * scale),
    below: 1 - regularizedGamma(now * scale + 1, expected * scale),
  };
}

function sum(values: readonly number[], from: number, to: number): number {
  let all = 0;
  for (let at = from; at < to; at++) all += values[at] ?? 0;
  return all;
}

/** Variance by mean, from the quartiles as long as they say anything: one old spike must not hide the next. */
function dispersion(counts: readonly number[], mean: number): number {
  if (mean <= 0) return 1;
  const sorted = [...counts].sort((a, b) => a - b);
  const at = (share: number) => {
    const place = (sorted.length - 1) * share;
    const low = sorted[Math.floor(place)] ?? 0;
    return low + ((sorted[Math.ceil(place)] ?? 0) - low) * (place - Math.floor(place));
  };
  const spread = (at(0.75) - at(0.25)) / 1.349;
  // What is mostly absent and comes in bursts has no quartiles: there the plain variance is all there is.
  const variance =
    at(0.75) > 0
      ? spread ** 2
      : counts.reduce((all, count) => all + (count - mean) ** 2, 0) / Math.max(1, counts.length - 1);
  return variance / mean;
}

/** P(a, x), the lower incomplete gamma function by Γ(a): a series below a + 1, a continued fraction (Lentz) above (Numerical Recipes, 6.2). */
export function regularizedGamma(a: number, x: number): number {
  if (x <= 0) return 0;
  if (a <= 0) return 1;
  const front = Math.exp(-x + a * Math.log(x) - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let total = term;
    for (let n = 1; n < 1_000 && Math.abs(term) > total * 1e-15; n++) {
      term *= x / (a + n);
      total += term;
    }
    return Math.min(1, total * front);
  }
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n < 1_000; n++) {
    const an = -n * (n - a);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    const step = d * c;
    fraction *= step;
    if (Math.abs(step - 1) < 1e-15) break;
  }
  return Math.max(0, 1 - front * fraction);
}

/** Lanczos' approximation. */
function logGamma(x: number): number {
  const coefficients = [
    76.18009172947146, -86.5053203294168, 24.01409824083091, -1.231739572450155, 1.208650973866179e-3,
    -5.395239384953e-6,
  ];
  const base = x + 5.5;
  let series = 1.000000000190015;
  coefficients.forEach((coefficient, index) => {
    series += coefficient / (x + 1 + index);
  });
  return (x + 0.5) * Math.log(base) - base + Math.log((2.5066282746310002 * series) / x);
}
