import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock, systemClock } from '../../../shared/clock.ts';
import { openHome } from '../../../shared/home.ts';
import { testWorker } from '../../server/testing/test-fleet.ts';
import { openStore, type Store } from '../../store/index.ts';
import { failingStore, openTestFlow, testCondition, type TestFlow } from '../testing/index.ts';

const second = 1_000;
const minute = 60 * second;

let dir: string;
let store: Store;
let clock: ManualClock;
let flow: TestFlow;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'yagura-alerts-'));
  clock = new ManualClock();
  store = await openStore({ home: openHome(dir), clock: systemClock, onCorrupt: () => {} });
  flow = await openTestFlow({ store, clock });
});
afterEach(async () => {
  await flow.close();
  await store.close();
  rmSync(dir, { recursive: true, force: true });
});

/** Lets time pass as it does: whatever falls due happens in between. */
async function pass(ms: number, step = 5 * second): Promise<void> {
  for (let left = ms; left > 0; left -= step) {
    clock.advance(Math.min(left, step));
    await flow.alerts.settled();
  }
}

async function restart({ kill = false } = {}): Promise<void> {
  const { conditions, fleet, ...before } = flow;
  if (!kill) await before.close();
  flow = await openTestFlow({ store, clock, conditions: conditions.values(), fleet });
  await flow.alerts.settled();
}

const firing = () => flow.alerts.alerts({ state: ['firing'], limit: 100 }).alerts;
const only = () => {
  const [alert, ...others] = firing();
  expect(others).toEqual([]);
  return alert;
};
const until = (ms: number) => new Date(clock.now() + ms).toISOString();
const silence = (value: string, ms = 10 * minute) =>
  flow.silences.create(
    { matchers: [{ name: 'worker', op: '=', value }], endsAt: until(ms), comment: 'new disk' },
    'token:ann',
  );

