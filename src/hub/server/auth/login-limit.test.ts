import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../shared/clock.ts';
import { createLoginLimit } from './login-limit.ts';

const fail = (limit: ReturnType<typeof createLoginLimit>, address: string, times: number) => {
  for (let i = 0; i < times; i++) limit.failed(address);
};

describe('the login limit', () => {
  it('stops an address after ten failures within a minute, and no other', () => {
    const clock = new ManualClock();
    const limit = createLoginLimit(clock);
    fail(limit, 'a', 9);
    expect(limit.waitSeconds('a')).toBe(0);
    clock.advance(20_000);
    limit.failed('a');
    expect(limit.waitSeconds('a')).toBe(40);
    expect(limit.waitSeconds('b')).toBe(0);
    clock.advance(40_000);
    expect(limit.waitSeconds('a')).toBe(0);
  });

  it('stops everyone after a hundred failures within a minute', () => {
    const clock = new ManualClock();
    const limit = createLoginLimit(clock);
    for (let i = 0; i < 100; i++) limit.failed(`10.0.0.${i}`);
    expect(limit.waitSeconds('10.1.1.1')).toBe(60);
    clock.advance(60_000);
    expect(limit.waitSeconds('10.1.1.1')).toBe(0);
  });

  it('lets everyone in again after a flood from more addresses than it remembers', () => {
    const clock = new ManualClock();
    const limit = createLoginLimit(clock);
    for (let i = 0; i < 3_000; i++) limit.failed(`a${i}`);
    expect(limit.waitSeconds('a0')).toBe(60);
    clock.advance(60_000);
    expect(['a0', 'a2999', 'b'].map((address) => limit.waitSeconds(address))).toEqual([0, 0, 0]);
  });
});
