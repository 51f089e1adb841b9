/** One look a second at the machine and at every worker's tree, within a budget of time. */
import { readFileSync } from 'node:fs';
import type { MachineSample, ProcessInfo, WorkerSample } from '../../link/status.ts';
import { type Clock, isoTime } from '../../shared/clock.ts';
import type { ProcessStat } from '../proc.ts';
import type { Root, TreeFinder } from '../tree.ts';
import { createMachineMeter } from './machine.ts';
import { createProcessTable, type IoCounters } from './process-table.ts';
import { kernelUnits } from './system.ts';
import { type CountedProcess, createTreeMeter, type TreeMeter } from './tree-meter.ts';

/** What a tree shows of itself, for the weighing of its health. */
export interface TreeSignals {
  /** State letter of the first process, as in `ps`. */
  state: string;
  /** Cores used by the tree. */
  cpuRatio: number;
  processes: number;
  /** Through any read or write call, disks or not. */
  ioBytesPerSecond: number;
}

export interface Sampler {
  sample(roots: Root[]): {
    machine: MachineSample;
    workers: WorkerSample[];
    signals: Map<string, TreeSignals>;
  };
  processes(root: Root): ProcessInfo[];
  /** What can be measured here, for `doctor` and the page. */
  abilities(): Record<string, boolean | string>;
  close(): void;
}

/** Wall time that one look may spend on what need not be of this very second. The rest waits for its turn. */
const detailBudgetMs = 5;
/** PSS makes the kernel walk all of a process's memory. */
const pssBudgetMs = 2;
const pssEveryMs = 30_000;
/** A young run still grows: it is measured again after as long as it is old. */
const pssSoonestMs = 1_000;
/** A tree whose PSS costs much is measured so rarely that it takes this share of the time. */
const pssCostRatio = 1 / 1_000;

/** What is kept of a worker between looks. */
interface Watched {
  runId: string;
  cpu: TreeMeter;
  io: TreeMeter;
  ioLookTicks: number;
  fds: number | null;
  ioRates: { readBytesPerSecond: number; writeBytesPerSecond: number; throughBytesPerSecond: number } | null;
  bornAt: number;
  pssBytes: number | null;
  pssDueAt: number;
}

