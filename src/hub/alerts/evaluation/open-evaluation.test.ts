import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { ManualClock } from '../../../shared/clock.ts';
import { openHome } from '../../../shared/home.ts';
import { type DeclaredRule, declaredRule, type WrittenRule } from '../../fleet/config/alert-rules/index.ts';
import type { FleetChange, FleetEvent, Host, Part, Worker } from '../../fleet/index.ts';
import { createMetricsStore, type MetricsStore } from '../../metrics/index.ts';
import { openStore, type Store } from '../../store/index.ts';
import { defaultRules } from '../rules/defaults.ts';
import { type Rule, toRule } from '../rules/index.ts';
import { openEvaluation, type RunningEvaluation } from './open-evaluation.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const ruleOf = (written: WrittenRule): Rule =>
  toRule(declaredRule.parse(written) satisfies DeclaredRule, 'config') as Rule;

function workerOf(name: string, parts: Partial<Worker> = {}): Worker {
  return {
    name,
    kind: 'process',
    state: 'running',
    reason: '',
    since: '2026-01-01T00:00:00.000Z',
    health: 'none',
    pid: 1,
    startedAt: null,
    restarts: 0,
    crashes: 0,
    crashLoop: false,
    nextStartAt: null,
    lastExit: null,
    checks: [],
    host: 'box',
    declaredAs: name,
    labels: { team: 'post' },
    dependsOn: [],
    cpuRatio: null,
    rssBytes: null,
    processes: null,
    fresh: true,
    seenAt: '2026-01-01T00:00:00.000Z',
    ...parts,
  };
}

