/**
 * A column of values, exactly as they came: NaN, infinities and −0 too. Most figures are short decimals in doubles (`0.1234`, bytes, counts)
 * and are written as the whole numbers they are at a common scale; the few that are none are set apart. A value that is off its decimal by
 * the rounding of some arithmetic (`13.334000000000001`) keeps its decimal and, in a column beside, by how many steps of a double it is off.
 * What has no scale is written by `floats.ts`. The idea of decimals with exceptions is that of A. Afroozeh et al., "ALP: Adaptive Lossless
 * Floating-Point Compression", SIGMOD 2023.
 */
import { type BitReader, type BitWriter, unzigzag, zigzag } from './bits.ts';
import { readFloats, writeFloats } from './floats.ts';
import { largestInteger, readIntegers, writeIntegers } from './integers.ts';
import { planResiduals, readResiduals, writeResiduals } from './residuals.ts';

const kinds = { constant: 0, float: 1, floats: 2, scaled: 3 } as const;
/** Of the kind's byte: what else is in a scaled column. */
const flags = { nudges: 4, exceptions: 8 } as const;
const scaleShift = 4;
const largestScale = 13;
const powers = Array.from({ length: largestScale + 1 }, (_, scale) => 10 ** scale);
/** A value is taken for a decimal that arithmetic moved when it is off by at most this. */
const widestNudge = 2 ** 5;
/** Decimals that arithmetic moved must be this short, or any double would be near one. */
const largestNudged = 2 ** 44;
const exceptionsAllowed = 1 / 16;

const one = new Float64Array(1);
const oneBits = new BigInt64Array(one.buffer);
let integers = new Float64Array(0);
let nudges = new Float64Array(0);

/** Writes the first `count` (≥ 1) values. */
export function writeValues(writer: BitWriter, values: Float64Array, count: number): void {
  const first = values[0] as number;
  if (isConstant(values, count)) {
    if (isInteger(first)) {
      writer.byte(kinds.constant);
      writer.varint(zigzag(first));
    } else {
      writer.byte(kinds.float);
      writer.float64(first);
    }
    return;
  }
  const start = writer.length;
  const scaled = writeScaled(writer, values, count);
  if (scaled === 'short') return;
  const end = writer.length;
  writer.byte(kinds.floats);
  writeFloats(writer, values, count);
  if (scaled === 'none') return;
  // Long decimals may take more than their bits would.
  if (writer.length - end < end - start) writer.cutOut(start, end);
  else writer.cut(end);
}

/** Fills the first `count` of `values`. Fails with a `RangeError` on what `writeValues` did not write. */
export function readValues(reader: BitReader, values: Float64Array, count: number): void {
  const head = reader.byte();
  switch (head & 3) {
    case kinds.constant:
      values.fill(unzigzag(reader.varint()), 0, count);
      return;
    case kinds.float:
      values.fill(reader.float64(), 0, count);
      return;
    case kinds.floats:
      return readFloats(reader, values, count);
    default:
      return readScaled(reader, head, values, count);
  }
}

function isConstant(values: Float64Array, count: number): boolean {
  const first = values[0] as number;
  for (let at = 1; at < count; at += 1) if (!Object.is(values[at], first)) return false;
  return true;
}

const isInteger = (value: number) =>
  Number.isInteger(value) && Math.abs(value) <= largestInteger && !Object.is(value, -0);

function writeScaled(writer: BitWriter, values: Float64Array, count: number): 'none' | 'short' | 'long' {
  if (integers.length < count) {
    integers = new Float64Array(2 ** Math.ceil(Math.log2(count)));
    nudges = new Float64Array(integers.length);
  }
  const scale = scaleOf(values, count);
  if (scale === null) return 'none';
  const power = powers[scale] as number;
  let nudged = false;
  const exceptions: number[] = [];
  let before = 0;
  for (let at = 0; at < count; at += 1) {
    const value = values[at] as number;
    const steps = stepsOff(value, power);
    if (steps === null) exceptions.push(at);
    else before = Math.round(value * power);
    integers[at] = before;
    nudges[at] = zigzag(steps ?? 0);
    if (steps !== null && steps !== 0) nudged = true;
  }
  const start = writer.length;
  const isShort = scale <= 4 && !nudged && exceptions.length === 0;
  writer.byte(
    kinds.scaled |
      (nudged ? flags.nudges : 0) |
      (exceptions.length > 0 ? flags.exceptions : 0) |
      (scale << scaleShift),
  );
  if (exceptions.length > 0) {
    writer.varint(exceptions.length);
    let last = -1;
    for (const at of exceptions) {
      writer.varint(at - last);
      writer.float64(values[at] as number);
      last = at;
    }
  }
  if (!writeIntegers(writer, integers, count)) {
    writer.cut(start);
    return 'none';
  }
  if (nudged) {
    writeResiduals(writer, nudges, count, planResiduals(nudges, count));
    writer.align();
  }
  return isShort ? 'short' : 'long';
}

function readScaled(reader: BitReader, head: number, values: Float64Array, count: number): void {
  const exceptions: [number, number][] = [];
  if (head & flags.exceptions) {
    const many = reader.varint();
    if (many > count) throw new RangeError('a chunk has more exceptions than values');
    let at = -1;
    for (let index = 0; index < many; index += 1) {
      at += reader.varint();
      exceptions.push([at, reader.float64()]);
    }
  }
  readIntegers(reader, values, count, powers[head >>> scaleShift] ?? 1);
  if (head & flags.nudges) {
    if (nudges.length < count) nudges = new Float64Array(count);
    readResiduals(reader, nudges, count);
    reader.align();
    for (let at = 0; at < count; at += 1) {
      const steps = nudges[at] as number;
      if (steps !== 0) values[at] = nudge(values[at] as number, unzigzag(steps));
    }
  }
  for (const [at, value] of exceptions) if (at < count) values[at] = value;
}

/** The fewest decimal places at which all but a few of the values are whole; null when too many are none. */
function scaleOf(values: Float64Array, count: number): number | null {
  const allowed = Math.floor(count * exceptionsAllowed) + 1;
  let scale = 0;
  let exceptions = 0;
  for (let at = 0; at < count; at += 1) {
    const value = values[at] as number;
    if (stepsOff(value, powers[scale] as number) !== null) continue;
    let next = scale + 1;
    while (next <= largestScale && stepsOff(value, powers[next] as number) === null) next += 1;
    if (next <= largestScale) scale = next;
    else if (++exceptions > allowed) return null;
  }
  return scale;
}

/** By how many steps of a double the value is off its nearest decimal; null when it is no decimal of that many places. */
function stepsOff(value: number, power: number): number | null {
  const whole = Math.round(value * power);
  const decimal = whole / power;
  if (decimal === value) {
    return whole > largestInteger || whole < -largestInteger || Object.is(value, -0) ? null : 0;
  }
  const size = Math.abs(whole);
  if (!(size <= largestNudged) || size === 0) return null;
  if (Math.abs(decimal - value) > Math.abs(value) * 2 ** -46) return null;
  const steps = stepsBetween(decimal, value);
  return Math.abs(steps) <= widestNudge ? steps : null;
}

function stepsBetween(from: number, to: number): number {
  one[0] = from;
  const fromBits = oneBits[0] as bigint;
  one[0] = to;
  return Number((oneBits[0] as bigint) - fromBits);
}

function nudge(value: number, steps: number): number {
  one[0] = value;
  oneBits[0] = (oneBits[0] as bigint) + BigInt(steps);
  return one[0];
}
