import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Doctor, Part } from '../../../hub/fleet/index.ts';
import { openHome, type Home } from '../../../shared/home.ts';
import { cli, startScriptedHub, temporaryHome, writeHolder } from '../../testing/scripted-hub.ts';
import type { Finding } from './finding.ts';
import { checkMode } from './home.ts';
import { backupFinding, loadFinding } from './programs.ts';
import { checkClock, checkNode } from './machine.ts';

/** What doctor says about this home, on a port that is free. */
async function findings(
  home: Home,
  args: string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<{ code: number; all: Finding[]; about: (name: string) => Finding[] }> {
  const { code, stdout } = await cli(home, ['doctor', '--json', '--port', '0', ...args], { env });
  const { findings: all } = JSON.parse(stdout) as { findings: Finding[] };
  return { code, all, about: (name) => all.filter(({ about }) => about === name) };
}

test('finds nothing wrong with a fresh home that nobody uses', async () => {
  const { code, stdout } = await cli(temporaryHome(), ['doctor', '--port', '0']);
  expect(stdout).toMatch(/✓ Node\.js +v/);
  expect(stdout).toMatch(/✓ agent and hub +not running/);
  expect(stdout).not.toContain('✗');
  expect(code).toBe(0);
});

test('a home that does not exist yet is well when it can be made', async () => {
  const { about } = await findings(openHome(join(temporaryHome().root, 'a', 'b')));
  expect(about('home')).toEqual([
    expect.objectContaining({ level: 'ok', what: expect.stringContaining('will be made') }),
  ]);
});

test('a home that is a file is told, with the cure, in exit code 1', async () => {
  const home = temporaryHome();
  const file = join(home.root, 'file');
  writeFileSync(file, '');
  const { code, stdout } = await cli(openHome(file), ['doctor', '--port', '0'], { env: { LC_ALL: 'C' } });
  expect(code).toBe(1);
  expect(stdout).toMatch(/FAIL home .* is not a folder\n +-> Choose another one/);
  expect(stdout).toContain('1 thing to mend.');
});

test('what others may read is told', async () => {
  const home = temporaryHome();
  writeFileSync(home.token, 'secret');
  chmodSync(home.token, 0o644);
  chmodSync(home.root, 0o755);
  const { code, about } = await findings(home);
  expect(code).toBe(1);
  expect(about('token')[0]).toMatchObject({ level: 'fail', cure: expect.stringContaining('chmod 600') });
  expect(about('access')[0]).toMatchObject({ level: 'warn', cure: `chmod 700 ${home.root}` });
});

test('an empty token is told', async () => {
  const home = temporaryHome();
  writeFileSync(home.token, '', { mode: 0o600 });
  expect((await findings(home)).about('token')[0]).toMatchObject({
    level: 'fail',
    cure: expect.stringContaining('rm '),
  });
});

test('a database that is none is told, a sound one is well', async () => {
  const home = temporaryHome();
  writeFileSync(home.database, 'this is not a database, and long enough to be looked at '.repeat(100));
  expect((await findings(home)).about('database')[0]).toMatchObject({
    level: 'fail',
    cure: expect.stringContaining('backup'),
  });
  rmSync(home.database);
  writeFileSync(home.database, '');
  expect((await findings(home)).about('database')[0]).toMatchObject({ level: 'ok' });
});

test('a port that somebody holds is told', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  const { stdout, code } = await cli(temporaryHome(), ['doctor', '--port', String(port)]);
  expect(code).toBe(1);
  expect(stdout).toContain(`127.0.0.1:${port} is taken`);
});

test('an address that this machine has not is told', async () => {
  expect((await findings(temporaryHome(), ['--host', '192.0.2.1'])).about('port')[0]).toMatchObject({
    level: 'fail',
    what: expect.stringContaining('EADDRNOTAVAIL'),
  });
});

