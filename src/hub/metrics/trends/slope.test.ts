import { describe, expect, it } from 'vitest';
import { slopeOf } from './slope.ts';
import { normalFrom, randomFrom, remembering } from './testing/series.ts';

const stepMs = 60_000;
const hour = 3_600_000;
const levels = (values: readonly number[], skip: (at: number) => boolean = () => false) => {
  const kept = values.map((value, at) => ({ time: at * stepMs, value })).filter((_, at) => !skip(at));
  return {
    times: Float64Array.from(kept, ({ time }) => time),
    values: Float64Array.from(kept, ({ value }) => value),
    stepMs,
  };
};
const line = (perHour: number, noise: () => number) =>
  Array.from({ length: 48 }, (_, at) => 1e9 + (perHour * at * stepMs) / hour + noise());

/** The share of `count` intervals that hold the true slope. */
function coverage(count: number, noise: () => () => number): number {
  const held = Array.from({ length: count }, () => slopeOf(levels(line(20, noise())))).filter(
    (slope) => slope !== null && slope.low * hour <= 20 && slope.high * hour >= 20,
  );
  return held.length / count;
}

describe('the slope', () => {
  const normal = normalFrom(randomFrom(1));

  it('of a line is the line’s, and certain', () => {
    const slope = slopeOf(levels(line(20, () => 0)));
    expect((slope?.perMs ?? 0) * hour).toBeCloseTo(20, 3);
    expect((slope?.high ?? 0) * hour).toBeCloseTo(20, 2);
    expect(slope?.doubt).toBeLessThan(1e-6);
  });

  it('is unknown of what stands still, and of a few points', () => {
    expect(slopeOf(levels(Array.from({ length: 48 }, () => 5)))).toBeNull();
    expect(slopeOf(levels([1, 2, 3, 5, 8]))).toBeNull();
  });

  it('is told as surely as white noise allows', () => {
    const slope = slopeOf(levels(line(20, normal)));
    // The textbook’s half width for independent noise of deviation 1.
    const textbook = (1.96 / Math.sqrt((48 ** 3 - 48) / 12)) * (hour / stepMs);
    const half = (((slope?.high ?? 0) - (slope?.low ?? 0)) / 2) * hour;
    expect(half).toBeGreaterThan(0.8 * textbook);
    expect(half).toBeLessThan(2.5 * textbook);
  });

  it('holds the truth in its interval as often as it says, whatever the noise remembers', () => {
    expect(coverage(150, () => normal)).toBeGreaterThan(0.93);
    expect(coverage(150, () => remembering(0.9, normal))).toBeGreaterThan(0.93);
    expect(coverage(150, () => remembering(1, normal))).toBeGreaterThan(0.88);
  });

  it('is not a trend of a random walk', () => {
    const claims = Array.from({ length: 150 }, () => slopeOf(levels(line(0, remembering(1, normal))))).filter(
      (slope) => slope !== null && slope.doubt < 0.002,
    );
    expect(claims.length).toBeLessThanOrEqual(2);
  });

  it('gets over gaps', () => {
    const slope = slopeOf(levels(line(20, normal), (at) => at > 10 && at < 22));
    expect((slope?.low ?? 0) * hour).toBeLessThan(20);
    expect((slope?.high ?? 0) * hour).toBeGreaterThan(20);
    expect(slope?.doubt).toBeLessThan(0.01);
  });
});
