import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isoTime, ManualClock } from '../../../shared/clock.ts';
import { openHome } from '../../../shared/home.ts';
import { openStore, type Store } from '../../store/index.ts';
import { createEventLog, type EventLog } from '../events/index.ts';
import { createStateBook, type StateBook, type StateBounds } from './state-book.ts';
import { statusOf } from '../testing/fake-agent.ts';

let dir: string;
let store: Store;
let log: EventLog;
let book: StateBook;
let clock: ManualClock;
let start: number;
let seq: number;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'yagura-states-'));
  clock = new ManualClock();
  start = clock.now();
  seq = 0;
  await open();
});
afterEach(async () => {
  await close();
  rmSync(dir, { recursive: true, force: true });
});

async function open(bounds?: StateBounds): Promise<void> {
  store = await openStore({ home: openHome(dir), clock, onCorrupt: () => {} });
  log = createEventLog({ store, clock, log: () => {} });
  book = createStateBook({ store, clock, log: () => {}, ...(bounds ? { bounds } : {}) });
}
async function close(): Promise<void> {
  await log.close();
  await store.close();
}

/** The agent tells of something; with a time when it tells it late. */
function tell(
  type: string,
  data: Record<string, unknown> = {},
  at = clock.now(),
  worker: string | null = 'ocr',
) {
  const from = { agentId: 'agent-1', seq: ++seq };
  const added = log.add({ time: isoTime(at), type, worker, host: 'box', data, from });
  if (added) book.event(added, seq);
}
function record(type: string, data: Record<string, unknown>, worker: string | null = 'ocr') {
  const added = log.add({ time: isoTime(clock.now()), type, worker, host: 'box', data, from: null });
  if (added) book.event(added, null);
}
const show = (state: Parameters<typeof statusOf>[1], since = clock.now()) =>
  book.statuses('box', [statusOf('ocr', { since: isoTime(since), ...state })]);
function look(seconds: number) {
  for (let i = 0; i < seconds; i++) {
    clock.advance(1_000);
    book.look('box', clock.now());
  }
}
const spans = () => book.query('ocr', start - 1).states;
const second = (time: string | null) => (time === null ? 'now' : (Date.parse(time) - start) / 1_000);
const told = () => spans().map(({ state, since, until }) => `${state} ${second(since)}–${second(until)}`);
const crash = { code: 3, signal: null, reason: 'exit', detail: 'exit code 3' };

