import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RestartSpec } from '../../link/spec.ts';
import { decideRestart, restartDelayMs } from './restart-policy.ts';

const usual: RestartSpec = {
  policy: 'always',
  initialMs: 100,
  maxMs: 30_000,
  factor: 2,
  jitterRatio: 0.1,
  resetAfterMs: 30_000,
  maxRestarts: null,
};

const anySpec = fc.record({
  policy: fc.constantFrom('always' as const, 'on-failure' as const, 'never' as const),
  initialMs: fc.integer({ min: 0, max: 60_000 }),
  maxMs: fc.integer({ min: 0, max: 600_000 }),
  factor: fc.double({ min: 1, max: 10, noNaN: true }),
  jitterRatio: fc.double({ min: 0, max: 1, noNaN: true }),
  resetAfterMs: fc.nat(),
  maxRestarts: fc.option(fc.nat(100), { nil: null }),
});
const anyRandom = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('the delay before a restart', () => {
  it('is nothing after the first crash, then doubles up to the cap', () => {
    const delays = Array.from({ length: 12 }, (_, n) => restartDelayMs(usual, n + 1, 0));
    expect(delays).toEqual([0, 100, 200, 400, 800, 1600, 3200, 6400, 12_800, 25_600, 30_000, 30_000]);
  });

  it('is lengthened by jitter, and shortened by it at the cap', () => {
    expect(restartDelayMs(usual, 3, 0.5)).toBe(210);
    expect(restartDelayMs({ ...usual, jitterRatio: 0.5 }, 50, 0.5)).toBe(22_500);
    expect(restartDelayMs({ ...usual, jitterRatio: 1 }, 10, 0.5)).toBe(15_000); // 25,600 would become more than the cap
  });

  it('is just the cap when that is what the delay comes to', () => {
    expect(restartDelayMs({ ...usual, jitterRatio: 0, maxMs: 400 }, 4, 0.9)).toBe(400);
  });

  it('never leaves 0 … max, whatever the spec', () => {
    fc.assert(
      fc.property(anySpec, fc.integer({ min: 1, max: 100_000 }), anyRandom, (spec, crashes, random) => {
        const delay = restartDelayMs(spec, crashes, random);
        expect(delay).toBeGreaterThanOrEqual(0);
        expect(delay).toBeLessThanOrEqual(Math.max(spec.maxMs, 0));
      }),
    );
  });
});

describe('the decision', () => {
  it('restarts always, whether it ended well or not', () => {
    expect(decideRestart(usual, { well: true, crashes: 1 }, 0)).toEqual({ restart: true, delayMs: 0 });
    expect(decideRestart(usual, { well: false, crashes: 2 }, 0)).toEqual({ restart: true, delayMs: 100 });
  });

  it('restarts on failure only after a failure', () => {
    const spec: RestartSpec = { ...usual, policy: 'on-failure' };
    expect(decideRestart(spec, { well: true, crashes: 1 }, 0)).toEqual({ restart: false, gaveUp: false });
    expect(decideRestart(spec, { well: false, crashes: 1 }, 0)).toEqual({ restart: true, delayMs: 0 });
  });

  it('never restarts when it is told never to', () => {
    const spec: RestartSpec = { ...usual, policy: 'never' };
    expect(decideRestart(spec, { well: false, crashes: 1 }, 0)).toEqual({ restart: false, gaveUp: false });
  });

  it('gives up after as many restarts as it was given, and not before', () => {
    const spec: RestartSpec = { ...usual, maxRestarts: 2 };
    expect(decideRestart(spec, { well: false, crashes: 2 }, 0)).toEqual({ restart: true, delayMs: 100 });
    expect(decideRestart(spec, { well: false, crashes: 3 }, 0)).toEqual({ restart: false, gaveUp: true });
  });

  it('is never to give up unless asked to', () => {
    fc.assert(
      fc.property(anySpec, fc.integer({ min: 1, max: 100_000 }), anyRandom, (spec, crashes, random) => {
        const always: RestartSpec = { ...spec, policy: 'always', maxRestarts: null };
        expect(decideRestart(always, { well: false, crashes }, random).restart).toBe(true);
      }),
    );
  });
});

describe('promises of the usual policy', () => {
  /** Start times of a worker that crashes `aliveMs` after each start, until `untilMs`. */
  function startsOfCrasher(aliveMs: number, untilMs: number, random: () => number): number[] {
    const starts: number[] = [];
    for (let now = 0, crashes = 1; now < untilMs; crashes++) {
      starts.push(now);
      now += aliveMs + restartDelayMs(usual, crashes, random());
    }
    return starts;
  }

  it('starts a worker that lives 1.2 s at most ten times in the first minute', () => {
    fc.assert(
      fc.property(anyRandom, (random) => {
        expect(startsOfCrasher(1_200, 60_000, () => random).length).toBeLessThanOrEqual(10);
      }),
    );
  });

  it('has a crasher running at most 30 s after its cause has gone', () => {
    fc.assert(
      fc.property(anyRandom, fc.integer({ min: 1, max: 5_000 }), (random, aliveMs) => {
        const causeGoneAt = 300_000;
        const starts = startsOfCrasher(aliveMs, 400_000, () => random);
        const next = starts.find((at) => at >= causeGoneAt) ?? Number.POSITIVE_INFINITY;
        expect(next - causeGoneAt).toBeLessThanOrEqual(30_000 + aliveMs);
      }),
    );
  });
});
