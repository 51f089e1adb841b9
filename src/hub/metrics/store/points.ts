/**
 * The coarser tiers: samples summed up in steps. A point stands at the last millisecond of its step and says of the samples in it the
 * least, the greatest, the sum, the count and the last; so one bad second is still seen a year later. Pure.
 */
import type { Aspect, Samples } from '../samples.ts';
import { BitReader, createBitWriter } from './codec/bits.ts';
import { largestInteger, readIntegers, writeIntegers } from './codec/integers.ts';
import { readValues, writeValues } from './codec/values.ts';
import { firstAtOrAfter } from './columns.ts';
import { readTimes, writeTimes } from './segment.ts';

export interface Points {
  times: Float64Array;
  min: Float64Array;
  max: Float64Array;
  sum: Float64Array;
  count: Float64Array;
  last: Float64Array;
  /** Indices of the points after which the series was over. */
  ended: number[];
}

/**
 * Points of whole steps. NaN counts, makes a sum NaN, and is never a least or greatest unless there is nothing else. A stale mark is kept
 * when nothing comes after it in its step.
 */
export function sumUp({ times, values, stale }: Samples, stepMs: number): Points {
  const points: number[][] = [];
  const ended: number[] = [];
  const marks = new Set(stale);
  let step = Number.NaN;
  let point: number[] = [];
  for (let at = 0; at < times.length; at += 1) {
    const now = Math.floor((times[at] as number) / stepMs);
    if (marks.size > 0 && marks.has(at)) {
      // With no sample of its own, it ends the point before.
      const open = points.length - 1;
      if (open >= 0 && ended.at(-1) !== open) ended.push(open);
      continue;
    }
    const value = values[at] as number;
    if (now !== step) {
      step = now;
      point = [(now + 1) * stepMs - 1, value, value, value, 1, value];
      points.push(point);
      continue;
    }
    if (ended.at(-1) === points.length - 1) ended.pop();
    if (value < (point[1] as number) || Number.isNaN(point[1])) point[1] = value;
    if (value > (point[2] as number) || Number.isNaN(point[2])) point[2] = value;
    point[3] = (point[3] as number) + value;
    point[4] = (point[4] as number) + 1;
    point[5] = value;
  }
  const column = (index: number) => Float64Array.from(points, (each) => each[index] as number);
  return {
    times: column(0),
    min: column(1),
    max: column(2),
    sum: column(3),
    count: column(4),
    last: column(5),
    ended,
  };
}

const columnNames = ['times', 'min', 'max', 'sum', 'count', 'last'] as const;

/** Points with those of a span (ms, the end not included) in the place of whatever stood there. */
export function replaceSpan(points: Points, span: Points, from: number, to: number): Points {
  const start = firstAtOrAfter(points.times, from);
  const end = firstAtOrAfter(points.times, to);
  const joined = Object.fromEntries(
    columnNames.map((name) => {
      const column = new Float64Array(start + span.times.length + points.times.length - end);
      column.set(points[name].subarray(0, start));
      column.set(span[name], start);
      column.set(points[name].subarray(end), start + span.times.length);
      return [name, column];
    }),
  ) as Record<(typeof columnNames)[number], Float64Array>;
  const shift = start + span.times.length - end;
  return {
    ...joined,
    ended: [
      ...points.ended.filter((at) => at < start),
      ...span.ended.map((at) => at + start),
      ...points.ended.filter((at) => at >= end).map((at) => at + shift),
    ],
  };
}

const kinds = { plain: 255 } as const;
const largestScale = 6;
const writer = createBitWriter();
const body = createBitWriter();

/**
 * Short decimals are written as whole numbers at a common scale: the last, and how far the others are from it. A sum of decimals is one,
 * too, and is rid of what adding doubles left on it.
 */
