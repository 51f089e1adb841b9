import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../shared/clock.ts';
import { readStat } from '../proc.ts';
import { createTreeFinder, type Root } from '../tree.ts';
import { createSampler, type Sampler } from './index.ts';
import { parseIo } from './process-table.ts';
import { kernelUnits } from './system.ts';

const dir = mkdtempSync(join(tmpdir(), 'yagura-sampling-'));
afterAll(() => rmSync(dir, { recursive: true }));

const children: ChildProcess[] = [];
const samplers: Sampler[] = [];
afterEach(() => {
  for (const child of children.splice(0)) {
    try {
      process.kill(-(child.pid as number), 'SIGKILL');
    } catch {
      // ended by itself
    }
  }
  for (const sampler of samplers.splice(0)) sampler.close();
});

let runs = 0;

/** A worker of its own session; what it prints first is waited for. */
async function start(
  worker: string,
  program: string,
  args: string[],
): Promise<{ root: Root; child: ChildProcess }> {
  runs += 1;
  const runId = `sampling-${process.pid}-${runs}`;
  const child = spawn(program, args, {
    cwd: dir,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, YAGURA_RUN: runId },
  });
  children.push(child);
  await new Promise((resolve) => child.stdout?.once('data', resolve));
  const pid = child.pid ?? 0;
  const startTicks = readStat(pid)?.startTicks ?? 0;
  return { root: { worker, runId, pid, startTicks, shimPid: null, cgroup: null }, child };
}

const node = (worker: string, text: string) => start(worker, process.execPath, ['-e', text]);
const shell = (worker: string, text: string) => start(worker, '/bin/sh', ['-c', text]);
const busy =
  "console.log('up'); const end = () => { for (const t = Date.now(); Date.now() - t < 50;); setImmediate(end) }; end()";

function sampler(): Sampler {
  const made = createSampler({ clock: systemClock, finder: createTreeFinder(), disks: ['/', dir] });
  samplers.push(made);
  return made;
}

/** Looks again and again, as the agent does, until what is expected is seen. */
const until = (happened: () => void) => vi.waitFor(happened, { timeout: 15_000, interval: 300 });

