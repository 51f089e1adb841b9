import { describe, expect, it } from 'vitest';
import { firstFrom, levelsOf } from './levels.ts';

const samples = {
  times: Float64Array.from([0, 10, 20, 30, 70, 80]),
  values: Float64Array.from([1, 100, 3, Number.NaN, 5, 7]),
};

describe('levels', () => {
  it('are the medians of equal steps, at their middles', () => {
    const { times, values } = levelsOf(samples, 0, 90, 30);
    expect([...times]).toEqual([15, 75]);
    expect([...values]).toEqual([3, 6]);
  });

  it('leave out what is not a number, and what is outside', () => {
    expect([...levelsOf(samples, 20, 80, 30).values]).toEqual([3, 5]);
  });

  it('end where the time ends', () => {
    expect([...levelsOf(samples, 60, 100, 30).times]).toEqual([75]);
    expect([...levelsOf(samples, 60, 81, 15).times]).toEqual([67.5, 78]);
  });
});

it('finds the first sample that is not before a time', () => {
  expect([-1, 0, 1, 30, 80, 81].map((ms) => firstFrom(samples.times, ms))).toEqual([0, 0, 1, 3, 5, 6]);
});
