import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { WorkerSpec } from '../../../link/spec.ts';
import { compareSpecs } from './compare.ts';
import { type DeclaredWorker, worker } from './schema.ts';
import { toSpecs } from './to-specs.ts';

function spec(name: string, own: object = {}): WorkerSpec {
  const declared: DeclaredWorker = worker.parse({ command: ['node', `${name}.js`], ...own });
  return toSpecs([{ name, worker: declared, envFromFiles: {} }], '/srv')[0] as WorkerSpec;
}

const allRun = () => true;

test('only a worker that runs now, and will run again, restarts', () => {
  const [before, after] = [
    ['a', 'b'].map((name) => spec(name)),
    ['a', 'b'].map((name) => spec(name, { cwd: '/x' })),
  ];
  const restarts = compareSpecs(before, after, (name) => name === 'a').map((change) => change.restarts);
  expect(restarts).toEqual([true, false]);
  const external = { ...spec('a'), kind: 'external' as const, command: [] };
  expect(compareSpecs([spec('a')], [external], allRun)[0]).toMatchObject({
    change: 'changed',
    restarts: false,
  });
});

test('says what is added, removed and unchanged, in the order of the new specs', () => {
  expect(compareSpecs([spec('gone'), spec('same')], [spec('new'), spec('same')], allRun)).toEqual([
    { worker: 'new', change: 'added', differences: [], restarts: false },
    { worker: 'same', change: 'unchanged', differences: [], restarts: false },
    { worker: 'gone', change: 'removed', differences: [], restarts: false },
  ]);
});

test('names each field that differs, before and after', () => {
  const before = spec('a', {
    env: { QUEUE: 'mail', OLD: '1' },
    health: [{ tcp: 80 }, { exec: 'x' }],
    depends_on: ['b'],
    limits: { memory: '512MB' },
    user: 'nobody',
  });
  const after = spec('a', {
    command: ['node', 'a.js', '-v'],
    env: { QUEUE: 'post', NEW: '1' },
    health: [{ tcp: 81 }, { exec: 'y' }, { progress: { counter: 'n', within: '1m' } }],
    depends_on: { b: { until: 'healthy' } },
    limits: { memory: '1GiB' },
    schedule: '* * * * *',
    labels: { team: 'post' },
  });
  const [change] = compareSpecs([before], [after], allRun);
  expect(change?.restarts).toBe(true);
  expect(change?.differences).toEqual([
    { path: 'user', from: 'nobody', to: null },
    { path: 'command', from: '["node","a.js"]', to: '["node","a.js","-v"]' },
    { path: 'env.QUEUE', from: 'mail', to: 'post' },
    { path: 'env.OLD', from: '1', to: null },
    { path: 'dependsOn.b.until', from: 'started', to: 'healthy' },
    { path: 'restart.policy', from: 'always', to: 'on-failure' },
    { path: 'limits.memoryBytes', from: '512000000', to: '1073741824' },
    { path: 'health.tcp.port', from: '80', to: '81' },
    { path: 'health.exec.command', from: '["/bin/sh","-c","x"]', to: '["/bin/sh","-c","y"]' },
    { path: 'env.NEW', from: null, to: '1' },
    { path: 'labels.team', from: null, to: 'post' },
    { path: 'schedule.cron', from: null, to: '* * * * *' },
    { path: 'health.progress.type', from: null, to: 'progress' },
    { path: 'health.progress.everyMs', from: null, to: '1000' },
    { path: 'health.progress.timeoutMs', from: null, to: '2000' },
    { path: 'health.progress.failures', from: null, to: '1' },
    { path: 'health.progress.successes', from: null, to: '1' },
    { path: 'health.progress.startPeriodMs', from: null, to: '0' },
    { path: 'health.progress.withinMs', from: null, to: '60000' },
    { path: 'health.progress.source.from', from: null, to: 'counter' },
    { path: 'health.progress.source.counter', from: null, to: 'n' },
  ]);
});

test('a change of health, labels, limits, restart or schedule needs no new process', () => {
  const after = spec('a', {
    health: [{ tcp: 80 }],
    labels: { team: 'post' },
    limits: { memory: '1GB' },
    restart: { max: '1m' },
    schedule: '* * * * *',
  });
  expect(compareSpecs([spec('a')], [after], allRun)[0]).toMatchObject({ change: 'changed', restarts: false });
});

test('secrets are masked, and a changed one is still seen', () => {
  const with_ = (secret: string) =>
    spec('a', {
      command: ['x', '--token', secret],
      env: { API_KEY: secret, DB: `postgres://app:${secret}@db/app` },
      health: [{ http: `http://u:${secret}@x/` }],
    });
  const [change] = compareSpecs([with_('hunter2')], [with_('other')], allRun);
  expect(JSON.stringify(change)).not.toMatch(/hunter2|other/);
  expect(change?.differences).toEqual([
    { path: 'command', from: '["x","--token","***"]', to: '["x","--token","***"] (changed)' },
    { path: 'env.API_KEY', from: '***', to: '*** (changed)' },
    { path: 'env.DB', from: 'postgres://app:***@db/app', to: 'postgres://app:***@db/app (changed)' },
    { path: 'health.http.url', from: 'http://u:***@x/', to: 'http://u:***@x/ (changed)' },
  ]);
});

test('nothing differs from itself, and whatever restarts has a difference to show', () => {
  const some = fc.record({
    command: fc.array(
      fc.string({ minLength: 1 }).filter((text) => !text.includes('\0')),
      { minLength: 1 },
    ),
    env: fc.dictionary(
      fc.stringMatching(/^[A-Z]{1,3}$/),
      fc.string().filter((text) => !text.includes('\0')),
    ),
    autostart: fc.boolean(),
  });
  fc.assert(
    fc.property(some, some, (one, two) => {
      expect(compareSpecs([spec('a', one)], [spec('a', one)], allRun)[0]?.change).toBe('unchanged');
      const [change] = compareSpecs([spec('a', one)], [spec('a', two)], allRun);
      if (change?.restarts) expect(change.differences.length).toBeGreaterThan(0);
    }),
  );
});

test('names how figures are asked for', () => {
  const before = spec('a', {
    metrics: { scrape: 'http://127.0.0.1:3000/metrics', every: '5s', timeout: '1s' },
  });
  const after = spec('a', {
    metrics: { scrape: 'http://127.0.0.1:3000/metrics', every: '10s', timeout: '1s' },
  });
  expect(compareSpecs([before], [after], allRun)).toEqual([
    {
      worker: 'a',
      change: 'changed',
      differences: [{ path: 'metrics.everyMs', from: '5000', to: '10000' }],
      restarts: false,
    },
  ]);
});
