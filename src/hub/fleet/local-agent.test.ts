import { type ChildProcess, spawn } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../shared/clock.ts';
import { identifyProcess, type ProcessIdentity } from '../../shared/process-identity.ts';
import { type LocalAgent, watchLocalAgent } from './local-agent.ts';

let agent: ChildProcess;
let started: ChildProcess[];
let left: number;
let holder: ProcessIdentity | null;
let watch: LocalAgent;
let skewMs: number;
let said: string[];
const clock = { ...systemClock, monotonic: () => performance.now() + skewMs };

beforeEach(() => {
  agent = spawn('sleep', ['1000']);
  started = [];
  said = [];
  left = 0;
  skewMs = 0;
  holder = identityOf(agent);
  watch = watchLocalAgent({
    clock,
    holder: () => holder,
    start() {
      const child = spawn('sleep', ['1000']);
      started.push(child);
      return child;
    },
    onLeft: () => left++,
    log: (text) => said.push(text),
  });
});
afterEach(() => {
  watch.close();
  for (const child of [agent, ...started]) child.kill('SIGKILL');
});

function identityOf(child: ChildProcess): ProcessIdentity {
  const identity = identifyProcess(child.pid ?? 0);
  if (!identity) throw new Error('it has ended');
  return identity;
}
async function kill(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 10 });

describe('watching the agent of this machine', () => {
  it('brings back one that died', async () => {
    watch.connected(identityOf(agent));
    await kill(agent);
    watch.disconnected();
    expect(started).toHaveLength(1);
    expect(left).toBe(0);
  });

  it('brings back one that died before it ever connected', async () => {
    await kill(agent);
    await eventually(() => expect(started).toHaveLength(1));
  });

  it('leaves alone one that lives and is only connecting again', async () => {
    watch.connected(identityOf(agent));
    watch.disconnected();
    watch.connected(identityOf(agent));
    watch.heard();
    expect(started).toEqual([]);
    expect(said).toEqual([]);
  });

  it('ends one that lives but does not connect', async () => {
    watch.connected(identityOf(agent));
    watch.disconnected();
    await eventually(() => {
      skewMs += 2_500;
      expect(said.join()).toContain('does not connect');
    });
    await eventually(() => expect(started).toHaveLength(1));
  });

  it('ends one that is stopped', async () => {
    watch.connected(identityOf(agent));
    const gone = new Promise((resolve) => agent.once('exit', resolve));
    agent.kill('SIGSTOP');
    await gone;
    expect(said.join()).toContain('is stopped');
  });

  it('ends one that is silent', async () => {
    watch.connected(identityOf(agent));
    const gone = new Promise((resolve) => agent.once('exit', resolve));
    const timer = setInterval(() => {
      skewMs += 140;
    }, 100);
    await gone;
    clearInterval(timer);
    expect(said.join()).toContain('was silent');
  });

  it('lets go one that leaves on purpose, and says when it is gone', async () => {
    watch.connected(identityOf(agent));
    watch.leaves();
    watch.disconnected();
    expect(left).toBe(0);
    await kill(agent);
    await eventually(() => expect(left).toBe(1));
    expect(started).toEqual([]);
  });

  it('waits between tries when the one it brought back dies too', async () => {
    await kill(agent);
    await eventually(() => expect(started).toHaveLength(1));
    await kill(started[0] as ChildProcess);
    holder = null;
    await eventually(() => expect(started).toHaveLength(2));
    expect(said.some((text) => text.includes('ended with exit code none'))).toBe(true);
  });
});
