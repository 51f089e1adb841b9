import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock, systemClock } from '../../../shared/clock.ts';
import { openHome } from '../../../shared/home.ts';
import { createTestFleet, type TestFleet, testWorker } from '../../server/testing/test-fleet.ts';
import { openStore, type Store } from '../../store/index.ts';
import { failingStore } from '../testing/index.ts';
import { openSilences, type RunningSilences } from './open-silences.ts';
import { silenceBounds } from './silence.ts';

const minute = 60_000;
const hour = 60 * minute;

let dir: string;
let store: Store;
let clock: ManualClock;
let fleet: TestFleet;
let silences: RunningSilences;
let isFull = false;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'yagura-silences-'));
  clock = new ManualClock(Date.UTC(2026, 2, 7, 12)); // the day before the clocks change in New York
  store = await openStore({ home: openHome(dir), clock: systemClock, onCorrupt: () => {} });
  fleet = createTestFleet();
  isFull = false;
  silences = await open();
});
afterEach(async () => {
  await silences.close();
  await store.close();
  rmSync(dir, { recursive: true, force: true });
});

const open = () => openSilences({ store: failingStore(store, () => isFull), fleet, clock, log: () => {} });
const time = (ms: number) => new Date(ms).toISOString();
const later = (ms: number) => time(clock.now() + ms);
const mailer = [{ name: 'worker', op: '=' as const, value: 'mailer' }];
const covers = (worker: string) =>
  silences.coverAt(clock.now()).silencedBy({ alertname: 'Down', worker }).length > 0;
const states = () => silences.list({ limit: 100 }).silences.map(({ state }) => state);
const create = (changes: Partial<Parameters<RunningSilences['create']>[0]> = {}) =>
  silences.create({ matchers: mailer, endsAt: later(hour), comment: 'new disk', ...changes }, 'token:ann');

