/**
 * Samples of up to 64 neighbouring series over some minutes, in one blob: first each distinct column of times, then each series with the
 * number of its column, its stale marks and its values. Series that are sampled together share their times.
 */
import type { Samples } from '../samples.ts';
import { BitReader, type BitWriter, createBitWriter } from './codec/bits.ts';
import { readIntegers, writeIntegers } from './codec/integers.ts';
import { readValues, writeValues } from './codec/values.ts';

export const groupSize = 64;
export const groupOf = (id: number) => Math.floor(id / groupSize);
/** What a chunk of samples may hold; decoding allocates no more for bytes that say otherwise. */
const mostSamples = 2 ** 22;

const writer = createBitWriter();
/** For what is written after its own length. */
const body = createBitWriter();

export interface SegmentEntry {
  id: number;
  samples: Samples;
}

export function encodeSegment(entries: readonly SegmentEntry[]): Uint8Array {
  const columns: Float64Array[] = [];
  const columnOf = entries.map(({ samples: { times } }) => {
    const known = columns.findIndex((other) => sameTimes(other, times));
    return known >= 0 ? known : columns.push(times) - 1;
  });
  writer.varint(columns.length);
  for (const times of columns) writeTimes(writer, times);
  entries.forEach(({ id, samples }, index) => {
    writer.byte(id % groupSize);
    writer.varint(columnOf[index] as number);
    writeMarked(writer, samples);
  });
  return writer.take();
}

export function sameTimes(a: Float64Array, b: Float64Array): boolean {
  return a === b || (a.length === b.length && a[0] === b[0] && a.every((time, at) => time === b[at]));
}

/** Reads one series of a segment; the times of one that is read several times are decoded once. */
export interface SegmentReader {
  read(id: number): Samples | null;
  ids(group: number): number[];
}

export function openSegment(bytes: Uint8Array): SegmentReader {
  const reader = new BitReader(bytes);
  const columns = Array.from({ length: bounded(reader.varint(), bytes.length) }, () => {
    const start = reader.position;
    skipTimes(reader);
    return { start, times: null as Float64Array | null };
  });
  const timesOf = (index: number) => {
    const column = columns[index];
    if (!column) throw new RangeError('a segment names times that it does not have');
    column.times ??= readTimes(new BitReader(bytes, column.start));
    return column.times;
  };
  const entries = new Map<number, { column: number; start: number }>();
  while (reader.position < bytes.length) {
    const slot = reader.byte();
    const column = reader.varint();
    entries.set(slot, { column, start: reader.position });
    skipMarked(reader);
  }
  return {
    read(id) {
      const entry = entries.get(id % groupSize);
      if (!entry) return null;
      return readMarked(new BitReader(bytes, entry.start), timesOf(entry.column));
    },
    ids: (group) => [...entries.keys()].map((slot) => group * groupSize + slot),
  };
}

/** A column of times: how many, how long, and the column, so that it can be passed over. */
export function writeTimes(to: BitWriter, times: Float64Array): void {
  if (!writeIntegers(body, times, times.length)) throw new RangeError('times lie too far apart');
  to.varint(times.length);
  to.varint(body.length);
  to.append(body.take());
}

export function readTimes(reader: BitReader): Float64Array {
  const count = bounded(reader.varint(), mostSamples);
  reader.varint();
  const times = new Float64Array(count);
  readIntegers(reader, times, count);
  return times;
}

function skipTimes(reader: BitReader): void {
  reader.varint();
  reader.take(reader.varint());
}

/** Values with their stale marks: how long, the marks, the column. */
export function writeMarked(to: BitWriter, { values, stale }: Pick<Samples, 'values' | 'stale'>): void {
  body.varint(stale.length);
  let before = -1;
  for (const mark of stale) {
    body.varint(mark - before);
    before = mark;
  }
  // A mark's value means nothing, and is written as what costs least.
  const plain = stale.length === 0 ? values : values.slice();
  for (const mark of stale) plain[mark] = plain[mark - 1] ?? 0;
  writeValues(body, plain, plain.length);
  to.varint(body.length);
  to.append(body.take());
}

export function readMarked(reader: BitReader, times: Float64Array): Samples {
  reader.varint();
  const marks = bounded(reader.varint(), times.length);
  const stale: number[] = [];
  for (let before = -1; stale.length < marks; ) stale.push((before += reader.varint()));
  const values = new Float64Array(times.length);
  readValues(reader, values, times.length);
  for (const mark of stale) values[mark] = Number.NaN;
  return { times, values, stale };
}

function skipMarked(reader: BitReader): void {
  reader.take(reader.varint());
}

function bounded(count: number, most: number): number {
  if (count > most) throw new RangeError('a chunk says that it holds more than it can');
  return count;
}
