/**
 * Whole numbers ≥ 0, most of them small, in few bits. Each is written as its *class*, the count of its bits, and then the bits below the
 * highest one; runs of zeros are one class each. Classes are written in a prefix code made for the very numbers at hand (Huffman, at most 12
 * bits a code, canonical), so that a chunk of quiet figures costs a fraction of a bit each. JPEG codes its coefficients like that.
 */
import { type BitReader, type BitWriter, bitLength } from './bits.ts';

/** Of numbers below 2 ** 53. */
const classes = 54;
/** Runs of zeros by the bits of their length, of at least `shortestRun`. */
const runClasses = 17;
const symbols = classes + runClasses;
const shortestRun = 4;
const longestRun = 2 ** (runClasses - 1) - 1;
const longestCode = 12;

export interface Plan {
  /** How often each class occurs. */
  counts: Uint32Array;
  /** Length of each class's code; 0: it does not occur. */
  lengths: Uint8Array;
  /** What all of it takes. */
  bits: number;
}

/** What writing the first `count` numbers would take, and how. */
export function planResiduals(numbers: Float64Array, count: number): Plan {
  const counts = new Uint32Array(symbols);
  let extraBits = 0;
  for (let at = 0; at < count; at += 1) {
    const number = numbers[at] as number;
    if (number === 0) {
      const run = runOfZeros(numbers, at, count);
      if (run >= shortestRun) {
        const size = bitLength(run);
        counts[classes + size - 1] = (counts[classes + size - 1] as number) + 1;
        extraBits += size - 1;
        at += run - 1;
        continue;
      }
    }
    const size = bitLength(number);
    counts[size] = (counts[size] as number) + 1;
    if (size > 1) extraBits += size - 1;
  }
  const lengths = codeLengths(counts);
  let bits = extraBits + 8;
  for (let symbol = 0; symbol < symbols; symbol += 1) {
    const length = lengths[symbol] as number;
    if (length > 0) bits += 9 + length * (counts[symbol] as number);
  }
  return { counts, lengths, bits };
}

function runOfZeros(numbers: Float64Array, from: number, count: number): number {
  const end = Math.min(count, from + longestRun);
  let at = from + 1;
  while (at < end && numbers[at] === 0) at += 1;
  return at - from;
}

export function writeResiduals(
  writer: BitWriter,
  numbers: Float64Array,
  count: number,
  { lengths }: Plan,
): void {
  const codes = codesOf(lengths);
  writeLengths(writer, lengths);
  for (let at = 0; at < count; at += 1) {
    const number = numbers[at] as number;
    if (number === 0) {
      const run = runOfZeros(numbers, at, count);
      if (run >= shortestRun) {
        const size = bitLength(run);
        const symbol = classes + size - 1;
        writer.bits(codes[symbol] as number, lengths[symbol] as number);
        writer.bits(run - 2 ** (size - 1), size - 1);
        at += run - 1;
        continue;
      }
    }
    const size = bitLength(number);
    writer.bits(codes[size] as number, lengths[size] as number);
    if (size > 1) writer.bits(number - 2 ** (size - 1), size - 1);
  }
}

/** Fills the first `count` of `numbers`. Fails with a `RangeError` on what `writeResiduals` did not write. */
export function readResiduals(reader: BitReader, numbers: Float64Array, count: number): void {
  const { table, width } = tableOf(readLengths(reader));
  let at = 0;
  while (at < count) {
    const entry = table[reader.peek(width)] as number;
    if (entry === 0) throw new RangeError('a chunk has a code that stands for nothing');
    reader.skip(entry & 0xf);
    const symbol = (entry >>> 4) - 1;
    if (symbol < classes) {
      numbers[at++] =
        symbol < 2
          ? symbol
          : symbol <= 25
            ? (1 << (symbol - 1)) | reader.few(symbol - 1)
            : 2 ** (symbol - 1) + reader.bits(symbol - 1);
    } else {
      const size = symbol - classes + 1;
      const run = 2 ** (size - 1) + reader.bits(size - 1);
      if (run > count - at) throw new RangeError('a chunk has a run beyond its end');
      numbers.fill(0, at, at + run);
      at += run;
    }
  }
  if (reader.overrun) throw new RangeError('a chunk is cut off');
}

