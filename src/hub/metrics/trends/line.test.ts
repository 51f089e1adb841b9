import { describe, expect, it } from 'vitest';
import { line, withoutDay } from './line.ts';
import { slopeOf } from './slope.ts';

const hour = 3_600_000;
const levels = (days: number, value: (hours: number) => number) => {
  const times = Float64Array.from({ length: days * 24 }, (_, at) => at * hour);
  return { times, values: times.map((time) => value(time / hour)), stepMs: hour };
};
const wave = (hours: number) =>
  10 * Math.sin((2 * Math.PI * hours) / 24) + 4 * Math.cos((4 * Math.PI * hours) / 24);

describe('the line', () => {
  it('has the day’s pattern beside it from a day on', () => {
    expect(line(levels(0.5, () => 0).times, hour)).toHaveLength(2);
    expect(line(levels(1, () => 0).times, hour)).toHaveLength(6);
  });

  it('leaves a straight line when the day is taken out', () => {
    const { values } = withoutDay(levels(4, (hours) => 50 + 0.5 * hours + wave(hours)));
    values.forEach((value, at) => expect(value).toBeCloseTo(50 + 0.5 * at, 6));
  });

  it('knows only the first of the two where the steps are too long for the second', () => {
    const times = Float64Array.from({ length: 48 }, (_, at) => at * 6 * hour);
    const values = times.map(
      (time) => 50 + (0.5 * time) / hour + 10 * Math.sin((2 * Math.PI * time) / (24 * hour)),
    );
    const levels = { times, values, stepMs: 6 * hour };
    withoutDay(levels).values.forEach((value, at) => expect(value).toBeCloseTo(50 + 3 * at, 6));
    expect((slopeOf(levels)?.perMs ?? 0) * hour).toBeCloseTo(0.5, 6);
  });

  it('takes nothing out of less than three days', () => {
    const short = levels(2, wave);
    expect(withoutDay(short)).toBe(short);
  });
});
