import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addSample, noFigures } from '../live/fleet-state.ts';
import { testSample, testWorker } from '../testing/fleet.ts';
import type { Worker } from '../types.ts';
import { asksForFigures, matches } from './match.ts';
import { parseFilter } from './parse.ts';

const now = Date.parse('2026-01-01T01:00:00.000Z');
const ago = (ms: number) => new Date(now - ms).toISOString();
const exit = { code: 3, signal: null, at: ago(120_000), reason: 'exit', detail: '' } as const;
const fleet: Worker[] = [
  testWorker('mailer-1', {
    labels: { team: 'post', tier: 'A' },
    host: 'box-1',
    startedAt: ago(60_000),
    restarts: 4,
    lastExit: exit,
  }),
  testWorker('mailer-2', {
    labels: { team: 'post' },
    host: 'box-2',
    state: 'backoff',
    pid: null,
    restarts: 7,
    crashes: 3,
    lastExit: { ...exit, code: null, signal: 'SIGKILL', reason: 'oom' },
    nextStartAt: ago(-30_000),
    reason: 'exit code 3',
  }),
  testWorker('ocr', {
    labels: { team: 'postscan', note: '<b>sky</b>' },
    host: 'db-1',
    state: 'unhealthy',
    health: 'unhealthy',
  }),
  testWorker('gone', { fresh: false }),
  testWorker('flaky', { crashLoop: true, pid: 7 }),
  testWorker('spare', { state: 'stopped', pid: null, health: 'none' }),
  testWorker('outside', { kind: 'external', pid: null, state: 'starting' }),
  testWorker('ＷＩＤＥ', { reason: 'lost the Broker' }),
];
const figures = addSample(
  noFigures,
  testSample(1, [
    ['mailer-1', 0.75, 2 ** 30],
    ['ocr', 0.1, 2 ** 20],
  ]),
);
const found = (text: string) =>
  fleet.filter((worker) => matches(parseFilter(text), worker, { figures, now })).map(({ name }) => name);

describe('a filter', () => {
  it('finds words in the name, the host, the labels and the reason', () => {
    expect(found('')).toHaveLength(fleet.length);
    expect(found('MAIL')).toEqual(['mailer-1', 'mailer-2']);
    expect(found('db-1')).toEqual(['ocr']);
    expect(found('team:post*')).toEqual(['mailer-1', 'mailer-2', 'ocr']);
    expect(found('"<b>sky"')).toEqual(['ocr']);
    expect(found('broker')).toEqual(['ＷＩＤＥ']);
    expect(found('wide')).toEqual(['ＷＩＤＥ']);
    expect(found('mailer -2')).toEqual(['mailer-1']);
  });

  it('takes a label whole, and stars for anything', () => {
    expect(found('team:post')).toEqual(['mailer-1', 'mailer-2']);
    expect(found('Team:POST tier:a')).toEqual(['mailer-1']);
    expect(found('team:*scan')).toEqual(['ocr']);
    expect(found('team:p*t')).toEqual(['mailer-1', 'mailer-2']);
    expect(found('team:p*ts*n')).toEqual(['ocr']);
    expect(found('team:p*x*n')).toEqual([]);
    expect(found('team:*')).toEqual(['mailer-1', 'mailer-2', 'ocr']);
    expect(found('tier:b,a')).toEqual(['mailer-1']);
    // A star must not count one letter for two ends.
    expect(found('tier:A*A')).toEqual([]);
  });

  it('takes names and hosts in part, or exactly', () => {
    expect(found('name:mail -host:box-2')).toEqual(['mailer-1']);
    expect(found('name=mailer')).toEqual([]);
    expect(found('name=mailer-*')).toEqual(['mailer-1', 'mailer-2']);
    expect(found('host:box,db')).toEqual(['mailer-1', 'mailer-2', 'ocr']);
    expect(found('reason:code')).toEqual(['mailer-2']);
  });

  it('knows states, and what nobody sees any more as unknown', () => {
    expect(found('state:unknown')).toEqual(['gone']);
    expect(found('health:unknown')).toEqual(['gone']);
    expect(found('state:backoff,unhealthy')).toEqual(['mailer-2', 'ocr']);
    expect(found('is:trouble')).toEqual(['mailer-2', 'ocr', 'flaky']);
    expect(found('is:crashing')).toEqual(['flaky']);
    expect(found('is:well')).toEqual(['mailer-1', 'ＷＩＤＥ']);
    expect(found('is:resting')).toEqual(['spare']);
    expect(found('is:busy')).toEqual(['outside']);
    expect(found('kind:external')).toEqual(['outside']);
  });

  it('knows how a worker ended', () => {
    expect(found('exit:oom')).toEqual(['mailer-2']);
    expect(found('exit:sigkill')).toEqual(found('exit:KILL'));
    expect(found('exit:3')).toEqual(['mailer-1']);
    expect(found('exit:none')).not.toContain('mailer-1');
    expect(found('exited<5m')).toEqual(['mailer-1', 'mailer-2']);
  });

  it('compares figures, of which the live ones count, and finds nobody whose figure is not known', () => {
    expect(found('cpu>50%')).toEqual(['mailer-1']);
    expect(found('cpu<=10%')).toEqual(['ocr']);
    expect(found('mem>=1GiB')).toEqual(['mailer-1']);
    expect(found('mem<1GiB')).toEqual(['ocr']);
    expect(found('restarts>=4 restarts<7')).toEqual(['mailer-1']);
    expect(found('restarts=7')).toEqual(['mailer-2']);
    expect(found('crashes>0')).toEqual(['mailer-2']);
    expect(found('uptime<5m')).toEqual(['mailer-1']);
    expect(found('since>2h')).toEqual([]);
    expect(found('next<1m')).toEqual(['mailer-2']);
    expect(found('pid:7')).toEqual(['flaky']);
  });

  it('is asked again each second only when it asks for what changes by itself', () => {
    expect(['cpu>1%', 'uptime<1m', 'next<1m'].map((text) => asksForFigures(parseFilter(text)))).toEqual([
      true,
      true,
      true,
    ]);
    expect(
      ['mailer', 'restarts>1', 'pid:1', 'state:failed'].some((text) => asksForFigures(parseFilter(text))),
    ).toBe(false);
  });

  const term = fc.constantFrom(
    'mail',
    'state:running',
    'is:trouble',
    'cpu>50%',
    'team:post',
    'host:box',
    'restarts>3',
    'uptime<5m',
    'exit:oom',
  );

  it('and its opposite share the fleet between them', () => {
    fc.assert(
      fc.property(term, (text) => {
        const [yes, no] = [found(text), found(`-${text}`)];
        expect([...yes, ...no].toSorted()).toEqual(found('').toSorted());
      }),
    );
  });

  it('finds fewer with each term, whatever their order', () => {
    fc.assert(
      fc.property(fc.array(term, { maxLength: 4 }), term, (before, more) => {
        const all = found(before.join(' '));
        expect(found([...before, more].join(' ')).every((name) => all.includes(name))).toBe(true);
        expect(found([more, ...before].join(' '))).toEqual(found([...before, more].join(' ')));
      }),
    );
  });
});
