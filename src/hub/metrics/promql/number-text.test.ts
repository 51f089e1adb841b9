import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationText, parseDuration } from './duration.ts';
import { numberText, plainNumberText, readNumber, secondsText } from './number-text.ts';

describe('a number', () => {
  it.each([
    [0, '0', '0'],
    [-0, '-0', '-0'],
    [1.5, '1.5', '1.5'],
    [1e20, '100000000000000000000', '100000000000000000000'],
    [1e21, '1e+21', '1000000000000000000000'],
    [1.25e25, '1.25e+25', '12500000000000000000000000'],
    [0.000001, '0.000001', '0.000001'],
    [1e-7, '1e-07', '0.0000001'],
    [-1.5e-7, '-1.5e-07', '-0.00000015'],
    [1e-100, '1e-100', `0.${'0'.repeat(99)}1`],
    [Number.NaN, 'NaN', 'NaN'],
    [Number.POSITIVE_INFINITY, '+Inf', '+Inf'],
    [Number.NEGATIVE_INFINITY, '-Inf', '-Inf'],
  ])('%d is written %s, and %s as a label', (value, text, plain) => {
    expect(numberText(value)).toBe(text);
    expect(plainNumberText(value)).toBe(plain);
  });

  it('is the same when it is read again', () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        expect(readNumber(numberText(value))).toBe(value);
        expect(readNumber(plainNumberText(value))).toBe(value);
      }),
    );
  });

  it('is read as from the label le', () => {
    expect(['+Inf', 'inf', '-Infinity', 'nan', '1e3', '.5', '', 'x', '0x1', '1 '].map(readNumber)).toEqual([
      Number.POSITIVE_INFINITY,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      Number.NaN,
      1000,
      0.5,
      null,
      null,
      null,
      null,
    ]);
  });
});

describe('an instant', () => {
  it.each([
    [0, '0'],
    [1_435_781_430_781, '1435781430.781'],
    [1_435_781_430_001, '1435781430.001'],
    [1_000, '1'],
    [-1_500, '-1.500'],
    [-500, '-0.500'],
  ])('%d ms is written %s', (ms, text) => expect(secondsText(ms)).toBe(text));
});

describe('a duration', () => {
  it.each([
    ['5m', 300_000],
    ['1y2w3d4h5m6s7ms', 33_019_506_007],
    ['0', 0],
    ['0s', 0],
    ['', null],
    ['5', null],
    ['1s1m', null],
    ['-1m', null],
    ['999999y', null],
  ])('%s is %s ms', (text, ms) => expect(parseDuration(text)).toBe(ms));

  it('is written as short as it can be read again', () => {
    expect([0, 90_000, 3_600_000, 604_800_000, 691_200_000, -60_000, 1].map(durationText)).toEqual([
      '0s',
      '1m30s',
      '1h',
      '1w',
      '8d',
      '-1m',
      '1ms',
    ]);
    fc.assert(
      fc.property(fc.nat(), (ms) => {
        expect(parseDuration(durationText(ms))).toBe(ms);
      }),
    );
  });
});
