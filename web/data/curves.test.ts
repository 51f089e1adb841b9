import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Curves, curveOf, extended, framed } from './curves.ts';

const series = (figure: string, points: [time: number, value: number][]) => ({
  labels: { figure },
  times: points.map(([time]) => time),
  values: points.map(([, value]) => value),
});

describe('curves', () => {
  it('have a point at every step, and a gap where nothing is known', () => {
    const curves = framed(
      [
        series('a.mean', [
          [2_000, 1],
          [4_000, Number.NaN],
          [5_000, 3],
        ]),
        series('a.max', [[3_000, 9]]),
      ], // prettier-ignore
      { from: 1_000, to: 5_000 },
      1_000,
    );
    expect(curves.times).toEqual([1_000, 2_000, 3_000, 4_000, 5_000]);
    expect(curveOf(curves, 'a')).toEqual([null, 1, null, null, 3]);
    expect(curveOf(curves, 'a', 'max')).toEqual([null, null, 9, null, null]);
    expect(curveOf(curves, 'b')).toBeUndefined();
  });

  it('are one for a worker that moved to another machine', () => {
    const parts = [series('a.mean', [[1_000, 1]]), series('a.mean', [[2_000, 2]])];
    expect(curveOf(framed(parts, { from: 1_000, to: 2_000 }, 1_000), 'a')).toEqual([1, 2]);
  });

  it('take what is newer in place of what they knew, and lose what has become too old', () => {
    const known: Curves = { times: [1, 2, 3, 4], values: { a: [1, 2, 3, null], gone: [1, 1, 1, 1] } };
    const arrived: Curves = { times: [4, 5], values: { a: [4, 5], come: [6, 7] } };
    expect(extended(known, arrived, { from: 2, to: 5 })).toEqual({
      times: [2, 3, 4, 5],
      values: { a: [2, 3, 4, 5], gone: [1, 1, null, null], come: [null, null, 6, 7] },
    });
  });

  it('are the same in pieces as in one', () => {
    const value = (time: number) => (time % 7 === 0 ? null : time);
    const part = (from: number, to: number): Curves => {
      const times = Array.from({ length: to - from + 1 }, (_, at) => from + at);
      return { times, values: { a: times.map(value) } };
    };
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 0, max: 50 }),
        fc.integer({ min: 0, max: 5 }),
        (length, later, overlap) => {
          const [from, to] = [100 + later, 100 + later + length];
          const known = part(100, 100 + length);
          const arrived = part(Math.max(from, 100 + length - overlap + 1), to);
          // What lies between the two is asked for as a whole.
          fc.pre(from <= 100 + length + 1);
          expect(extended(known, arrived, { from, to })).toEqual(part(from, to));
        },
      ),
    );
  });
});
