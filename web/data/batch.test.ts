import { describe, expect, it } from 'vitest';
import { createFormat } from '../format/index.ts';
import { advance, type Attempt, isOver, judge, planOf, tally, undoOf, type Verdict } from './batch.ts';
import { batchText, batchTone, verdictText } from './batch-text.ts';
import { testWorker } from './testing/fleet.ts';
import type { FleetEvent, Worker } from './types.ts';

const start = Date.parse('2026-03-01T12:00:00.000Z');
const at = (ms: number) => new Date(start + ms).toISOString();
const event = (id: number, ms: number, type: string, data = {}): FleetEvent => ({
  id,
  time: at(ms),
  type,
  worker: 'mailer',
  host: 'here',
  data,
});

describe('a plan', () => {
  const fleet = [
    testWorker('broker'),
    testWorker('mailer', { dependsOn: ['broker'] }),
    testWorker('letters', { dependsOn: ['mailer'] }),
    testWorker('resting', { dependsOn: ['broker'], state: 'stopped', pid: null }),
    testWorker('spare', { state: 'stopped', pid: null }),
    testWorker('dead', { state: 'failed', pid: null }),
    testWorker('waits', { state: 'backoff', pid: null }),
    testWorker('outside', { kind: 'external' }),
  ];
  const plan = (action: 'start' | 'stop' | 'restart', ...names: string[]) => {
    const made = planOf(
      action,
      fleet.filter(({ name }) => names.includes(name)),
      fleet,
    );
    return { ...made, targets: made.targets.map(({ name }) => name) };
  };

  it('names who needs the targets, also through others, and leaves out who is stopped anyway', () => {
    expect(plan('stop', 'broker').dependents).toEqual(['mailer', 'letters']);
    expect(plan('restart', 'broker', 'letters').dependents).toEqual(['mailer']);
    expect(plan('start', 'spare').dependents).toEqual([]);
  });

  it('leaves alone who is as wished already and who is not run here', () => {
    expect(plan('start', 'spare', 'dead', 'waits', 'mailer', 'outside')).toMatchObject({
      targets: ['spare', 'dead', 'waits'],
      already: 1,
      external: 1,
    });
    expect(plan('stop', 'spare', 'dead', 'waits', 'mailer')).toMatchObject({
      targets: ['mailer', 'waits'],
      already: 2,
    });
    expect(plan('restart', 'spare', 'mailer', 'dead')).toMatchObject({
      targets: ['mailer', 'spare', 'dead'],
      already: 0,
      started: 2,
    });
  });
});

const sent: Attempt = { worker: 'mailer', request: { state: 'sending' }, events: [], settled: null };
const accepted: Attempt = { ...sent, request: { state: 'accepted', eventId: 10 } };
const request = event(10, 0, 'worker.restart-requested');
const started = event(12, 9, 'worker.started');
const plain = testWorker('mailer', { health: 'none', startedAt: at(8) });
const checked = (health: Worker['health']) => testWorker('mailer', { health, startedAt: at(8) });

describe('an attempt', () => {
  const judged = (attempt: Attempt, worker: Worker | null = plain) =>
    judge('restart', attempt, worker).standing;

  it('claims nothing that was not seen', () => {
    expect(judged(sent)).toBe('asked');
    expect(judged(accepted)).toBe('asked');
    expect(judged({ ...accepted, events: [event(11, 3, 'worker.exited'), request] })).toBe('under-way');
    expect(judged({ ...sent, request: { state: 'unanswered' } })).toBe('unclear');
    expect(judged({ ...sent, request: { state: 'never-arrived' } })).toBe('lost');
    expect(judged({ ...sent, request: { state: 'refused', detail: 'no' } })).toBe('refused');
    expect(judged(accepted, null)).toBe('gone');
  });

  it('waits for health where there are checks, and keeps the first verdict', () => {
    const seen = { ...accepted, events: [started, request] };
    expect(judged(seen, checked('unknown'))).toBe('awaits-health');
    const healthy = advance('restart', seen, { events: [], worker: checked('healthy') });
    expect(healthy.settled).toMatchObject({ standing: 'done' });
    // That it falls ill later is another story.
    expect(judged(healthy, checked('unhealthy'))).toBe('done');
  });

  it('that has no checks may still fall over within its first seconds', () => {
    const done = advance('restart', accepted, { events: [started, request], worker: plain });
    expect(done.settled).toBeNull();
    expect(judged(done)).toBe('done');
    const fallen = advance('restart', done, {
      events: [event(13, 2_000, 'worker.exited', { detail: 'exit code 3' })],
      worker: plain,
    });
    expect(fallen.settled).toMatchObject({ standing: 'failed', detail: 'exit code 3' });
  });

  it('takes each event once, and its request when it comes late', () => {
    const once = advance('restart', sent, { events: [request, started], worker: plain });
    expect(once.events.map(({ id }) => id)).toEqual([12, 10]);
    const twice = advance('restart', once, {
      events: [started],
      worker: plain,
      request: { state: 'accepted', eventId: 10 },
    });
    expect(twice.events).toBe(once.events);
    expect(judged(twice)).toBe('done');
  });

  it('can be taken back when it was a start or a stop', () => {
    expect([undoOf('start'), undoOf('stop'), undoOf('restart')]).toEqual(['stop', 'start', null]);
  });
});

describe('the words for many', () => {
  const words = {
    t: ((key: string, values: Record<string, unknown> = {}) =>
      [key, ...Object.values(values)].join(' ')) as never,
    format: createFormat('en', 'UTC'),
    say: (sentence: string) => sentence,
  };
  const of = (...standings: Verdict['standing'][]) =>
    tally(
      standings.map((standing, index) => [`w${index}`, { standing, detail: 'why', final: false }] as const),
    );
  const said = (sum: ReturnType<typeof tally>, live = true) =>
    batchText(words, 'restart', sum, { live, tookMs: 1_200 });

  it('tell how many are done, wait, failed and are not known', () => {
    const sum = of('done', 'done', 'awaits-health', 'asked', 'under-way', 'unclear', 'failed', 'refused');
    expect(said(sum)).toBe(
      'batch.some.restart 2 8, batch.awaitsHealth 1, batch.underWay 2, batch.unclear 1, and batch.failed 2',
    );
    expect(isOver(sum)).toBe(false);
    expect(batchTone(sum, true)).toBe('warn');
    expect(said(of('done', 'done'))).toBe('batch.all.restart 2 1.2 s');
    expect(batchTone(of('done', 'done'), true)).toBe('well');
  });

  it('name the only one that failed, with its cause', () => {
    const sum = of('done', 'failed');
    expect(said(sum)).toBe('batch.because batch.some.restart 1 2 and batch.failed 1 w1 why');
    expect(batchTone(sum, true)).toBe('bad');
  });

  it('say so when the connection is lost before all is known', () => {
    expect(said(of('done', 'asked'), false)).toContain('batch.lostSight');
    expect(batchTone(of('done', 'asked'), false)).toBe('warn');
    expect(batchTone(of('done', 'asked'), true)).toBe('busy');
    // What is known stays known.
    expect(said(of('done'), false)).toBe('batch.all.restart 1 1.2 s');
  });

  it('say why one failed', () => {
    const why = (standing: Verdict['standing']) =>
      verdictText(words, 'stop', { standing, detail: 'exit code 3', final: true });
    expect(why('failed')).toBe('exit code 3');
    expect(why('refused')).toBe('actions.refused exit code 3');
    expect(why('lost')).toBe('pursuit.neverArrived.stop');
    expect(why('gone')).toBe('pursuit.gone');
  });
});
