import { describe, expect, it } from 'vitest';
import {
  byTrouble,
  countStates,
  isTroubled,
  lookOf,
  steadyFirst,
  summarise,
  worstFirst,
} from './standing.ts';
import { testWorker } from './testing/fleet.ts';
import type { Worker } from './types.ts';

const names = (workers: Worker[]) => workers.map((worker) => worker.name);

describe('the summary of a fleet', () => {
  it('is well only when nothing is in trouble, under way or unknown', () => {
    expect(summarise([])).toMatchObject({ level: 'empty', total: 0 });
    expect(summarise([testWorker('a'), testWorker('b', { state: 'stopped' })])).toMatchObject({
      level: 'well',
      well: 1,
      resting: 1,
    });
    expect(summarise([testWorker('a', { state: 'starting' })])).toMatchObject({ level: 'busy', busy: 1 });
    expect(
      summarise([testWorker('a', { state: 'starting' }), testWorker('b', { state: 'unknown' })]),
    ).toMatchObject({
      level: 'unknown',
    });
    expect(summarise([testWorker('a', { state: 'unknown' }), testWorker('b', { state: 'lost' })]).level).toBe(
      'trouble',
    );
  });

  it('never counts what nobody sees any more as well', () => {
    expect(summarise([testWorker('a', { fresh: false })])).toMatchObject({
      level: 'unknown',
      well: 0,
      unknown: 1,
    });
  });

  it('names the worst trouble first', () => {
    const workers = [
      testWorker('a', { state: 'degraded' }),
      testWorker('c', { state: 'failed' }),
      testWorker('b', { state: 'backoff' }),
    ];
    expect(names(summarise(workers).troubled)).toEqual(['c', 'b', 'a']);
  });
});

describe('trouble', () => {
  it('is also one that crashes again and again, though it runs between its crashes', () => {
    const crashing = testWorker('a', { crashLoop: true });
    expect(isTroubled(crashing)).toBe(true);
    expect([testWorker('b'), crashing].sort(byTrouble)[0]).toBe(crashing);
    expect(isTroubled(testWorker('c', { crashLoop: true, fresh: false }))).toBe(false);
    expect(isTroubled(testWorker('d', { state: 'starting' }))).toBe(false);
    // Its next start is no turn for the better.
    expect(isTroubled(testWorker('a', { state: 'starting', crashLoop: true }))).toBe(true);
    expect(isTroubled(testWorker('a', { state: 'stopping', crashLoop: true }))).toBe(false);
    expect(isTroubled(testWorker('e', { state: 'lost' }))).toBe(true);
  });

  it('comes first, then names as people count', () => {
    const fleet = [testWorker('mailer-10'), testWorker('mailer-2'), testWorker('ocr', { state: 'backoff' })];
    expect(names(fleet.toSorted(byTrouble))).toEqual(['ocr', 'mailer-2', 'mailer-10']);
  });
});

describe('states side by side', () => {
  it('are counted, and each has its place', () => {
    const fleet = [testWorker('a'), testWorker('b', { crashLoop: true }), testWorker('c', { fresh: false })];
    expect(Object.fromEntries(countStates(fleet))).toEqual({ running: 2, unknown: 1 });
    expect(steadyFirst.toSorted()).toEqual(worstFirst.toSorted());
  });
});

describe('the look of a worker', () => {
  it('is never well while it keeps crashing, and never well when nobody sees it', () => {
    expect(lookOf(testWorker('a'))).toEqual({ tone: 'well', state: 'running', crashLoop: false });
    expect(lookOf(testWorker('a', { crashLoop: true }))).toEqual({
      tone: 'warn',
      state: 'backoff',
      crashLoop: true,
    });
    // What is worse than that it keeps crashing is said instead.
    expect(lookOf(testWorker('a', { crashLoop: true, state: 'failed' }))).toMatchObject({
      tone: 'bad',
      state: 'failed',
      crashLoop: false,
    });
    expect(lookOf(testWorker('a', { crashLoop: true, fresh: false }))).toMatchObject({ state: 'unknown' });
  });
});
