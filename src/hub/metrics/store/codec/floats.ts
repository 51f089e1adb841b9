/**
 * A column of doubles that are no short decimals: each is combined with the one before by exclusive or, and the bits that differ are written
 * (T. Pelkonen et al., "Gorilla: A Fast, Scalable, In-Memory Time Series Database", VLDB 2015), with six bits for each of the two counts.
 */
import type { BitReader, BitWriter } from './bits.ts';

const pair = new Float64Array(1);
const words = new Uint32Array(pair.buffer);
const [low, high] = isLittleEndian() ? [0, 1] : [1, 0];
const two32 = 2 ** 32;

function isLittleEndian(): boolean {
  return new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
}

export function writeFloats(writer: BitWriter, values: Float64Array, count: number): void {
  let beforeHigh = 0;
  let beforeLow = 0;
  let leading = 0;
  let length = 0;
  for (let at = 0; at < count; at += 1) {
    pair[0] = values[at] as number;
    const nowHigh = words[high] as number;
    const nowLow = words[low] as number;
    const differHigh = (nowHigh ^ beforeHigh) >>> 0;
    const differLow = (nowLow ^ beforeLow) >>> 0;
    beforeHigh = nowHigh;
    beforeLow = nowLow;
    if (differHigh === 0 && differLow === 0) {
      writer.bits(0, 1);
      continue;
    }
    const ahead = differHigh !== 0 ? Math.clz32(differHigh) : 32 + Math.clz32(differLow);
    const behind = differLow !== 0 ? trailingZeros(differLow) : 32 + trailingZeros(differHigh);
    const needed = 64 - ahead - behind;
    const fits = length > 0 && ahead >= leading && behind >= 64 - leading - length;
    if (fits && length <= needed + 12) writer.bits(0b10, 2);
    else {
      leading = ahead;
      length = needed;
      writer.bits(0b11, 2);
      writer.bits(leading, 6);
      writer.bits(length - 1, 6);
    }
    writeWords(writer, differHigh, differLow, 64 - leading - length, length);
  }
  writer.align();
}

export function readFloats(reader: BitReader, values: Float64Array, count: number): void {
  let nowHigh = 0;
  let nowLow = 0;
  let leading = 0;
  let length = 0;
  for (let at = 0; at < count; at += 1) {
    if (reader.bits(1) === 1) {
      if (reader.bits(1) === 1) {
        leading = reader.bits(6);
        length = reader.bits(6) + 1;
      }
      const shift = 64 - leading - length;
      if (length === 0 || shift < 0) throw new RangeError('a chunk has a number of more than 64 bits');
      // At most 53 bits are read at once; the shift puts them where they differ.
      const upperBits = Math.max(0, length + shift - 32);
      const [upper, lower] =
        shift >= 32
          ? [reader.bits(length) * 2 ** (shift - 32), 0]
          : [upperBits > 0 ? reader.bits(upperBits) : 0, reader.bits(length - upperBits) * 2 ** shift];
      nowHigh = (nowHigh ^ upper) >>> 0;
      nowLow = (nowLow ^ lower) >>> 0;
    }
    words[high] = nowHigh;
    words[low] = nowLow;
    values[at] = pair[0] as number;
  }
  reader.align();
  if (reader.overrun) throw new RangeError('a chunk is cut off');
}

/** `length` bits of the two words, above the lowest `shift`. */
function writeWords(
  writer: BitWriter,
  highWord: number,
  lowWord: number,
  shift: number,
  length: number,
): void {
  if (shift >= 32) return writer.bits(highWord / 2 ** (shift - 32), length);
  const upperBits = Math.max(0, length + shift - 32);
  if (upperBits > 0) writer.bits(highWord, upperBits);
  writer.bits(Math.floor((lowWord % two32) / 2 ** shift), length - upperBits);
}

function trailingZeros(word: number): number {
  return 31 - Math.clz32(word & -word);
}