export function createSampler(options: {
  clock: Clock;
  finder: TreeFinder;
  disks: readonly string[];
}): Sampler {
  const { clock, finder } = options;
  const onLinux = process.platform === 'linux';
  const machine = createMachineMeter(options);
  const table = createProcessTable();
  const watched = new Map<string, Watched>();
  let lastLook = { atMs: clock.monotonic(), ticks: uptimeTicks() };
  /** Workers in the order of their turns; the next turn begins where the budget ended. */
  let turn = 0;
  let pssTurn = 0;

  function uptimeTicks(): number {
    return Math.floor((machine.uptimeMs() / 1_000) * kernelUnits().ticksPerSecond);
  }

  function watch(root: Root): Watched {
    const known = watched.get(root.worker);
    if (known?.runId === root.runId) return known;
    const fresh: Watched = {
      runId: root.runId,
      cpu: createTreeMeter(1),
      io: createTreeMeter(3),
      ioLookTicks: lastLook.ticks,
      fds: null,
      ioRates: null,
      bornAt: lastLook.atMs,
      pssBytes: null,
      pssDueAt: Number.NEGATIVE_INFINITY,
    };
    // A run that began after the last look counts from its birth.
    for (const meter of [fresh.cpu, fresh.io]) {
      meter.advance([], { atMs: lastLook.atMs, bornAfterTicks: lastLook.ticks });
    }
    watched.set(root.worker, fresh);
    return fresh;
  }

  function measureDetails(entry: Watched, stats: readonly ProcessStat[], atMs: number, ticks: number): void {
    entry.fds = sumOrNull(stats.map((stat) => table.countFds(stat.pid)));
    const counted = stats.flatMap((stat) => countIo(stat, table.io(stat.pid)) ?? []);
    const rates =
      counted.length === 0 ? null : entry.io.advance(counted, { atMs, bornAfterTicks: entry.ioLookTicks });
    entry.ioLookTicks = ticks;
    if (!rates) return;
    const [read = 0, write = 0, through = 0] = rates;
    entry.ioRates = { readBytesPerSecond: read, writeBytesPerSecond: write, throughBytesPerSecond: through };
  }

  function measurePss(entry: Watched, stats: readonly ProcessStat[], atMs: number): void {
    // Processor time: on a crowded machine, waiting costs nothing.
    const before = process.cpuUsage();
    entry.pssBytes = sumOrNull(stats.map((stat) => table.pssBytes(stat.pid)));
    const { user, system } = process.cpuUsage(before);
    const tookMs = (user + system) / 1_000;
    const settledMs = Math.min(pssEveryMs, Math.max(pssSoonestMs, atMs - entry.bornAt));
    entry.pssDueAt = atMs + Math.max(settledMs, tookMs / pssCostRatio);
  }

  /** Does the work for as many workers as the budget allows, the first always; returns where to go on next time. */
  function inTurns(
    roots: readonly Root[],
    from: number,
    budgetMs: number,
    work: (root: Root) => boolean,
  ): number {
    const startedAt = performance.now();
    for (let step = 0; step < roots.length; step += 1) {
      const at = (from + step) % roots.length;
      const root = roots[at];
      if (root && work(root) && performance.now() - startedAt > budgetMs) return (at + 1) % roots.length;
    }
    return from;
  }

  function sampleWorkers(roots: readonly Root[]) {
    const atMs = clock.monotonic();
    const ticks = uptimeTicks();
    const { pageBytes, ticksPerSecond } = kernelUnits();
    const trees = finder.find(roots, table.read(atMs));
    table.keep(new Set([...trees.values()].flatMap((stats) => stats.map((stat) => stat.pid))));

    const present = roots.filter((root) => (trees.get(root.worker)?.length ?? 0) > 0);
    const statsOf = (root: Root) => trees.get(root.worker) ?? [];
    turn = inTurns(present, turn, detailBudgetMs, (root) => {
      measureDetails(watch(root), statsOf(root), atMs, ticks);
      return true;
    });
    pssTurn = inTurns(present, pssTurn, pssBudgetMs, (root) => {
      const entry = watch(root);
      if (atMs < entry.pssDueAt) return false;
      measurePss(entry, statsOf(root), atMs);
      return true;
    });

    const workers: WorkerSample[] = [];
    const signals = new Map<string, TreeSignals>();
    for (const root of present) {
      const stats = statsOf(root);
      const entry = watch(root);
      const ticksUsed =
        entry.cpu.advance(stats.map(countCpu), { atMs, bornAfterTicks: lastLook.ticks })?.[0] ?? 0;
      // Ticks are coarse: over one second they may show a little more than there is.
      const cpuRatio = Math.min(machine.cores, ticksUsed / ticksPerSecond);
      workers.push({
        name: root.worker,
        cpuRatio,
        rssBytes: sum(stats.map((stat) => stat.rssPages)) * pageBytes,
        pssBytes: entry.pssBytes,
        processes: stats.length,
        threads: sum(stats.map((stat) => stat.threads)),
        fds: entry.fds,
        readBytesPerSecond: entry.ioRates?.readBytesPerSecond ?? null,
        writeBytesPerSecond: entry.ioRates?.writeBytesPerSecond ?? null,
      });
      signals.set(root.worker, {
        state: stateOf(root, stats),
        cpuRatio,
        processes: stats.length,
        ioBytesPerSecond: entry.ioRates?.throughBytesPerSecond ?? 0,
      });
    }
    lastLook = { atMs, ticks };
    forgetOthers(roots);
    return { workers, signals };
  }

  function forgetOthers(roots: readonly Root[]): void {
    if (watched.size <= roots.length) return;
    const names = new Set(roots.map((root) => root.worker));
    for (const name of watched.keys()) if (!names.has(name)) watched.delete(name);
  }

  return {
    sample(roots) {
      const nothing = { workers: [], signals: new Map<string, TreeSignals>() };
      return { machine: machine.measure(), ...(onLinux ? sampleWorkers(roots) : nothing) };
    },

    processes(root) {
      if (!onLinux) return [];
      const { pageBytes, ticksPerSecond } = kernelUnits();
      const bootMs = clock.now() - machine.uptimeMs();
      const cpu = watched.get(root.worker)?.cpu;
      return finder.findQuickly(root).map((stat) => ({
        pid: stat.pid,
        ppid: stat.ppid,
        state: stat.state,
        command: commandOf(stat),
        startedAt: isoTime(Math.round(bootMs + (stat.startTicks / ticksPerSecond) * 1_000)),
        cpuRatio: (cpu?.rateOf(stat.pid)?.[0] ?? 0) / ticksPerSecond,
        rssBytes: stat.rssPages * pageBytes,
        threads: stat.threads,
      }));
    },

    abilities: () => ({
      workerSampling: onLinux || 'the figures of workers need /proc, which only Linux has',
      pressure: onLinux && (machine.hasPressure() || 'this kernel does not report pressure (PSI)'),
    }),

    close() {
      machine.close();
      table.close();
    },
  };
}

