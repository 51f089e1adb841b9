import { describe, expect, it } from 'vitest';
import { firstFrom, levelsOf } from './levels.ts';

const samples = {
  times: Float64Array.from([0, 10, 20, 30, 70, 80]),
  values: Float64Array.from([1, 100, 3, Number.NaN, 5, 7]),
};

describe('levels', () => {
  it('are the medians of equal steps, at their middles', () => {
    const { times, values } = levelsOf(samples, 90, 30, 3);
    expect([...times]).toEqual([15, 75]);
    expect([...values]).toEqual([3, 6]);
  });

  it('leave out what is not a number, and what is outside', () => {
    expect([...levelsOf(samples, 80, 30, 2).values]).toEqual([3, 5]);
    expect([...levelsOf(samples, 70, 20, 1).values]).toEqual([]);
  });
});

it('finds the first sample that is not before a time', () => {
  expect([-1, 0, 1, 30, 80, 81].map((ms) => firstFrom(samples.times, ms))).toEqual([0, 0, 1, 3, 5, 6]);
});
