import { describe, expect, it } from 'vitest';
import { createFormat } from '../format/index.ts';
import { progressOf, type Pursuit } from './pursuit.ts';
import { testWorker } from './testing/fleet.ts';
import type { FleetEvent, Worker } from './types.ts';

const start = Date.parse('2026-03-01T12:00:00.000Z');
const at = (ms: number) => new Date(start + ms).toISOString();
const event = (id: number, ms: number, type: string): FleetEvent => ({
  id,
  time: at(ms),
  type,
  worker: 'mailer',
  host: 'here',
  data: {},
});
/** Answers the key and the values, which is all that the rules decide. */
const text = {
  t: ((key: string, values: Record<string, string> = {}) =>
    key === 'pursuit.of' ? values['words'] : [key, ...Object.values(values)].join(' ')) as never,
  format: createFormat('en', 'UTC'),
  say: (sentence: string) => sentence,
};
const before = testWorker('mailer', { health: 'healthy', startedAt: at(-60_000) });
const after = testWorker('mailer', { health: 'unknown', startedAt: at(8) });
const done = [
  event(12, 9, 'worker.started'),
  event(11, 3, 'worker.exited'),
  event(10, 0, 'worker.restart-requested'),
];

interface Look {
  live?: boolean;
  worker?: Worker | null;
  events?: FleetEvent[];
  healthyAt?: number;
}

const look = (
  request: Pursuit['request'],
  { live = true, worker = before, events = [], healthyAt }: Look = {},
) =>
  progressOf(
    text,
    { worker: 'mailer', action: 'restart', request, healthyAt: healthyAt ?? null },
    { newestFirst: events, worker, live },
  );
const accepted = { state: 'accepted', eventId: 10 } as const;

describe('an action that is followed', () => {
  it('claims nothing before the server has heard of it', () => {
    expect(look({ state: 'sending' })).toMatchObject({
      tone: 'busy',
      text: 'actions.sending',
      settled: false,
    });
  });

  it('is over when it was refused, with the reason', () => {
    expect(look({ state: 'refused', detail: 'no such worker' })).toMatchObject({
      tone: 'bad',
      text: 'actions.refused no such worker',
      settled: true,
    });
  });

  it('is not known while nobody answered, and is over when it never arrived', () => {
    expect(look({ state: 'unanswered' })).toMatchObject({ tone: 'warn', settled: false });
    expect(look({ state: 'never-arrived' })).toMatchObject({ tone: 'bad', settled: true });
  });

  it('is told from the events that followed', () => {
    expect(look(accepted).text).toBe('outcome.asked.restart');
    expect(look(accepted, { events: done.slice(1) }).text).toBe('outcome.underWay.restart');
    expect(look(accepted, { events: done, worker: { ...after, health: 'none' } })).toMatchObject({
      tone: 'well',
      text: 'outcome.doneIn.restart 9 ms',
      settled: true,
    });
  });

  it('waits for the first healthy check, and keeps when that was', () => {
    expect(look(accepted, { events: done, worker: after })).toMatchObject({ tone: 'busy', settled: false });
    const check = {
      name: 'http',
      type: 'http',
      result: 'passing' as const,
      consecutive: 1,
      at: at(1_209),
      tookMs: 2,
      detail: '',
    };
    const worker = {
      ...after,
      health: 'healthy' as const,
      checks: [check as unknown as Worker['checks'][number]],
    };
    const progress = look(accepted, { events: done, worker });
    expect(progress).toMatchObject({ tone: 'well', settled: true, healthyAt: start + 1_209 });
    expect(progress.text).toBe('outcome.doneIn.restart 9 msoutcome.healthyAfter 1.2 s');
    const later = { ...worker, checks: [{ ...worker.checks[0]!, at: at(90_000) }] };
    expect(look(accepted, { events: done, worker: later, healthyAt: start + 1_209 }).text).toContain('1.2 s');
  });

  it('does not say that it goes on while nothing is heard, but keeps an outcome that was seen', () => {
    expect(look(accepted, { live: false })).toMatchObject({
      tone: 'warn',
      text: 'pursuit.lostSight',
      settled: false,
    });
    const worker = { ...after, health: 'none' as const };
    expect(look(accepted, { live: false, events: done, worker })).toMatchObject({
      tone: 'well',
      settled: true,
    });
  });

  it('ends when the worker is not declared any more', () => {
    expect(look(accepted, { worker: null })).toMatchObject({
      tone: 'warn',
      text: 'pursuit.gone',
      settled: true,
    });
  });
});
