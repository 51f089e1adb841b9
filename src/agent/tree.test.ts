import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { listPids, type ProcessStat, readRunMarker, readStat } from './proc.ts';
import { createTreeFinder, type Root, readAllStats } from './tree.ts';

const children: ChildProcess[] = [];
const runIds = new Set<string>();
afterEach(() => {
  const hidden = children.flatMap((child) => child.pid ?? []);
  const marked = listPids().filter((pid) => runIds.has(readRunMarker(pid) ?? ''));
  for (const pid of [...marked, ...hidden, ...strays]) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
  children.length = 0;
  strays.clear();
  runIds.clear();
});
/** Processes that said who they are. */
const strays = new Set<number>();

/** Runs a script in a session of its own, marked as a run, and gives its root and the pids that it prints. */
async function run(
  script: string,
  runId: string,
  env: Record<string, string> = {},
): Promise<{ root: Root; printed: number[] }> {
  const child = spawn('/bin/sh', ['-c', script], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env, YAGURA_RUN: runId },
  });
  children.push(child);
  runIds.add(runId);
  let text = '';
  for await (const chunk of child.stdout) {
    text += String(chunk);
    if (text.includes('.\n')) break;
  }
  const printed = text
    .split('\n')
    .filter((line) => /^\d+$/.test(line))
    .map(Number);
  for (const pid of printed) strays.add(pid);
  const pid = child.pid ?? 0;
  const root: Root = {
    worker: runId,
    runId,
    pid,
    startTicks: readStat(pid)?.startTicks ?? 0,
    shimPid: null,
    cgroup: null,
  };
  return { root, printed };
}

/** A stand-in for a process, for what cannot be arranged with real ones. */
function made(pid: number, rest: Partial<ProcessStat> = {}): ProcessStat {
  const base = {
    ppid: 1,
    pgrp: pid,
    session: pid,
    state: 'S',
    comm: 'x',
    userTicks: 0,
    systemTicks: 0,
    threads: 1,
    startTicks: 5,
    rssPages: 0,
  };
  return { ...(readStat(process.pid) as ProcessStat), ...base, pid, ...rest };
}
const farPid = 4_000_000; // more than this machine gives out
const madeRoot = (rest: Partial<Root> = {}): Root => ({
  worker: 'w',
  runId: 'r',
  pid: farPid,
  startTicks: 5,
  shimPid: null,
  cgroup: null,
  ...rest,
});
const pids = (stats: ProcessStat[] | undefined) => stats?.map((stat) => stat.pid).sort((a, b) => a - b) ?? [];
const sorted = (numbers: number[]) => [...numbers].sort((a, b) => a - b);

describe('a tree', () => {
  it('holds children, helpers in other sessions, and those whose parents have gone', async () => {
    const script =
      'sleep 1001 & echo $!; setsid sleep 1002 & echo $!; (setsid sh -c "echo \\$\\$; exec sleep 1003" &); sleep 0.1; echo .; wait';
    const { root, printed } = await run(script, 'aa01');
    expect(printed).toHaveLength(3);
    const tree = createTreeFinder().find([root]).get('aa01');
    expect(pids(tree)).toEqual(sorted([root.pid, ...printed]));
  });

  it('keeps a helper that hides all its traces once it was seen in it', async () => {
    const script = 'env -i setsid sleep 1002 & echo $!; sleep 0.1; echo .; wait';
    const { root, printed } = await run(script, 'aa02');
    const finder = createTreeFinder();
    expect(pids(finder.find([root]).get('aa02'))).toEqual(sorted([root.pid, ...printed]));
    process.kill(root.pid, 'SIGKILL');
    await new Promise((resolve) => children[0]?.once('exit', resolve));
    expect(pids(finder.find([root]).get('aa02'))).toEqual(printed);
    expect(pids(finder.findQuickly(root))).toEqual(printed);
  });

  it('is told from its neighbours’', async () => {
    const a = await run('sleep 1001 & echo $!; echo .; wait', 'aa03');
    const b = await run('sleep 1001 & echo $!; echo .; wait', 'aa04');
    const found = createTreeFinder().find([a.root, b.root]);
    expect(pids(found.get('aa03'))).toEqual(sorted([a.root.pid, ...a.printed]));
    expect(pids(found.get('aa04'))).toEqual(sorted([b.root.pid, ...b.printed]));
  });

  it('is found quickly with what is new in it', async () => {
    const { root, printed } = await run('echo .; read line; sleep 1001 & wait', 'aa05');
    const finder = createTreeFinder();
    finder.find([root]);
    finder.find([root]);
    const late = await run('setsid sleep 1002 & echo $!; echo .; wait', 'aa05');
    expect(pids(finder.findQuickly(root))).toEqual(
      expect.arrayContaining([root.pid, ...printed, ...late.printed]),
    );
    expect(pids(finder.findQuickly(root))).not.toContain(process.pid);
  });

  it('is looked for everywhere when there was no scan lately', async () => {
    let now = 0;
    const { root } = await run('echo .; sleep 1001', 'aa06');
    const finder = createTreeFinder(() => now);
    finder.find([root]);
    now += 60_000;
    expect(pids(finder.findQuickly(root))).toContain(root.pid);
  });

  it('is empty when there is nothing of it', () => {
    const finder = createTreeFinder();
    expect(finder.find([]).size).toBe(0);
    expect(finder.find([madeRoot()]).get('w')).toEqual([]);
  });
});

