import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../shared/clock.ts';
import { createPulse } from './pulse.ts';

describe('the pulse of the hub', () => {
  it('tells how late its event loop was', async () => {
    const pulse = createPulse(new ManualClock());
    await new Promise((resolve) => setTimeout(resolve, 300));
    const until = performance.now() + 250;
    while (performance.now() < until);
    await new Promise((resolve) => setTimeout(resolve, 150));
    const { eventLoopDelayMs } = pulse.read();
    expect(eventLoopDelayMs?.p50).toBeLessThan(100);
    expect(eventLoopDelayMs?.p99).toBeGreaterThan(100);
    pulse.close();
  });

  it('counts requests, and goes by the minute before while a new one is young', () => {
    const clock = new ManualClock();
    const pulse = createPulse(clock);
    for (let i = 0; i < 120; i++) pulse.requestDone();
    clock.advance(60_000);
    expect(pulse.read().requestsPerSecond).toBe(2);
    clock.advance(29_000);
    expect(pulse.read().requestsPerSecond).toBe(2);
    clock.advance(2_000);
    expect(pulse.read().requestsPerSecond).toBe(0);
    pulse.close();
  });
});
