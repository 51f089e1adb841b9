/** The chunks of closed windows: what `compaction.ts` writes and `reading.ts` reads. */
import type { Samples } from '../samples.ts';
import { BitReader, createBitWriter } from './codec/bits.ts';
import { readMarked, readTimes, writeMarked, writeTimes } from './segment.ts';

const writer = createBitWriter();

/** A raw chunk: the number of its column of times in its window, and the values. */
export function encodeRaw(column: number, samples: Samples): Uint8Array {
  writer.varint(column);
  writeMarked(writer, samples);
  return writer.take();
}

export function decodeRaw(
  bytes: Uint8Array,
  timesOf: (column: number) => Float64Array | null,
): Samples | null {
  const reader = new BitReader(bytes);
  const times = timesOf(reader.varint());
  return times && readMarked(reader, times);
}

export function encodeTimes(times: Float64Array): Uint8Array {
  writeTimes(writer, times);
  return writer.take();
}

export function decodeTimes(bytes: Uint8Array): Float64Array {
  return readTimes(new BitReader(bytes));
}
