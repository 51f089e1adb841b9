import { describe, expect, it } from 'vitest';
import { timeToFullMs } from './time-to-full.ts';

const minute = 60_000;
const hour = 60 * minute;
/** An hour of points, one every 15 seconds. */
const times = Array.from({ length: 241 }, (_, at) => at * 15_000);

/** The same noise in every run, between -1 and 1. */
function noiseMaker(): () => number {
  let state = 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return (state / 2_147_483_647) * 2 - 1;
  };
}

const rising = (perHour: number, noise = 0) => {
  const next = noiseMaker();
  return times.map((time) => 50 + (perHour * time) / hour + noise * next());
};

describe('the time until something is full', () => {
  it('is the distance divided by the slope', () => {
    expect(timeToFullMs(times, rising(5), 100)).toBeCloseTo(9 * hour, -3);
  });

  it('is found through noise and outliers', () => {
    const values = rising(5, 1).map((value, at) => (at % 6 === 3 ? 95 : value));
    const left = timeToFullMs(times, values, 100) ?? 0;
    expect(left / hour).toBeGreaterThan(7.5);
    expect(left / hour).toBeLessThan(11);
  });

  it('leaves gaps out', () => {
    const values = rising(5).map((value, at) => (at > 50 && at < 120 ? null : value));
    expect(timeToFullMs(times, values, 100)).toBeCloseTo(9 * hour, -3);
  });

  it('is zero when it is full already', () => {
    expect(timeToFullMs(times, rising(5), 40)).toBe(0);
  });

  it('is not claimed of what stands still, falls, or only wavers', () => {
    expect(timeToFullMs(times, rising(0), 100)).toBeNull();
    expect(timeToFullMs(times, rising(-5), 100)).toBeNull();
    expect(timeToFullMs(times, rising(0, 5), 100)).toBeNull();
  });

  it('is not claimed when the rise is smaller than the noise', () => {
    expect(timeToFullMs(times, rising(3, 10), 100)).toBeNull();
  });

  it('is not claimed after a single step', () => {
    const step = times.map((_, at) => (at < 120 ? 50 : 60) + at * 1e-6);
    expect(timeToFullMs(times, step, 100)).toBeNull();
  });

  it('is not claimed of a sawtooth', () => {
    const sawtooth = times.map((time) => 50 + (time % (12 * minute)) / minute);
    expect(timeToFullMs(times, sawtooth, 100)).toBeNull();
  });

  it('is not claimed after less than twenty minutes', () => {
    expect(timeToFullMs(times.slice(0, 79), rising(20).slice(0, 79), 100)).toBeNull();
    expect(timeToFullMs(times.slice(0, 82), rising(20).slice(0, 82), 100)).not.toBeNull();
  });

  it('is not foretold for further away than a day from an hour', () => {
    expect(timeToFullMs(times, rising(2.2), 100)).not.toBeNull();
    expect(timeToFullMs(times, rising(1.9), 100)).toBeNull();
  });

  it('takes a point a second as well', () => {
    const seconds = Array.from({ length: 3_600 }, (_, at) => at * 1_000);
    const values = seconds.map((time) => 50 + (5 * time) / hour);
    expect(timeToFullMs(seconds, values, 100)).toBeCloseTo(9 * hour, -4);
  });
});