/** A fleet that is what it is told to be, and remembers its events. */
function fleetOf(clock: ManualClock) {
  const listeners = new Set<(change: FleetChange) => void>();
  const events: FleetEvent[] = [];
  let parts: Part[] = [];
  let connected = true;
  const workers = new Map<string, Worker>();
  const tell = (change: FleetChange) => {
    for (const listener of listeners) listener(change);
  };
  return {
    workers: () => [...workers.values()],
    hosts: () => [{ name: 'box', agent: { connected } }] as Host[],
    parts: () => parts,
    events: ({ limit, before = Number.POSITIVE_INFINITY }: { limit: number; before?: number }) => {
      const page = events.filter(({ id }) => id < before).toReversed();
      return {
        events: page.slice(0, limit),
        next: page.length > limit ? (page[limit - 1]?.id ?? null) : null,
      };
    },
    onChange(listener: (change: FleetChange) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    record(type: string, worker: string | null, data: Record<string, unknown>, quietly = false): FleetEvent {
      const time = new Date(clock.now()).toISOString();
      const event = { id: events.length + 1, time, type, worker, host: 'box', data };
      events.push(event);
      if (!quietly) tell({ kind: 'event', event });
      return event;
    },
    be(name: string, what: Partial<Worker>) {
      const worker = workerOf(name, { ...workers.get(name), ...what });
      workers.set(name, worker);
      tell({ kind: 'workers', changed: [worker], removed: [] });
    },
    remove(name: string) {
      workers.delete(name);
      tell({ kind: 'workers', changed: [], removed: [name] });
    },
    setParts(next: Part[]) {
      parts = next;
      tell({ kind: 'parts', parts });
    },
    connect(is: boolean) {
      connected = is;
    },
  };
}

async function setUp(rules: readonly Rule[]) {
  const root = await mkdtemp(join(tmpdir(), 'yagura-rules-'));
  const home = openHome(root);
  const clock = new ManualClock(Date.UTC(2026, 5, 1));
  const store: Store = await openStore({ home, clock, onCorrupt: () => {} });
  const metrics: MetricsStore = await createMetricsStore({ path: home.metrics, clock, log: () => {} });
  const fleet = fleetOf(clock);
  fleet.be('mailer', {});
  let evaluation: RunningEvaluation;
  let isBlind: (isOfFleet: boolean) => boolean = () => false;
  const open = async (given = rules) => {
    evaluation = await openEvaluation({
      store,
      source: metrics,
      fleet,
      clock,
      log: () => {},
      rules: given,
      isBlind: (isOfFleet) => isBlind(isOfFleet),
    });
  };
  await open();
  closing.push(async () => {
    await evaluation.close();
    await metrics.close();
    await store.close();
    await rm(root, { recursive: true, force: true });
  });
  const figure = (labels: Record<string, string>, value: number) => {
    const ref = metrics.refOf('tower', labels);
    if (ref !== null) metrics.append(ref, clock.now(), value);
  };
  return {
    clock,
    fleet,
    figure,
    /** Whether the tower is in trouble itself. */
    setBlind(is: (isOfFleet: boolean) => boolean) {
      isBlind = is;
    },
    store,
    metrics,
    get evaluation() {
      return evaluation;
    },
    /** A second passes, and rules are looked at. */
    async second(value?: number, labels: Record<string, string> = { __name__: 'load', worker: 'mailer' }) {
      clock.advance(1_000);
      if (value !== undefined) figure(labels, value);
      await evaluation.round();
    },
    /** As after a kill: nothing is closed in good order. */
    again: open,
    states: () => evaluation.conditions().map(({ state, value }) => ({ state, value })),
  };
}

test('a figure beyond its limit is pending, then firing with its texts filled in, then over', async () => {
  const tower = await setUp([
    ruleOf({
      name: 'HighLoad',
      expr: 'load > 5',
      for: '2s',
      severity: 'critical',
      labels: { area: '{{ $labels.worker | toUpper }}' },
      annotations: { summary: '{{ $labels.worker }} of {{ $labels.team }}: {{ $value }}' },
    }),
  ]);
  let told = 0;
  tower.evaluation.onChange(() => told++);
  await tower.second(4);
  expect(tower.states()).toEqual([]);
  await tower.second(6);
  expect(tower.states()).toEqual([{ state: 'pending', value: 6 }]);
  await tower.second(7);
  await tower.second(8);
  expect(tower.evaluation.conditions()).toMatchObject([
    {
      rule: 'HighLoad',
      severity: 'critical',
      state: 'firing',
      labels: { worker: 'mailer', team: 'post', area: 'MAILER' },
      annotations: { summary: 'mailer of post: 8' },
    },
  ]);
  expect(told).toBe(1);
  await tower.second(1);
  expect(tower.states()).toEqual([]);
  expect(told).toBe(2);
});

test('a kill between two looks loses neither what is pending nor what fires, and starts nothing anew', async () => {
  const tower = await setUp([
    ruleOf({ name: 'Slow', expr: 'load > 5', for: '4s' }),
    ruleOf({ name: 'Fast', expr: 'load > 5' }),
  ]);
  await tower.second(6);
  await tower.second(6);
  const before = tower.evaluation.conditions();
  await tower.again();
  const after = tower.evaluation.conditions();
  expect(after.map(({ key, state, sinceMs }) => ({ key, state, sinceMs }))).toEqual(
    before.map(({ key, state, sinceMs }) => ({ key, state, sinceMs })),
  );
  let told = 0;
  tower.evaluation.onChange(() => told++);
  await tower.second(6);
  await tower.second(6);
  expect(told).toBe(0);
  await tower.second(6);
  expect(told).toBe(1);
  expect(tower.states().map(({ state }) => state)).toEqual(['firing', 'firing']);
});

test('nothing is written while nothing changes', async () => {
  const tower = await setUp([ruleOf({ name: 'Fast', expr: 'load > 5' })]);
  await tower.second(6);
  const changes = () =>
    (
      tower.store.rows as unknown as (query: {
        compile(): { sql: string; parameters: never[] };
      }) => { n: number }[]
    )({
      compile: () => ({ sql: 'SELECT total_changes() AS n', parameters: [] }),
    })[0]?.n;
  const before = changes();
  for (let seconds = 0; seconds < 5; seconds += 1) await tower.second(6 + seconds);
  expect(changes()).toBe(before);
  expect(tower.states()).toEqual([{ state: 'firing', value: 10 }]);
});

test('with a limit of its own for the end it neither ends nor begins between the two', async () => {
  const tower = await setUp([ruleOf({ name: 'Hot', expr: 'load > 8', resolve: 'load < 4' })]);
  const seen: number[] = [];
  for (const value of [6, 9, 6, 5, 3, 6]) {
    await tower.second(value);
    seen.push(tower.states().length);
  }
  expect(seen).toEqual([0, 1, 1, 1, 0, 0]);
});

test('without data all is well, or it stays, or that is an alert', async () => {
  const tower = await setUp([
    ruleOf({ name: 'Ok', expr: 'load > 5' }),
    ruleOf({ name: 'Keep', expr: 'load > 5', no_data: 'keep' }),
    ruleOf({ name: 'Alert', expr: 'missing{job="x"} > 5', no_data: 'alert' }),
  ]);
  for (let seconds = 0; seconds < 16; seconds += 1) await tower.second(6);
  expect(tower.evaluation.conditions().map(({ rule, labels }) => ({ rule, labels }))).toEqual([
    { rule: 'Ok', labels: { worker: 'mailer', team: 'post' } },
    { rule: 'Keep', labels: { worker: 'mailer', team: 'post' } },
    { rule: 'Alert', labels: { job: 'x', no_data: 'true' } },
  ]);
  const ref = tower.metrics.refOf('tower', { __name__: 'load', worker: 'mailer' });
  if (ref !== null) tower.metrics.endSeries(ref, tower.clock.now() + 1);
  await tower.second();
  expect(tower.evaluation.conditions().map(({ rule }) => rule)).toEqual(['Keep', 'Alert']);
});

test('while the tower is blind nothing of the fleet begins to fire and nothing is over', async () => {
  const up = { __name__: 'yagura_worker_up', worker: 'mailer' };
  const tower = await setUp([
    ruleOf({ name: 'Down', expr: 'yagura_worker_up == 0' }),
    ruleOf({ name: 'Gone', expr: 'absent(yagura_worker_up)' }),
    ruleOf({ name: 'Load', expr: 'load > 5' }),
  ]);
  const rules = () => tower.evaluation.conditions().map(({ rule }) => rule);
  await tower.second(0, up);
  expect(rules()).toEqual(['Down']);
  tower.setBlind((isOfFleet) => isOfFleet);
  const ref = tower.metrics.refOf('tower', up);
  if (ref !== null) tower.metrics.endSeries(ref, tower.clock.now() + 1);
  await tower.second(6);
  expect(rules()).toEqual(['Down', 'Load']);
  tower.setBlind(() => true);
  await tower.second(1);
  expect(rules()).toEqual(['Down', 'Load']);
  tower.setBlind(() => false);
  await tower.second(1, up);
  expect(rules()).toEqual([]);
});

test('a worker that is stopped on purpose is no trouble', async () => {
  const tower = await setUp([ruleOf({ name: 'Idle', expr: 'load == 0' }), ...defaultRules.map(ruleOf)]);
  await tower.second(0);
  expect(tower.evaluation.conditions().map(({ rule }) => rule)).toEqual(['Idle']);
  tower.fleet.be('mailer', { state: 'stopped' });
  await tower.second(0);
  expect(tower.states()).toEqual([]);
});

test('the clock may be set forth and back: what is pending goes on by the time that passed', async () => {
  const tower = await setUp([ruleOf({ name: 'Slow', expr: 'load > 5', for: '3s' })]);
  await tower.second(6);
  tower.clock.jumpWall(3_600_000);
  await tower.second(6);
  expect(tower.states().map(({ state }) => state)).toEqual(['pending']);
  tower.clock.jumpWall(-7_200_000);
  await tower.second(6);
  expect(tower.states().map(({ state }) => state)).toEqual(['pending']);
  await tower.second(6);
  const [condition] = tower.evaluation.conditions();
  expect(condition?.state).toBe('firing');
  expect(condition?.sinceMs).toBe(tower.clock.now() - 3_000);
});

test('what a worker is counts, at once and for as long as it is so', async () => {
  const tower = await setUp(defaultRules.map(ruleOf));
  let told = 0;
  tower.evaluation.onChange(() => told++);
  tower.fleet.be('mailer', { state: 'backoff', reason: 'crashed', crashes: 3 });
  await tower.evaluation.round();
  expect(told).toBe(1);
  expect(tower.evaluation.conditions()).toMatchObject([
    {
      rule: 'WorkerDown',
      labels: { worker: 'mailer', host: 'box', team: 'post' },
      annotations: { summary: 'mailer is down' },
    },
  ]);
  // It starts and crashes again: that is the same all the while.
  tower.fleet.be('mailer', { state: 'starting' });
  await tower.second();
  tower.fleet.be('mailer', { state: 'running' });
  await tower.second();
  tower.fleet.be('mailer', { state: 'backoff', crashLoop: true, crashes: 5 });
  await tower.second();
  expect(tower.evaluation.conditions().map(({ rule }) => rule)).toEqual(['WorkerDown', 'CrashLoop']);
  tower.fleet.be('mailer', { state: 'running', crashLoop: false });
  for (let seconds = 0; seconds < 7; seconds += 1) await tower.second();
  expect(tower.states()).toEqual([]);
});

test('a machine that is out of reach for a moment is not lost, after a while it is, and its workers are not known', async () => {
  const tower = await setUp(defaultRules.map(ruleOf));
  for (let seconds = 0; seconds < 16; seconds += 1) await tower.second();
  tower.fleet.connect(false);
  tower.fleet.be('mailer', { state: 'unknown', fresh: false });
  for (let seconds = 0; seconds < 4; seconds += 1) await tower.second();
  expect(tower.states()).toEqual([]);
  for (let seconds = 0; seconds < 3; seconds += 1) await tower.second();
  expect(tower.evaluation.conditions().map(({ rule, labels }) => ({ rule, labels }))).toEqual([
    { rule: 'HostLost', labels: { host: 'box' } },
  ]);
  tower.fleet.connect(true);
  await tower.second();
  expect(tower.states()).toEqual([]);
});

test('what happens is over by what ends it, or after a while', async () => {
  const tower = await setUp([
    ruleOf({
      name: 'Stuck',
      on: 'lock.stuck',
      annotations: { summary: '{{ $labels.lock }} held by {{ $event.owner }}' },
    }),
    ruleOf({ name: 'Spike', on: 'error.spike', over_after: '3s', match: { category: 'net*' } }),
  ]);
  tower.fleet.record('lock.stuck', null, { lock: 'deploy', owner: 'ann' });
  tower.fleet.record('error.spike', 'mailer', { group: 7, category: 'network', title: 'refused' });
  tower.fleet.record('error.spike', 'mailer', { group: 8, category: 'database', title: 'gone' });
  await tower.evaluation.round();
  expect(
    tower.evaluation.conditions().map(({ rule, labels, annotations }) => ({ rule, labels, annotations })),
  ).toEqual([
    {
      rule: 'Stuck',
      labels: { lock: 'deploy', host: 'box' },
      annotations: { summary: 'deploy held by ann' },
    },
    {
      rule: 'Spike',
      labels: { error: '7', category: 'network', worker: 'mailer', team: 'post' },
      annotations: {},
    },
  ]);
  tower.fleet.record('lock.released', null, { lock: 'other' });
  for (let seconds = 0; seconds < 4; seconds += 1) await tower.second();
  expect(tower.evaluation.conditions().map(({ rule }) => rule)).toEqual(['Stuck']);
  tower.fleet.record('lock.released', null, { lock: 'deploy' });
  await tower.second();
  expect(tower.states()).toEqual([]);
});

test('what happened while the hub was away is caught up with, once', async () => {
  const tower = await setUp([ruleOf({ name: 'New', on: 'error.new' })]);
  tower.fleet.record('config.applied', null, {});
  tower.fleet.record('error.new', 'mailer', { group: 1 });
  await tower.second();
  await tower.second();
  tower.fleet.record('error.new', 'mailer', { group: 2 }, true);
  await tower.again();
  const keys = tower.evaluation.conditions().map(({ key }) => key);
  expect(keys).toHaveLength(2);
  await tower.again();
  expect(tower.evaluation.conditions().map(({ key }) => key)).toEqual(keys);
});

test('a heartbeat that does not come fires, one that comes ends it, and one that failed fires at once', async () => {
  const rules = [ruleOf({ name: 'Backup', heartbeat: { every: '3s', grace: '1s' } })];
  const tower = await setUp(rules);
  const { pingId = '' } = tower.evaluation.heartbeat('Backup') ?? {};
  expect(tower.evaluation.ping('nobody', 'success')).toBe(false);
  for (let seconds = 0; seconds < 3; seconds += 1) await tower.second();
  expect(tower.evaluation.ping(pingId, 'success')).toBe(true);
  for (let seconds = 0; seconds < 3; seconds += 1) await tower.second();
  expect(tower.states()).toEqual([]);
  await tower.again();
  expect(tower.evaluation.heartbeat('Backup')?.pingId).toBe(pingId);
  for (let seconds = 0; seconds < 2; seconds += 1) await tower.second();
  expect(tower.evaluation.conditions()).toMatchObject([
    { rule: 'Backup', state: 'firing', labels: { heartbeat: 'Backup' } },
  ]);
  tower.evaluation.ping(pingId, 'success');
  expect(tower.states()).toEqual([]);
  tower.evaluation.ping(pingId, 'fail');
  expect(tower.states()).toHaveLength(1);
});

test('a rule that is taken away or switched off takes its conditions along; a changed one goes on', async () => {
  const tower = await setUp([
    ruleOf({ name: 'A', expr: 'load > 5' }),
    ruleOf({ name: 'B', expr: 'load > 5' }),
  ]);
  await tower.second(6);
  const [a] = tower.evaluation.conditions();
  tower.evaluation.reload([
    ruleOf({ name: 'A', expr: 'load > 4', severity: 'info' }),
    ruleOf({ name: 'B', expr: 'load > 5', enabled: false }),
  ]);
  expect(tower.evaluation.conditions()).toEqual([{ ...a, severity: 'info' }]);
});

test('a worker that is forgotten takes along what was wrong with it', async () => {
  const tower = await setUp([ruleOf({ name: 'Keep', expr: 'load > 5', no_data: 'keep' })]);
  await tower.second(6);
  tower.fleet.remove('mailer');
  expect(tower.states()).toEqual([]);
});

test('a test fires for a minute, says that it is one, and survives a kill', async () => {
  const tower = await setUp([
    ruleOf({ name: 'A', expr: 'load > 5', annotations: { summary: 'load is {{ $value }}' } }),
  ]);
  const condition = tower.evaluation.test('A', 'token:ann');
  expect(condition).toMatchObject({
    state: 'firing',
    isTest: true,
    labels: { yagura_test: 'true' },
    annotations: { summary: 'load is –' },
  });
  await tower.second();
  await tower.again();
  expect(tower.evaluation.conditions()).toHaveLength(1);
  for (let seconds = 0; seconds < 61; seconds += 1) await tower.second();
  expect(tower.states()).toEqual([]);
  expect(() => tower.evaluation.test('B', 'x')).toThrow('no rule "B" is looked at');
});

test('one rule that fails leaves the others alone, and says why', async () => {
  const tower = await setUp([
    ruleOf({ name: 'Twice', expr: 'label_replace(load, "worker", "same", "", "") > 0' }),
    ruleOf({ name: 'Fine', expr: 'load > 5' }),
  ]);
  tower.figure({ __name__: 'load', worker: 'other' }, 7);
  await tower.second(6);
  expect(tower.evaluation.reports()).toMatchObject([
    { rule: 'Twice', state: 'failing', failure: expect.stringContaining('same labelset') as unknown },
    { rule: 'Fine', state: 'firing', firing: 2, failure: null },
  ]);
});

test('compares two figures, sums, and several conditions at once as PromQL does', async () => {
  const tower = await setUp([
    ruleOf({ name: 'Share', expr: 'used / size > 0.8 and on (host) up == 1' }),
    ruleOf({ name: 'Sum', expr: '10 < sum by (host) (used)' }),
    ruleOf({ name: 'Unless', expr: 'used > 1 unless on (host) muted' }),
  ]);
  for (const [name, mount, value] of [
    ['used', '/', 9],
    ['size', '/', 10],
    ['used', '/data', 2],
    ['size', '/data', 10],
  ] as const)
    tower.figure({ __name__: name, host: 'box', mount }, value);
  tower.figure({ __name__: 'up', host: 'box' }, 1);
  await tower.evaluation.round();
  expect(tower.evaluation.conditions().map(({ rule, labels, value }) => [rule, labels, value])).toEqual([
    ['Share', { host: 'box', mount: '/' }, 0.9],
    ['Sum', { host: 'box' }, 11],
    ['Unless', { host: 'box', mount: '/' }, 9],
    ['Unless', { host: 'box', mount: '/data' }, 2],
  ]);
});