describe('alerts', () => {
  it('begin with their condition, are told at once, and told to be over once that is believed', async () => {
    await pass(20 * second);
    await flow.change('mailer');
    expect(only()).toMatchObject({ rule: 'Broken', state: 'firing', noticeable: true, endsAt: null });
    expect(flow.heard.at(-1)).toMatchObject({ id: '1', state: 'firing', labels: { worker: 'mailer' } });
    await flow.mend('mailer');
    const endsAt = new Date(clock.now()).toISOString();
    expect(only()).toMatchObject({ ceasedAt: endsAt, noticeable: false });
    await pass(31 * second);
    expect(firing()).toEqual([]);
    expect(flow.heard.at(-1)).toMatchObject({ id: '1', state: 'resolved', endsAt });
    expect(flow.fleet.recorded.map(({ type, worker, data }) => [type, worker, data['detail']])).toEqual([
      ['alert.firing', 'mailer', 'mailer is broken'],
      ['alert.resolved', 'mailer', 'mailer is broken'],
    ]);
  });

  it('are listed while they are pending, and no episode yet', async () => {
    await flow.change(testCondition('mailer', { state: 'pending', firingMs: null, sinceMs: clock.now() }));
    const { alerts, counts } = flow.alerts.alerts({ limit: 10 });
    expect(alerts).toMatchObject([{ state: 'pending', noticeable: false }]);
    expect(counts).toMatchObject({ pending: 1, firing: 0 });
    expect(flow.alerts.alert(alerts[0]?.id ?? '')).toMatchObject({ state: 'pending' });
    expect(flow.heard).toEqual([]);
  });

  it('show the newest value without telling of each', async () => {
    await flow.change('mailer');
    const told = flow.heard.length;
    await flow.change(testCondition('mailer', { value: 42 }));
    expect(only()?.value).toBe(42);
    expect(flow.heard).toHaveLength(told);
  });

  it('are silenced at once, told when the silence ends, and never counted as over by it', async () => {
    await flow.change('mailer');
    const { id } = await silence('mailer');
    await flow.alerts.settled();
    expect(only()).toMatchObject({ silencedBy: [id], noticeable: false, noticedAt: expect.any(String) });
    await pass(10 * minute);
    expect(only()).toMatchObject({ silencedBy: [], noticeable: true, state: 'firing' });
    await silence('mailer');
    await flow.change('mailer', 'other');
    expect(firing().map(({ noticeable }) => noticeable)).toEqual([true, false]);
  });

  it('that nobody noticed are over quietly', async () => {
    await pass(20 * second);
    await silence('mailer');
    await flow.change('mailer');
    await flow.mend('mailer');
    await pass(31 * second);
    expect(flow.alerts.alert('1')).toMatchObject({ state: 'resolved', noticedAt: null });
    expect(flow.fleet.recorded).toEqual([]);
  });

  it('of those who need a worker that is down are inhibited until it is back', async () => {
    flow.fleet.list.set('db', testWorker('db', { state: 'failed' }));
    flow.fleet.list.set('api', testWorker('api', { dependsOn: ['db'] }));
    await flow.change('db', 'api');
    expect(firing()).toMatchObject([
      { labels: { worker: 'api' }, inhibitedBy: ['1'], noticeable: false },
      { labels: { worker: 'db' }, inhibitedBy: [], noticeable: true },
    ]);
    flow.fleet.tell({ kind: 'workers', changed: [testWorker('db')], removed: [] });
    await flow.mend('db');
    await pass(16 * second);
    expect(firing()[0]).toMatchObject({ labels: { worker: 'api' }, inhibitedBy: [], noticeable: true });
  });

  it('outlive a hub that is killed: the same episodes, the same times, nothing told twice', async () => {
    await flow.change('mailer', 'feed');
    await silence('feed');
    await flow.alerts.settled();
    const before = firing();
    await restart({ kill: true });
    expect(firing()).toEqual(before);
    expect(flow.heard).toEqual([]);
    await pass(20 * second);
    await flow.mend('mailer', 'feed');
    await pass(41 * second);
    expect(flow.heard.filter(({ state }) => state === 'resolved').map(({ id }) => id)).toEqual(['1', '2']);
  });

  it('that ended while nobody was there are told to be over after the start', async () => {
    await flow.change('mailer');
    flow.conditions.clear();
    await restart({ kill: true });
    expect(only()).toMatchObject({ state: 'firing', ceasedAt: null });
    await pass(minute);
    expect(flow.heard.at(-1)).toMatchObject({ id: '1', state: 'resolved' });
  });

  it('are held no longer than they are when the clock is set', async () => {
    await pass(20 * second);
    await flow.change('mailer');
    await flow.mend('mailer');
    clock.jumpWall(-3_600_000);
    await restart({ kill: true });
    await pass(45 * second);
    expect(flow.alerts.alert('1').state).toBe('resolved');
    await flow.change('feed');
    await flow.mend('feed');
    clock.jumpWall(3_600_000);
    await flow.alerts.settled();
    expect(flow.alerts.alert('2')).toMatchObject({ state: 'firing' });
  });

  it('are told even while the disk takes nothing, and kept once it does', async () => {
    let isFull = true;
    await flow.close();
    flow = await openTestFlow({ store: failingStore(store, () => isFull), clock });
    await flow.change('mailer');
    expect(flow.heard).toMatchObject([{ id: '1', noticeable: true }]);
    isFull = false;
    await pass(2 * second);
    await restart({ kill: true });
    expect(only()).toMatchObject({ id: '1' });
  });

  it('beyond what is bounded are left out, which is said', async () => {
    await flow.close();
    flow = await openTestFlow({ store, clock, bounds: { open: 2 } });
    await flow.change('a', 'b', 'c', 'd');
    expect(firing()).toHaveLength(2);
    expect(flow.parts).toEqual([
      'alerts-full troubled: 2 alerts are firing, those beyond are left out: 2 of them now',
    ]);
    await flow.mend('c', 'd');
    expect(flow.parts.at(-1)).toBe('alerts-full well: ');
  });

  it('come in pages, by state, labels and text', async () => {
    await pass(20 * second);
    await flow.change(
      'a',
      'b',
      'c',
      testCondition('d', { severity: 'info', rule: 'Slow', labels: { host: 'h' } }),
    );
    await flow.mend('a', 'b');
    await pass(40 * second);
    await restart();
    await pass(20 * minute); // what is over is in the database alone
    await flow.change(testCondition('e', { state: 'pending', firingMs: null }));
    const ids = (query: Parameters<typeof flow.alerts.alerts>[0]) =>
      flow.alerts.alerts(query).alerts.map(({ key, state }) => `${key} ${state}`);
    expect(ids({ limit: 10 })).toEqual(['e pending', 'd firing', 'c firing', 'b resolved', 'a resolved']);
    const pages: string[] = [];
    let cursor: string | undefined;
    do {
      const page = flow.alerts.alerts({ limit: 2, cursor });
      pages.push(page.alerts.map(({ key }) => key).join(''));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(pages).toEqual(['ed', 'cb', 'a']);
    expect(ids({ limit: 10, state: ['resolved'], worker: 'a' })).toEqual(['a resolved']);
    expect(ids({ limit: 10, severity: ['info'] })).toEqual(['d firing']);
    expect(ids({ limit: 10, host: 'h' })).toEqual(['d firing']);
    expect(ids({ limit: 10, rule: 'Slow' })).toEqual(['d firing']);
    expect(ids({ limit: 10, noticeable: true })).toEqual(['d firing', 'c firing']);
    expect(ids({ limit: 10, q: 'C is BROKEN' })).toEqual(['c firing']);
    expect(ids({ limit: 10, matchers: [{ name: 'worker', op: '=~', value: 'a|b' }] })).toEqual([
      'b resolved',
      'a resolved',
    ]);
    expect(() => ids({ limit: 1, cursor: 'nonsense' })).toThrow('cursor');
    expect(() => flow.alerts.alert('99')).toThrow('no alert 99');
  });

  it('tell what a silence would cover', async () => {
    await flow.change('a', 'b', testCondition('c', { state: 'pending', firingMs: null }));
    const { total, alerts } = flow.alerts.preview([{ name: 'worker', op: '=~', value: 'a|c' }]);
    expect(total).toBe(2);
    expect(alerts.map(({ key }) => key)).toEqual(['a', 'c']);
    expect(() => flow.alerts.preview([{ name: 'worker', op: '=~', value: '.*' }])).toThrow(
      'label that is there',
    );
  });

  it('tell twenty events a minute, and how many more there were', async () => {
    await flow.change(...Array.from({ length: 50 }, (_, n) => `w${n}`));
    expect(flow.fleet.recorded).toHaveLength(20);
    await pass(minute);
    expect(flow.fleet.recorded.at(-1)).toMatchObject({
      type: 'alert.firing',
      worker: null,
      data: { more: 30 },
    });
  });
});

describe('alerts from outside', () => {
  const labels = { alertname: 'DiskFull', severity: 'page', instance: 'db1', empty: '' };

  it('go through the same flow, and are over when they are not sent again', async () => {
    await flow.alerts.post([{ labels, annotations: { summary: 'full' }, generatorUrl: 'http://prom/graph' }]);
    expect(only()).toMatchObject({
      rule: 'DiskFull',
      severity: 'critical',
      source: 'alertmanager',
      labels: { severity: 'page', instance: 'db1' },
      generatorUrl: 'http://prom/graph',
      noticeable: true,
    });
    await pass(4 * minute);
    await flow.alerts.post([{ labels }]);
    await pass(4 * minute);
    expect(only()?.state).toBe('firing');
    await pass(8 * minute);
    expect(flow.alerts.alert('1').state).toBe('resolved');
  });

  it('are over when their sender says so', async () => {
    await pass(20 * second);
    await flow.alerts.post([{ labels, endsAtMs: clock.now() + minute }]);
    await flow.alerts.post([{ labels, endsAtMs: clock.now() }]);
    expect(only()).toMatchObject({ ceasedAt: expect.any(String) });
  });

  it('outlive the hub until their sender has had the time to say so again', async () => {
    await flow.alerts.post([{ labels }]);
    const ends = clock.now() + 3_600_000;
    await flow.alerts.post([{ labels: { alertname: 'Long' }, endsAtMs: ends }]);
    await restart({ kill: true });
    await pass(4 * minute);
    expect(firing().map(({ ceasedAt }) => ceasedAt)).toEqual([null, null]);
    await pass(9 * minute, minute);
    expect(only()).toMatchObject({ rule: 'Long', ceasedAt: null });
  });

  it('are refused when they are too many, too long or nothing', async () => {
    await flow.close();
    flow = await openTestFlow({ store, clock, bounds: { external: 1 } });
    await flow.alerts.post([{ labels }]);
    await expect(flow.alerts.post([{ labels: { alertname: 'B' } }])).rejects.toMatchObject({ code: 'busy' });
    await expect(flow.alerts.post([{ labels: { a: '' } }])).rejects.toMatchObject({ code: 'bad_request' });
    const long = { alertname: 'x'.repeat(9_000) };
    await expect(flow.alerts.post([{ labels: long }])).rejects.toMatchObject({ code: 'bad_request' });
    const refused = flow.alerts.families().find(({ name }) => name === 'yagura_alerts_refused_total');
    expect(refused?.points).toEqual([[{}, 1]]);
  });
});
