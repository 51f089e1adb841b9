import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConfigChange, WorkerDetail } from '../../src/hub/fleet/index.ts';
import { processesNamed, waitForEvent } from '../fixtures/sightings.ts';
import { startTower, type Tower } from '../fixtures/tower.ts';
import { waitUntil } from '../fixtures/wait-until.ts';

const secrets = {
  API_KEY: 'sk-live-51Habcdef0123',
  DB_PASSWORD: 'hunter2-hunter2',
  DATABASE_URL: 'postgres://app:pgpass-9431@db.example/app',
  SESSION_COOKIE: 'cookie-value-77120',
};
const hidden = [secrets.API_KEY, secrets.DB_PASSWORD, 'pgpass-9431', secrets.SESSION_COOKIE];

const workers = {
  one: { command: ['sleep', '75001'] },
  two: { command: ['sleep', '75002'], labels: { team: 'post' }, env: { ...secrets, PLAIN: 'visible' } },
  three: { command: ['sleep', '75003'] },
};

let tower: Tower;

beforeAll(async () => {
  tower = await startTower({ config: { workers } });
  for (const name of Object.keys(workers))
    await tower.waitForWorker(name, ({ state }) => state === 'running');
});
afterAll(async () => {
  await tower?.cleanUp();
});

describe('applying a changed file', () => {
  test('shows the difference first, and a dry run changes nothing', async () => {
    const before = await pids();
    tower.writeConfig({ workers: { ...workers, one: { command: ['sleep', '75011'] } } });
    const { code, stdout } = await tower.cli('apply', '--dry-run');
    expect(code).toBe(0);
    expect(stdout).toContain('~ one (restarts)');
    expect(stdout).toContain('75011');
    expect(stdout).not.toContain('two');
    expect(await pids()).toEqual(before);
    const refused = await tower.cli('apply'); // nobody is there to agree
    expect(refused.code).toBe(2);
    expect(await pids()).toEqual(before);
  });

  test('a new command restarts its worker and no other', async () => {
    const before = await pids();
    expect((await tower.cli('apply', '--yes')).code).toBe(0);
    const one = await tower.waitForWorker(
      'one',
      ({ state, pid }) => state === 'running' && pid !== before['one'],
    );
    expect(one.lastExit?.reason).toBe('config');
    expect(processesNamed(tower, 'sleep 75001')).toEqual([]);
    expect(processesNamed(tower, 'sleep 75011')).toEqual([one.pid]);
    expect(await pids()).toEqual({ ...before, one: one.pid });
  });

  test('labels, checks, limits of restarts and the stop signal restart nobody', async () => {
    const before = await pids();
    tower.writeConfig({
      workers: {
        one: { command: ['sleep', '75011'], stop: { signal: 'SIGINT' }, restart: { max: '5s' } },
        two: { ...workers.two, labels: { team: 'billing' } },
        three: { ...workers.three, health: [{ exec: ['true'], every: '500ms' }] },
      },
    });
    const { changes } = await tower.api<{ changes: ConfigChange[] }>('/config/changes');
    expect(changes.map(({ change, restarts }) => ({ change, restarts }))).toEqual(
      Array.from({ length: 3 }, () => ({ change: 'changed', restarts: false })),
    );
    expect((await tower.cli('apply', '--yes')).code).toBe(0);
    await tower.waitForWorker('two', ({ labels }) => labels['team'] === 'billing');
    await tower.waitForWorker('three', ({ health }) => health === 'healthy');
    expect(await pids()).toEqual(before);
  });

  test('SIGHUP reads the file again: who is gone from it stops, who is new in it starts', async () => {
    const before = await pids();
    tower.writeConfig({
      workers: { two: workers.two, three: workers.three, four: { command: ['sleep', '75004'] } },
    });
    process.kill(tower.agentPid() as number, 'SIGHUP');
    await waitUntil('four came and one went', async () => {
      const seen = await tower.workers();
      const four = seen.find(({ name }) => name === 'four');
      return four?.state === 'running' && !seen.some(({ name }) => name === 'one');
    });
    expect(processesNamed(tower, 'sleep 75011')).toEqual([]);
    expect(await pids()).toMatchObject({ two: before['two'], three: before['three'] });
    await waitForEvent(tower, 'one', 'worker.removed');
  });

  test('a mistake in the file changes nothing, and says where it is', async () => {
    const before = await pids();
    tower.writeConfig(`workers:\n  two:\n    comand: sleep 1\n    env: {API_KEY: ${secrets.API_KEY}, \n`);
    const { code, stdout, stderr } = await tower.cli('apply', '--yes');
    expect(code).toBe(2);
    expect(stdout + stderr).toMatch(/yagura\.yaml:\d+:\d+/);
    expect(stdout + stderr).not.toContain(secrets.API_KEY);
    process.kill(tower.agentPid() as number, 'SIGHUP');
    await waitUntil('the mistake is told', () => /yagura\.yaml:\d+:\d+/.test(tower.output()));
    expect(await pids()).toEqual(before);
  });
});

describe('secrets in the environment of a worker', () => {
  test('reach the worker and nobody else', async () => {
    const secretive = { ...workers.two, env: { ...secrets, PLAIN: 'visible' }, command: ['sleep', '75022'] };
    const told = {
      ...secretive,
      command: [
        'sh',
        '-c',
        'exec sleep 75023',
        '--token',
        secrets.API_KEY,
        `--password=${secrets.DB_PASSWORD}`,
      ],
    };
    const failing = { ...told, command: [`/no/such/program?key=${secrets.API_KEY}`] };
    tower.writeConfig({ workers: { secretive, told, failing } });
    const shown = [
      (await tower.cli('apply', '--dry-run')).stdout,
      (await tower.cli('apply', '--yes')).stdout,
    ];
    const { pid } = await tower.waitForWorker('secretive', ({ state }) => state === 'running');
    await tower.waitForWorker('failing', ({ state }) => state === 'backoff');
    expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).toContain(secrets.API_KEY);

    const paths = [
      '/workers',
      '/workers/secretive',
      '/workers/failing',
      '/workers/told',
      '/events?limit=1000',
      '/audit',
    ];
    const more = [
      '/system',
      '/hosts',
      '/config/changes',
      '/workers/secretive/processes',
      '/workers/told/processes',
    ];
    for (const path of [...paths, ...more]) shown.push(JSON.stringify(await tower.api(path)));
    for (const command of [['status', 'secretive', '--json'], ['ps'], ['events'], ['status'], ['doctor']])
      shown.push(JSON.stringify(await tower.cli(...command)));
    shown.push(await (await tower.fetch('/metrics')).text());
    shown.push(tower.output());
    for (const file of readdirSync(tower.home.ownLogs))
      shown.push(readFileSync(join(tower.home.ownLogs, file), 'utf8'));

    for (const text of shown) for (const secret of hidden) expect(text).not.toContain(secret);
    const { spec } = await tower.api<WorkerDetail>('/workers/secretive');
    expect(spec.env).toMatchObject({
      PLAIN: 'visible',
      API_KEY: '***',
      DATABASE_URL: 'postgres://app:***@db.example/app',
    });
  });
});

async function pids(): Promise<Record<string, number | null>> {
  return Object.fromEntries((await tower.workers()).map(({ name, pid }) => [name, pid]));
}
