import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readStat } from '../proc.ts';
import { createProcessTable, type ProcessTable } from './process-table.ts';

const children: ChildProcess[] = [];
const tables: ProcessTable[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const table of tables.splice(0)) table.close();
});

async function sleeper(): Promise<number> {
  const child = spawn('sleep', ['1000'], { stdio: 'ignore' });
  children.push(child);
  const asleep = { comm: 'sleep', state: 'S' };
  await vi.waitFor(() => expect(readStat(child.pid ?? 0)).toMatchObject(asleep), { timeout: 10_000 });
  return child.pid ?? 0;
}

function table(options?: Parameters<typeof createProcessTable>[0]): ProcessTable {
  const made = createProcessTable(options);
  tables.push(made);
  return made;
}

const openFiles = () => readdirSync('/proc/self/fd').length;

describe.each([
  ['with files kept open', undefined],
  ['at the bound of open files', { mostKept: 0 }],
])('%s', (_, options) => {
  it('members are fresh and complete', async () => {
    const pid = await sleeper();
    const made = table(options);
    made.read(0);
    made.keep(new Set([pid]));
    const seen = made.read(1_000).find((stat) => stat.pid === pid);
    expect(seen).toEqual(readStat(pid));
    expect(made.io(pid)?.throughBytes).toBeGreaterThan(0);
    expect(made.io(pid)).toEqual(made.io(pid));
    expect(made.pssBytes(pid)).toBeGreaterThan(0);
    process.kill(pid, 'SIGSTOP');
    await vi.waitFor(() => {
      expect(made.read(60_000).find((stat) => stat.pid === pid)?.state).toBe('T');
    });
  });
});

it('keeps files of members only, and gives them back', async () => {
  const pid = await sleeper();
  const made = table();
  made.read(0);
  const before = openFiles();
  made.keep(new Set([pid]));
  made.read(0);
  made.io(pid);
  expect(openFiles()).toBe(before + 2);
  made.keep(new Set());
  expect(openFiles()).toBe(before);
  made.keep(new Set([pid]));
  made.read(0);
  made.close();
  expect(openFiles()).toBe(before);
});

it('a stranger is looked at again only now and then, a newcomer at once', async () => {
  const made = table();
  made.read(0);
  const pid = await sleeper();
  expect(made.read(1_000).find((stat) => stat.pid === pid)?.state).toBe('S');
  process.kill(pid, 'SIGSTOP');
  await vi.waitFor(() => expect(readStat(pid)?.state).toBe('T'), { timeout: 10_000 });
  expect(made.read(2_000).find((stat) => stat.pid === pid)?.state).toBe('T'); // still young
  process.kill(pid, 'SIGCONT');
  await vi.waitFor(() => expect(readStat(pid)?.state).toBe('S'), { timeout: 10_000 });
  const states = Array.from({ length: 8 }, () => made.read(60_000).find((stat) => stat.pid === pid)?.state);
  expect(states).toContain('S');
});

it('forgets processes that are gone', async () => {
  const pid = await sleeper();
  const made = table();
  made.read(0);
  made.keep(new Set([pid]));
  made.read(1_000);
  made.io(pid);
  const child = children.find((each) => each.pid === pid);
  const gone = child ? once(child, 'exit') : null;
  process.kill(pid, 'SIGKILL');
  await gone;
  expect(made.io(pid)).toBeNull();
  expect(made.read(2_000).some((stat) => stat.pid === pid)).toBe(false);
  expect(made.countFds(pid)).toBeNull();
  expect(made.pssBytes(pid)).toBeNull();
  expect(made.io(pid)).toBeNull();
});

it('counts open files on old kernels too', async () => {
  const pid = await sleeper();
  const old = table({ sizeTellsFds: false });
  expect(old.countFds(pid)).toBe(readdirSync(`/proc/${pid}/fd`).length);
  expect(table().countFds(pid)).toBe(old.countFds(pid));
  expect(old.countFds(2 ** 22 + 1)).toBeNull();
});
