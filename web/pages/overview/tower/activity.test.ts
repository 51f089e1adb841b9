import { describe, expect, it } from 'vitest';
import { addSample, noFigures } from '../../../data/live/fleet-state.ts';
import { testSample } from '../../../data/testing/fleet.ts';
import { activityOf } from './activity.ts';

/** A minute in which `a` does more every second and `b` comes for the last ten. */
function minute(length = 60) {
  let figures = noFigures;
  for (let second = 0; second < length; second++) {
    const a: [string, number, number] = ['a', second / 100, 1];
    const late = second >= length - 10;
    figures = addSample(figures, testSample(second * 1_000, late ? [['b', 4, 1], a] : [a]));
  }
  return figures;
}

const round = (heights: Float32Array) => [...heights].map((height) => Number(height.toFixed(2)));

describe('the activity of many workers', () => {
  it('is the mean of each part of the minute, oldest first, as a square root', () => {
    expect(round(activityOf(minute(), ['a'], 3))).toEqual(
      [9.5, 29.5, 49.5].map((percent) => Number(Math.sqrt(percent / 100).toFixed(2))),
    );
  });

  it('is not known before there were figures, and no more than full', () => {
    expect(round(activityOf(minute(), ['b', 'a'], 6)).slice(0, 6)).toEqual([NaN, NaN, NaN, NaN, NaN, 1]);
    expect(round(activityOf(minute(), ['nobody'], 2))).toEqual([NaN, NaN]);
  });

  it('stands at the right while the minute is young', () => {
    expect(round(activityOf(minute(15), ['a'], 4))).toEqual([
      NaN,
      NaN,
      NaN,
      Number(Math.sqrt(0.07).toFixed(2)),
    ]);
  });
});
