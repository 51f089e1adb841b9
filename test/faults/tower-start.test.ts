/** What is in the way of a start or of a new config is told, with exit code 2, and changes nothing. */
import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { canMount } from '../fixtures/can-mount.ts';
import { living } from '../fixtures/pid.ts';
import { freePort, projectRoot, run, startTower, type Tower } from '../fixtures/tower.ts';
import { waitUntil } from '../fixtures/wait-until.ts';

const program = join(projectRoot, 'bin', 'yagura');
const sleeper = { command: ['sleep', '1000'] };
const isRoot = process.getuid?.() === 0;
const nobody = 65_534;

let tower: Tower;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'yagura-start-'));
  tower = await startTower({ config: { workers: { sleeper } } });
  await tower.waitForWorker('sleeper', ({ state }) => state === 'running');
});
afterAll(async () => {
  await tower?.cleanUp();
  rmSync(folder, { recursive: true, force: true });
});

/** A start that is refused: exit code, message, no stack trace, and nobody is left running. */
async function expectRefused(start: Promise<Tower>, ...told: (string | RegExp)[]): Promise<void> {
  const refused = await start;
  onTestFinished(() => refused.cleanUp());
  await waitUntil('it is refused', () => refused.exitCode() !== null);
  expect(refused.exitCode(), refused.output()).toBe(2);
  for (const text of told) expect(refused.output()).toMatch(text);
  expect(refused.output()).not.toMatch(/^ {4}at /m);
  await waitUntil('nobody is left running', () => refused.processes().length === 0);
}

const startWith = (
  config: string | Record<string, unknown>,
  options: { home?: string; args?: string[] } = {},
) => startTower({ config, waitForReady: false, ...options });

test('of several `up` at the same moment on one home one wins, and the others are told who holds it', async () => {
  const home = join(folder, 'contested');
  const args = async () => ['--home', home, 'up', '--port', String(await freePort())];
  const outcomes: string[] = [];
  const asked = await Promise.all([args(), args(), args()]);
  const all = asked.map((each) =>
    tower.cli(...each).then(({ code, stderr }) => outcomes.push(`${code} ${stderr}`)),
  );
  onTestFinished(async () => {
    await tower.cli('--home', home, 'down');
    await Promise.all(all);
  });
  await waitUntil('two are refused', () => outcomes.length >= 2);
  await waitUntil('one works', async () => (await tower.cli('--home', home, 'status')).code === 0);
  expect(outcomes).toHaveLength(2);
  for (const outcome of outcomes)
    expect(outcome).toMatch(/^2 .*already runs with the home .*yagura down --home/s);
});

describe('a port that is taken', () => {
  test('by a stranger', async () => {
    const stranger = createServer((socket) => socket.destroy());
    const port = await new Promise<number>((resolve) => {
      stranger.listen(0, '127.0.0.1', () => resolve((stranger.address() as { port: number }).port));
    });
    onTestFinished(() => void stranger.close());
    const args = ['--port', String(port)];
    await expectRefused(
      startWith({ workers: { sleeper } }, { args }),
      new RegExp(`port ${port} on 127.0.0.1 is taken by another program; choose another with --port`),
    );
  });

  test('by a stranger, at a start that knows its workers from before', async () => {
    const again = await startTower({ config: { workers: { sleeper } } });
    onTestFinished(() => again.cleanUp());
    await again.waitForWorker('sleeper', ({ state }) => state === 'running');
    expect((await again.cli('down')).code).toBe(0);
    await waitUntil('it has ended', () => again.exitCode() !== null);
    await again.up({ args: ['--port', String(tower.port)], waitForReady: false });
    await waitUntil('it is refused', () => again.exitCode() !== null);
    expect(again.exitCode(), again.output()).toBe(2);
    expect(again.output()).toMatch(/is taken by another Yagura/);
    await waitUntil('nobody is left running', () => again.processes().length === 0);
  });

  test('by another Yagura', async () => {
    const args = ['--port', String(tower.port)];
    await expectRefused(startWith({ workers: { sleeper } }, { args }), /is taken by another Yagura/);
  });
});

