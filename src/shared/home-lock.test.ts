import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openHome } from './home.ts';
import { type HomeLock, readHolder, takeHomeLock } from './home-lock.ts';
import { identifyProcess, isSameProcess, signalProcess } from './process-identity.ts';

let dir: string;
const held: HomeLock[] = [];
const children: ChildProcess[] = [];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'yagura-lock-'));
});
afterEach(() => {
  for (const lock of held.splice(0)) lock.release();
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(dir, { recursive: true, force: true });
});

async function take(role: 'agent' | 'hub' = 'agent') {
  const { agentHolder, hubHolder } = openHome(dir);
  const holderFile = role === 'agent' ? agentHolder : hubHolder;
  const lock = await takeHomeLock({ root: dir, role, holderFile, since: '2026-01-01T00:00:00.000Z' });
  if (!('heldBy' in lock)) held.push(lock);
  return lock;
}

describe('the lock of a home', () => {
  it('is held by one agent and one hub, and says by whom', async () => {
    expect(await take()).not.toHaveProperty('heldBy');
    expect(await take('hub')).not.toHaveProperty('heldBy');
    expect(await take()).toEqual({
      heldBy: { ...identity(), since: '2026-01-01T00:00:00.000Z' },
    });
  });

  it('goes to one of two that start a new home at the same time', async () => {
    const start = `
      import { takeHomeLock } from ${JSON.stringify(new URL('./home-lock.ts', import.meta.url).href)};
      const [root, holderFile] = process.argv.slice(1);
      process.stdin.once('data', async () => {
        const lock = await takeHomeLock({ root, role: 'agent', holderFile, since: 'then' });
        console.log('heldBy' in lock ? 'refused' : 'held');
      });
      console.log('ready');`;
    const said: string[][] = [];
    const racers = [1, 2, 3].map((_, at) => {
      const child = spawn(
        process.execPath,
        ['--import', 'tsx', '--input-type=module', '-e', start, dir, openHome(dir).agentHolder],
        { stdio: ['pipe', 'pipe', 'inherit'] },
      );
      children.push(child);
      const lines: string[] = [];
      said[at] = lines;
      child.stdout.on('data', (text: Buffer) => lines.push(...text.toString().trim().split('\n')));
      return child;
    });
    await vi.waitFor(() => expect(said.flat()).toEqual(['ready', 'ready', 'ready']), { timeout: 30_000 });
    for (const child of racers) child.stdin.write('go');
    await vi.waitFor(() => expect(said.flat()).toHaveLength(6), { timeout: 30_000 });
    expect(said.flat().filter((word) => word === 'held')).toHaveLength(1);
    expect(readdirSync(join(dir, 'run')).toSorted()).toEqual(['agent.json', 'lock-id']);
  }, 90_000);

  it.runIf(process.platform === 'linux')(
    'cannot be kept from its owner by who knows only where it is',
    async () => {
      const { dev, ino } = statSync(dir);
      const squatter = createServer().listen(`\0yagura-agent-${dev}-${ino}`);
      try {
        expect(await take()).not.toHaveProperty('heldBy');
        const secret = join(dir, 'run', 'lock-id');
        expect(statSync(secret).mode & 0o777).toBe(0o600);
        expect(readFileSync(secret, 'utf8')).toMatch(/^[0-9a-f]{64}$/);
        expect(readFileSync('/proc/net/unix', 'utf8')).not.toContain(readFileSync(secret, 'utf8'));
      } finally {
        squatter.close();
      }
    },
  );

  it('can be taken again after it was released', async () => {
    const lock = await take();
    if ('heldBy' in lock) throw new Error('it is taken');
    lock.release();
    expect(await take()).not.toHaveProperty('heldBy');
  });

  it('is free at once when its holder is killed', async () => {
    const script = `
      import { takeHomeLock } from ${JSON.stringify(new URL('./home-lock.ts', import.meta.url).href)};
      const [root, holderFile] = process.argv.slice(1);
      await takeHomeLock({ root, role: 'agent', holderFile, since: 'then' });
      setInterval(() => {}, 1000);
      console.log('held');`;
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '-e', script, dir, openHome(dir).agentHolder],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    children.push(child);
    await new Promise((resolve) => child.stdout?.once('data', resolve));
    expect(await take()).toMatchObject({ heldBy: { pid: child.pid, since: 'then' } });
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
    expect(await take()).not.toHaveProperty('heldBy');
    expect(readHolder(openHome(dir).agentHolder)).toMatchObject({ pid: process.pid });
  });

  it('tells where the hub answers', async () => {
    const lock = await take('hub');
    if ('heldBy' in lock) throw new Error('it is taken');
    lock.describe({ url: 'http://127.0.0.1:1' });
    expect(readHolder(openHome(dir).hubHolder)).toMatchObject({ url: 'http://127.0.0.1:1' });
    expect(readFileSync(openHome(dir).hubHolder, 'utf8')).toContain('startTicks');
  });

  it('takes a description that makes no sense for none', () => {
    const file = join(dir, 'holder.json');
    for (const text of ['', '{', '{"pid":"1"}', '{"pid":1}', 'null']) {
      writeFileSync(file, text);
      expect(readHolder(file)).toBeNull();
    }
    expect(readHolder(join(dir, 'nowhere'))).toBeNull();
  });
});

function identity() {
  const { pid, startTicks } = identifyProcess(process.pid) ?? { pid: 0, startTicks: 0 };
  return { pid, startTicks };
}

describe('the identity of a process', () => {
  it('is lost with its death, and a reused pid is somebody else', async () => {
    const child = spawn('sleep', ['1000']);
    children.push(child);
    const one = identifyProcess(child.pid ?? 0);
    if (!one) throw new Error('there is no such process');
    expect(isSameProcess(one)).toBe(true);
    expect(isSameProcess({ ...one, startTicks: one.startTicks + 1 })).toBe(false);
    expect(signalProcess({ ...one, startTicks: one.startTicks + 1 }, 'SIGKILL')).toBe(false);
    expect(signalProcess(one, 'SIGKILL')).toBe(true);
    await vi.waitFor(() => expect(isSameProcess(one)).toBe(false));
    expect(signalProcess(one, 'SIGTERM')).toBe(false);
  });

  it('shows a stopped process as stopped', async () => {
    const child = spawn('sleep', ['1000']);
    children.push(child);
    child.kill('SIGSTOP');
    await vi.waitFor(() => expect(identifyProcess(child.pid ?? 0)?.state).toBe('T'));
  });
});
