import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FleetEvent, Worker } from '../../src/hub/fleet/index.ts';
import { openHome } from '../../src/shared/home.ts';
import { projectRoot, startTower, type Tower } from '../fixtures/tower.ts';
import { waitUntil } from '../fixtures/wait-until.ts';

let tower: Tower;
const config = (changes: Record<string, unknown> = {}) => ({
  workers: {
    ticker: { command: 'n=0; while :; do n=$((n+1)); echo tick $n; sleep 0.2; done', ...changes },
    twin: { command: ['sleep', '1000'], instances: 2 },
    crasher: { command: 'sleep 0.1; echo "that was it" >&2; exit 3', autostart: false },
  },
});

beforeAll(async () => {
  tower = await startTower({ config: config() });
  await tower.waitForWorker('twin-1', ({ state, rssBytes }) => state === 'running' && rssBytes !== null);
});
afterAll(() => tower?.cleanUp());

test('status is a sentence and a table; in JSON it is the API’s shape', async () => {
  const { code, stdout } = await tower.cli('status');
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^All 4 workers are well\.\n\nWORKER +STATE/),
  });
  expect(stdout).toMatch(/^crasher +○ stopped/m);
  const { workers } = JSON.parse((await tower.cli('status', '--json')).stdout) as { workers: Worker[] };
  expect(workers.map(({ name }) => name).sort()).toEqual(['crasher', 'ticker', 'twin-0', 'twin-1']);
  expect((await tower.cli('status', 'tiker')).stderr).toContain('Did you mean "ticker"?');
});

test('ps shows the processes as a tree', async () => {
  const { stdout } = await waitUntil('the shell has its sleep', async () => {
    const run = await tower.cli('ps', 'ticker');
    return run.stdout.includes('└─ sleep') ? run : null;
  });
  expect(stdout).toMatch(/^ticker +\d+ .*\/bin\/sh -c/m);
});

test('logs shows the newest lines, finds text, and follows', async () => {
  expect((await tower.cli('logs', 'ticker', '-n', '2')).stdout).toMatch(/^tick \d+\ntick \d+\n$/);
  expect((await tower.cli('logs', 'ticker', '--grep', 'TICK 1')).stdout).toMatch(/^tick 1\n/);
  const follower = spawn(process.execPath, [
    join(projectRoot, 'bin/yagura'),
    '--home',
    tower.home.root,
    'logs',
    'ticker',
    '-f',
    '-n',
    '3',
  ]);
  let text = '';
  follower.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await waitUntil('ten lines came', () => text.split('\n').length > 10);
  follower.kill();
  const numbers = text
    .trim()
    .split('\n')
    .map((line) => Number(line.replace('tick ', '')));
  expect(numbers).toEqual(numbers.map((_, at) => (numbers[0] ?? 0) + at));
});

test('stop, start and restart tell what came of it', async () => {
  expect(await tower.cli('stop', 'twin')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/✓ twin-0 stopped.*\n✓ twin-1 stopped/),
  });
  expect(await tower.cli('start', 'twin-0', 'twin-1')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/twin-0 runs as process \d+/),
  });
  expect(await tower.cli('restart', 'twin-0')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/runs again as process \d+/),
  });
});

test('a worker that does not stay up is exit code 1, in start and in status', async () => {
  await tower.cli('start', 'crasher');
  await tower.waitForWorker('crasher', ({ state, crashes }) => state === 'backoff' && crashes >= 3);
  const { code, stdout } = await tower.cli('status', 'crasher');
  expect(code).toBe(1);
  expect(stdout).toContain('exit code 3');
  expect((await tower.cli('logs', 'crasher', '--stream', 'stderr', '-n', '1')).stdout).toBe('that was it\n');
  expect((await tower.cli('stop', 'crasher')).code).toBe(0);
});

