import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { identifyProcess } from '../../src/shared/process-identity.ts';
import { living } from '../fixtures/pid.ts';
import { freePort, projectRoot, startTower, type Tower, type TowerOptions } from '../fixtures/tower.ts';
import { waitUntil } from '../fixtures/wait-until.ts';

const link = /https?:\/\/\S+\/login\?code=\S+$/;
const sleeper = { workers: { sleeper: { command: ['sleep', '1000'] } } };

async function tower(options: Partial<TowerOptions> = {}): Promise<Tower> {
  const started = await startTower({ config: sleeper, ...options });
  onTestFinished(() => started.cleanUp());
  return started;
}

const lives = (pid: number) => {
  const state = identifyProcess(pid)?.state;
  return state !== undefined && state !== 'Z';
};

test('the first line on standard output ends with a link that logs in once', async () => {
  const { output, fetch } = await tower();
  await waitUntil('the link is printed', () => link.test(output().split('\n')[0] ?? ''));
  const { pathname, search } = new URL(link.exec(output().split('\n')[0] ?? '')?.[0] ?? '');
  const first = await fetch(pathname + search, { redirect: 'manual', token: null });
  expect(first.status).toBeGreaterThanOrEqual(300);
  expect(first.status).toBeLessThan(400);
  const cookie = first.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/HttpOnly/i);
  expect(cookie).toMatch(/SameSite/i);
  const me = await fetch('/api/v1/me', { token: null, headers: { cookie: cookie.split(';')[0] ?? '' } });
  expect(await me.json()).toMatchObject({ role: 'admin', via: 'session' });
  const second = await fetch(pathname + search, { redirect: 'manual', token: null });
  expect(second.headers.get('set-cookie')).toBeNull();
});

test('everything written is under the home, for its owner only', async () => {
  const { home, token } = await tower();
  expect(statSync(home.root).mode & 0o777).toBe(0o700);
  expect(statSync(home.token).mode & 0o777).toBe(0o600);
  expect(token).toMatch(/^\S{20,}$/);
});

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s stops the workers in reverse dependency order and exits 0',
  async (signal) => {
    const order = (name: string, needs: string[] = []) => ({
      command: `trap 'echo ${name} >> order; exit 0' TERM; while :; do sleep 0.05; done`,
      depends_on: needs,
    });
    const { stop, waitForWorker, folder, processes } = await tower({
      config: {
        workers: {
          third: order('third', ['second']),
          second: order('second', ['first']),
          first: order('first'),
        },
      },
    });
    await waitForWorker('third', ({ state }) => state === 'running');
    // A shell hears a signal only after it has set its trap.
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await stop(signal)).toBe(0);
    expect(readFileSync(join(folder, 'order'), 'utf8').trim().split('\n')).toEqual([
      'third',
      'second',
      'first',
    ]);
    await waitUntil('nothing is left', () => processes().length === 0);
  },
);

test('what was killed after its time to stop is not called left over', async () => {
  const ignore = "trap '' TERM; while :; do sleep 0.1; done";
  const { stop, waitForWorker, output } = await tower({
    config: {
      workers: { deaf: { command: `(setsid sh -c "${ignore}" &); ${ignore}`, stop: { timeout: '200ms' } } },
    },
  });
  await waitForWorker('deaf', ({ state }) => state === 'running');
  expect(await stop()).toBe(0);
  expect(output()).not.toContain('did not stop in time');
});

test('`down` does the same from elsewhere', async () => {
  const { cli, waitForWorker, exitCode, processes } = await tower();
  await waitForWorker('sleeper', ({ state }) => state === 'running');
  expect(await cli('down')).toMatchObject({ code: 0, stdout: expect.stringContaining('have stopped') });
  await waitUntil('`up` has ended', () => exitCode() === 0);
  await waitUntil('nothing is left', () => processes().length === 0);
});

test('`down --keep-workers` leaves them for the next `up` to adopt', async () => {
  const { cli, waitForWorker, up, worker, events } = await tower();
  const { pid } = await waitForWorker('sleeper', ({ state }) => state === 'running');
  expect((await cli('down', '--keep-workers')).code).toBe(0);
  expect(lives(living(pid))).toBe(true);
  await up();
  // Until the agent has told, the hub shows what it saw last.
  await waitForWorker('sleeper', ({ state, fresh }) => fresh && state === 'running');
  expect(await worker('sleeper')).toMatchObject({ pid, restarts: 0 });
  await waitUntil('its adoption is told', async () =>
    (await events('&type=worker.adopted')).some(({ data }) => data['pid'] === pid),
  );
});

test('`up --detach` answers once it is ready, with the link', async () => {
  const { cli, stop, port, fetch } = await tower();
  await stop();
  const { code, stdout } = await cli('up', '--detach', '--port', String(port));
  expect(code).toBe(0);
  expect(stdout.split('\n')[0]).toMatch(link);
  expect((await fetch('/healthz', { token: null })).status).toBe(200);
  expect((await cli('status')).code).toBe(0);
  expect((await cli('down')).code).toBe(0);
});

