import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Host } from '../../src/hub/fleet/index.ts';
import { living } from '../fixtures/pid.ts';
import { identityOf, processesNamed, waitForEnd, waitForEvent } from '../fixtures/sightings.ts';
import { startTower, type Tower } from '../fixtures/tower.ts';
import { waitUntil } from '../fixtures/wait-until.ts';

const once = { policy: 'never' };
/** Three kinds of helper: in the worker's session, in one of its own, and one whose parent is gone, too. */
const withHelpers = (seconds: number, then: string) =>
  `sleep ${seconds} & setsid sleep ${seconds} & setsid sh -c 'sleep ${seconds} & setsid sleep ${seconds} &'; ${then}`;

let tower: Tower;
let workshop: string;

beforeAll(async () => {
  workshop = mkdtempSync(join(tmpdir(), 'yagura-workshop-'));
  writeFileSync(join(workshop, 'notes.txt'), 'exec sleep 1000\n');
  const order = join(workshop, 'order');
  const inOrder = (name: string) =>
    `trap 'echo ${name} >>${order}; exit 0' TERM; echo ${name}; while :; do sleep 0.1; done`;
  tower = await startTower({
    config: {
      workers: {
        'no-file': { command: [join(workshop, 'nothing-here')] },
        'no-program': { command: ['no-such-program-anywhere'] },
        'not-executable': { command: [join(workshop, 'notes.txt')], restart: { max: '500ms' } },
        'no-folder': { command: ['sleep', '1000'], cwd: join(workshop, 'later'), restart: { max: '500ms' } },
        'exits-7': { command: 'exit 7', restart: once },
        'exits-137': { command: 'exit 137', restart: once },
        'kills-itself': { command: 'kill -KILL $$$$', restart: once },
        segfaults: { command: 'kill -SEGV $$$$', restart: once },
        'ends-well': { command: 'exit 0', restart: { policy: 'on-failure' } },
        'gives-up': { command: 'exit 1', restart: { initial: '100ms', max: '100ms', max_restarts: 3 } },
        deaf: {
          command: "trap '' TERM; echo deaf; while :; do sleep 0.05; done",
          stop: { timeout: '500ms' },
        },
        polite: { command: "trap 'echo bye; exit 3' TERM; echo here; while :; do sleep 0.05; done" },
        'family-killed': { command: withHelpers(72001, 'exec sleep 72009') },
        'family-stopped': { command: withHelpers(72101, 'exec sleep 72109'), stop: { timeout: '2s' } },
        'family-crashed': { command: withHelpers(72201, 'sleep 1; exit 1'), restart: once },
        'family-ended': { command: withHelpers(72301, 'sleep 1; exit 0'), restart: once },
        storm: {
          // A shell that cannot fork any more ends, so the first process must not be one.
          command: 'storm() { sleep 72401 & storm & storm & wait; }; storm & exec sleep 72401',
          limits: { pids: 60 },
          restart: once,
          autostart: false,
        },
        'memory-eater': {
          command: 'head -c 400000000 /dev/zero | tail; exit $?',
          limits: { memory: '60MB' },
          restart: once,
          autostart: false,
        },
        db: {
          command: inOrder('db'),
          health: [{ exec: ['test', '-f', join(workshop, 'db-ready')], every: '200ms', failures: 1000 }],
        },
        app: {
          command: inOrder('app'),
          depends_on: { db: { until: 'healthy', on_failure: 'restart' } },
        },
        page: { command: inOrder('page'), depends_on: ['app'] },
        leech: {
          command: ['sleep', '1000'],
          depends_on: { db: { until: 'healthy', on_failure: 'stop' } },
        },
      },
    },
  });
});
afterAll(async () => {
  await tower?.cleanUp();
  rmSync(workshop, { recursive: true, force: true });
});

