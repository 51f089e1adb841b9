import { describe, expect, it } from 'vitest';
import type { Worker } from '../fleet/index.ts';
import { testWorker } from '../server/testing/index.ts';
import { shownDays, stateOfGroup, statusOf } from './status.ts';
import { type DayCounts, dayMs, dayOf } from './uptime.ts';

const now = Date.UTC(2026, 5, 10, 9);
const today = dayOf(now);
const are = (...states: Partial<Worker>[]) =>
  stateOfGroup(states.map((changes, index) => testWorker(`w-${index}`, changes)));
const up = { state: 'running' } as const;
const failed = { state: 'failed' } as const;
const stopped = { state: 'stopped' } as const;
const unseen = { state: 'running', fresh: false } as const;

describe('a group', () => {
  it.each<[string, ReturnType<typeof are>, string]>([
    ['works', are(up, up), 'up'],
    ['with one that crashes again and again', are(up, { ...up, crashLoop: true }), 'degraded'],
    ['with one that a check warns of', are(up, { state: 'degraded' }), 'degraded'],
    ['with one that is down', are(up, failed), 'partly'],
    ['with none that works', are({ state: 'backoff' }, failed, stopped), 'down'],
    ['that starts', are({ state: 'starting' }), 'down'],
    ['that nobody wants now', are(stopped, stopped), 'resting'],
    ['that waits for its time', are({ ...stopped, nextStartAt: '2026-06-11T00:00:00Z' }), 'up'],
    ['that was given up in a loop of crashes', are({ ...stopped, crashLoop: true }), 'down'],
    ['that nobody sees', are(unseen, unseen), 'unknown'],
    ['of which one is not seen', are(up, unseen), 'unknown'],
    ['of which one is not seen, one down', are(up, unseen, failed), 'partly'],
    ['of which the others are not seen', are(unseen, failed), 'partly'],
    ['without a worker', are(), 'unknown'],
  ])('%s', (_what, state, expected) => {
    expect(state).toBe(expected);
  });
});

const page = (changes: Partial<Parameters<typeof statusOf>[0]> = {}) =>
  statusOf({
    title: 'Shop',
    groups: [
      { name: 'Mail', workers: ['mailer'] },
      { name: 'Search', workers: ['indexer', 'finder'] },
    ],
    workers: [testWorker('mailer-0', { declaredAs: 'mailer' }), testWorker('indexer'), testWorker('finder')],
    counts: new Map(),
    troubles: [],
    nowMs: now,
    ...changes,
  });

describe('what the page says', () => {
  it('of each day is what its workers were, in all', () => {
    const counts: DayCounts = new Map([
      [
        'indexer',
        new Map([
          [today, { known: 1_000, up: 1_000 }],
          [today - 1, { known: 86_400, up: 86_400 }],
          [today - 2, { known: 10_000, up: 5_000 }],
          [today - 200, { known: 10_000, up: 0 }],
        ]),
      ],
      ['finder', new Map([[today - 1, { known: 86_400, up: 84_000 }]])],
    ]);
    const [mail, search] = page({ counts }).groups;
    expect(mail?.upRatio).toBeNull();
    expect(search?.days).toHaveLength(shownDays);
    expect(search?.days?.at(-1)).toEqual({ timeMs: today * dayMs, state: 'up', upRatio: 1 });
    expect(search?.days?.at(-2)).toMatchObject({ state: 'partly' });
    expect(search?.days?.at(-3)).toMatchObject({ state: 'down', upRatio: 0.5 });
    expect(search?.days?.at(-4)).toEqual({
      timeMs: (today - 3) * dayMs,
      state: 'unknown',
      upRatio: null,
    });
    expect(search?.upRatio).toBeCloseTo(176_400 / 183_800);
  });

  it('of the whole is the worst of it', () => {
    expect(page().state).toBe('up');
    expect(page({ workers: [testWorker('mailer', failed), testWorker('indexer')] }).state).toBe('down');
    expect(page({ workers: [testWorker('indexer'), testWorker('finder')] }).state).toBe('unknown');
  });

  it('of incidents is which groups they concern, and of others nothing', () => {
    const trouble = (workers: string[], startsAtMs: number) => ({ workers, startsAtMs, acknowledged: false });
    const { troubles } = page({
      troubles: [trouble(['secret-worker'], 1), trouble(['mailer-0', 'finder'], 2), trouble(['finder'], 3)],
    });
    expect(troubles).toEqual([
      { groups: ['Search'], startsAtMs: 3, acknowledged: false },
      { groups: ['Mail', 'Search'], startsAtMs: 2, acknowledged: false },
    ]);
  });

  it('of days is nothing while the history cannot be read', () => {
    expect(page({ counts: null }).groups.map(({ days }) => days)).toEqual([null, null]);
  });
});
