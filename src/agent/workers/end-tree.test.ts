import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ManualClock, systemClock } from '../../shared/clock.ts';
import { type ProcessStat, readStat } from '../proc.ts';
import { createTreeFinder, type Root, type TreeFinder } from '../tree.ts';
import { createTreeEnder, type EndReport } from './end-tree.ts';
import { makeSpec, openFixture, until } from './testing/fixture.ts';

const root: Root = { worker: 'w', runId: 'r', pid: 4_000_000, startTicks: 1, shimPid: null, cgroup: null };
const noStrays = () => {};
const options = { signal: 15, timeoutMs: 0, forbidForks: () => {} };

/** A finder whose trees are made up; no signal reaches them, since no process has that start time. */
function madeFinder(): { finder: TreeFinder; tree: ProcessStat[] } {
  const stat = readStat(process.pid) as ProcessStat;
  const tree = [{ ...stat, pid: root.pid, startTicks: 1, state: 'D' }];
  const finder: TreeFinder = {
    find: (roots) => new Map(roots.map((each) => [each.worker, [...tree]])),
    findQuickly: () => [...tree],
    lookOut: () => () => {},
  };
  return { finder, tree };
}

it('is done at once when nothing is left', () => {
  const reports: EndReport[] = [];
  createTreeEnder(createTreeFinder(), systemClock, noStrays).end(root, options, (report) =>
    reports.push(report),
  );
  expect(reports).toEqual([{ helpersKilled: 0, timedOut: false }]);
});

it('does not count zombies as left', () => {
  const { finder, tree } = madeFinder();
  tree[0] = { ...(tree[0] as ProcessStat), state: 'Z' };
  let done = false;
  createTreeEnder(finder, new ManualClock(), noStrays).end(root, options, () => {
    done = true;
  });
  expect(done).toBe(true);
});

it('looks on for what cannot be killed, says so after a while, and ends when it has gone', () => {
  const { finder, tree } = madeFinder();
  const clock = new ManualClock();
  const ender = createTreeEnder(finder, clock, noStrays);
  const reports: EndReport[] = [];
  ender.end(root, { ...options, timeoutMs: 1_000 }, (report) => reports.push(report));
  clock.advance(5_500);
  expect(ender.unkillable()).toEqual(new Map());
  clock.advance(2_000);
  expect(ender.unkillable()).toEqual(new Map([['w', '4000000 (D)']]));
  expect(reports).toEqual([]);
  tree.length = 0;
  clock.advance(1_100);
  expect(reports).toEqual([{ helpersKilled: 0, timedOut: true }]);
  expect(ender.unkillable()).toEqual(new Map());
});

it('hurries when it is told to, looks when it is told to, and no more once it is done', () => {
  const { finder, tree } = madeFinder();
  const clock = new ManualClock();
  const reports: EndReport[] = [];
  const forbidden: number[] = [];
  const forbidForks = () => forbidden.push(clock.monotonic());
  const ending = createTreeEnder(finder, clock, noStrays).end(
    root,
    { signal: 15, timeoutMs: 60_000, forbidForks },
    (report) => reports.push(report),
  );
  ending.look();
  clock.advance(500);
  expect(forbidden).toEqual([]);
  ending.hurry(0);
  expect(forbidden).toEqual([500]);
  tree.length = 0;
  ending.look();
  ending.look();
  ending.hurry(0);
  clock.advance(1_000);
  expect(reports).toEqual([{ helpersKilled: 0, timedOut: true }]);
});

it('forgets what is under way when it is closed', () => {
  const { finder, tree } = madeFinder();
  const clock = new ManualClock();
  const ender = createTreeEnder(finder, clock, noStrays);
  const reports: EndReport[] = [];
  ender.end(root, options, (report) => reports.push(report));
  ender.close();
  tree.length = 0;
  clock.advance(10_000);
  expect(reports).toEqual([]);
});

it('catches a helper that is always somebody else', async () => {
  const fixture = openFixture();
  try {
    // Each generation forks the next and leaves: whoever is killed has been succeeded already.
    const succession = join(fixture.home.root, 'succession.sh');
    const generation = join(fixture.home.root, 'generation');
    writeFileSync(succession, `echo "$1" >${generation}; [ "$1" -gt 0 ] && sh "$0" $(($1 - 1)) &\n`);
    const restart = { ...makeSpec('a', '').restart, policy: 'never' as const };
    const script = '(setsid sh "$0" 20000 &) ; exec sleep 1000';
    fixture.supervisor.adopt();
    fixture.supervisor.apply([makeSpec('a', ['/bin/sh', '-c', script, succession], { restart })], 'test');
    const { finder, supervisor } = fixture;
    const look = setInterval(() => finder.find(supervisor.roots()), 50); // as the sampler does
    const leftToGo = () =>
      existsSync(generation) ? Number(readFileSync(generation, 'utf8')) || 20_000 : 20_000;
    await until('the succession goes on', () => leftToGo() < 19_950);
    const { pid } = supervisor.root('a') as Root;
    process.kill(pid, 'SIGKILL');
    await until('it is over', () => fixture.status('a').state === 'failed');
    let last = { generation: leftToGo(), at: performance.now() };
    await until('the succession has ended', () => {
      const now = { generation: leftToGo(), at: performance.now() };
      if (now.generation !== last.generation) last = now;
      return now.at - last.at > 500;
    });
    expect(leftToGo()).toBeGreaterThan(1);
    clearInterval(look);
  } finally {
    await fixture.close();
  }
});

it('kills what is left of an ended run and not the next run in the same cgroup', async () => {
  const fixture = openFixture();
  const cgroup = join(fixture.home.root, 'cgroup.procs');
  writeFileSync(cgroup, '');
  const finder = createTreeFinder();
  const strays: number[] = [];
  const ender = createTreeEnder(finder, systemClock, (_, killed) => strays.push(killed));
  const ended: EndReport[] = [];
  ender.end({ ...root, runId: 'ended-run', cgroup }, options, (report) => ended.push(report));
  const nextRun = spawn('sleep', ['1000'], { env: { ...process.env, YAGURA_RUN: 'next-run' } });
  const left = spawn('sleep', ['1000'], { env: { ...process.env, YAGURA_RUN: 'ended-run' } });
  try {
    expect(ended).toHaveLength(1);
    writeFileSync(cgroup, `${nextRun.pid}\n${left.pid}\n`);
    await until('what is left is killed', () => {
      finder.find([]);
      return left.signalCode !== null;
    });
    finder.find([]);
    expect(strays[0]).toBe(1);
    expect(readStat(nextRun.pid ?? 0)?.state).toMatch(/[RSD]/);
  } finally {
    ender.close();
    nextRun.kill('SIGKILL');
    left.kill('SIGKILL');
    await fixture.close();
  }
});