function countCpu({
  pid,
  ppid,
  startTicks,
  userTicks,
  systemTicks,
  reapedTicks,
}: ProcessStat): CountedProcess {
  return { pid, ppid, startTicks, own: [userTicks + systemTicks], reaped: [reapedTicks] };
}

/** The kernel adds a waited-for child's I/O to its parent's without telling the two apart. */
function countIo({ pid, ppid, startTicks }: ProcessStat, io: IoCounters | null): CountedProcess | null {
  return io && { pid, ppid, startTicks, own: [], reaped: [io.readBytes, io.writtenBytes, io.throughBytes] };
}

/** Programs that start another one and wait for it. */
const launcher =
  /^(sh|dash|bash|ash|zsh|ksh|busybox|env|su|sudo|runuser|setpriv|tini|dumb-init|npm .*|yarn|pnpm)$/;

/**
 * State of the process that does the work: the first one or, behind shells and the like that only wait for a single child, that child.
 * One whose first thread ended while others go on is shown as a zombie by the kernel, but is none.
 */
function stateOf(root: Root, stats: readonly ProcessStat[]): string {
  const first = stats.find((stat) => stat.pid === root.pid && stat.startTicks === root.startTicks);
  if (!first) return '?';
  const state = (stat: ProcessStat) => (stat.state === 'Z' && stat.threads > 1 ? 'S' : stat.state);
  let seen = first;
  for (let depth = 0; depth < stats.length && seen.state === 'S' && launcher.test(seen.comm); depth += 1) {
    const children = stats.filter((stat) => stat.ppid === seen.pid);
    const [only] = children;
    // a child that ended is about to be waited for
    if (children.length !== 1 || !only || only.state === 'Z') break;
    seen = only;
  }
  return state(seen);
}

const longestCommand = 4_096;

/** Program and arguments as they are; a process that has none shows its name in brackets, as `ps` does. */
function commandOf(stat: ProcessStat): string {
  try {
    const line = readFileSync(`/proc/${stat.pid}/cmdline`, 'utf8').replace(/\0+$/, '').replaceAll('\0', ' ');
    return line === '' ? `[${stat.comm}]` : line.slice(0, longestCommand);
  } catch {
    return `[${stat.comm}]`;
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Processes that end while they are looked at do not count; null when none could be measured. */
function sumOrNull(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : sum(known);
}
