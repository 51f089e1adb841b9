import { describe, expect, it } from 'vitest';
import { courseOf, isYoung } from './course.ts';
import type { Curves } from './curves.ts';

const stepMs = 30_000;
const hourOf = (values: (number | null)[]): Curves => ({
  times: values.map((_, at) => (at + 1) * stepMs),
  values: { 'cpu.mean': values },
});

describe('the course of a figure', () => {
  it('is the hour from where something is known, across all of the width', () => {
    const hour = hourOf([null, null, ...Array.from({ length: 40 }, (_, at) => (at === 20 ? null : at))]);
    expect(isYoung(hour, 'cpu')).toBe(false);
    const { values, places } = courseOf(hour, 'cpu', [], 0);
    expect([values.length, values[0], values[20], values.at(-1)]).toEqual([40, 0, null, 39]);
    expect([places[0], places.at(-1)]).toEqual([0, 1]);
  });

  it('ends with the seconds that are newer, and leaves room for what is to come, while little is known', () => {
    const hour = hourOf([null, 5]);
    expect(isYoung(hour, 'cpu')).toBe(true);
    const { values, places } = courseOf(hour, 'cpu', [1, 2, null, 4], 62_000);
    // The seconds up to the last point are in it already; the others are told in means.
    expect(values).toEqual([5, 4]);
    expect(places.map((place) => Math.round(place * 1_000))).toEqual([993, 1_000]);
    expect(courseOf(hour, 'cpu', [3, 3, 3, 3, 3, null, 8], 67_000).values).toEqual([5, 3, 8]);
  });

  it('is the last seconds alone until the hour is known, and nothing when there are none', () => {
    expect(isYoung(undefined, 'cpu')).toBe(true);
    expect(courseOf(undefined, 'cpu', [1, 2], 9_000).values).toEqual([1.5]);
    expect(courseOf(hourOf([null]), 'cpu', [], 9_000)).toEqual({ values: [], places: [] });
    expect(isYoung(hourOf([null]), 'cpu')).toBe(true);
  });
});
