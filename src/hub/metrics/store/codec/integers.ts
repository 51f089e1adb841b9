/**
 * A column of whole numbers: their greatest common step is divided out (memory comes in pages of 4,096), then whichever takes least of the
 * distances from the smallest (noise), the differences (what wanders), or the differences of those (what grows steadily, as times and
 * counters do).
 */
import { type BitReader, type BitWriter, unzigzag, zigzag } from './bits.ts';
import { type Plan, planResiduals, readResiduals, writeResiduals } from './residuals.ts';

/** Distances beyond this, in steps, do not fit the doubles that differences of differences are reckoned in. */
const widest = 2 ** 49;
export const largestInteger = 2 ** 52;
const orders = [0, 1, 2] as const;
type Order = (typeof orders)[number];

/** Reused, since chunks are coded one after the other. */
let scratch = orders.map(() => new Float64Array(0));

function scratchFor(order: Order, count: number): Float64Array {
  if ((scratch[0] as Float64Array).length < count)
    scratch = orders.map(() => new Float64Array(2 ** Math.ceil(Math.log2(count + 1))));
  return scratch[order] as Float64Array;
}

/** Writes the first `count` (≥ 1) numbers, all whole and within ±`largestInteger`; false, with nothing written, when they lie too far apart. */
export function writeIntegers(writer: BitWriter, numbers: Float64Array, count: number): boolean {
  const first = numbers[0] as number;
  let least = first;
  let most = first;
  let step = 0;
  for (let at = 1; at < count; at += 1) {
    const number = numbers[at] as number;
    if (number < least) least = number;
    if (number > most) most = number;
    if (step !== 1 && number !== first) step = commonDivisor(step, Math.abs(number - first));
  }
  if (step === 0) step = 1;
  if ((most - least) / step > widest) return false;
  let best: { order: Order; plan: Plan } | null = null;
  for (const order of orders) {
    const residuals = scratchFor(order, count);
    reduce(order, numbers, count, order === 0 ? least : first, step, residuals);
    const plan = planResiduals(residuals, count);
    if (best === null || plan.bits < best.plan.bits) best = { order, plan };
  }
  const { order, plan } = best as { order: Order; plan: Plan };
  writer.byte(order);
  writer.varint(step);
  writer.varint(zigzag(order === 0 ? least : first));
  writeResiduals(writer, scratchFor(order, count), count, plan);
  writer.align();
  return true;
}

function reduce(
  order: Order,
  numbers: Float64Array,
  count: number,
  base: number,
  step: number,
  out: Float64Array,
): void {
  let before = 0;
  let growth = 0;
  for (let at = 0; at < count; at += 1) {
    const now = ((numbers[at] as number) - base) / step;
    const change = now - before;
    out[at] = order === 0 ? now : zigzag(order === 1 ? change : change - growth);
    before = now;
    growth = change;
  }
}

/** Fills the first `count` of `numbers` with what `writeIntegers` wrote, each divided by `divisor`. */
export function readIntegers(reader: BitReader, numbers: Float64Array, count: number, divisor = 1): void {
  const order = reader.byte();
  const step = reader.varint();
  const base = unzigzag(reader.varint());
  readResiduals(reader, numbers, count);
  reader.align();
  let now = 0;
  let growth = 0;
  if (order === 1) {
    for (let at = 0; at < count; at += 1) {
      now += unzigzag(numbers[at] as number);
      numbers[at] = base + now * step;
    }
  } else if (order === 2) {
    for (let at = 0; at < count; at += 1) {
      growth += unzigzag(numbers[at] as number);
      now += growth;
      numbers[at] = base + now * step;
    }
  } else for (let at = 0; at < count; at += 1) numbers[at] = base + (numbers[at] as number) * step;
  if (divisor !== 1) for (let at = 0; at < count; at += 1) numbers[at] = (numbers[at] as number) / divisor;
}

function commonDivisor(a: number, b: number): number {
  let [large, small] = [a, b];
  while (small > 0) [large, small] = [small, large % small];
  return large;
}