describe('silences', () => {
  it('cover what matches while they last, and tell when that changes', async () => {
    const { state } = await create({ startsAt: later(minute) });
    expect(state).toBe('pending');
    const before = silences.coverAt(clock.now());
    expect(before.changesAtMs).toBe(clock.now() + minute);
    expect(covers('mailer')).toBe(false);
    clock.advance(minute);
    expect([covers('mailer'), covers('other')]).toEqual([true, false]);
    expect(silences.coverAt(clock.now()).version).not.toBe(before.version);
    clock.advance(hour - minute - 1);
    expect(covers('mailer')).toBe(true);
    clock.advance(1);
    expect([covers('mailer'), ...states()]).toEqual([false, 'expired']);
  });

  it('match as Alertmanager does: all matchers, anchored expressions, and the lack of a label', async () => {
    const cover = (labels: Record<string, string>) =>
      silences.coverAt(clock.now()).silencedBy(labels).length > 0;
    await create({
      matchers: [
        { name: 'worker', op: '=~', value: 'mail.*' },
        { name: 'severity', op: '!=', value: 'critical' },
        { name: 'team', op: '=', value: '' },
        { name: 'host', op: '!~', value: 'db.' },
      ],
    });
    expect(cover({ worker: 'mailer', severity: 'info' })).toBe(true);
    expect(cover({ worker: 'mailer', severity: 'critical' })).toBe(false);
    expect(cover({ worker: 'mailer', severity: 'info', team: 'post' })).toBe(false);
    expect(cover({ worker: 'mailer', severity: 'info', host: 'db1' })).toBe(false);
    expect(cover({ worker: 'gmail', severity: 'info' })).toBe(false);
  });

  it('end when somebody ends them, also if the clock is set back', async () => {
    const { id } = await create();
    expect((await silences.expire(id)).state).toBe('expired');
    clock.jumpWall(-hour);
    expect([covers('mailer'), silences.silence(id).state]).toEqual([false, 'expired']);
    expect((await silences.expire(id)).state).toBe('expired');
    await expect(silences.expire('nobody')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('come again by cron in their time zone, whatever the clocks there do', async () => {
    const recurrence = { cron: '30 1 * * *', durationMs: 2 * hour, timezone: 'America/New_York' };
    const { id, window } = await create({ endsAt: undefined, recurrence });
    // 1:30 on 8 March is half an hour before the clocks go forward.
    expect(window).toEqual({ from: '2026-03-08T06:30:00.000Z', to: '2026-03-08T08:30:00.000Z' });
    for (const [at, isCovered] of [
      ['2026-03-08T06:29:59Z', false],
      ['2026-03-08T06:30:00Z', true],
      ['2026-03-08T08:29:59Z', true],
      ['2026-03-08T08:30:00Z', false],
      ['2026-03-09T05:30:00Z', true],
      ['2026-03-09T07:30:00Z', false],
    ] as const) {
      clock.jumpWall(Date.parse(at) - clock.now());
      expect([at, covers('mailer')]).toEqual([at, isCovered]);
    }
    expect(silences.silence(id).state).toBe('pending');
    await silences.close();
    silences = await open();
    clock.jumpWall(Date.parse('2026-03-10T06:00:00Z') - clock.now());
    expect(covers('mailer')).toBe(true);
  });

  it('that come again are over with their end', async () => {
    const recurrence = { cron: '0 * * * *', durationMs: 30 * minute, timezone: null };
    const { id } = await create({ endsAt: later(90 * minute), recurrence });
    expect(covers('mailer')).toBe(true);
    clock.advance(89 * minute);
    expect(covers('mailer')).toBe(true);
    clock.advance(minute);
    expect(silences.silence(id)).toMatchObject({ state: 'expired', window: null });
  });

  it('are refused when they make no sense', async () => {
    const refused = (changes: Parameters<typeof create>[0]) =>
      expect(create(changes)).rejects.toMatchObject({ code: 'bad_request' });
    await refused({ endsAt: undefined });
    await refused({ endsAt: later(-1) });
    await refused({ startsAt: later(2 * hour) });
    await refused({ endsAt: later(400 * 24 * hour) });
    await refused({ matchers: [] });
    await refused({ matchers: [{ name: 'worker', op: '=~', value: '.*' }] });
    await refused({ matchers: [{ name: 'worker', op: '=~', value: '(' }] });
    await refused({ recurrence: { cron: 'tomorrow', durationMs: hour, timezone: null } });
    await refused({ recurrence: { cron: '0 0 31 2 *', durationMs: hour, timezone: null } });
    await refused({ recurrence: { cron: '0 0 * * *', durationMs: hour, timezone: 'Mars/Olympus' } });
    expect(states()).toEqual([]);
  });

  it('outlive the hub, and are not there when they could not be written', async () => {
    const { id } = await create();
    isFull = true;
    await expect(create({ comment: 'lost' })).rejects.toThrow('nothing can be written');
    await expect(silences.expire(id)).rejects.toThrow('nothing can be written');
    expect(states()).toEqual(['active']);
    isFull = false;
    await silences.close();
    silences = await open();
    expect(silences.silence(id)).toMatchObject({
      comment: 'new disk',
      createdBy: 'token:ann',
      state: 'active',
    });
  });

  it('come in pages, by state, and are forgotten a week after their end', async () => {
    for (let n = 0; n < 5; n++) {
      clock.advance(1_000);
      await create({ comment: `n${n}`, endsAt: later(n === 0 ? 1_500 : hour) });
    }
    const first = silences.list({ limit: 2, state: ['active'] });
    const second = silences.list({ limit: 2, state: ['active'], cursor: first.next ?? '' });
    expect([...first.silences, ...second.silences].map(({ comment }) => comment)).toEqual([
      'n4',
      'n3',
      'n2',
      'n1',
    ]);
    expect(second.next).toBeNull();
    expect(() => silences.list({ limit: 2, cursor: 'x' })).toThrow('cursor');
    expect(silences.families()[0]?.points).toEqual([
      [{ state: 'active' }, 4],
      [{ state: 'pending' }, 0],
    ]);
    clock.advance(8 * 24 * hour);
    await create();
    expect(states()).toEqual(['active']);
  });

  it('are bounded in number', async () => {
    const endsAt = later(hour);
    await Promise.all(Array.from({ length: silenceBounds.unexpired }, () => create({ endsAt })));
    await expect(create()).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('what operators ask for', () => {
  beforeEach(() => {
    fleet.list.set('db', testWorker('db'));
    fleet.list.set('mailer', testWorker('mailer', { dependsOn: ['db'] }));
    fleet.list.set('other', testWorker('other'));
  });
  const covered = () => ['db', 'mailer', 'other'].filter(covers);
  const record = (type: string, worker: string | null, data: Record<string, unknown> = {}) => {
    const id = fleet.recorded.length + 1;
    const event = { id, time: time(clock.now()), type, worker, host: 'here', data };
    fleet.recorded.push(event);
    fleet.tell({ kind: 'event', event });
  };

  it('silences the noise of a restart, also of those that need the worker, for a minute', () => {
    record('worker.restart-requested', 'db', { by: 'token:ann' });
    expect(covered()).toEqual(['db', 'mailer']);
    expect(silences.list({ limit: 1 }).silences[0]).toMatchObject({
      origin: 'planned',
      createdBy: 'token:ann',
      comment: 'restart of db',
    });
    clock.advance(minute);
    expect(covered()).toEqual([]);
  });

  it('does not silence what Yagura restarts by itself', () => {
    record('worker.restart-requested', 'db', { by: 'recovery' });
    expect(covered()).toEqual([]);
  });

  it('silences a stopped worker and those that need it until it is started again', async () => {
    record('worker.stop-requested', 'db', { by: 'session:ann' });
    clock.advance(30 * 24 * hour);
    expect(covered()).toEqual(['db', 'mailer']);
    await silences.close();
    silences = await open();
    expect(covered()).toEqual(['db', 'mailer']);
    record('worker.started', 'mailer');
    expect(covered()).toEqual(['db', 'mailer']);
    record('worker.started', 'db');
    expect(covered()).toEqual([]);
  });

  it('silences what a new config restarts, and what a deploy was marked for', () => {
    record('config.applied', null, { by: 'token:ann', added: ['other'], changed: ['db'], removed: [] });
    expect(covered()).toEqual(['db', 'mailer']);
    clock.advance(minute);
    record('deploy.marked', 'other', { by: 'token:ci', version: '1.2' });
    expect(covered()).toEqual(['other']);
    clock.advance(2 * minute);
    record('deploy.marked', null, { by: 'token:ci', version: '1.3' });
    expect(covered()).toEqual(['db', 'mailer', 'other']);
    record('config.applied', null, { by: 'yagura up', added: ['db'], changed: [], removed: [] });
    clock.advance(2 * minute);
    expect(covered()).toEqual([]);
  });

  it('holds while the disk takes nothing, and is kept once it does', async () => {
    isFull = true;
    record('worker.stop-requested', 'db', { by: 'token:ann' });
    expect(covered()).toEqual(['db', 'mailer']);
    clock.advance(1_000);
    isFull = false;
    clock.advance(1_000);
    await silences.close();
    silences = await open();
    expect(covered()).toEqual(['db', 'mailer']);
  });

  it('is not lost when the hub is killed right after it was asked for, and not done twice', async () => {
    isFull = true; // what follows reaches the database no more
    record('worker.stop-requested', 'other', { by: 'token:ann' });
    await silences.close();
    isFull = false;
    silences = await open();
    expect(covered()).toEqual(['other']);
    await silences.close();
    silences = await open();
    expect(silences.list({ limit: 10 }).silences).toHaveLength(1);
  });
});