describe('what a worker was', () => {
  it('is told by its statuses, and by events who or what caused it', () => {
    book.arrive('box', 0);
    show({ state: 'running' });
    look(10);
    record('worker.stop-requested', { by: 'token:ann' });
    tell('worker.stopping', { reason: 'operator', detail: 'asked for by the token "ann"' });
    show({ state: 'stopping' });
    look(3);
    tell('worker.exited', { code: 0, signal: null, reason: 'operator', detail: 'asked for' });
    tell('worker.stopped', { reason: 'operator' });
    show({ state: 'stopped' });
    look(5);
    expect(told()).toEqual(['running 0–10', 'stopping 10–13', 'stopped 13–now']);
    expect(spans()[2]).toMatchObject({ by: 'token:ann', exit: { reason: 'operator', code: 0 } });
  });

  it('says of the present what its status says', () => {
    book.arrive('box', 0);
    show({ state: 'running', reason: 'no result yet' });
    look(5);
    show({ state: 'running', reason: '' }, start);
    look(5);
    show({ state: 'degraded', reason: 'silent' });
    tell('worker.degraded', { check: 'log', reason: 'silent' });
    expect(spans().map(({ reason, by }) => [reason, by])).toEqual([
      ['', null],
      ['silent', 'log'],
    ]);
  });

  it('names the check and the applied config', () => {
    book.arrive('box', 0);
    show({ state: 'running' });
    look(10);
    tell('worker.unhealthy', { check: 'http', reason: 'connection refused' });
    tell('worker.stopping', { reason: 'health', detail: 'connection refused' });
    tell('worker.exited', { ...crash, reason: 'health' });
    tell('worker.started', {});
    look(10);
    record('config.applied', { by: 'token:ann' }, null);
    tell('worker.stopping', { reason: 'config', detail: 'its configuration changed' });
    tell('worker.exited', { ...crash, reason: 'config' });
    tell('worker.started', {});
    look(5);
    expect(told()).toEqual(['running 0–10', 'running 10–20', 'running 20–now']);
    expect(spans().map(({ by, exit, changes }) => [by, exit?.reason, changes])).toEqual([
      [null, undefined, 1],
      ['http', 'health', 3],
      ['token:ann', 'config', 2],
    ]);
  });

  it('is not changed by an event that comes after the status that it led to', () => {
    book.arrive('box', 0);
    show({ state: 'running' });
    look(10);
    const exitedAt = clock.now();
    clock.advance(4);
    show({ state: 'starting', reason: 'waits for broker (healthy)' });
    tell('worker.exited', crash, exitedAt);
    look(10);
    expect(told()).toEqual(['running 0–10.004', 'starting 10.004–now']);
    expect(spans()[1]).toMatchObject({ reason: 'waits for broker (healthy)', exit: { code: 3 } });
  });

  it('survives a hub that is killed: what was not written is told again by its events', async () => {
    book.arrive('box', 0);
    show({ state: 'running' });
    look(10);
    await book.flush();
    tell('worker.exited', crash);
    tell('worker.backoff', { delayMs: 5_000 });
    await log.flush();
    clock.advance(2_000);
    await close();
    await open();
    book.arrive('box', 0);
    show({ state: 'backoff', reason: 'exit code 3' }, start + 10_000);
    look(2);
    expect(told()).toEqual(['running 0–10', 'backoff 10–now']);
    expect(spans()[1]).toMatchObject({ exit: { code: 3, detail: 'exit code 3' } });
  });

  it('is filled in by the events of a time when the hub was away and the agent was not, before statuses count', async () => {
    book.arrive('box', 0);
    show({ state: 'running' });
    look(20);
    await book.flush();
    await close();
    clock.advance(3_600_000);
    await open();
    expect(told()).toEqual(['running 0–20', 'unknown 20–now']);
    book.arrive('box', 3);
    show({ state: 'running' }, start + 1_800_000);
    expect(told()).toEqual(['running 0–now']);
    tell('worker.exited', crash, start + 1_000_000);
    tell('worker.backoff', {}, start + 1_000_003);
    tell('worker.started', {}, start + 1_799_999);
    expect(told()).toEqual(['running 0–1000', 'backoff 1000–1799.999', 'running 1799.999–now']);
    expect(spans()[1]).toMatchObject({ exit: { code: 3 }, changes: 2 });
  });

  it('waits for a long backlog as long as it comes, and only then for statuses', () => {
    book.arrive('box', 0);
    show({ state: 'running' });
    look(10);
    clock.advance(3_600_000);
    book.arrive('box', 3);
    show({ state: 'running' }, start + 1_800_000);
    look(4);
    tell('worker.exited', crash, start + 1_000_000);
    look(4);
    tell('worker.backoff', {}, start + 1_000_003);
    look(4);
    tell('worker.started', {}, start + 1_799_999);
    expect(told()).toEqual(['running 0–1000', 'backoff 1000–1799.999', 'running 1799.999–now']);
  });

  it('has no cause in what happened long before', () => {
    book.arrive('box', 99);
    look(6);
    show({ state: 'failed' });
    tell('worker.exited', crash, clock.now() - 60_000);
    record('worker.stop-requested', { by: 'token:ann' });
    tell('worker.stopped', { reason: 'operator' }, clock.now() - 50_000);
    expect(spans()).toMatchObject([{ state: 'failed', exit: null, by: null }]);
  });

  it('has no gap when one hub ends and another follows at once', async () => {
    book.arrive('box', 0);
    show({ state: 'running' });
    look(20);
    await book.flush();
    look(12);
    await book.flush();
    await book.close();
    await close();
    clock.advance(3_000);
    await open();
    book.arrive('box', 2);
    tell('agent.started', {}, clock.now(), null);
    tell('worker.adopted', { pid: 7 });
    show({ state: 'running' }, start);
    look(2);
    expect(told()).toEqual(['running 0–now']);
  });

  it('goes on when the clock was an hour ahead, without what was noted for a time that has not come', async () => {
    book.arrive('box', 0);
    show({ state: 'running' });
    look(10);
    clock.jumpWall(3_600_000);
    look(2);
    show({ state: 'backoff' });
    look(5);
    show({ state: 'running' });
    look(5);
    await book.flush();
    show({ state: 'backoff' });
    clock.jumpWall(-3_600_000);
    look(8);
    const expected = ['running 0–10', 'unknown 10–23', 'backoff 23–now'];
    expect(told()).toEqual(expected);
    await book.flush();
    expect(told()).toEqual(expected);
    show({ state: 'failed' });
    look(20);
    expect(told()).toEqual(['running 0–10', 'unknown 10–23', 'backoff 23–30', 'failed 30–now']);
  });

  it('is unknown while the agent was away for long, also when the process is found running afterwards', () => {
    book.arrive('box', 0);
    show({ state: 'running' });
    look(10);
    clock.advance(5_000);
    book.leave('box');
    clock.advance(60_000);
    expect(told()).toEqual(['running 0–10', 'unknown 10–now']);
    book.arrive('box', 2);
    tell('agent.started', {}, clock.now(), null);
    tell('worker.adopted', { pid: 7 });
    show({ state: 'running' });
    look(5);
    expect(told()).toEqual(['running 0–10', 'unknown 10–75', 'running 75–now']);
  });

  it('is unknown while the machine was off', async () => {
    book.arrive('box', 0);
    show({ state: 'running' });
    look(20);
    await book.flush();
    await close();
    clock.advance(600_000);
    await open();
    book.arrive('box', 2);
    tell('agent.started', {}, clock.now(), null);
    tell('worker.started', { pid: 7 });
    look(3);
    expect(told()).toEqual(['running 0–20', 'unknown 20–620', 'running 620–now']);
  });

  it('is not unknown when the agent was brought back at once', () => {
    book.arrive('box', 0);
    show({ state: 'running' });
    look(10);
    clock.advance(1_500);
    book.arrive('box', 2);
    tell('agent.started', {}, clock.now(), null);
    tell('worker.adopted', { pid: 7 });
    show({ state: 'running' });
    look(5);
    expect(told()).toEqual(['running 0–now']);
  });

  it('is unknown while everything stood still', () => {
    book.arrive('box', 0);
    show({ state: 'running' });
    look(10);
    clock.advance(7_200_000);
    look(3);
    expect(told()).toEqual(['running 0–10', 'unknown 10–7211', 'running 7211–now']);
  });

  it('counts statuses all the same when the events that were announced never come', () => {
    book.arrive('box', 99);
    show({ state: 'failed' });
    look(6);
    expect(told()).toEqual(['failed 0–now']);
  });

  it('ends when the worker is removed, and begins anew', async () => {
    book.arrive('box', 0);
    show({ state: 'running' });
    look(10);
    tell('worker.removed', { by: 'token:ann' });
    look(10);
    expect(told()).toEqual(['running 0–10']);
    show({ state: 'running' });
    look(5);
    await book.flush();
    expect(told()).toEqual(['running 0–10', 'running 20–now']);
  });

  it('is at most some hundred spans in one answer', async () => {
    book.arrive('box', 0);
    for (let i = 0; i < 3_000; i++) {
      show({ state: i % 2 === 0 ? 'running' : 'backoff' });
      look(2);
      if (i % 500 === 0) await book.flush();
    }
    expect(spans().length).toBeGreaterThan(100);
    expect(spans().length).toBeLessThanOrEqual(502);
    expect(spans().reduce((sum, { changes }) => sum + changes, 0)).toBe(3_000);
    expect(spans().at(-1)).toMatchObject({ state: 'backoff', until: null });
  });

  it('begins where it is asked to', async () => {
    book.arrive('box', 0);
    for (const state of ['starting', 'running', 'backoff', 'running'] as const) {
      show({ state });
      look(10);
    }
    await book.flush();
    expect(book.query('ocr', start + 15_000)).toMatchObject({
      from: isoTime(start + 15_000),
      states: [{ state: 'running' }, { state: 'backoff' }, { state: 'running', until: null }],
    });
    expect(book.query('nobody', start).states).toEqual([]);
  });

  it('waits while the disk is full', async () => {
    book.arrive('box', 0);
    show({ state: 'running' });
    look(10);
    show({ state: 'backoff' });
    store.db.transaction = () => {
      throw new Error('unexpected');
    };
    await expect(book.flush()).rejects.toThrow('unexpected');
    expect(told()).toEqual(['running 0–10', 'backoff 10–now']);
  });

  it('is forgotten when it is too old, too much, or too much of one worker', async () => {
    await close();
    await open({ ageMs: 86_400_000, stored: 100, ofOneWorker: 10 });
    book.arrive('box', 0);
    const live = async (changes: number) => {
      for (let i = 0; i < changes; i++) {
        show({ state: i % 2 === 0 ? 'running' : 'backoff' });
        look(2);
      }
      await book.flush();
    };
    const stored = () =>
      store.rows(store.db.selectFrom('worker_states').select((e) => e.fn.countAll().as('count')))[0]?.count;
    await live(2_500);
    await book.pruneExcess();
    expect(stored()).toBe(100);
    await book.pruneOld();
    expect(spans().length).toBe(11);
    clock.advance(86_400_000 * 2);
    await book.pruneOld();
    expect(spans().length).toBe(1);
  });
});
