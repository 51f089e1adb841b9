import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HubMessage } from '../../link/messages.ts';
import type { WorkerSpec } from '../../link/spec.ts';
import { systemClock } from '../../shared/clock.ts';
import { Failure } from '../../shared/failure.ts';
import { type Home, openHome } from '../../shared/home.ts';
import { openStore, type Store } from '../store/index.ts';
import { createFleet, type RunningFleet } from './create-fleet.ts';
import type { FleetChange } from './fleet.ts';
import { connectFakeAgent, type FakeAgent, sampleOf, specOf, statusOf } from './testing/fake-agent.ts';

let dir: string;
let home: Home;
let store: Store;
let fleet: RunningFleet;
let specs: WorkerSpec[] | Failure;
let changes: FleetChange[];
let onRead: () => Promise<void>;
let broughtBack: number;
const agents: FakeAgent[] = [];

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'yagura-fleet-'));
  home = openHome(dir);
  onRead = async () => {};
  specs = [specOf('mailer', { env: { API_TOKEN: 'hidden', QUEUE: 'mail' } }), specOf('ocr')];
  await start();
});
afterEach(async () => {
  for (const agent of agents.splice(0)) agent.leave();
  await stop();
  rmSync(dir, { recursive: true, force: true });
});

async function start(): Promise<void> {
  store = await openStore({ home, clock: systemClock, onCorrupt: () => {} });
  broughtBack = 0;
  fleet = await createFleet({
    home,
    store,
    clock: systemClock,
    readSpecs: async () => {
      await onRead();
      if (specs instanceof Failure) throw specs;
      return structuredClone(specs);
    },
    onAgentLeft: () => {},
    log: () => {},
    startAgent: () => {
      broughtBack++;
      return spawn('true');
    },
  });
  changes = [];
  fleet.onChange((change) => changes.push(change));
  await fleet.open();
}

async function stop(): Promise<void> {
  await fleet.close();
  await store.close();
}

async function joinFleet(options: Parameters<typeof connectFakeAgent>[1] = {}): Promise<FakeAgent> {
  const agent = await connectFakeAgent(home.hubSocket, options);
  agents.push(agent);
  await until(agent, 'welcome');
  return agent;
}

async function until<Kind extends HubMessage['kind']>(agent: FakeAgent, kind: Kind) {
  return vi.waitFor(
    () => {
      const message = agent.received.findLast((one) => one.kind === kind);
      if (!message) throw new Error(`no ${kind} came`);
      return message as Extract<HubMessage, { kind: Kind }>;
    },
    { timeout: 5_000, interval: 5 },
  );
}

const eventually = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 10 });
const types = () => fleet.events({ limit: 100 }).events.map((event) => event.type);

