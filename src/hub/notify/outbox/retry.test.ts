import { describe, expect, it } from 'vitest';
import { delayMs, isGivenUp, remainingMs } from './retry.ts';

describe('a message that did not arrive', () => {
  it('is tried again after delays that double up to five minutes', () => {
    expect([1, 2, 3, 4].map((failures) => delayMs(failures, 0, 0))).toEqual([1000, 2000, 4000, 8000]);
    expect(delayMs(1000, 0, 0)).toBe(300_000);
    expect(delayMs(4, 0, 1)).toBe(6000);
  });

  it('waits as long as the peer asks, up to an hour', () => {
    expect(delayMs(1, 30_000, 0)).toBe(30_000);
    expect(delayMs(1, 10, 0)).toBe(1000);
    expect(delayMs(1, 1e12, 0)).toBe(3_600_000);
  });

  it('waits no longer because the clock jumped back', () => {
    expect(remainingMs(5000, 2000)).toBe(3000);
    expect(remainingMs(5000, 9000)).toBe(0);
    expect(remainingMs(1e12, 0)).toBe(3_600_000);
  });

  it('is given up after a day, or an hour when it is refused, but not because the clock jumped ahead', () => {
    expect(isGivenUp('later', 300, 86_400_001)).toBe(true);
    expect(isGivenUp('later', 300, 86_000_000)).toBe(false);
    expect(isGivenUp('refused', 20, 3_600_001)).toBe(true);
    expect(isGivenUp('later', 2, 1e12)).toBe(false);
  });
});