test('events are told, filtered and followed', async () => {
  const { stdout } = await tower.cli('events', '--worker', 'crasher', '--type', 'worker.exited', '--json');
  const { events } = JSON.parse(stdout) as { events: FleetEvent[] };
  expect(events[0]).toMatchObject({ type: 'worker.exited', worker: 'crasher', data: { code: 3 } });
  const follower = spawn(process.execPath, [
    join(projectRoot, 'bin/yagura'),
    '--home',
    tower.home.root,
    'events',
    '-f',
    '-n',
    '1',
    '--worker',
    'twin-1',
    '--json',
  ]);
  let text = '';
  follower.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await waitUntil('the last event came', () => text.includes('\n'));
  // It is subscribed a moment later than it printed; asking again until it is seen needs no guess.
  await waitUntil('a new event came', async () => {
    await tower.cli('restart', 'twin-1');
    return text.trim().split('\n').length > 2;
  });
  follower.kill();
});

test('apply shows the difference first and restarts only what changed', async () => {
  const before = await tower.workers();
  tower.writeConfig(config({ env: { COLOUR: 'blue' } }));
  const shown = await tower.cli('apply', '--dry-run');
  expect(shown).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/~ ticker \(restarts\)\n +env\.COLOUR: none → /),
  });
  expect((await tower.cli('apply')).code).toBe(2);
  expect((await tower.cli('apply', '--yes')).code).toBe(0);
  const pidOf = (workers: Worker[], name: string) => workers.find((worker) => worker.name === name)?.pid;
  await tower.waitForWorker(
    'ticker',
    ({ state, pid }) => state === 'running' && pid !== pidOf(before, 'ticker'),
  );
  expect(pidOf(await tower.workers(), 'twin-0')).toBe(pidOf(before, 'twin-0'));
  expect((await tower.cli('apply')).stdout).toBe('Nothing differs.\n');
});

test('apply refuses a config with mistakes, and nothing changes', async () => {
  const { pid } = await tower.worker('ticker');
  tower.writeConfig('workers:\n  ticker: {command: x, restrat: {}}\n');
  const { code, stderr } = await tower.cli('apply', '--yes');
  expect(code).toBe(2);
  expect(stderr).toMatch(/yagura\.yaml:2:\d+.*restrat/);
  expect((await tower.worker('ticker')).pid).toBe(pid);
  tower.writeConfig(config({ env: { COLOUR: 'blue' } }));
});

test('tokens are made, listed and revoked', async () => {
  const { stdout } = await tower.cli('token', 'create', 'ci', '--role', 'operator', '--expires', '1h');
  expect((await tower.fetch('/api/v1/me', { token: stdout.trim() })).status).toBe(200);
  expect((await tower.cli('token', 'list')).stdout).toMatch(/ci +operator +valid/);
  expect((await tower.cli('token', 'revoke', 'ci')).code).toBe(0);
  expect((await tower.fetch('/api/v1/me', { token: stdout.trim() })).status).toBe(401);
});

test('login prints a link that works', async () => {
  const { stdout } = await tower.cli('login');
  const { pathname, search } = new URL(stdout.trim());
  const response = await tower.fetch(pathname + search, { token: null, redirect: 'manual' });
  expect(response.headers.get('set-cookie')).toContain('HttpOnly');
});

test('doctor finds this installation well, and one that is down too', async () => {
  expect(await tower.cli('doctor')).toMatchObject({ code: 0, stdout: expect.stringContaining('✓ hub') });
  const elsewhere = openHome(join(tower.folder, 'elsewhere'));
  expect((await tower.cli('--home', elsewhere.root, 'doctor', '--port', '0')).code).toBe(0);
});

test('without a hub every command is exit code 3', async () => {
  for (const command of [
    ['status'],
    ['ps'],
    ['logs', 'x'],
    ['restart', 'x'],
    ['events'],
    ['apply'],
    ['token', 'list'],
    ['login'],
  ])
    expect((await tower.cli('--home', join(tower.folder, 'elsewhere'), ...command)).code).toBe(3);
});

test('config check and schema need no hub', async () => {
  expect(await tower.cli('config', 'check')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('4 workers'),
  });
  expect(JSON.parse((await tower.cli('config', 'schema')).stdout)).toHaveProperty('properties');
});