describe('when Yagura runs', () => {
  const answer = (state: Part['state'], problems: Doctor['agents'][number]['problems'] = []) => ({
    'GET /doctor': () => ({
      time: '2026-01-02T00:00:00.000Z',
      parts: [{ name: 'database', state, detail: state, since: null, mend: 'Make room' }],
      hub: { rssBytes: 60_000_000, eventLoopDelayMs: { p50: 0.1, p99: 3 } },
      agents: [{ host: 'here', problems, clockSkewMs: 4 }],
      database: { newestBackupAt: '2026-01-01T20:00:00.000Z' },
    }),
  });

  test('its parts are shown', async () => {
    const { home } = await startScriptedHub(answer('well'));
    writeHolder(home.agentHolder);
    const { stdout } = await cli(home, ['doctor']);
    expect(stdout).toMatch(/✓ agent +process/);
    expect(stdout).toMatch(/✓ page +http:/);
    expect(stdout).toMatch(/✓ database +well/);
    expect(stdout).toMatch(/✓ load +[\d.]+ M\w+ of memory; .* at most 3 ms late/);
    expect(stdout).toMatch(/✓ backup +the newest is 4 h old/);
  });

  test.each([
    ['troubled', 'warn', 0],
    ['down', 'fail', 1],
  ] as const)('a part that is %s is %s', async (state, level, code) => {
    const { home } = await startScriptedHub(
      answer(state, [{ code: 'disk_low', detail: '1 MiB', mend: null }]),
    );
    writeHolder(home.agentHolder);
    const run = await cli(home, ['doctor', '--json']);
    const all = (JSON.parse(run.stdout) as { findings: Finding[] }).findings;
    expect(all).toContainEqual(
      expect.objectContaining({ about: 'database', level, what: state, cure: 'Make room' }),
    );
    expect(all).toContainEqual(
      expect.objectContaining({ about: 'here', level: 'warn', what: 'disk_low: 1 MiB' }),
    );
    expect(run.code).toBe(code);
  });

  test('an agent without a hub, and a hub without an agent, are told', async () => {
    const home = temporaryHome();
    writeHolder(home.agentHolder);
    expect((await findings(home)).about('hub')[0]).toMatchObject({
      level: 'fail',
      what: expect.stringContaining('not running'),
    });
    const { home: other } = await startScriptedHub(answer('well'));
    expect((await cli(other, ['doctor'])).stdout).toMatch(/✗ agent +it is not running/);
  });

  test('a token that the hub does not know, and a hub that does not answer, are told', async () => {
    const { home } = await startScriptedHub({});
    writeFileSync(home.token, 'wrong', { mode: 0o600 });
    writeHolder(home.agentHolder);
    expect((await cli(home, ['doctor'])).stdout).toMatch(/The token is not valid\n.*Remove it/);
    rmSync(home.token);
    expect((await cli(home, ['doctor'])).stdout).toMatch(/✗ hub .*cannot be read/);
    writeFileSync(home.token, 'x', { mode: 0o600 });
    writeHolder(home.hubHolder, 'http://127.0.0.1:1');
    expect((await cli(home, ['doctor'])).stdout).toMatch(/✗ hub .*ECONNREFUSED/);
  });
});

test('the config is checked: each mistake is a finding', async () => {
  const home = temporaryHome();
  mkdirSync(home.ownLogs);
  const file = join(home.root, 'yagura.yaml');
  writeFileSync(file, 'workers:\n  a: {comand: x}\n  b: {command: x, cwdd: y}\n');
  const bad = await findings(home, ['--config', file]);
  expect(bad.code).toBe(1);
  expect(bad.about('config').length).toBeGreaterThanOrEqual(2);
  writeFileSync(file, 'workers:\n  a: {command: x}\n');
  expect((await findings(home, [], { YAGURA_CONFIG: file })).about('config')[0]).toMatchObject({
    level: 'ok',
    what: `${file}: 1 worker`,
  });
  rmSync(file);
  expect((await findings(home, ['--config', file])).about('config')[0]).toMatchObject({
    level: 'fail',
    what: expect.stringContaining('no config file'),
  });
});

describe('rules', () => {
  test.each([
    [null, 'ok'],
    ['2026-01-01T00:00:00.000Z', 'ok'],
    ['2025-12-31T12:00:00.000Z', 'warn'],
  ])('a newest backup of %s on January 2: %s', (newestBackupAt, level) => {
    const database = { newestBackupAt } as Doctor['database'];
    expect(backupFinding(database, Date.parse('2026-01-02T00:00:00.000Z')).level).toBe(level);
  });

  test.each([
    [null, 'ok'],
    [{ p50: 1, p99: 249 }, 'ok'],
    [{ p50: 1, p99: 251 }, 'warn'],
  ])('a delay of %o: %s', (eventLoopDelayMs, level) => {
    expect(loadFinding({ rssBytes: 1, eventLoopDelayMs } as Doctor['hub']).level).toBe(level);
  });

  test.each([
    ['18.20.0', 'fail'],
    ['20.18.3', 'fail'],
    ['20.19.0', 'ok'],
    ['24.9.0', 'ok'],
  ])('Node.js %s: %s', (version, level) => {
    expect(checkNode(version).level).toBe(level);
  });

  test('a clock before this program was written is wrong', () => {
    expect(checkClock(0).level).toBe('fail');
    expect(checkClock(Date.UTC(2026, 5, 1)).level).toBe('ok');
  });

  test.each([
    [0o40700, 'ok'],
    [0o40750, 'warn'],
    [0o40701, 'warn'],
  ])('mode %o: %s', (mode, level) => {
    expect(checkMode('/home', mode).level).toBe(level);
  });
});
