import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../shared/clock.ts';
import { type Home, openHome } from '../../shared/home.ts';
import { identifyProcess, isSameProcess } from '../../shared/process-identity.ts';
import { createHubKeeper, endProcess, type HubKeeper } from './hub-keeper.ts';

let dir: string;
let home: Home;
let started: ChildProcess[];
let exits: (number | null)[];
let said: string[];
let keeper: HubKeeper;
let skewMs: number;
const others: ChildProcess[] = [];
const clock = { ...systemClock, monotonic: () => performance.now() + skewMs };

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'yagura-keeper-'));
  home = openHome(dir);
  mkdirSync(dirname(home.hubHolder), { recursive: true });
  started = [];
  exits = [];
  said = [];
  skewMs = 0;
  keeper = keeperOf(() => spawn('sleep', ['1000']));
});
afterEach(async () => {
  await keeper.end();
  for (const child of [...started, ...others.splice(0)]) child.kill('SIGKILL');
  rmSync(dir, { recursive: true, force: true });
});

function keeperOf(start: () => ChildProcess): HubKeeper {
  return createHubKeeper({
    home,
    clock,
    start() {
      const child = start();
      started.push(child);
      return child;
    },
    onExit: (code) => exits.push(code),
    log: (text) => said.push(text),
  });
}
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 10 });
const state = (child: ChildProcess | undefined) => identifyProcess(child?.pid ?? 0)?.state ?? 'gone';

function standIn(): { pid: number; child: ChildProcess } {
  const child = spawn('sleep', ['1000']);
  others.push(child);
  const identity = identifyProcess(child.pid ?? 0);
  writeFileSync(home.hubHolder, JSON.stringify({ ...identity, since: 'then' }));
  return { pid: child.pid ?? 0, child };
}

describe('keeping a hub alive', () => {
  it('starts one and starts it again when it dies', async () => {
    keeper.begin();
    expect(started).toHaveLength(1);
    started[0]?.kill('SIGKILL');
    await eventually(() => expect(started).toHaveLength(2));
    expect(exits).toEqual([null]);
  });

  it('tells the exit code, and waits longer each time one dies early', async () => {
    keeper = keeperOf(() => spawn('sh', ['-c', 'exit 2']));
    keeper.begin();
    await eventually(() => expect(started.length).toBeGreaterThanOrEqual(3));
    expect(exits.slice(0, 2)).toEqual([2, 2]);
    const before = started.length;
    await eventually(() => expect(started.length).toBeGreaterThan(before));
  });

  it('takes over a hub that is there, and notices its death though it is no child', async () => {
    const { child } = standIn();
    keeper.begin();
    expect(started).toEqual([]);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    keeper.disconnected();
    await eventually(() => expect(started).toHaveLength(1));
  });

  it('takes over a hub that answers, whoever started it, instead of starting another', async () => {
    keeper = keeperOf(() => spawn('sh', ['-c', 'exit 1']));
    keeper.begin();
    await eventually(() => expect(exits.length).toBeGreaterThan(0));
    const { pid, child } = standIn();
    keeper.connected(pid);
    keeper.connected(pid);
    keeper.heard();
    const before = started.length;
    keeper.check(false);
    expect(started.length).toBe(before);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    keeper.check(false);
    await eventually(() => expect(started.length).toBeGreaterThan(before));
  });

  it('ends one that is stopped, after it was seen so twice', async () => {
    keeper.begin();
    keeper.heard();
    started[0]?.kill('SIGSTOP');
    await eventually(() => expect(state(started[0])).toBe('T'));
    keeper.check(false);
    expect(said).toEqual([]);
    keeper.check(false);
    await eventually(() => expect(started).toHaveLength(2));
  });

  it('ends one that is silent, but not for a silence in which it could not have been heard', async () => {
    keeper.begin();
    keeper.heard();
    keeper.check(false);
    skewMs += 60_000;
    keeper.check(true);
    expect(said).toEqual([]);
    skewMs += 11_000;
    keeper.check(false);
    await eventually(() => expect(started).toHaveLength(2));
  });

  it('gives one that is busy more time', async () => {
    keeper = keeperOf(() => spawn('sh', ['-c', 'while :; do :; done']));
    keeper.begin();
    keeper.check(false);
    const ticks = () => identifyProcess(started[0]?.pid ?? 0)?.cpuTicks ?? 0;
    await eventually(() => expect(ticks()).toBeGreaterThan(30));
    skewMs += 15_000;
    keeper.check(false);
    expect(said).toEqual([]);
    skewMs += 60_000;
    keeper.check(false);
    await eventually(() => expect(started).toHaveLength(2));
  });

  it('goes on trying when it cannot be started at all', async () => {
    let tries = 0;
    keeper = keeperOf(() => {
      tries++;
      return spawn(tries === 1 ? '/nowhere/at/all' : 'sleep', ['1000']);
    });
    keeper.begin();
    await eventually(() => expect(state(started[1])).toBe('S'));
  });

  it('ends it for good', async () => {
    keeper.begin();
    await keeper.end();
    await eventually(() => expect(state(started[0])).toMatch(/gone|Z/));
    keeper.check(false);
    keeper.begin();
    expect(started).toHaveLength(1);
  });

  it('kills a process that does not want to end', async () => {
    const stubborn = spawn('sh', ['-c', 'trap "" TERM; while :; do sleep 0.1; done']);
    others.push(stubborn);
    await new Promise((resolve) => stubborn.once('spawn', resolve));
    const identity = identifyProcess(stubborn.pid ?? 0) ?? { pid: 0, startTicks: 0 };
    await endProcess(identity, systemClock);
    expect(isSameProcess(identity)).toBe(false);
    await endProcess(identity, systemClock);
  });
});
