import { describe, expect, it } from 'vitest';
import { createSuspensionWatch } from './suspension.ts';

describe('noticing a suspension', () => {
  it('takes ticks that are a little late for normal', () => {
    const watch = createSuspensionWatch(1000);
    const ticks = [0, 1000, 2100, 5000, 9000].map((at) => watch.tick(at, at + 10));
    expect(ticks).toEqual([false, false, false, false, false]);
  });

  it('notices a process that was stopped', () => {
    const watch = createSuspensionWatch(1000);
    watch.tick(0, null);
    expect(watch.tick(4001, null)).toBe(true);
    expect(watch.tick(5001, null)).toBe(false);
  });

  it('notices a machine that slept while its monotonic clock stood still', () => {
    const watch = createSuspensionWatch(1000);
    watch.tick(0, 50_000);
    expect(watch.tick(1000, 51_000)).toBe(false);
    expect(watch.tick(2000, 3_651_000)).toBe(true);
    expect(watch.tick(3000, 3_652_000)).toBe(false);
  });

  it('says nothing about sleep where the boot clock cannot be read', () => {
    const watch = createSuspensionWatch(1000);
    watch.tick(0, 1000);
    expect(watch.tick(1000, null)).toBe(false);
    expect(watch.tick(2000, 900_000)).toBe(false);
  });
});