export function encodePoints(points: Points): Uint8Array {
  const { times, ended, count, last } = points;
  writeTimes(writer, times);
  writer.varint(ended.length);
  for (const at of ended) writer.varint(at);
  const length = times.length;
  const put = (column: Float64Array, asIntegers: boolean) => {
    if (asIntegers) writeIntegers(body, column, length);
    else writeValues(body, column, length);
    writer.varint(body.length);
    writer.append(body.take());
  };
  put(count, true);
  const scale = scaleOf(points);
  writer.byte(scale ?? kinds.plain);
  if (scale === null) {
    for (const name of ['last', 'min', 'max', 'sum'] as const) put(points[name], false);
    return writer.take();
  }
  const power = 10 ** scale;
  const whole = (column: Float64Array) => column.map((value) => Math.round(value * power));
  const lasts = whole(last);
  put(lasts, true);
  put(
    whole(points.min).map((value, at) => (lasts[at] as number) - value),
    true,
  );
  put(
    whole(points.max).map((value, at) => value - (lasts[at] as number)),
    true,
  );
  put(
    whole(points.sum).map((value, at) => value - (lasts[at] as number) * (count[at] as number)),
    true,
  );
  return writer.take();
}

/** The fewest decimal places at which everything is whole; null when there are none. */
function scaleOf({ last, min, max, sum, count }: Points): number | null {
  const widest = largestInteger / 16;
  for (let scale = 0; scale <= largestScale; scale += 1) {
    const power = 10 ** scale;
    const isWhole = (value: number) =>
      Math.round(value * power) / power === value &&
      Math.abs(value * power) < widest &&
      !Object.is(value, -0);
    const fits = last.every((value, at) => {
      const total = sum[at] as number;
      const rounded = Math.round(total * power) / power;
      return (
        isWhole(value) &&
        isWhole(min[at] as number) &&
        isWhole(max[at] as number) &&
        Math.abs(value * power * (count[at] as number)) < widest &&
        Math.abs(rounded - total) <= Math.abs(total) * 2 ** -44
      );
    });
    // Beyond 2 ** 49 apart, which `writeIntegers` refuses, they are not whole enough.
    if (fits) return last.length > 0 && spread(last, power) && spread(sum, power) ? scale : null;
  }
  return null;
}

function spread(column: Float64Array, power: number): boolean {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const value of column) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return (most - least) * power < 2 ** 47;
}

export function decodePoints(bytes: Uint8Array): Points {
  const reader = new BitReader(bytes);
  const { times, ended } = readFrame(reader);
  const length = times.length;
  const get = (asIntegers: boolean) => {
    reader.varint();
    const column = new Float64Array(length);
    if (asIntegers) readIntegers(reader, column, length);
    else readValues(reader, column, length);
    return column;
  };
  const count = get(true);
  const scale = reader.byte();
  if (scale === kinds.plain) {
    return { times, ended, count, last: get(false), min: get(false), max: get(false), sum: get(false) };
  }
  const power = 10 ** scale;
  const lasts = get(true);
  const min = get(true).map((value, at) => ((lasts[at] as number) - value) / power);
  const max = get(true).map((value, at) => ((lasts[at] as number) + value) / power);
  const sum = get(true).map((value, at) => (value + (lasts[at] as number) * (count[at] as number)) / power);
  return { times, ended, count, last: lasts.map((value) => value / power), min, max, sum };
}

function readFrame(reader: BitReader): { times: Float64Array; ended: number[] } {
  const times = readTimes(reader);
  const many = reader.varint();
  if (many > times.length) throw new RangeError('a chunk has more ends than points');
  return { times, ended: Array.from({ length: many }, () => reader.varint()) };
}

/** One aspect as a column of samples. Where the series was over, a stale mark follows right after the point. */
export function aspectOf(points: Points, aspect: Aspect): Samples {
  const { times, ended } = points;
  const values = points[aspect];
  const ofCounts = aspect === 'sum' ? points.count : null;
  if (ended.length === 0)
    return { times, values, stale: [], ...(ofCounts && { counts: Float64Array.from(ofCounts) }) };
  const marks = new Set(ended);
  const withMarks: Samples = {
    times: new Float64Array(times.length + ended.length),
    values: new Float64Array(times.length + ended.length),
    stale: [],
  };
  const counts = ofCounts && new Float64Array(times.length + ended.length);
  const stale: number[] = [];
  let to = 0;
  for (let at = 0; at < times.length; at += 1) {
    withMarks.times[to] = times[at] as number;
    withMarks.values[to] = values[at] as number;
    if (counts) counts[to] = ofCounts?.[at] as number;
    to += 1;
    if (!marks.has(at)) continue;
    withMarks.times[to] = (times[at] as number) + 1;
    withMarks.values[to] = Number.NaN;
    stale.push(to);
    to += 1;
  }
  return { ...withMarks, stale, ...(counts && { counts }) };
}