/** Each class that occurs as its distance from the one before and the length of its code; distance 0 ends the list. */
function writeLengths(writer: BitWriter, lengths: Uint8Array): void {
  let before = -1;
  for (let symbol = 0; symbol < symbols; symbol += 1) {
    const length = lengths[symbol] as number;
    if (length === 0) continue;
    let distance = symbol - before;
    while (distance > 14) {
      writer.bits(15, 4);
      distance -= 14;
    }
    writer.bits(distance, 4);
    writer.bits(length, 4);
    before = symbol;
  }
  writer.bits(0, 4);
}

function readLengths(reader: BitReader): Uint8Array {
  const lengths = new Uint8Array(symbols);
  let symbol = -1;
  for (;;) {
    const distance = reader.bits(4);
    if (distance === 0) return lengths;
    symbol += Math.min(distance, 14);
    if (symbol >= symbols) throw new RangeError('a chunk has a class that does not exist');
    if (distance < 15) lengths[symbol] = reader.bits(4);
  }
}

/** Huffman's, with the counts flattened until no code is too long. */
function codeLengths(counts: Uint32Array): Uint8Array {
  const lengths = new Uint8Array(symbols);
  const used: number[] = [];
  for (let symbol = 0; symbol < symbols; symbol += 1) if (counts[symbol] !== 0) used.push(symbol);
  if (used.length === 1) lengths[used[0] as number] = 1;
  if (used.length < 2) return lengths;
  used.sort((a, b) => (counts[a] as number) - (counts[b] as number));
  for (let flat = 0; ; flat += 1) {
    const depths = depthsOf(used.map((symbol) => Math.max(1, (counts[symbol] as number) >>> flat)));
    if (Math.max(...depths) > longestCode) continue;
    used.forEach((symbol, index) => (lengths[symbol] = depths[index] as number));
    return lengths;
  }
}

/** Depth of each leaf of Huffman's tree; `weights` ascending. Leaves and inner nodes each come in order of weight, so two queues do. */
function depthsOf(weights: readonly number[]): number[] {
  const leaves = weights.length;
  const weight = [...weights];
  const parent = new Uint32Array(2 * leaves - 1);
  let leaf = 0;
  let inner = leaves;
  const lightest = () =>
    leaf < leaves && (inner >= weight.length || (weight[leaf] as number) <= (weight[inner] as number))
      ? leaf++
      : inner++;
  while (weight.length < 2 * leaves - 1) {
    const first = lightest();
    const second = lightest();
    parent[first] = weight.length;
    parent[second] = weight.length;
    weight.push((weight[first] as number) + (weight[second] as number));
  }
  const depths = new Uint32Array(2 * leaves - 1);
  for (let node = 2 * leaves - 3; node >= 0; node -= 1)
    depths[node] = (depths[parent[node] as number] as number) + 1;
  return [...depths.subarray(0, leaves)];
}

/** Canonical codes: by length, then by class. */
function codesOf(lengths: Uint8Array): Uint16Array {
  const codes = new Uint16Array(symbols);
  const next = new Uint16Array(longestCode + 2);
  for (const length of lengths) if (length > 0) next[length + 1] = (next[length + 1] as number) + 1;
  for (let length = 1; length <= longestCode + 1; length += 1)
    next[length] = ((next[length - 1] as number) + (next[length] as number)) << 1;
  for (let symbol = 0; symbol < symbols; symbol += 1) {
    const length = lengths[symbol] as number;
    if (length > 0) {
      codes[symbol] = next[length] as number;
      next[length] = (next[length] as number) + 1;
    }
  }
  return codes;
}

/** What the next bits stand for: `(class + 1) << 4 | length of its code`. */
function tableOf(lengths: Uint8Array): { table: Uint16Array; width: number } {
  const width = Math.min(longestCode, Math.max(1, ...lengths));
  const codes = codesOf(lengths);
  const table = new Uint16Array(2 ** width);
  for (let symbol = 0; symbol < symbols; symbol += 1) {
    const length = lengths[symbol] as number;
    if (length === 0 || length > width) continue;
    const first = (codes[symbol] as number) << (width - length);
    table.fill(((symbol + 1) << 4) | length, first, first + 2 ** (width - length));
  }
  return { table, width };
}