describe('a command that cannot be started', () => {
  test.each([
    ['no-file', 'there is no file'],
    ['no-program', 'is in no folder of PATH'],
    ['not-executable', 'is not executable'],
    ['no-folder', 'there is no folder'],
  ])('%s is told why, and tried again', async (name, why) => {
    const worker = await tower.waitForWorker(
      name,
      ({ state, crashes }) => state === 'backoff' && crashes >= 2,
    );
    expect(worker.lastExit).toMatchObject({ reason: 'start-failed', detail: expect.stringContaining(why) });
    expect(worker.nextStartAt).not.toBeNull();
    expect(worker.pid).toBeNull();
  });

  test('runs soon after the cause is cleared', async () => {
    chmodSync(join(workshop, 'notes.txt'), 0o755);
    mkdirSync(join(workshop, 'later'));
    await tower.waitForWorker('not-executable', ({ state }) => state === 'running');
    await tower.waitForWorker('no-folder', ({ state }) => state === 'running');
  });
});

describe('how a run ended is known', () => {
  test.each([
    ['exits-7', 'failed', { reason: 'exit', code: 7, signal: null }],
    ['exits-137', 'failed', { reason: 'exit', code: 137, signal: null }],
    ['kills-itself', 'failed', { reason: 'signal', code: null, signal: 'SIGKILL' }],
    ['segfaults', 'failed', { reason: 'signal', code: null, signal: 'SIGSEGV' }],
    ['ends-well', 'stopped', { reason: 'exit', code: 0, signal: null }],
  ] as const)('%s', async (name, state, exit) => {
    const worker = await tower.waitForWorker(name, (seen) => seen.state === state);
    expect(worker.lastExit).toMatchObject(exit);
    expect(worker.restarts).toBe(0);
  });

  test('who was told to give up does so after that many restarts, and says it', async () => {
    const worker = await tower.waitForWorker('gives-up', ({ state }) => state === 'failed');
    expect(worker.restarts).toBe(3);
    expect((await waitForEvent(tower, 'gives-up', 'worker.failed')).data).toMatchObject({ gaveUp: true });
  });
});

describe('stopping', () => {
  test('a worker that hears the signal ends by itself, and its last words are kept', async () => {
    await waitForLine('polite', 'here');
    await tower.api('/workers/polite/stop', { method: 'POST' });
    const worker = await tower.waitForWorker('polite', ({ state }) => state === 'stopped');
    expect(worker.lastExit).toMatchObject({ reason: 'operator', code: 3 });
    await waitForLine('polite', 'bye');
    expect(await tower.events('&worker=polite&type=worker.killed')).toEqual([]);
  });

  test('a worker that ignores it is killed after its time', async () => {
    await waitForLine('deaf', 'deaf');
    const pid = identityOf(living((await tower.worker('deaf')).pid));
    await tower.api('/workers/deaf/stop', { method: 'POST' });
    await waitForEnd(pid);
    const worker = await tower.waitForWorker('deaf', ({ state }) => state === 'stopped');
    expect(worker.lastExit).toMatchObject({ reason: 'operator', signal: 'SIGKILL' });
    expect((await waitForEvent(tower, 'deaf', 'worker.killed')).data).toMatchObject({ afterMs: 500 });
  });
});

describe('helpers, in sessions of their own or orphaned twice over', () => {
  test('do not survive a worker that is killed; the next run has only its own', async () => {
    const before = await waitForHelpers(72001);
    const { pid, restarts } = await tower.worker('family-killed');
    process.kill(pid as number, 'SIGKILL');
    await tower.waitForWorker('family-killed', (seen) => seen.restarts === restarts + 1 && seen.pid !== null);
    await Promise.all(before.map(waitForEnd));
    await waitForHelpers(72001);
    expect(processesNamed(tower, 'sleep 72009')).toHaveLength(1);
  });

  test('do not survive a stop', async () => {
    await waitForHelpers(72101);
    await tower.api('/workers/family-stopped/stop', { method: 'POST' });
    await tower.waitForWorker('family-stopped', ({ state }) => state === 'stopped');
    expect(processesNamed(tower, 'sleep 72101')).toEqual([]);
    expect(processesNamed(tower, 'sleep 72109')).toEqual([]);
  });

  test.each([
    ['a crash', 'family-crashed', 'failed', 72201],
    ['a good end', 'family-ended', 'stopped', 72301],
  ])('do not survive %s', async (_, name, state, seconds) => {
    await tower.waitForWorker(name, (seen) => seen.state === state);
    expect(processesNamed(tower, `sleep ${seconds}`)).toEqual([]);
    expect((await waitForEvent(tower, name, 'worker.leftovers')).data['killed']).toBeGreaterThanOrEqual(4);
  });
});