test('`up --detach` tells why it failed', async () => {
  const { folder, cli, writeConfig } = await tower();
  writeConfig('workers:\n  sleeper: {comand: sleep}\n');
  const elsewhere = join(folder, 'elsewhere');
  const { code, stdout } = await cli(
    '--home',
    elsewhere,
    'up',
    '--detach',
    '--port',
    String(await freePort()),
  );
  expect(code).toBe(2);
  expect(stdout).toContain('yagura.yaml:2:');
});

test('a second `up` on the same home is refused and told who holds it', async () => {
  const { cli, agentPid } = await tower();
  const { code, stderr } = await cli('up', '--port', String(await freePort()));
  expect(code).toBe(2);
  expect(stderr).toContain(String(agentPid()));
  expect(stderr).toContain('yagura down');
  const detached = await cli('up', '--detach');
  expect(detached).toMatchObject({ code: 2, stderr: expect.stringContaining(String(agentPid())) });
});

test('a port that is taken is told, in exit code 2', async () => {
  const { port } = await tower();
  const other = await tower({ args: ['--port', String(port)], waitForReady: false });
  await waitUntil('it has ended', () => other.exitCode() !== null);
  expect(other.exitCode()).toBe(2);
  expect(other.output()).toMatch(new RegExp(`port ${port}.*taken`));
});

test('a config with mistakes ends the first start with exit code 2 and every mistake with its place', async () => {
  const { exitCode, output } = await tower({
    config: 'workers:\n  a: {comand: x}\n  b: {command: x, restart: {max: 30}}\n',
    waitForReady: false,
  });
  await waitUntil('it has ended', () => exitCode() !== null);
  expect(exitCode()).toBe(2);
  expect(output()).toMatch(/yagura\.yaml:2:7/);
  expect(output()).toMatch(/yagura\.yaml:3:/);
  expect(output()).not.toMatch(/ {4}at .*\.js:/);
});

test('an address beyond this machine is refused without TLS or --insecure', async () => {
  const { exitCode, output } = await tower({ args: ['--host', '0.0.0.0'], waitForReady: false });
  await waitUntil('it has ended', () => exitCode() !== null);
  expect(exitCode()).toBe(2);
  expect(output()).toContain('--insecure');
});

test('a home that is a file is refused', async () => {
  const { folder, cli } = await tower();
  const { code, stderr } = await cli('--home', join(folder, 'yagura.yaml'), 'up');
  expect(code).toBe(2);
  expect(stderr).toContain('yagura.yaml');
});

test('SIGHUP re-reads the config: only what changed restarts', async () => {
  const { writeConfig, waitForWorker, agentPid, worker } = await tower({
    config: { workers: { same: { command: ['sleep', '1000'] }, other: { command: ['sleep', '1000'] } } },
  });
  const same = await waitForWorker('same', ({ state }) => state === 'running');
  const other = await waitForWorker('other', ({ state }) => state === 'running');
  writeConfig({
    workers: {
      same: { command: ['sleep', '1000'] },
      other: { command: ['sleep', '2000'] },
      new: { command: ['sleep', '1'] },
    },
  });
  process.kill(agentPid() as number, 'SIGHUP');
  await waitForWorker('other', ({ state, pid }) => state === 'running' && pid !== other.pid);
  await waitUntil('the new one is there', () => worker('new'));
  expect((await worker('same')).pid).toBe(same.pid);
});

test('`npm start` passes on what follows --, and its own Ctrl-C', async () => {
  const { folder } = await tower();
  const port = await freePort();
  const home = join(folder, 'by-npm');
  mkdirSync(home);
  chmodSync(home, 0o700);
  const config = join(folder, 'yagura.yaml');
  const env: NodeJS.ProcessEnv = { ...process.env, TOWER_UNDER_TEST: 'npm' };
  for (const name of Object.keys(env)) if (/^(YAGURA_|VITEST|npm_|NODE_ENV)/.test(name)) delete env[name];
  const npm = spawn('npm', ['start', '--', '--home', home, '--port', String(port), '-c', config], {
    cwd: projectRoot,
    env,
    detached: true,
  });
  onTestFinished(() => {
    npm.kill('SIGKILL');
  });
  let output = '';
  for (const stream of [npm.stdout, npm.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise((resolve) => npm.on('close', resolve));
  await waitUntil(
    'the link is printed',
    () => {
      if (npm.exitCode !== null) throw new Error(output);
      return output.split('\n').some((line) => link.test(line));
    },
    { withinMs: 55_000 },
  );
  // As a terminal does: to the whole group.
  process.kill(-(npm.pid as number), 'SIGINT');
  expect(await ended).toBe(0);
}, 90_000);

test('with workers from before it says that the port is taken, goes on with them and tries again', async () => {
  const { cli, up, output, port, waitForReady, waitForWorker } = await tower();
  const { pid } = await waitForWorker('sleeper', ({ state }) => state === 'running');
  await cli('down', '--keep-workers');
  const taker = createServer().listen(port, '127.0.0.1');
  onTestFinished(() => void taker.close());
  await up({ waitForReady: false });
  await waitUntil('it is said', () => /port \d+ .* taken .*\n.*tried again/.test(output()));
  taker.close();
  await waitForReady();
  expect(await waitForWorker('sleeper', ({ state }) => state === 'running')).toMatchObject({ pid });
  expect(output().match(/tried again/g)).toHaveLength(1);
});
