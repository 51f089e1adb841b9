import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ProcessInfo } from '../../src/link/status.ts';
import { isSameProcess } from '../../src/shared/process-identity.ts';
import { living } from '../fixtures/pid.ts';
import { identityOf, timeOf, waitForEnd, waitForEvent } from '../fixtures/sightings.ts';
import { freePort, run, startTower, type Tower } from '../fixtures/tower.ts';
import { waitUntil } from '../fixtures/wait-until.ts';

const redis = find('redis-server');
const redisCli = find('redis-cli');
const nginx = find('nginx');
const soon = { every: '500ms', timeout: '1s', failures: 2, start_period: '5s' };

let tower: Tower;
let workshop: string;
let ports: { redis: number; nginx: number };

beforeAll(async () => {
  workshop = mkdtempSync(join(tmpdir(), 'yagura-workshop-'));
  ports = { redis: await freePort(), nginx: await freePort() };
  mkdirSync(join(workshop, 'redis'));
  writeFileSync(join(workshop, 'nginx.conf'), nginxConf(workshop, ports.nginx));
  const redisSettings = ['--port', ports.redis, '--bind', '127.0.0.1', '--dir', join(workshop, 'redis')];
  const settings = [...redisSettings, '--save', '3600 1', '--appendonly', 'yes', '--appendfsync', 'always'];
  tower = await startTower({
    config: {
      workers: {
        ...(redis && {
          redis: {
            command: [redis, ...settings.map(String)],
            stop: { timeout: '1s' },
            health: [
              { tcp: ports.redis, ...soon },
              ...(redisCli ? [{ exec: `test "$(${redisCli} -p ${ports.redis} ping)" = PONG`, ...soon }] : []),
            ],
          },
        }),
        ...(nginx && {
          nginx: {
            command: [nginx, '-p', workshop, '-c', join(workshop, 'nginx.conf'), '-g', 'daemon off;'],
            stop: { signal: 'SIGQUIT', timeout: '5s' },
            health: [{ http: `http://127.0.0.1:${ports.nginx}/`, ...soon }],
          },
        }),
      },
    },
  });
});
afterAll(async () => {
  await tower?.stop(); // what hides its environment, as nginx does, is found by the agent alone
  await tower?.cleanUp();
  rmSync(workshop, { recursive: true, force: true });
});

test.skipIf(redis === null && nginx === null)(
  'one that is frozen is seen and healed, also while children of it go on serving',
  async () => {
    await Promise.all([redis && freezeAndHeal('redis'), nginx && freezeAndHeal('nginx')]);
  },
);

describe.skipIf(redis === null)('redis-server', () => {
  test('is killed with -9 and runs again with what it had stored', async () => {
    const before = await healthy('redis');
    if (redisCli) expect((await cli('set', 'tower', 'yagura')).stdout.trim()).toBe('OK');
    process.kill(before.pid, 'SIGKILL');
    const after = await healthy('redis', before.pid);
    expect(after.lastExit).toMatchObject({ reason: 'signal', signal: 'SIGKILL' });
    if (redisCli) expect((await cli('get', 'tower')).stdout.trim()).toBe('yagura');
  });

  test('accepts but does not answer: the port alone would not tell', async ({ skip }) => {
    if (!redisCli) skip('there is no redis-cli here');
    const before = await healthy('redis');
    const busySince = Date.now();
    const busy = cli('eval', 'while true do end', '0');
    const stopping = await waitForEvent(tower, 'redis', 'worker.stopping', { after: busySince });
    expect(stopping.data).toMatchObject({ reason: 'health', detail: expect.stringContaining('"exec"') });
    await busy;
    await healthy('redis', before.pid);
  });
});

describe.skipIf(nginx === null)('nginx', () => {
  test('is killed with -9; its workers do not survive it, and it serves again', async () => {
    const before = await healthy('nginx');
    const children = await nginxWorkers();
    process.kill(before.pid, 'SIGKILL');
    const after = await healthy('nginx', before.pid);
    await Promise.all(children.map(waitForEnd));
    expect(after.lastExit).toMatchObject({ reason: 'signal', signal: 'SIGKILL' });
    await nginxWorkers();
    expect(await (await fetch(`http://127.0.0.1:${ports.nginx}/`)).text()).toBe('served');
  });

  test('its workers are frozen, while the master looks well: the page does not answer, and it is healed', async () => {
    const before = await healthy('nginx');
    const children = await nginxWorkers();
    const frozenAt = Date.now();
    for (const { pid } of children) process.kill(pid, 'SIGSTOP');
    const stopping = await waitForEvent(tower, 'nginx', 'worker.stopping', { after: frozenAt });
    expect(stopping.data).toMatchObject({ reason: 'health', detail: expect.stringContaining('"http"') });
    await healthy('nginx', before.pid);
    await Promise.all(children.map(waitForEnd));
  });

  test('stops by its own signal in peace', async () => {
    const { pid } = await healthy('nginx');
    const all = [identityOf(pid), ...(await nginxWorkers())];
    await tower.api('/workers/nginx/stop', { method: 'POST' });
    const worker = await tower.waitForWorker('nginx', ({ state }) => state === 'stopped');
    expect(worker.lastExit).toMatchObject({ reason: 'operator', code: 0 });
    expect(all.filter(isSameProcess)).toEqual([]);
  });
});

async function freezeAndHeal(name: string): Promise<void> {
  const { pid } = await healthy(name);
  const frozen = identityOf(pid);
  const frozenAt = Date.now();
  process.kill(pid, 'SIGSTOP');
  const seen = await waitForEvent(tower, name, 'worker.unhealthy', { after: frozenAt });
  await waitForEnd(frozen);
  const started = await waitForEvent(tower, name, 'worker.started', { after: frozenAt });
  console.log(
    `${name} frozen: seen after ${timeOf(seen) - frozenAt} ms, healed after ${timeOf(started) - frozenAt} ms`,
  );
  expect(seen.data).toMatchObject({ check: 'process' });
  expect((await healthy(name, pid)).lastExit?.reason).toBe('health');
}

async function healthy(name: string, otherThan: number | null = null) {
  const worker = await tower.waitForWorker(
    name,
    ({ health, pid }) => health === 'healthy' && pid !== null && pid !== otherThan,
  );
  return { ...worker, pid: living(worker.pid) };
}

function cli(...args: string[]) {
  return run(redisCli ?? '', ['-p', String(ports.redis), ...args]);
}

/** nginx writes its title over its environment, so only the agent can tell whose processes these are. */
async function nginxWorkers(): Promise<{ pid: number; startTicks: number }[]> {
  return waitUntil('both workers of nginx run', async () => {
    const { processes } = await tower.api<{ processes: ProcessInfo[] }>('/workers/nginx/processes');
    const found = processes.filter(({ command }) => command.startsWith('nginx: worker process'));
    return found.length === 2 && found.map(({ pid }) => identityOf(pid));
  });
}

function nginxConf(folder: string, port: number): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `
    worker_processes 2;
    pid ${folder}/nginx.pid;
    error_log stderr;
    events { worker_connections 64; }
    http {
      access_log off;
      ${temporary.map((what) => `${what}_temp_path ${folder}/${what};`).join('\n')}
      server { listen 127.0.0.1:${port}; location / { return 200 served; } }
    }`;
}

function find(program: string): string | null {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/bin'];
  return folders.map((folder) => join(folder, program)).find((file) => existsSync(file)) ?? null;
}