describe('limits', () => {
  test('a fork storm stays within its limit and leaves nothing behind when it is stopped', async ({
    skip,
  }) => {
    if (!(await canLimit('pids'))) skip('this machine allows no cgroups');
    await tower.api('/workers/storm/start', { method: 'POST' });
    await waitUntil('the storm is up', () => processesNamed(tower, 'sleep 72401').length > 10);
    let most = 0;
    const endsAt = performance.now() + 1_000;
    await waitUntil('a second has passed', async () => {
      most = Math.max(
        most,
        (await tower.api<{ processes: unknown[] }>('/workers/storm/processes')).processes.length,
      );
      return performance.now() > endsAt;
    });
    expect(most).toBeLessThanOrEqual(60);
    expect((await tower.fetch('/healthz')).status).toBe(200);
    await tower.api('/workers/storm/stop', { method: 'POST' });
    await tower.waitForWorker('storm', ({ state }) => state === 'stopped' || state === 'failed');
    expect(processesNamed(tower, 'sleep 72401')).toEqual([]);
  });

  test('a worker that takes more memory than it may have is ended, and the reason is told', async () => {
    await tower.api('/workers/memory-eater/start', { method: 'POST' });
    const worker = await tower.waitForWorker('memory-eater', ({ state }) => state === 'failed');
    expect(worker.lastExit?.reason).toBe((await canLimit('memory')) ? 'oom' : 'limit');
  });
});

describe('dependencies', () => {
  test('start in order, and only when what they need is healthy', async () => {
    await tower.waitForWorker('db', ({ state }) => state === 'running');
    const waiting = await tower.worker('app');
    expect(waiting).toMatchObject({
      state: 'starting',
      pid: null,
      reason: expect.stringContaining('db (healthy)'),
    });
    writeFileSync(join(workshop, 'db-ready'), '');
    for (const name of ['app', 'page', 'leech'])
      await tower.waitForWorker(name, ({ state }) => state === 'running');
    const started = (await tower.events('&type=worker.started')).map(({ worker }) => worker);
    const order = started.filter((name) => name === 'db' || name === 'app' || name === 'page');
    expect(order).toEqual(['db', 'app', 'page']);
  });

  test('one restarts and one stops when what they need fails, as they asked for', async () => {
    const [db, app, page] = await Promise.all(['db', 'app', 'page'].map((name) => tower.worker(name)));
    process.kill(db?.pid as number, 'SIGKILL');
    const again = await tower.waitForWorker(
      'app',
      ({ state, pid }) => state === 'running' && pid !== app?.pid,
    );
    expect(again.lastExit?.reason).toBe('dependency');
    const leech = await tower.waitForWorker('leech', ({ state }) => state === 'stopped');
    expect(leech.lastExit).toMatchObject({ reason: 'dependency', detail: expect.stringContaining('db') });
    expect((await tower.worker('page')).pid).toBe(page?.pid);
  });

  test('stop in reverse order when Yagura ends, and nothing is left', async () => {
    const order = join(workshop, 'order');
    for (const name of ['db', 'app', 'page']) await waitForLine(name, name);
    rmSync(order, { force: true });
    expect(await tower.stop()).toBe(0);
    expect(existsSync(order)).toBe(true);
    expect(readFileSync(order, 'utf8').trim().split('\n')).toEqual(['page', 'app', 'db']);
    await waitUntil('nothing is left', () => tower.processes().length === 0);
  });
});

async function waitForHelpers(seconds: number): Promise<{ pid: number; startTicks: number }[]> {
  const pids = await waitUntil('all helpers are there', () => {
    const seen = processesNamed(tower, `sleep ${seconds}`);
    return seen.length === 4 && seen;
  });
  return pids.map(identityOf);
}

function waitForLine(worker: string, text: string): Promise<true> {
  return waitUntil(`${worker} printed ${text}`, async () => {
    const { lines } = await tower.api<{ lines: { text: string }[] }>(`/workers/${worker}/logs?limit=1000`);
    return lines.some((line) => line.text === text);
  });
}

async function canLimit(what: 'pids' | 'memory'): Promise<boolean> {
  const { hosts } = await tower.api<{ hosts: Host[] }>('/hosts');
  return hosts[0]?.agent.abilities.some(({ name, able }) => able && name === `limits.${what}`) ?? false;
}
