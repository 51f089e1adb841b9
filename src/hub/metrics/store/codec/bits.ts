/** Bits and bytes, written one after the other. Bits begin at the highest of a byte; whole bytes may only follow whole bytes. */

export interface BitWriter {
  /** `value` < 2 ** `bits`, at most 53 bits. */
  bits(value: number, bits: number): void;
  /** Fills up the byte that is begun. */
  align(): void;
  byte(value: number): void;
  /** A whole number ≥ 0 and < 2 ** 53, seven bits a byte, lowest first. */
  varint(value: number): void;
  float64(value: number): void;
  append(bytes: Uint8Array): void;
  readonly length: number;
  /** A copy of what was written; the writer begins anew. */
  take(): Uint8Array;
  /** Forgets what was written after this length. */
  cut(length: number): void;
  /** Takes out what was written between two lengths. */
  cutOut(from: number, to: number): void;
}

const two24 = 2 ** 24;
const two31 = 2 ** 31;
const two32 = 2 ** 32;

export function createBitWriter(): BitWriter {
  let bytes = new Uint8Array(1024);
  let view = new DataView(bytes.buffer);
  let at = 0;
  let pending = 0;
  let pendingBits = 0;

  function room(more: number): void {
    if (at + more <= bytes.length) return;
    const larger = new Uint8Array(Math.max(bytes.length * 2, at + more));
    larger.set(bytes.subarray(0, at));
    bytes = larger;
    view = new DataView(bytes.buffer);
  }

  /** At most 24 bits. */
  function few(value: number, bits: number): void {
    pending = (pending << bits) | value;
    pendingBits += bits;
    while (pendingBits >= 8) {
      pendingBits -= 8;
      bytes[at++] = (pending >>> pendingBits) & 0xff;
    }
    pending &= (1 << pendingBits) - 1;
  }

  return {
    bits(value, bits) {
      room(8);
      if (bits <= 24) return few(value, bits);
      const high = Math.floor(value / two24);
      if (bits <= 48) few(high, bits - 24);
      else {
        few(Math.floor(high / two24), bits - 48);
        few(high % two24, 24);
      }
      few(value % two24, 24);
    },
    align() {
      if (pendingBits > 0) few(0, 8 - pendingBits);
    },
    byte(value) {
      room(1);
      bytes[at++] = value;
    },
    varint(value) {
      room(8);
      let rest = value;
      while (rest >= 0x80) {
        bytes[at++] = (rest % 0x80) | 0x80;
        rest = Math.floor(rest / 0x80);
      }
      bytes[at++] = rest;
    },
    float64(value) {
      room(8);
      view.setFloat64(at, value, true);
      at += 8;
    },
    append(more) {
      room(more.length);
      bytes.set(more, at);
      at += more.length;
    },
    get length() {
      return at;
    },
    take() {
      const taken = bytes.slice(0, at);
      at = 0;
      return taken;
    },
    cut(length) {
      at = length;
    },
    cutOut(from, to) {
      bytes.copyWithin(from, to, at);
      at -= to - from;
    },
  };
}

/** Reads what a `BitWriter` wrote. Beyond the end it reads zeros; `overrun` tells. */
export class BitReader {
  private readonly bytes: Uint8Array;
  private at: number;
  private held = 0;
  private heldBits = 0;

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  /** The next bits without going on, at most 24; beyond the end zeros. */
  peek(bits: number): number {
    if (this.heldBits < bits) this.refill();
    return (this.held >>> (this.heldBits - bits)) & ((1 << bits) - 1);
  }

  private refill(): void {
    const { bytes } = this;
    do {
      this.held = (this.held << 8) | (this.at < bytes.length ? (bytes[this.at] as number) : 0);
      this.at += 1;
      this.heldBits += 8;
    } while (this.heldBits <= 24);
  }

  /** As `bits`, at most 24, and without its detours. */
  few(bits: number): number {
    if (this.heldBits < bits) this.refill();
    this.heldBits -= bits;
    return (this.held >>> this.heldBits) & ((1 << bits) - 1);
  }

  skip(bits: number): void {
    this.heldBits -= bits;
  }

  bits(bits: number): number {
    let value = 0;
    let left = bits;
    while (left > 24) {
      value = value * two24 + this.peek(24);
      this.heldBits -= 24;
      left -= 24;
    }
    if (left > 0) {
      value = value * 2 ** left + this.peek(left);
      this.heldBits -= left;
    }
    return value;
  }

  align(): void {
    // Whole bytes that were looked at ahead are given back.
    this.at -= this.heldBits >>> 3;
    this.heldBits = 0;
    this.held = 0;
  }

  byte(): number {
    return this.bytes[this.at++] ?? 0;
  }

  varint(): number {
    let value = 0;
    let factor = 1;
    for (let count = 0; count < 8; count += 1) {
      const byte = this.byte();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 0x80;
    }
    return value;
  }

  float64(): number {
    for (let index = 0; index < 8; index += 1) floatBytes[index] = this.byte();
    return float[0] as number;
  }

  take(length: number): Uint8Array {
    const taken = this.bytes.subarray(this.at, this.at + length);
    this.at += length;
    return taken;
  }

  get position(): number {
    return this.at;
  }

  /** Whether more was read than there is: the bytes are cut off or not what they are taken for. */
  get overrun(): boolean {
    return this.at - (this.heldBits >>> 3) > this.bytes.length;
  }
}

const float = new Float64Array(1);
const floatBytes = new Uint8Array(float.buffer);

/** Whole numbers of either sign as whole numbers ≥ 0, small ones staying small: 0 −1 1 −2 2 … */
export function zigzag(value: number): number {
  return value >= 0 ? value * 2 : -value * 2 - 1;
}

export function unzigzag(value: number): number {
  // Small ones, which are nearly all, in the processor's own whole numbers.
  if (value < two31) return (value >>> 1) ^ -(value & 1);
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

/** How many bits a whole number ≥ 0 takes; 0 takes none. */
export function bitLength(value: number): number {
  return value < two32 ? 32 - Math.clz32(value) : 64 - Math.clz32(Math.floor(value / two32));
}