describe('a home', () => {
  test('that is a file', async () => {
    const home = join(folder, 'file');
    writeFileSync(home, 'not a folder');
    await expectRefused(startWith({ workers: { sleeper } }, { home }), new RegExp(`the home ${home}`));
  });

  test.skipIf(!isRoot || !canMount())('on a read-only file system', async () => {
    const home = join(folder, 'read-only');
    mkdirSync(home);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'ro,size=1m', 'tmpfs', home]);
    onTestFinished(() => void execFileSync('umount', [home]));
    await expectRefused(
      startWith({ workers: { sleeper } }, { home }),
      new RegExp(`the home ${home} cannot be written: .*read-only`),
    );
  });

  test.skipIf(isRoot)('that may not be written', async () => {
    const home = join(folder, 'locked');
    mkdirSync(home, { mode: 0o500 });
    onTestFinished(() => chmodSync(home, 0o700));
    await expectRefused(
      startWith({ workers: { sleeper } }, { home }),
      new RegExp(`the home ${home} cannot be written`),
    );
  });

  test.skipIf(!isRoot || !nobodyCanRun())('of another user', async () => {
    chmodSync(folder, 0o755);
    const home = join(folder, 'of-root');
    mkdirSync(home, { mode: 0o700 });
    const asNobody = [`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', process.execPath, program];
    const { code, stderr } = await run('setpriv', [...asNobody, '--home', home, 'up'], { cwd: '/' });
    expect(stderr).toMatch(
      new RegExp(`the home ${home} belongs to another user \\(uid 0\\): choose one with --home`),
    );
    expect(code).toBe(2);
  });

  test.skipIf(!isRoot || !nobodyCanRun())('of a user without rights', async () => {
    const home = join(folder, 'of-nobody');
    mkdirSync(home, { mode: 0o500 });
    chownSync(home, nobody, nobody);
    const asNobody = [`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', process.execPath, program];
    const { code, stderr } = await run('setpriv', [...asNobody, '--home', home, 'up'], { cwd: '/' });
    expect(stderr).toMatch(new RegExp(`the home ${home} cannot be written: .*permission denied`));
    expect(code).toBe(2);
  });

  test('with spaces and 200 characters in its path works like any other', async () => {
    const base = join(folder, 'a home with spaces');
    const home = join(base, 'ü'.repeat(20), 'x'.repeat(200 - base.length - 22));
    expect(home).toHaveLength(200);
    const config = { workers: { talker: { command: 'echo "it talks"; exec sleep 1000' } } };
    const far = await startTower({ config, home });
    onTestFinished(() => far.cleanUp());
    const { pid } = await far.waitForWorker('talker', ({ state }) => state === 'running');
    await waitUntil('its log is read', async () =>
      (await far.cli('logs', 'talker')).stdout.includes('it talks'),
    );
    const agent = living(far.agentPid());
    process.kill(agent, 'SIGKILL');
    await waitUntil('the agent is back', () => far.agentPid() !== null && far.agentPid() !== agent);
    expect(
      await far.waitForWorker('talker', ({ fresh, state }) => fresh && state === 'running'),
    ).toMatchObject({ pid });
    expect((await far.cli('down')).code).toBe(0);
    await waitUntil('nobody is left', () => far.processes().length === 0);
  });
});

/** Texts of yagura.yaml that cannot be used, and what is said of them. */
const badConfigs: Record<string, { text: () => string; told: RegExp }> = {
  'that is malformed': {
    text: () => 'workers:\n  a: {command: [sleep, 1000}\n',
    told: /yagura\.yaml:2:\d+/,
  },
  'with an unknown key, which gets the nearest as a suggestion': {
    text: () => 'workers:\n  a:\n    comand: sleep 1000\n',
    told: /yagura\.yaml:3:5.*command/,
  },
  'with workers that depend on each other in a circle': {
    text: () =>
      'workers:\n  a: {command: x, depends_on: [b]}\n  b: {command: x, depends_on: [c]}\n  c: {command: x, depends_on: [a]}\n',
    told: /yagura\.yaml:\d:\d+.*a.*b.*c/,
  },
  'with an anchor that holds itself': {
    text: () => 'workers: &all\n  a: {command: x, env: *all}\n',
    told: /yagura\.yaml:2:\d+/,
  },
  'of 10 MB': {
    text: () => `workers:\n${'  # so much to say\n'.repeat(600_000)}`,
    told: /the file has \d+ bytes, expected at most \d+/,
  },
  'that is not text': { text: () => '\0\x01\x02'.repeat(100), told: /yagura\.yaml/ },
};

describe.each(Object.entries(badConfigs))('a config %s', (_, { text, told }) => {
  test('ends a first start', async () => {
    await expectRefused(startWith(text()), told);
  });

  test('is not applied, and nothing changes', async () => {
    const before = await tower.worker('sleeper');
    tower.writeConfig(text());
    const { code, stderr, stdout } = await tower.cli('apply', '--yes');
    expect(code).toBe(2);
    expect(stderr + stdout).toMatch(told);
    const answer = await tower.fetch('/api/v1/config/apply', { method: 'POST' });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(await tower.worker('sleeper')).toMatchObject({ pid: before.pid, state: 'running', restarts: 0 });
  });
});

/** A checkout below a private folder cannot be entered by others. */
function nobodyCanRun(): boolean {
  try {
    const asNobody = [`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', process.execPath, program];
    execFileSync('setpriv', [...asNobody, '--version'], { stdio: 'ignore', cwd: '/' });
    return true;
  } catch {
    return false;
  }
}
