import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Cgroups, machineOomKills, openCgroups, type WorkerCgroup } from './cgroup.ts';

const none = { memoryBytes: null, pids: null, cpuCores: null };
let cgroups: Cgroups;
let opened: (WorkerCgroup | null)[] = [];
beforeEach(() => {
  cgroups = openCgroups(`test-${process.pid}`);
});
afterEach(() => {
  for (const each of opened) each?.remove();
  opened = [];
});

function open(limits: Parameters<Cgroups['open']>[1]): WorkerCgroup | null {
  const cgroup = cgroups.open('w', limits);
  opened.push(cgroup);
  return cgroup;
}

/** What the kernel keeps here. As root on an ordinary machine that is all of it; where it is nothing, only the answers are tested. */
const able = (controller: string) => openCgroups('able').abilities()[`limits.${controller}`] === true;

describe('limits', () => {
  it('say of each kind whether it can be kept here, or why not', () => {
    const abilities = cgroups.abilities();
    expect(Object.keys(abilities)).toEqual(['limits.memory', 'limits.pids', 'limits.cpu']);
    for (const answer of Object.values(abilities))
      expect(answer === true || (typeof answer === 'string' && answer !== '')).toBe(true);
  });

  it('make nothing where none is asked for', () => {
    expect(open(none)).toBeNull();
  });

  it('are kept by cgroups of the worker’s own, which go when they are not needed', () => {
    const cgroup = open({ memoryBytes: 64 * 1024 * 1024, pids: 7, cpuCores: 0.5 });
    if (!able('memory') || !able('pids') || !able('cpu'))
      return expect(cgroup === null || cgroup.procs.length < 3).toBe(true);
    const folders = cgroup?.procs.map((file) => join(file, '..')) ?? [];
    expect(cgroup?.limitsMemory).toBe(true);
    const read = (files: string[]) => {
      const file = folders
        .flatMap((folder) => files.map((name) => join(folder, name)))
        .find((each) => existsSync(each));
      return file === undefined ? null : readFileSync(file, 'utf8').trim();
    };
    expect(read(['memory.limit_in_bytes', 'memory.max'])).toBe(String(64 * 1024 * 1024));
    expect(read(['pids.max'])).toBe('7');
    expect(read(['cpu.cfs_quota_us', 'cpu.max'])).toMatch(/^50000/);
    expect(cgroup?.oomKills()).toBe(0);
    cgroup?.forbidForks();
    expect(read(['pids.max'])).toBe('0');
    cgroup?.remove();
    cgroup?.remove();
    for (const folder of folders) expect(existsSync(folder)).toBe(false);
    for (const folder of folders) expect(existsSync(join(folder, '..'))).toBe(false);
    cgroup?.forbidForks();
  });

  it('take in a process that runs already', async () => {
    const cgroup = open({ ...none, pids: 5 });
    if (!cgroup) return expect(able('pids')).toBe(false);
    const child = spawn('sleep', ['1000']);
    cgroup.admit(child.pid ?? 0);
    expect(readFileSync(cgroup.procs[0] ?? '', 'utf8')).toContain(String(child.pid));
    cgroup.remove(); // not while something is in it
    expect(existsSync(cgroup.procs[0] ?? '')).toBe(true);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
  });

  it('are told from want of memory of the whole machine', () => {
    expect(machineOomKills()).toBeGreaterThanOrEqual(0);
    expect(open({ ...none, pids: 5 })?.oomKills() ?? 0).toBe(0);
  });
});
