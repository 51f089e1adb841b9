import { describe, expect, it } from 'vitest';
import { arrange, countStates } from './arrange.ts';
import { addSample, noFigures } from './live/fleet-state.ts';
import { summarise } from './standing.ts';
import { testSample, testWorker } from './testing/fleet.ts';
import type { Worker } from './types.ts';

const all = { q: '', state: null, sort: 'trouble' } as const;
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

describe('the list of workers', () => {
  const fleet = [
    testWorker('mailer-10', { labels: { team: 'post' }, restarts: 2, startedAt: '2026-01-01T10:00:00.000Z' }),
    testWorker('mailer-2', { labels: { team: 'post' }, startedAt: '2026-01-01T09:00:00.000Z' }),
    testWorker('ocr', { state: 'backoff', pid: null, host: 'attic', restarts: 9 }),
  ];

  it('has trouble first, then names as people count', () => {
    expect(names(arrange(fleet, all, noFigures))).toEqual(['ocr', 'mailer-2', 'mailer-10']);
    expect(names(arrange(fleet, { ...all, sort: 'name' }, noFigures))).toEqual([
      'mailer-2',
      'mailer-10',
      'ocr',
    ]);
  });

  it('is filtered by every word, in names, hosts and labels', () => {
    expect(names(arrange(fleet, { ...all, q: 'team:post 10' }, noFigures))).toEqual(['mailer-10']);
    expect(names(arrange(fleet, { ...all, q: 'ATTIC' }, noFigures))).toEqual(['ocr']);
    expect(arrange(fleet, { ...all, q: 'nothing' }, noFigures)).toEqual([]);
    expect(names(arrange(fleet, { ...all, state: 'backoff' }, noFigures))).toEqual(['ocr']);
  });

  it('is sorted by live figures, by restarts and by uptime', () => {
    const figures = addSample(
      noFigures,
      testSample(1, [
        ['mailer-2', 0.1, 300],
        ['mailer-10', 0.9, 200],
      ]),
    );
    expect(names(arrange(fleet, { ...all, sort: 'cpu' }, figures))).toEqual(['mailer-10', 'mailer-2', 'ocr']);
    expect(names(arrange(fleet, { ...all, sort: 'memory' }, figures))).toEqual([
      'mailer-2',
      'mailer-10',
      'ocr',
    ]);
    expect(names(arrange(fleet, { ...all, sort: 'restarts' }, figures))).toEqual([
      'ocr',
      'mailer-10',
      'mailer-2',
    ]);
    expect(names(arrange(fleet, { ...all, sort: 'uptime' }, figures))).toEqual([
      'mailer-2',
      'mailer-10',
      'ocr',
    ]);
  });

  it('counts states, trouble first', () => {
    expect(countStates(fleet)).toEqual([
      ['backoff', 1],
      ['running', 2],
    ]);
  });
});