describe('the machine', () => {
  it('is measured with rates from the first look on', async () => {
    const made = sampler();
    const { machine } = made.sample([]);
    expect(Object.values(machine.cpu).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
    expect(machine.cpuRatio).toBeGreaterThanOrEqual(0);
    expect(machine.cpuRatio).toBeLessThanOrEqual(1);
    expect(machine.cores).toBeGreaterThan(0);
    expect(machine.memory.availableBytes).toBeGreaterThan(0);
    expect(machine.memory.totalBytes).toBeGreaterThan(machine.memory.availableBytes);
    expect(machine.load).toHaveLength(3);
    expect(machine.uptimeSeconds).toBeGreaterThan(1);
    expect(Math.abs(machine.time - Date.now())).toBeLessThan(60_000);
  });

  it('lists each disk once, by its mount', () => {
    const { disks } = sampler().sample([]).machine;
    expect(disks.map((disk) => disk.mount)).toContain('/');
    expect(new Set(disks.map((disk) => disk.mount)).size).toBe(disks.length);
    for (const disk of disks) {
      expect(disk.sizeBytes).toBeGreaterThan(0);
      expect(disk.usedBytes + disk.availableBytes).toBeLessThanOrEqual(disk.sizeBytes);
    }
  });

  it('leaves out a folder that does not exist', () => {
    const made = createSampler({
      clock: systemClock,
      finder: createTreeFinder(),
      disks: [join(dir, 'none')],
    });
    samplers.push(made);
    expect(made.sample([]).machine.disks).toEqual([]);
  });
});

describe('workers', () => {
  it('are measured with their whole tree', async () => {
    const { root } = await shell('tree', 'sleep 1000 & (setsid sleep 1000 &) ; echo up; wait');
    const made = sampler();
    await until(() => expect(made.sample([root]).workers[0]?.processes).toBe(3));
    const { workers, signals } = made.sample([root]);
    expect(workers).toHaveLength(1);
    expect(workers[0]).toMatchObject({ name: 'tree', processes: 3, threads: 3 });
    expect(workers[0]?.fds).toBeGreaterThanOrEqual(9);
    expect(workers[0]?.rssBytes).toBeGreaterThan(100_000);
    expect(workers[0]?.pssBytes).toBeGreaterThan(0);
    expect(workers[0]?.pssBytes).toBeLessThan(workers[0]?.rssBytes ?? 0);
    expect(signals.get('tree')?.processes).toBe(3);
    const helper = () =>
      made.processes(root).find((each) => each.command === 'sleep 1000' && each.ppid === 1)?.pid;
    await until(() => expect(helper()).toBeGreaterThan(1));
    process.kill(helper() as number, 'SIGKILL');
    await until(() => expect(made.sample([root]).workers[0]?.processes).toBe(2));
  });

  it('that grow after their start are measured again soon', async () => {
    const { root } = await node(
      'grows',
      "setTimeout(() => { globalThis.kept = Buffer.alloc(200e6, 1); }, 300); setInterval(() => {}, 1e6); console.log('up')",
    );
    const made = sampler();
    expect(made.sample([root]).workers[0]?.pssBytes).toBeLessThan(150e6);
    await until(() => expect(made.sample([root]).workers[0]?.pssBytes).toBeGreaterThan(200e6));
  });

  it('that are busy show it, those that sleep do not, and a stopped one shows its state', async () => {
    const loud = await node('loud', busy);
    const quiet = await shell('quiet', 'echo up; sleep 1000');
    const roots = [loud.root, quiet.root];
    const made = sampler();
    await until(() => expect(made.sample(roots).signals.get('loud')?.cpuRatio).toBeGreaterThan(0.2));
    expect(made.sample(roots).signals.get('quiet')?.cpuRatio).toBeLessThan(0.2);
    await until(() => {
      made.sample(roots); // two looks within one tick of the kernel see nothing move
      expect(made.processes(loud.root)[0]?.cpuRatio).toBeGreaterThan(0);
    });
    loud.child.kill('SIGSTOP');
    await until(() =>
      expect(made.sample(roots).signals.get('loud')).toMatchObject({ state: 'T', cpuRatio: 0 }),
    );
  });

  it('that are stopped behind the shell that waits for them show it', async () => {
    const { root } = await shell('behind', 'echo up; sh -c "sleep 1000; true"; true');
    const made = sampler();
    await until(() => expect(made.sample([root]).workers[0]?.processes).toBe(3));
    const sleeper = made.processes(root).find((each) => each.command === 'sleep 1000');
    process.kill(sleeper?.pid as number, 'SIGSTOP');
    await until(() => expect(made.sample([root]).signals.get('behind')?.state).toBe('T'));
    process.kill(sleeper?.pid as number, 'SIGCONT');
    await until(() => expect(made.sample([root]).signals.get('behind')?.state).toBe('S'));
  });

  it('with several children are not stopped because one of them is', async () => {
    const { root } = await shell('several', 'sleep 1000 & sleep 2000 & echo up; wait');
    const made = sampler();
    await until(() => expect(made.processes(root)).toHaveLength(3));
    const sleeper = made.processes(root).find((each) => each.command === 'sleep 1000')?.pid as number;
    process.kill(sleeper, 'SIGSTOP');
    await until(() => expect(readStat(sleeper)?.state).toBe('T'));
    await until(() => expect(made.sample([root]).signals.get('several')?.state).toBe('S'));
  });

  it('count what short-lived helpers used', async () => {
    const { root } = await shell(
      'helpers',
      "echo up; while :; do sh -c 'i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done'; done",
    );
    const made = sampler();
    await until(() => expect(made.sample([root]).workers[0]?.cpuRatio).toBeGreaterThan(0.2));
    expect(made.sample([root]).workers[0]?.cpuRatio).toBeLessThanOrEqual(made.sample([]).machine.cores);
  });

  it('show what they write', async () => {
    const text = `console.log('up'); setInterval(() => require('fs').writeFileSync('out', Buffer.alloc(1e6)), 20)`;
    const { root } = await node('writer', text);
    const made = sampler();
    await until(() =>
      expect(made.sample([root]).signals.get('writer')?.ioBytesPerSecond).toBeGreaterThan(100_000),
    );
    const worker = made.sample([root]).workers[0];
    expect(worker?.writeBytesPerSecond).toBeGreaterThanOrEqual(0);
    expect(worker?.readBytesPerSecond).toBeGreaterThanOrEqual(0);
  });

  it('are absent once nothing of them is left, and new when they run again', async () => {
    const first = await node('again', busy);
    const made = sampler();
    await until(() => expect(made.sample([first.root]).workers[0]?.cpuRatio).toBeGreaterThan(0.2));
    first.child.kill('SIGKILL');
    await until(() => expect(made.sample([first.root]).workers).toEqual([]));
    const second = await shell('again', 'echo up; sleep 1000');
    await until(() =>
      expect(made.sample([second.root]).workers[0]).toMatchObject({ name: 'again', processes: 2 }),
    );
    await until(() => expect(made.sample([second.root]).workers[0]?.cpuRatio).toBeLessThan(0.2));
    expect(made.sample([]).workers).toEqual([]);
  });

  it('that a reused pid pretends to be are not believed', async () => {
    const { root } = await shell('reused', 'echo up; sleep 1000');
    const { signals } = sampler().sample([{ ...root, startTicks: root.startTicks - 1 }]);
    expect(signals.get('reused')?.state ?? '?').toBe('?');
  });

  it('are listed process by process', async () => {
    const { root } = await shell('listed', "echo up; sleep '1000' & wait");
    const made = sampler();
    await until(() => expect(made.processes(root).map((each) => each.state)).toEqual(['S', 'S']));
    const [parent, child] = made.processes(root);
    expect(parent).toMatchObject({ pid: root.pid, state: 'S', cpuRatio: 0, threads: 1 });
    expect(parent?.command).toBe("/bin/sh -c echo up; sleep '1000' & wait");
    expect(child).toMatchObject({ ppid: root.pid, command: 'sleep 1000' });
    const age = Date.now() - Date.parse(parent?.startedAt ?? '');
    expect(age).toBeGreaterThan(-1_000);
    expect(age).toBeLessThan(120_000);
  });

  it('keep no file open that is not needed any more', async () => {
    const made = sampler();
    const open = () => readdirSync('/proc/self/fd').length;
    made.sample([]);
    const before = open();
    const { root, child } = await shell('files', 'echo up; sleep 1000');
    made.sample([root]);
    made.sample([root]);
    expect(open()).toBeGreaterThan(before);
    child.kill('SIGKILL');
    process.kill(-(child.pid as number), 'SIGKILL');
    await until(() => {
      made.sample([root]);
      expect(open()).toBeLessThanOrEqual(before);
    });
  });
});

it('says what can be measured here', () => {
  const abilities = sampler().abilities();
  expect(abilities['workerSampling']).toBe(true);
  expect([true, 'this kernel does not report pressure (PSI)']).toContain(abilities['pressure']);
});

it('knows the units of the kernel', () => {
  const { pageBytes, ticksPerSecond } = kernelUnits();
  expect(pageBytes % 4_096).toBe(0);
  expect(ticksPerSecond).toBeGreaterThanOrEqual(100);
});

describe('the I/O of a process', () => {
  const text =
    'rchar: 3980\nwchar: 20\nsyscr: 9\nsyscw: 0\nread_bytes: 4096\nwrite_bytes: 512\ncancelled_write_bytes: 7\n';
  it('is what went to disks, and through any call', () => {
    expect(parseIo(text)).toEqual({ readBytes: 4_096, writtenBytes: 512, throughBytes: 4_000 });
  });
  it('is unknown where the kernel does not count it', () => {
    expect(parseIo('rchar: 3980\nwchar: 20\n')).toBeNull();
  });
});
