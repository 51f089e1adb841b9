/**
 * A sum that keeps what rounding takes away (Kahan's, with Neumaier's improvement), as Prometheus adds up. Two of them can be put together
 * without loss.
 */
export class Sum {
  high = 0;
  low = 0;

  add(value: number): void {
    const sum = this.high + value;
    this.low += Math.abs(this.high) >= Math.abs(value) ? this.high - sum + value : value - sum + this.high;
    this.high = sum;
  }

  clear(): void {
    this.high = 0;
    this.low = 0;
  }

  copy(): Sum {
    const copy = new Sum();
    copy.high = this.high;
    copy.low = this.low;
    return copy;
  }

  static valueOf(high: number, low: number): number {
    return Math.abs(high) === Number.POSITIVE_INFINITY ? high : high + low;
  }

  /** An infinite sum has no rest. */
  get value(): number {
    return Sum.valueOf(this.high, this.low);
  }

  /** With its rest in any case, so that what is infinite is no number. */
  get exact(): number {
    return this.high + this.low;
  }
}

/** One value more in a mean of `count`, the new one among them; stays right where the sum would leave the range of numbers. */
export function nextMean(before: number, value: number, count: number): number {
  return isKept(before, value) ? before : before + (value / count - before / count);
}

/** An infinite mean stays, unless what comes is NaN or infinite the other way. */
function isKept(before: number, value: number): boolean {
  if (Math.abs(before) !== Number.POSITIVE_INFINITY) return false;
  return Math.abs(value) === Number.POSITIVE_INFINITY ? before > 0 === value > 0 : !Number.isNaN(value);
}

export function mean(values: Float64Array, low: number, high: number): number {
  const sum = new Sum();
  for (let i = low; i < high; i++) {
    const [value, count] = [values[i] as number, i - low + 1];
    if (!isKept(sum.high, value)) sum.add(value / count - sum.high / count);
  }
  return sum.value;
}

/** Welford's, with what rounding takes away kept. */
export function variance(values: Float64Array, low: number, high: number): number {
  const [middle, squares] = [new Sum(), new Sum()];
  for (let i = low; i < high; i++) {
    const value = values[i] as number;
    const delta = value - middle.exact;
    middle.add(delta / (i - low + 1));
    squares.add(delta * (value - middle.exact));
  }
  return squares.exact / (high - low);
}

/** The q-quantile, between two values in proportion. NaNs count as the smallest. Sorts what it is given. */
export function quantileOf(q: number, values: Float64Array): number {
  if (values.length === 0 || Number.isNaN(q)) return Number.NaN;
  if (q < 0) return Number.NEGATIVE_INFINITY;
  if (q > 1) return Number.POSITIVE_INFINITY;
  values.sort();
  let missing = 0;
  while (missing < values.length && Number.isNaN(values[values.length - 1 - missing])) missing++;
  const at = (index: number) => (index < missing ? Number.NaN : (values[index - missing] as number));
  const rank = q * (values.length - 1);
  const lower = Math.floor(rank);
  const weight = rank - lower;
  return at(lower) * (1 - weight) + at(Math.min(values.length - 1, lower + 1)) * weight;
}

export interface Bucket {
  /** Upper bound. */
  le: number;
  /** Of this and all smaller ones. */
  count: number;
}

/** The q-quantile of a histogram, by Prometheus's rules (`promql/quantile.go`): linear within a bucket, from 0 in the first. */
export function bucketQuantile(q: number, given: readonly Bucket[]): number {
  if (Number.isNaN(q)) return Number.NaN;
  if (q < 0) return Number.NEGATIVE_INFINITY;
  if (q > 1) return Number.POSITIVE_INFINITY;
  const buckets = rising(given);
  const last = buckets.length - 1;
  if (buckets[last]?.le !== Number.POSITIVE_INFINITY || buckets.length < 2) return Number.NaN;
  const observations = buckets[last].count;
  if (observations === 0) return Number.NaN;
  const rank = q * observations;
  // As a search in halves finds it, which matters only where a count is NaN.
  let [b, high] = [0, last];
  while (b < high) {
    const middle = (b + high) >> 1;
    if ((buckets[middle] as Bucket).count >= rank) high = middle;
    else b = middle + 1;
  }
  const { le, count } = buckets[b] as Bucket;
  const below = buckets[b - 1];
  if (b === last) return (buckets[last - 1] as Bucket).le;
  if (!below) return le <= 0 ? le : le * (rank / count);
  return below.le + (le - below.le) * ((rank - below.count) / (count - below.count));
}

/** By bound, with one bucket for each, whose counts never fall. */
function rising(given: readonly Bucket[]): Bucket[] {
  const buckets: Bucket[] = [];
  for (const { le, count } of [...given].sort((a, b) => (a.le < b.le ? -1 : a.le > b.le ? 1 : 0))) {
    const last = buckets.at(-1);
    if (last && last.le === le) last.count += count;
    else buckets.push({ le, count });
  }
  let most = buckets[0]?.count ?? 0;
  for (const bucket of buckets) {
    if (bucket.count > most) most = bucket.count;
    else if (bucket.count < most) bucket.count = most;
  }
  return buckets;
}
