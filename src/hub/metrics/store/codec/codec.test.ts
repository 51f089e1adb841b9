import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BitReader, createBitWriter } from './bits.ts';
import { readIntegers, writeIntegers } from './integers.ts';
import { readValues, writeValues } from './values.ts';

function roundTrip(values: readonly number[]): { bytes: number; values: number[] } {
  const writer = createBitWriter();
  writer.byte(0x55);
  writeValues(writer, Float64Array.from(values), values.length);
  writer.byte(0xaa);
  const bytes = writer.take();
  const reader = new BitReader(bytes, 1);
  const read = new Float64Array(values.length);
  readValues(reader, read, values.length);
  expect(reader.byte()).toBe(0xaa);
  return { bytes: bytes.length - 2, values: [...read] };
}

/** The bits count: −0 is not 0, and NaN is NaN. */
function expectSame(read: readonly number[], written: readonly number[]): void {
  expect(read.length).toBe(written.length);
  written.forEach((value, at) => {
    if (!Object.is(read[at], value)) expect.fail(`at ${at}: ${read[at]} instead of ${value}`);
  });
}

const odd = fc.constantFrom(
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  -0,
  0,
  Number.MAX_VALUE,
  Number.MIN_VALUE,
  2 ** 53,
  2 ** 52 + 1,
  -(2 ** 53),
  1e15 + 0.5,
);
const page = fc.integer({ min: 0, max: 1e6 }).map((pages) => pages * 4096);
const decimal = fc.tuple(fc.integer(), fc.integer({ min: 0, max: 12 })).map(([n, d]) => n / 10 ** d);
const computed = fc.tuple(decimal, decimal).map(([a, b]) => a + b - b);
const any = fc.double();

describe('values', () => {
  for (const [name, value] of Object.entries({ odd, page, decimal, computed, any })) {
    it(`come back exactly: ${name}`, () => {
      fc.assert(
        fc.property(fc.array(value, { minLength: 1, maxLength: 300 }), (values) => {
          expectSame(roundTrip(values).values, values);
        }),
      );
    });
  }

  it('come back exactly when all kinds are mixed', () => {
    const mixed = fc.oneof(
      { weight: 20, arbitrary: page },
      { weight: 20, arbitrary: decimal },
      { weight: 5, arbitrary: computed },
      { weight: 2, arbitrary: any },
      { weight: 1, arbitrary: odd },
    );
    fc.assert(
      fc.property(fc.array(mixed, { minLength: 1, maxLength: 300 }), (values) => {
        expectSame(roundTrip(values).values, values);
      }),
    );
  });

  it('come back exactly as long walks with runs of what does not change', () => {
    const step = fc.tuple(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: 1, max: 2000 }));
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 20 }), (steps) => {
        let value = 0;
        const values = steps.flatMap(([by, times]) => {
          value += by;
          return Array.from({ length: times }, () => value / 100);
        });
        expectSame(roundTrip(values).values, values);
      }),
      { numRuns: 50 },
    );
  });

  it('takes a few bytes for what does not change', () => {
    expect(roundTrip(Array.from({ length: 3600 }, () => 1)).bytes).toBeLessThanOrEqual(2);
    expect(roundTrip(Array.from({ length: 3600 }, () => Number.NaN)).bytes).toBe(9);
  });

  it('takes a few bytes for a counter that grows steadily', () => {
    const counter = Array.from({ length: 3600 }, (_, at) => 1_000_000 + 250 * at);
    expect(roundTrip(counter).bytes).toBeLessThan(20);
  });

  it('takes little more for one odd value among decimals', () => {
    const decimals = Array.from({ length: 3600 }, (_, at) => Math.round(Math.sin(at / 100) * 1000) / 1000);
    const plain = roundTrip(decimals).bytes;
    decimals[1800] = Number.NaN;
    decimals[2000] = Math.PI;
    expect(roundTrip(decimals).bytes).toBeLessThan(plain + 40);
  });

  it('takes decimals that arithmetic moved for decimals', () => {
    const moved = Array.from({ length: 3600 }, (_, at) => (at % 100) * 0.1 + 0.7);
    expect(roundTrip(moved).bytes).toBeLessThan(2 * 3600);
  });
});

describe('whole numbers', () => {
  it('come back exactly at the far ends of what fits', () => {
    const number = fc.integer({ min: -(2 ** 48), max: 2 ** 48 });
    fc.assert(
      fc.property(fc.array(number, { minLength: 1, maxLength: 200 }), (numbers) => {
        const writer = createBitWriter();
        expect(writeIntegers(writer, Float64Array.from(numbers), numbers.length)).toBe(true);
        const read = new Float64Array(numbers.length);
        readIntegers(new BitReader(writer.take()), read, numbers.length);
        expect([...read].map((value) => value + 0)).toEqual(numbers.map((value) => value + 0));
      }),
    );
  });

  it('refuses what lies too far apart, and writes nothing', () => {
    const writer = createBitWriter();
    expect(writeIntegers(writer, Float64Array.of(0, 1, 2 ** 51), 3)).toBe(false);
    expect(writer.length).toBe(0);
  });

  it('takes times with a little jitter at a second for one byte each', () => {
    const times = Float64Array.from({ length: 3600 }, (_, at) => 1.78e12 + at * 1000 + ((at * 7919) % 5));
    const writer = createBitWriter();
    writeIntegers(writer, times, times.length);
    expect(writer.length).toBeLessThan(3600);
  });
});

describe('what was not written by it', () => {
  it('is read as values or refused with a RangeError, in bounded time', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.integer({ min: 1, max: 500 }), (bytes, count) => {
        const read = new Float64Array(count);
        try {
          readValues(new BitReader(bytes), read, count);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
