/** Time that stands still or jumps harms nobody; an agent or a hub that stands still alone is replaced by the other. */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Host, System } from '../../src/hub/fleet/index.ts';
import { living } from '../fixtures/pid.ts';
import { startTower, type Tower } from '../fixtures/tower.ts';
import { waitUntil } from '../fixtures/wait-until.ts';

/** Checks that a clock which is off, or a wait that was too long, would make fail. */
const config = {
  workers: {
    talker: {
      command: 'while :; do echo tick; sleep 0.2; done',
      health: [{ log_silence: '3s' }, { exec: 'true', every: '1s', timeout: '5s' }],
    },
    worker: {
      command: 'n=0; while :; do n=$((n + 1)); echo $n >done; sleep 0.2; done',
      health: [{ progress: { file: 'done', watch: 'age', within: '3s' } }],
      restart: { initial: '50ms', max: '200ms' },
    },
  },
};
const names = Object.keys(config.workers);
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const allHealthy = (tower: Tower) =>
  waitUntil('all run and are healthy', async () => {
    const workers = await tower.workers();
    const well = workers.every(
      ({ state, health, fresh }) => fresh && state === 'running' && health === 'healthy',
    );
    return well && workers.length === names.length ? workers.map(({ name, pid }) => `${name} ${pid}`) : null;
  });

/** What must not have happened since the event. */
async function expectPeace(tower: Tower, since: number): Promise<void> {
  const events = (await tower.events()).filter(({ id }) => id > since);
  const bad = /^worker\.(exited|stopping|unhealthy|degraded|backoff|failed|started)$/;
  expect(events.filter(({ type }) => bad.test(type))).toEqual([]);
}

const lastEvent = async (tower: Tower) => (await tower.events()).at(-1)?.id ?? 0;

function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // A short-lived helper of a worker that has ended.
    }
  }
}

const isConnected = async ({ api, agentPid }: Tower) =>
  (await api<{ hosts: Host[] }>('/hosts')).hosts.some(
    ({ agent }) => agent.connected && agent.pid === agentPid(),
  );

describe('a tower', () => {
  let tower: Tower;
  beforeAll(async () => {
    tower = await startTower({ config });
  });
  afterAll(() => tower?.cleanUp());

  test.each([
    ['the tower alone, for longer than its halves wait for each other', 11_000],
    ['the whole machine', 5_000],
  ])('that stood still (%s) kills nobody', async (what, pauseMs) => {
    const before = await allHealthy(tower);
    const [since, agent, hub] = [await lastEvent(tower), living(tower.agentPid()), living(tower.hubPid())];
    const stopped = what !== 'the whole machine' ? [agent, hub] : tower.processes();
    signalAll(stopped, 'SIGSTOP');
    onTestFinished(() => signalAll(stopped, 'SIGCONT'));
    await sleep(pauseMs);
    // The workers first, as nobody is to find them stopped who runs himself.
    signalAll(
      stopped.filter((pid) => pid !== agent && pid !== hub),
      'SIGCONT',
    );
    signalAll([agent, hub], 'SIGCONT');
    await sleep(4_000);
    expect(await allHealthy(tower)).toEqual(before);
    expect([tower.agentPid(), tower.hubPid()]).toEqual([agent, hub]);
    await expectPeace(tower, since);
  });

  test.each(['agent', 'hub'] as const)(
    'whose %s stands still gets another one; the workers go on',
    async (who) => {
      const before = await allHealthy(tower);
      const since = await lastEvent(tower);
      const pidOf = who === 'agent' ? tower.agentPid : tower.hubPid;
      const old = living(pidOf());
      process.kill(old, 'SIGSTOP');
      const startedAt = performance.now();
      onTestFinished(() => signalAll([old], 'SIGCONT'));
      await waitUntil(
        'another one is at work',
        async () => pidOf() !== null && pidOf() !== old && (await isConnected(tower)),
      );
      console.log(`a stopped ${who} is replaced after ${Math.round(performance.now() - startedAt)} ms`);
      expect(await allHealthy(tower)).toEqual(before);
      await expectPeace(tower, since);
    },
  );
});

describe('a wall clock that jumps', () => {
  const library = findFakeTime();
  test.skipIf(library === null)('an hour forth and two back restarts nobody', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'yagura-clock-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const offset = join(folder, 'offset');
    writeFileSync(offset, '+0');
    const env = {
      LD_PRELOAD: library ?? '',
      FAKETIME_TIMESTAMP_FILE: offset,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      DONT_FAKE_MONOTONIC: '1',
    };
    const tower = await startTower({ config, env });
    onTestFinished(() => tower.cleanUp());
    const before = await allHealthy(tower);
    const since = await lastEvent(tower);
    const aheadMs = async () => Date.parse((await tower.api<System>('/system')).time) - Date.now();
    for (const hours of [1, -1]) {
      writeFileSync(offset, `${hours > 0 ? '+' : ''}${hours * 3_600}`);
      await waitUntil(
        'the tower sees the new time',
        async () => Math.abs((await aheadMs()) - hours * 3_600_000) < 60_000,
      );
      await sleep(4_000); // more than every window
      expect(await allHealthy(tower)).toEqual(before);
      await expectPeace(tower, since);
    }
    // Restarts go on as ever.
    const pid = Number(before[1]?.split(' ')[1]);
    process.kill(pid, 'SIGKILL');
    await tower.waitForWorker('worker', (worker) => worker.state === 'running' && worker.pid !== pid);
    // What was printed meanwhile is read in the order in which it was printed, whatever its times say.
    expect((await tower.cli('logs', 'worker')).code).toBe(0);
    expect((await tower.cli('down')).code).toBe(0);
  });
});

function findFakeTime(): string | null {
  const root = '/usr/lib';
  for (const dir of existsSync(root) ? readdirSync(root) : []) {
    const file = join(root, dir, 'faketime', 'libfaketimeMT.so.1');
    if (existsSync(file)) return file;
  }
  return null;
}