describe('what does not belong to a tree', () => {
  it('is a process that was given the root’s pid, and its session', () => {
    const strangers = [
      made(farPid, { startTicks: 9 }),
      made(farPid + 1, { session: farPid, pgrp: farPid, startTicks: 10 }),
    ];
    expect(createTreeFinder().find([madeRoot()], strangers).get('w')).toEqual([]);
  });

  it('is a session whose number a root had long ago', () => {
    const stranger = made(farPid + 1, { session: farPid, pgrp: farPid });
    expect(pids(createTreeFinder().find([madeRoot()], [stranger]).get('w'))).toEqual([farPid + 1]);
    expect(
      createTreeFinder()
        .find([madeRoot({ stale: true })], [stranger])
        .get('w'),
    ).toEqual([]);
  });

  it('is its shim, though all others of the shim’s children are', () => {
    const shim = made(farPid - 1);
    const root = made(farPid, { ppid: shim.pid });
    const found = createTreeFinder().find([madeRoot({ shimPid: shim.pid })], [shim, root]);
    expect(pids(found.get('w'))).toEqual([farPid]);
  });

  it('is nobody when parents go round in a circle', () => {
    const circle = [made(farPid + 1, { ppid: farPid + 2 }), made(farPid + 2, { ppid: farPid + 1 })];
    expect(createTreeFinder().find([madeRoot()], circle).get('w')).toEqual([]);
  });
});

describe('membership', () => {
  it('follows from the process group and from the cgroup as well', () => {
    const dir = mkdtempSync(join(tmpdir(), 'yagura-tree-'));
    try {
      const cgroup = join(dir, 'cgroup.procs');
      writeFileSync(cgroup, `${farPid + 2}\n`);
      const stats = [
        made(farPid),
        made(farPid + 1, { pgrp: farPid, session: 1 }),
        made(farPid + 2),
        made(farPid + 3),
      ];
      expect(
        pids(
          createTreeFinder()
            .find([madeRoot({ cgroup })], stats)
            .get('w'),
        ),
      ).toEqual([farPid, farPid + 1, farPid + 2]);
      expect(
        createTreeFinder()
          .find([madeRoot({ cgroup: join(dir, 'gone') })], [])
          .get('w'),
      ).toEqual([]);
    } finally {
      rmSync(dir, { recursive: true });
    }
  });

  it('is not inherited by the next process with the same pid', () => {
    const finder = createTreeFinder();
    const helper = made(farPid + 1, { ppid: farPid });
    expect(pids(finder.find([madeRoot()], [made(farPid), helper]).get('w'))).toEqual([farPid, farPid + 1]);
    expect(
      pids(finder.find([madeRoot()], [made(farPid), { ...helper, ppid: 1, startTicks: 77 }]).get('w')),
    ).toEqual([farPid]);
  });
});

it('reads all processes that there are', () => {
  expect(readAllStats().map((stat) => stat.pid)).toContain(process.pid);
});
