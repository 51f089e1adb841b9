import { expect, it } from 'vitest';
import { numbersIn, seriesText } from './series-text.ts';

it('a series is written as one would ask for it', () => {
  expect(seriesText({ __name__: 'up' })).toBe('up');
  expect(seriesText({ __name__: 'up', job: 'a "b"' })).toBe('up{job="a \\"b\\""}');
  expect(seriesText({ worker: 'x', host: 'y' })).toBe('{worker="x", host="y"}');
  expect(seriesText({})).toBe('{}');
});

it('a figure of an unknown unit keeps what tells it from others', () => {
  const { full, short } = numbersIn('en');
  expect([1234567.25, 0.1 + 0.2, 1e-7, Number.NaN, Number.NEGATIVE_INFINITY].map(full)).toEqual([
    '1,234,567.25',
    '0.3',
    '1E-7',
    'NaN',
    '-Inf',
  ]);
  expect([0, 1_530_000, -0.25].map(short)).toEqual(['0', '1.53M', '-0.25']);
});