describe('the fleet', () => {
  it('lists declared workers before any agent spoke, as unknown and not fresh', async () => {
    await fleet.applyConfig('test');
    expect(fleet.workers().map(({ name, state, fresh }) => ({ name, state, fresh }))).toEqual([
      { name: 'mailer', state: 'unknown', fresh: false },
      { name: 'ocr', state: 'unknown', fresh: false },
    ]);
  });

  it('sends what is desired once its own address is known, and tells each worker where to report', async () => {
    await fleet.applyConfig('test');
    const agent = await joinFleet();
    expect(agent.received.some((message) => message.kind === 'desired')).toBe(false);
    fleet.ready('http://127.0.0.1:1', 'ready');
    const { workers } = await until(agent, 'desired');
    const env = workers[0]?.env ?? {};
    expect(env).toMatchObject({ QUEUE: 'mail', YAGURA_WORKER: 'mailer', YAGURA_URL: 'http://127.0.0.1:1' });
    const pingId = String(env['YAGURA_PING_URL']).split('/').at(-1) ?? '';
    expect(fleet.workerOfPing(pingId)).toBe('mailer');
    expect(await until(agent, 'ready')).toMatchObject({ line: 'ready' });
  });

  it('shows what the agent sees, with figures, as soon as it is told', async () => {
    await fleet.applyConfig('test');
    const agent = await joinFleet();
    agent.statuses([statusOf('mailer'), statusOf('ocr', { state: 'backoff' })]);
    agent.sample([sampleOf('mailer', { cpuRatio: 1.5 })], 5_000);
    await eventually(() => expect(fleet.latestSample()?.names).toEqual(['mailer']));
    expect(fleet.workers()).toMatchObject([
      { name: 'mailer', state: 'running', fresh: true, cpuRatio: 1.5, host: 'box' },
      { name: 'ocr', state: 'backoff', fresh: true, cpuRatio: null },
    ]);
    expect(changes.find((change) => change.kind === 'figures')).toMatchObject({
      host: 'box',
      machine: { time: 5_000 },
      workers: [{ name: 'mailer', cpuRatio: 1.5 }],
    });
    expect(fleet.hosts()).toMatchObject([{ name: 'box', agent: { connected: true }, workers: 2 }]);
    expect(changes.map((change) => change.kind)).toEqual(expect.arrayContaining(['workers', 'sample']));
  });

  it('masks secrets in what it shows of a spec', async () => {
    await fleet.applyConfig('test');
    expect(fleet.worker('mailer').spec.env).toEqual({ API_TOKEN: '***', QUEUE: 'mail' });
  });

  it('stores each event once and acknowledges it only then', async () => {
    const agent = await joinFleet();
    agent.event(1, 'worker.started', 'mailer');
    agent.event(2, 'worker.exited', 'mailer', { reason: 'exit', code: 3 });
    await eventually(() =>
      expect(agent.received.findLast((m) => m.kind === 'ack')).toMatchObject({ seq: 2 }),
    );
    agent.event(2, 'worker.exited', 'mailer', { reason: 'exit', code: 3 });
    agent.event(3, 'worker.started', 'mailer');
    await eventually(() =>
      expect(agent.received.findLast((m) => m.kind === 'ack')).toMatchObject({ seq: 3 }),
    );
    expect(types()).toEqual(['worker.started', 'worker.exited', 'worker.started']);
    expect(fleet.errorsSince('2026-01-01T00:00:00.000Z')).toBe(1);
    agent.leave();
    const again = await joinFleet();
    expect(await until(again, 'welcome')).toMatchObject({ lastSeq: 3 });
  });

  it('remembers specs, statuses, events and ping ids across its own death', async () => {
    await fleet.applyConfig('test');
    const [ping] = store.rows(store.db.selectFrom('pings').selectAll());
    const agent = await joinFleet();
    agent.statuses([statusOf('mailer', { restarts: 7 }), statusOf('ocr')]);
    agent.event(1, 'worker.started', 'mailer');
    await until(agent, 'ack');
    await eventually(() => expect(fleet.workers()[0]?.restarts).toBe(7));
    await stop();
    await start();
    expect(fleet.hasDesired).toBe(true);
    expect(fleet.workers()[0]).toMatchObject({ name: 'mailer', restarts: 7, fresh: false });
    expect(types()).toContain('worker.started');
    expect(fleet.workerOfPing(ping?.id ?? '')).toBe(ping?.worker);
  });

  it('says that an agent is away, then that nobody knows, and takes it back', async () => {
    await fleet.applyConfig('test');
    const agent = await joinFleet();
    agent.statuses([statusOf('mailer'), statusOf('ocr')]);
    await eventually(() => expect(fleet.workers()[0]?.fresh).toBe(true));
    agent.leave();
    await vi.waitFor(() =>
      expect(fleet.act('restart', 'mailer', 'me')).rejects.toMatchObject({ code: 'agent_away' }),
    );
    await eventually(() => expect(fleet.workers()[0]?.fresh).toBe(false));
    await eventually(() => expect(fleet.workers()[0]).toMatchObject({ state: 'unknown', health: 'unknown' }));
    expect(fleet.parts().find((part) => part.name === 'agent')).toMatchObject({ state: 'down' });
    const back = await joinFleet();
    back.statuses([statusOf('mailer'), statusOf('ocr')]);
    await eventually(() => expect(fleet.workers()[0]).toMatchObject({ state: 'running', fresh: true }));
    expect(fleet.parts().find((part) => part.name === 'agent')).toMatchObject({ state: 'well' });
  });

  it('passes actions on, records who asked, and hands back a refusal', async () => {
    await fleet.applyConfig('test');
    const agent = await joinFleet();
    agent.statuses([statusOf('mailer'), statusOf('ocr')]);
    const { eventId } = await fleet.act('restart', 'mailer', 'token:me');
    expect(fleet.events({ limit: 1 }).events[0]).toMatchObject({
      id: eventId,
      type: 'worker.restart-requested',
      worker: 'mailer',
      data: { by: 'token:me' },
    });
    agent.onRequest(() => new Failure('not_startable', 'someone else runs it'));
    await expect(fleet.act('start', 'ocr', 'me')).rejects.toMatchObject({ code: 'not_startable' });
    await expect(fleet.act('start', 'nobody', 'me')).rejects.toMatchObject({ code: 'worker_not_found' });
  });

  it('asks the agent for processes and logs, and passes signs of life on', async () => {
    await fleet.applyConfig('test');
    const agent = await joinFleet();
    agent.onRequest((request) =>
      request.do === 'processes' ? [{ pid: 1, command: 'x --token abc' }] : { lines: [], before: null },
    );
    expect(await fleet.processes('mailer')).toEqual([{ pid: 1, command: 'x --token ***' }]);
    const query = { limit: 10, before: null, after: null, search: null, stream: null };
    expect(await fleet.logs('mailer', query)).toEqual({ lines: [], before: null });
    fleet.heartbeat('mailer', 'fail', 3, 'oops');
    fleet.progress('mailer', 'mails', 2, true);
    expect(await until(agent, 'heartbeat')).toMatchObject({ worker: 'mailer', sign: 'fail', exitCode: 3 });
    expect(await until(agent, 'progress')).toMatchObject({ counter: 'mails', value: 2, add: true });
  });

  it('shows a spec without its secrets, when it runs next and where it reports', async () => {
    const check = { everyMs: 1, timeoutMs: 1, failures: 1, successes: 1, startPeriodMs: 0 };
    const health: WorkerSpec['health'] = [
      { type: 'http', name: 'web', url: 'http://me:hidden@host/', status: null, ...check },
      { type: 'exec', name: 'ask', command: ['ask', '--password=hidden'], ...check },
      { type: 'tcp', name: 'port', host: '127.0.0.1', port: 1, ...check },
    ];
    const schedule = { cron: '0 0 * * *', timezone: null };
    specs = [specOf('mailer', { env: { API_TOKEN: 'hidden' }, health, schedule })];
    await fleet.applyConfig('test');
    expect(fleet.worker('mailer')).toMatchObject({ nextRunAt: null, pingUrl: null });
    fleet.ready('http://127.0.0.1:1', 'ready');
    const agent = await joinFleet();
    const nextStartAt = '2026-01-02T00:00:00.000Z';
    agent.statuses([
      statusOf('mailer', { state: 'stopped', nextStartAt }),
      statusOf('left', { state: 'stopping', nextStartAt }),
    ]);
    await eventually(() => expect(fleet.worker('left').nextRunAt).toBeNull());
    const { spec, nextRunAt, pingUrl } = fleet.worker('mailer');
    expect(nextRunAt).toBe(nextStartAt);
    expect(pingUrl).toMatch(/^http:\/\/127\.0\.0\.1:1\/ping\//);
    expect(spec.health.map(({ name }) => name)).toEqual(['web', 'ask', 'port']);
    expect(spec.health[2]).toEqual(health[2]);
    expect(JSON.stringify(spec)).not.toContain('hidden');
    // No longer declared, and not yet ended.
    expect(fleet.worker('left')).toMatchObject({
      spec: { command: [], cwd: '', env: {}, health: [], schedule: null },
      pingUrl: null,
    });
  });

  it('knows what an agent reports of itself, and keeps it from view while the agent is away', async () => {
    expect(fleet.hosts()).toEqual([]);
    const agent = await joinFleet();
    const problems = [{ code: 'disk_full', detail: 'no room' }];
    agent.send({ kind: 'trouble', problems });
    agent.sample([]);
    await eventually(() =>
      expect(fleet.hosts()).toMatchObject([{ agent: { connected: true, problems, pid: process.pid } }]),
    );
    await eventually(() => expect(fleet.hosts()[0]?.latest).toMatchObject({ cores: 2 }));
    agent.leave();
    await eventually(() =>
      expect(fleet.hosts()).toMatchObject([{ agent: { connected: false, pid: null }, latest: null }]),
    );
    expect(fleet.latestSample()).toBeNull();
  });

  it('follows a log while somebody listens, also over a new connection', async () => {
    await fleet.applyConfig('test');
    const first = await joinFleet();
    const got: string[] = [];
    const unfollow = fleet.followLogs('mailer', (lines) => got.push(...lines.map((line) => line.text)));
    const alsoUnfollow = fleet.followLogs('mailer', () => {});
    expect(await until(first, 'request')).toMatchObject({ request: { do: 'follow-logs', follow: true } });
    first.leave();
    const second = await joinFleet();
    await until(second, 'request');
    const line = {
      id: '1',
      time: '2026-01-01T00:00:00.000Z',
      stream: 'stdout',
      text: 'hi',
      truncated: false,
    } as const;
    second.send({ kind: 'log-lines', worker: 'mailer', lines: [line] });
    await eventually(() => expect(got).toEqual(['hi']));
    unfollow();
    unfollow();
    expect((await until(second, 'request')).request).toMatchObject({ follow: true });
    alsoUnfollow();
    await eventually(() =>
      expect(second.received.findLast((m) => m.kind === 'request')).toMatchObject({
        request: { follow: false },
      }),
    );
  });

  it('lists a worker that is no longer declared until it has stopped', async () => {
    await fleet.applyConfig('test');
    const agent = await joinFleet();
    agent.statuses([statusOf('mailer'), statusOf('ocr')]);
    await eventually(() => expect(fleet.workers()[1]?.state).toBe('running'));
    specs = [specOf('mailer')];
    expect((await fleet.planConfig()).changes).toEqual(
      expect.arrayContaining([expect.objectContaining({ worker: 'ocr', change: 'removed' })]),
    );
    await fleet.applyConfig('test');
    agent.statuses([statusOf('ocr', { state: 'stopping' })], false);
    await eventually(() => expect(fleet.workers()[1]?.state).toBe('stopping'));
    agent.statuses([statusOf('ocr', { state: 'stopped', pid: null })], false);
    await eventually(() => expect(fleet.workers().map((worker) => worker.name)).toEqual(['mailer']));
    expect(changes).toContainEqual({ kind: 'workers', changed: [], removed: ['ocr'] });
  });

  it('keeps what was applied when the config has mistakes, and says who tried', async () => {
    await fleet.applyConfig('test');
    specs = new Failure('config_invalid', 'two mistakes', { errors: [{ path: 'workers.a', message: 'no' }] });
    await expect(fleet.applyConfig('token:me')).rejects.toMatchObject({ code: 'config_invalid' });
    expect(fleet.workers()).toHaveLength(2);
    expect(fleet.events({ limit: 1 }).events[0]).toMatchObject({
      type: 'config.refused',
      data: { by: 'token:me', reason: 'two mistakes' },
    });
    const config = () => fleet.parts().find(({ name }) => name === 'config');
    expect(config()).toMatchObject({
      state: 'troubled',
      detail: 'the config was not applied: two mistakes\n  workers.a: no',
    });
    specs = [specOf('mailer')];
    await fleet.applyConfig('token:me');
    expect(config()).toMatchObject({ state: 'well', detail: '' });
  });

  it('applies one config after the other', async () => {
    let reading = 0;
    let most = 0;
    onRead = async () => {
      most = Math.max(most, ++reading);
      await new Promise((resolve) => setTimeout(resolve, 20));
      reading--;
    };
    const refused = new Failure('config_invalid', 'a mistake');
    const applied = [1, 2, 3].map(() => fleet.applyConfig('test'));
    await Promise.all(applied);
    expect(most).toBe(1);
    specs = refused;
    const broken = fleet.applyConfig('test');
    await expect(broken).rejects.toBe(refused);
    specs = [specOf('mailer')];
    await fleet.applyConfig('test');
    expect(fleet.events({ limit: 9, type: 'config.applied' }).events).toHaveLength(4);
  });

  it('applies the plan that was shown, and no other', async () => {
    const { plan: first } = await fleet.planConfig();
    expect((await fleet.planConfig()).plan).toBe(first);
    await fleet.applyConfig('test', first);
    await expect(fleet.applyConfig('test', first)).rejects.toMatchObject({ code: 'conflict' });
    const { plan, changes: shown } = await fleet.planConfig();
    expect(shown.map(({ change }) => change)).toEqual(['unchanged', 'unchanged']);
    specs = [specOf('mailer', { env: { API_TOKEN: 'other', QUEUE: 'mail' } }), specOf('ocr')];
    await expect(fleet.applyConfig('test', plan)).rejects.toMatchObject({ code: 'conflict' });
    const { plan: next } = await fleet.planConfig();
    expect(await fleet.applyConfig('test', next)).toMatchObject({
      changes: [{ worker: 'mailer', change: 'changed' }, { change: 'unchanged' }],
    });
  });

  it('plans a restart only of what runs', async () => {
    await fleet.applyConfig('test');
    const agent = await joinFleet();
    agent.statuses([statusOf('mailer'), statusOf('ocr', { state: 'stopped', pid: null })]);
    await eventually(() => expect(fleet.workers()[0]?.pid).not.toBeNull());
    specs = [specOf('mailer', { cwd: '/new' }), specOf('ocr', { cwd: '/new' })];
    expect((await fleet.planConfig()).changes).toMatchObject([
      { worker: 'mailer', change: 'changed', restarts: true },
      { worker: 'ocr', change: 'changed', restarts: false },
    ]);
  });

  it('reads the config again when the agent is asked to, and tells the terminal', async () => {
    await fleet.applyConfig('test');
    const agent = await joinFleet();
    agent.send({ kind: 'reload', by: 'SIGHUP' });
    expect(await until(agent, 'notice')).toMatchObject({ text: 'The config file holds nothing new.' });
    specs = structuredClone(specs as WorkerSpec[]).slice(0, 1);
    agent.send({ kind: 'reload', by: 'SIGHUP' });
    await eventually(() =>
      expect(agent.received.findLast((m) => m.kind === 'notice')).toMatchObject({
        text: 'Applied: ocr removed',
      }),
    );
    specs = new Failure('config_invalid', 'a mistake', {
      errors: [{ path: 'workers', message: 'is missing' }],
    });
    agent.send({ kind: 'reload', by: 'SIGHUP' });
    await eventually(() =>
      expect(agent.received.findLast((m) => m.kind === 'notice')).toMatchObject({
        text: expect.stringMatching(/not applied: a mistake\n {2}workers: is missing/),
      }),
    );
  });

  it("shows the agent's troubles as parts, and that they are over", async () => {
    const agent = await joinFleet();
    agent.send({ kind: 'trouble', problems: [{ code: 'spool.unwritable', detail: 'disk full' }] });
    await eventually(() =>
      expect(fleet.parts()).toContainEqual(expect.objectContaining({ name: 'spool', state: 'troubled' })),
    );
    agent.send({ kind: 'trouble', problems: [] });
    await eventually(() =>
      expect(fleet.parts()).toContainEqual(expect.objectContaining({ name: 'spool', state: 'well' })),
    );
  });

  it('asks for many in one go and says what became of each wish', async () => {
    await fleet.applyConfig('test');
    await expect(fleet.actOnMany('stop', ['mailer'], 'token:me')).rejects.toMatchObject({
      code: 'agent_away',
    });
    const agent = await joinFleet();
    const asked: unknown[] = [];
    agent.onRequest((request) => {
      asked.push(request);
      return [{ worker: 'ocr', code: 'not_startable', message: 'it is external' }];
    });
    expect(await fleet.actOnMany('restart', ['nobody', 'ocr', 'mailer'], 'token:me')).toEqual([
      { worker: 'nobody', code: 'worker_not_found', detail: 'there is no worker "nobody"' },
      { worker: 'ocr', code: 'not_startable', detail: 'it is external' },
      { worker: 'mailer', eventId: expect.any(Number) },
    ]);
    expect(asked).toEqual([
      { do: 'act-on-many', action: 'restart', workers: ['ocr', 'mailer'], by: 'token:me' },
    ]);
    expect(types().filter((type) => type === 'worker.restart-requested')).toHaveLength(2);
  });

  it('tells what a worker was, also of the time before this hub, and that nobody looked', async () => {
    await fleet.applyConfig('test');
    const agent = await joinFleet();
    const since = new Date(Date.now() - 10_000).toISOString();
    agent.statuses([statusOf('mailer', { since }), statusOf('ocr', { since, state: 'backoff' })]);
    const states = () => fleet.states('mailer', Date.parse(since) - 1).states.map(({ state }) => state);
    await eventually(() => expect(states()).toEqual(['running']));
    agent.leave();
    await stop();
    await start();
    expect(states()[0]).toBe('running');
    await eventually(() => expect(states()).toEqual(['running', 'unknown']));
    const next = await connectFakeAgent(home.hubSocket, { lastSeq: 1 });
    agents.push(next);
    await until(next, 'welcome');
    next.statuses([statusOf('mailer', { since: new Date().toISOString() })]);
    const started = { seq: 1, time: new Date().toISOString(), type: 'agent.started', worker: null, data: {} };
    next.send({ kind: 'event', event: started });
    await eventually(() => expect(states()).toEqual(['running', 'unknown', 'running']));
    expect(() => fleet.states('nobody', 0)).toThrow(/no worker "nobody"/);
  });

  it('says who asked, also when the agent tells it', async () => {
    await fleet.applyConfig('test');
    const agent = await joinFleet();
    agent.event(1, 'worker.started', 'mailer', { by: 'token:ann', detail: 'with token=hunter2hunter2' });
    await until(agent, 'ack');
    const data = fleet.events({ limit: 1 }).events[0]?.data;
    expect(data?.['by']).toBe('token:ann');
    expect(data?.['detail']).not.toContain('hunter2');
  });

  it('passes the results of checks on without secrets', async () => {
    await fleet.applyConfig('test');
    const agent = await joinFleet();
    const result = { at: '2026-01-01T00:00:00.000Z', ok: false, tookMs: 1 };
    agent.onRequest((request) =>
      request.do === 'checks'
        ? [
            {
              name: 'http',
              type: 'http',
              weighs: 'much',
              results: [{ ...result, detail: 'no answer from http://me:hunter2@box/' }],
            },
          ]
        : null,
    );
    const { checks } = await fleet.checks('mailer');
    expect(checks[0]?.results[0]?.detail).toMatch(/^no answer from http:/);
    expect(JSON.stringify(checks)).not.toContain('hunter2');
    await expect(fleet.checks('nobody')).rejects.toMatchObject({ code: 'worker_not_found' });
  });

  it('compares no clock with itself', async () => {
    const agent = await joinFleet({ host: hostname() });
    agent.sample([], Date.now() - 5_000);
    await eventually(() => expect(fleet.latestSample()).not.toBeNull());
    expect(fleet.agents()).toMatchObject([{ connected: true, clockSkewMs: null }]);
  });

  it('tells how its agents are and what is kept', async () => {
    await fleet.applyConfig('test');
    const agent = await joinFleet();
    agent.send({ kind: 'trouble', problems: [{ code: 'disk_low', detail: '1 MiB' }] });
    agent.sample([], Date.now() - 5_000);
    await eventually(() =>
      expect(fleet.agents()).toMatchObject([
        {
          host: 'box',
          connected: true,
          nodeVersion: null,
          abilities: [{ name: 'cgroups', able: false, reason: null }],
          problems: [{ code: 'disk_low', mend: expect.stringContaining('Make room') }],
        },
      ]),
    );
    await eventually(() => expect(fleet.agents()[0]?.clockSkewMs).toBeGreaterThanOrEqual(5_000));
    expect(fleet.retention()).toContainEqual({ what: 'logs', ageMs: null, count: null, bytes: 4_000_000 });
    expect(fleet.eventCount()).toBe(1);
    agent.leave();
    await eventually(() =>
      expect(fleet.agents()).toMatchObject([{ pid: null, connected: false, clockSkewMs: null }]),
    );
  });

  it('asks the agent to end everything', async () => {
    const agent = await joinFleet();
    await fleet.shutDown(true, 'token:me');
    expect(await until(agent, 'request')).toMatchObject({ request: { do: 'shut-down', keepWorkers: true } });
    expect(types()).toContain('fleet.shut-down-requested');
  });

  it('lets the next agent end everything when there is none, or it dies before it hears', async () => {
    await fleet.shutDown(false, 'token:me');
    const first = await joinFleet();
    expect(await until(first, 'request')).toMatchObject({ request: { do: 'shut-down', keepWorkers: false } });
    expect(first.received.map(({ kind }) => kind)).not.toContain('desired');
    first.leave();
    const second = await joinFleet();
    expect(await until(second, 'request')).toMatchObject({ request: { do: 'shut-down' } });
  });

  it('leaves out what it does not understand and goes on', async () => {
    const agent = await joinFleet();
    agent.send({ kind: 'nonsense' } as never);
    agent.send({ kind: 'sample', machine: {}, workers: [] } as never);
    agent.event(1, 'worker.started', 'mailer');
    expect(await until(agent, 'ack')).toMatchObject({ seq: 1 });
  });

  it('refuses a connection that does not begin with a hello of its own protocol', async () => {
    const other = await connectFakeAgent(home.hubSocket, { protocol: 99 });
    await other.closed;
    const socket = connect(home.hubSocket);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.write('{"kind":"alive","monotonicMs":1}\n');
    await closed;
    expect(fleet.hosts()).toEqual([]);
  });

  it('listens to the newer of two connections of one agent', async () => {
    const older = await joinFleet();
    const newer = await joinFleet();
    await older.closed;
    newer.event(1, 'worker.started', 'mailer');
    await until(newer, 'ack');
    expect(fleet.hosts()).toMatchObject([{ agent: { connected: true } }]);
  });

  it('knows no host or worker that does not exist', () => {
    expect(() => fleet.worker('nobody')).toThrow(Failure);
    expect(fleet.workerOfPing('nothing')).toBeNull();
  });

  it('brings an agent back when there is none', async () => {
    await eventually(() => expect(broughtBack).toBeGreaterThan(0));
  });
});
