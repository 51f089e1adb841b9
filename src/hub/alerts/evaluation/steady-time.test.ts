import { expect, test } from 'vitest';
import { ManualClock } from '../../../shared/clock.ts';
import { createSteadyTime } from './steady-time.ts';

test('passes evenly while the clock is set forth and back, and tells what it is by that', () => {
  const clock = new ManualClock(1_000_000);
  const time = createSteadyTime(clock);
  clock.advance(5_000);
  expect([time.look(), time.now(), time.toClock(time.now())]).toEqual([0, 1_005_000, 1_005_000]);
  clock.jumpWall(-3_600_000);
  expect(time.look()).toBe(-3_600_000);
  expect([time.now(), time.toClock(time.now())]).toEqual([1_005_000, clock.now()]);
  clock.advance(1_000);
  expect(time.look()).toBe(0);
  clock.jumpWall(7_200_000);
  expect(time.look()).toBe(7_200_000);
  expect([time.now(), time.toClock(time.now())]).toEqual([1_006_000, clock.now()]);
});

test('a clock that is only trimmed is not told as set', () => {
  const clock = new ManualClock(0);
  const time = createSteadyTime(clock);
  clock.jumpWall(900);
  expect([time.look(), time.toClock(time.now())]).toEqual([0, 0]);
});
