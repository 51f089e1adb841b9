import { describe, expect, it } from 'vitest';
import { troubleRank } from './standing.ts';
import { testWorker } from './testing/fleet.ts';
import {
  type Case,
  endsLately,
  followCases,
  helpOf,
  isAbout,
  lingerMs,
  remedyOf,
  troubleKind,
  turnOf,
} from './trouble.ts';
import type { CheckStatus, FleetEvent, Worker } from './types.ts';

const check = (type: CheckStatus['type'], result: CheckStatus['result']): CheckStatus => ({
  name: type,
  type,
  result,
  detail: '',
  at: null,
  consecutive: 1,
  tookMs: null,
});
const sick = (changes: Partial<Worker>) => testWorker('a', changes);

describe('what is wrong with a worker', () => {
  it.each<[Partial<Worker>, string, string, string | null]>([
    [{ state: 'backoff' }, 'restarting', 'restart-due', 'restart'],
    [{ state: 'running', crashLoop: true }, 'crash-loop', 'restart-slowly', 'restart'],
    [{ state: 'backoff', crashLoop: true }, 'crash-loop', 'restart-due', 'restart'],
    [{ state: 'unhealthy', checks: [check('progress', 'failing')] }, 'stuck', 'restart-when-sure', 'restart'],
    [{ state: 'unhealthy', checks: [check('process', 'failing')] }, 'stuck', 'restart-when-sure', 'restart'],
    [{ state: 'unhealthy', checks: [check('http', 'failing')] }, 'unhealthy', 'restart-when-sure', 'restart'],
    [
      { state: 'unhealthy', checks: [check('progress', 'failing'), check('http', 'failing')] },
      'unhealthy',
      'restart-when-sure',
      'restart',
    ],
    [{ state: 'degraded' }, 'degraded', 'watch', 'restart'],
    [{ state: 'failed' }, 'failed', 'none', 'start'],
    [{ state: 'lost' }, 'lost', 'await-sign', 'restart'],
    [{ state: 'lost', kind: 'external' }, 'lost', 'await-sign', null],
    [{ state: 'unhealthy', kind: 'external' }, 'unhealthy', 'await-sign', null],
  ])('%j is %s; %s follows, and %s would help', (changes, kind, remedy, help) => {
    const worker = sick(changes);
    expect([troubleKind(worker), remedyOf(worker), helpOf(worker)]).toEqual([kind, remedy, help]);
  });
});

describe('how often a worker ended lately', () => {
  const now = Date.parse('2026-01-01T12:00:00Z');
  const event = (agoMs: number, reason: string, worker = 'a', type = 'worker.exited'): FleetEvent => ({
    id: -agoMs,
    time: new Date(now - agoMs).toISOString(),
    type,
    worker,
    host: null,
    data: { reason },
  });

  it('counts what nobody wanted in the last five minutes', () => {
    const events = [
      event(1_000, 'exit'),
      event(60_000, 'health'),
      event(299_000, 'oom'),
      event(301_000, 'exit'),
      event(2_000, 'operator'),
      event(2_000, 'dependency'),
      event(2_000, 'exit', 'b'),
      event(2_000, 'exit', 'a', 'worker.started'),
    ];
    expect(endsLately(events, 'a', now)).toBe(3);
  });

  it('does not tell a part for the whole when the events at hand do not reach back so far', () => {
    const one = event(60_000, 'exit');
    expect(endsLately([{ ...one, id: 7 }], 'a', now)).toBeNull();
    expect(endsLately([{ ...one, id: 1 }], 'a', now)).toBe(1);
    expect(endsLately([], 'a', now)).toBe(0);
  });
});

describe('a line of its log', () => {
  const since = '2026-01-01T12:00:00.000Z';
  it.each([
    ['2026-01-01T11:58:59.999Z', false],
    ['2026-01-01T11:59:30.000Z', true],
    ['2026-01-01T13:00:00.000Z', true],
  ])('of %s is about a trouble since twelve: %s', (time, about) =>
    expect(isAbout({ since }, { time })).toBe(about),
  );
});

describe('the cases in view', () => {
  const well = () => 'well' as const;
  const [a, b] = [testWorker('a', { state: 'backoff' }), testWorker('b', { state: 'backoff' })];
  const rank = troubleRank(a);

  it('stand with the worst first, then as they came up', () => {
    const down = testWorker('z', { state: 'failed' });
    expect(followCases(followCases([], [b], well, 0), [down, a, b], well, 0)).toEqual([
      { worker: 'z', healedAt: null, rank: troubleRank(down) },
      { worker: 'b', healedAt: null, rank },
      { worker: 'a', healedAt: null, rank },
    ]);
  });

  it('keep their places while the worker is on its way and when it is well again', () => {
    const names = (cases: readonly Case[]) => cases.map(({ worker }) => worker);
    const open = followCases([], [a, b], well, 0);
    const coming = followCases(open, [b], () => 'under-way', 1_000);
    expect(names(coming)).toEqual(['a', 'b']);
    expect(names(followCases(coming, [b], well, 2_000))).toEqual(['a', 'b']);
  });

  it('stay for a while once they are over, then go', () => {
    const open = followCases([], [a], well, 1_000);
    const over = followCases(open, [], well, 5_000);
    expect(over).toEqual([{ worker: 'a', healedAt: 5_000, rank }]);
    expect(followCases(over, [], well, 5_000 + lingerMs - 1)).toBe(over);
    expect(followCases(over, [], well, 5_000 + lingerMs)).toEqual([]);
  });

  it('stay open while the worker is on its way', () => {
    const open = followCases([], [a], well, 0);
    expect(followCases(open, [], () => 'under-way', 1_000)).toBe(open);
    expect(turnOf(testWorker('a', { state: 'starting' }))).toBe('under-way');
    expect(turnOf(testWorker('a', { state: 'starting', crashLoop: true }))).toBe('gone');
    expect(turnOf(testWorker('a'))).toBe('well');
    expect(turnOf(testWorker('a', { fresh: false }))).toBe('gone');
    expect(turnOf(testWorker('a', { state: 'stopped' }))).toBe('gone');
    expect(turnOf(undefined)).toBe('gone');
  });

  it('open again when the trouble comes back', () => {
    const over = followCases(followCases([], [a], well, 0), [], well, 1_000);
    expect(followCases(over, [a], well, 2_000)).toEqual([{ worker: 'a', healedAt: null, rank }]);
  });

  it('do not claim to be healed when nobody knows, nor when it was stopped or removed', () => {
    expect(followCases([{ worker: 'a', healedAt: null, rank }], [], () => 'gone', 1_000)).toEqual([]);
  });

  it('are the same array when nothing changed', () => {
    const open = followCases([], [a, b], well, 0);
    expect(followCases(open, [a, b], well, 1_000)).toBe(open);
    const worse = followCases(open, [a, testWorker('b', { state: 'failed' })], well, 1_000);
    expect(worse[0]?.worker).toBe('b');
  });
});
