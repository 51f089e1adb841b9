/**
 * One worker's processes: starts a run through the standing shim, notices its end whoever reports it, ends its whole tree, and finds the
 * run that an earlier agent left. Knows nothing of why.
 */
import { randomBytes } from 'node:crypto';
import type { WorkerSpec } from '../../link/spec.ts';
import type { Clock, Timer } from '../../shared/clock.ts';
import { messageOf } from '../../shared/failure.ts';
import type { LogStore } from '../logs/index.ts';
import type { Root, TreeFinder } from '../tree.ts';
import type { Cgroups, WorkerCgroup } from './cgroup.ts';
import type { EndReport, TreeEnder, TreeEnding } from './end-tree.ts';
import { type RunEnd, signalNumber } from './explain-exit.ts';
import { type Launcher, prepareLaunch } from './launch.ts';
import { recoverRun } from './recover.ts';
import { type Shim, type ShimOptions, spawnShim, startProblems } from './shim.ts';
import { fillSlot, type ProcessName, readSlot, type Slot } from './slot.ts';
import { watchRun } from './watch-run.ts';

export interface RunnerContext {
  clock: Clock;
  logs: LogStore;
  finder: TreeFinder;
  ender: TreeEnder;
  cgroups: Cgroups;
  launcher: Launcher;
  /** What workers inherit from the agent. */
  inherited: NodeJS.ProcessEnv;
  /** True when the kernel has killed something for want of memory since this was asked last. */
  sawOomKill(): boolean;
}

/** A run and its first process. */
export interface Run extends ProcessName {
  runId: string;
  /** An earlier agent started it. */
  adopted: boolean;
}

export interface RunListener {
  onStarted(run: Run): void;
  onStartFailed(detail: string): void;
  onExited(run: Run, end: RunEnd): void;
  /** After its exit was seen and when nothing of its tree is left. */
  onCleared(run: Run, report: EndReport): void;
}

export interface Runner {
  start(spec: WorkerSpec): void;
  /** Asks the whole tree to end, kills what remains after the time. Once more with less time hurries. */
  end(spec: WorkerSpec, timeoutMs: number): void;
  /** The run whose first process is there. */
  current(): Run | null;
  root(): Root | null;
  /** What an earlier agent left. Nothing is reported of it before `takeUp`. */
  recover(): { found: 'nothing' } | { found: 'running' | 'ended'; runId: string; pid: number };
  /** Goes on with what `recover` found, as if it had been started here. */
  takeUp(spec: WorkerSpec): void;
  /** The kernel keeps the memory limit. */
  limitsMemory(): boolean;
  /** Brings changed limits to the run that is there. */
  applyLimits(spec: WorkerSpec): void;
  /** No process will be needed for a while. */
  rest(): void;
  /** Leaves the run to itself. */
  leave(): void;
}

interface Active extends Run {
  oomKills: number;
  /** It may have ended long ago, so its pid proves nothing. */
  stale: boolean;
  end: RunEnd | null;
  treeGone: EndReport | null;
  ending: TreeEnding | null;
  unwatch: (() => void) | null;
}

const startReportMs = 15_000;
const exitReportMs = 3_000;

export function createRunner(
  worker: string,
  slotPath: string,
  context: RunnerContext,
  listener: RunListener,
): Runner {
  const { clock, logs } = context;
  let run: Active | null = null;
  let shim: Shim | null = null;
  let shimOptions = '';
  /** The run that the shim was told to start and has not reported yet. */
  let expected: string | null = null;
  let cgroup: WorkerCgroup | null = null;
  let found: ReturnType<typeof recoverRun> = { found: 'nothing' };
  /** For a report of the shim that does not come. */
  let patience: Timer | undefined;

  // ---- starting ----

  function start(spec: WorkerSpec): void {
    const prepared = prepareLaunch(spec, context.launcher, context.inherited);
    if ('problem' in prepared) return listener.onStartFailed(prepared.problem);
    let ready: Shim;
    try {
      const { stdout, stderr } = logs.open(worker, spec.logs);
      cgroup = context.cgroups.open(worker, spec.limits);
      const { command, env } = prepared.launch;
      ready = standUp({
        slot: slotPath,
        cwd: spec.cwd,
        stdout,
        stderr,
        cgroups: cgroup?.procs ?? [],
        command,
        env,
      });
    } catch (error) {
      return listener.onStartFailed(messageOf(error));
    }
    expected = randomBytes(6).toString('hex');
    wait(startReportMs, () => {
      shim?.kill();
      dismiss();
      failStart('its shim did not start it in time');
    });
    ready.go(expected);
  }

  /** The shim that stands ready, or a new one when there is none or it would start something else. */
  function standUp(options: ShimOptions): Shim {
    const asked = JSON.stringify(options);
    if (shim && shimOptions === asked) return shim;
    dismiss();
    fillSlot(slotPath);
    const mine = spawnShim(options, {
      onDoorbell: () => mine === shim && readNews(),
      onClose: (problem) => mine === shim && loseShim(problem),
    });
    shim = mine;
    shimOptions = asked;
    return mine;
  }

  function dismiss(): void {
    const old = shim;
    shim = null;
    old?.release();
  }

  function readNews(): void {
    const { run: noted, end } = readSlot(slotPath);
    if (expected !== null && noted?.runId === expected) {
      expected = null;
      clock.clearTimeout(patience);
      const began = begin(noted, false);
      listener.onStarted(began);
    }
    if (expected !== null && end?.runId === expected) {
      failStart(startProblems.get(end.code) ?? 'its shim could not start it');
    }
    if (run && end?.runId === run.runId) finish(run, end, '');
  }

  /** The shim is gone; its worker, if it has one, goes on. */
  function loseShim(problem: string | null): void {
    readNews();
    shim = null;
    if (expected !== null) failStart(problem ?? 'its shim was killed');
    else if (run && !run.end) watchFromAfar(run, null);
  }

  function failStart(detail: string): void {
    expected = null;
    clock.clearTimeout(patience);
    listener.onStartFailed(detail);
  }

  function begin(noted: NonNullable<Slot['run']>, adopted: boolean): Active {
    run = {
      ...noted,
      adopted,
      oomKills: cgroup?.oomKills() ?? 0,
      stale: false,
      end: null,
      treeGone: null,
      ending: null,
      unwatch: null,
    };
    return run;
  }

  // ---- ending ----

  function endTree(spec: WorkerSpec, timeoutMs: number): void {
    if (!run) return;
    if (run.ending) return run.ending.hurry(timeoutMs);
    const of = run;
    const options = {
      signal: signalNumber(spec.stop.signal) ?? 15,
      timeoutMs,
      forbidForks: () => cgroup?.forbidForks(),
    };
    of.ending = context.ender.end(rootOf(of), options, (report) => {
      of.treeGone = report;
      // Its shim ought to have told of the exit by now. Without it nobody knows more, but the worker can go on.
      if (!of.end) wait(exitReportMs, () => shim?.kill());
      settle(of);
    });
  }

  function finish(of: Active, noted: Slot['end'], unknown: string): void {
    if (of.end) return;
    of.end = {
      code: noted?.code ?? null,
      signal: noted?.signal ?? null,
      outOfMemory: wasOutOfMemory(of, noted),
      unknown: noted ? null : unknown,
    };
    of.unwatch?.();
    clock.clearTimeout(patience);
    listener.onExited(of, of.end);
    of.ending?.look();
    settle(of);
  }

  function wasOutOfMemory(of: Active, noted: Slot['end']): boolean {
    if (noted === null || noted.code === 0) return false;
    if (cgroup?.limitsMemory) return cgroup.oomKills() > of.oomKills;
    return noted.signal === 'SIGKILL' && of.ending === null && context.sawOomKill();
  }

  /** A run is over when its exit was seen and nothing of its tree is left, in whichever order. */
  function settle(of: Active): void {
    if (run !== of || !of.end || !of.treeGone) return;
    run = null;
    listener.onCleared(of, of.treeGone);
  }

  function watchFromAfar(of: Active, by: ProcessName | null): void {
    of.unwatch = watchRun({ slot: slotPath, run: of, shim: by, clock }, (end) =>
      finish(of, end, 'its shim was killed, so nobody saw how it ended'),
    );
  }

  function wait(ms: number, then: () => void): void {
    clock.clearTimeout(patience);
    patience = clock.setTimeout(then, ms);
  }

  function rootOf(of: Active): Root {
    return {
      worker,
      runId: of.runId,
      pid: of.pid,
      startTicks: of.startTicks,
      shimPid: of.adopted ? null : (shim?.pid ?? null),
      cgroup: cgroup?.procs[0] ?? null,
      stale: of.stale,
    };
  }

  const living = () => (run && !run.end ? run : null);

  return {
    start,
    end: endTree,
    current: living,
    root() {
      const alive = living();
      return alive && rootOf(alive);
    },
    recover() {
      found = recoverRun(slotPath);
      if (found.found === 'nothing') return found;
      return { found: found.found, runId: found.run.runId, pid: found.run.pid };
    },
    takeUp(spec) {
      if (found.found === 'nothing') return;
      if (found.found === 'ended') {
        const ended = begin(found.run, true);
        ended.stale = true;
        return finish(ended, found.end, 'it ended while Yagura was away, and so did its shim');
      }
      try {
        logs.open(worker, spec.logs);
      } catch {
        // The log store says itself what is wrong; the worker runs all the same.
      }
      cgroup = context.cgroups.open(worker, spec.limits);
      const adopted = begin(found.run, true);
      watchFromAfar(adopted, found.shim);
      listener.onStarted(adopted);
    },
    limitsMemory: () => cgroup?.limitsMemory ?? false,
    applyLimits(spec) {
      const alive = living();
      cgroup = context.cgroups.open(worker, spec.limits);
      if (!alive || !cgroup) return;
      for (const { pid } of context.finder.findQuickly(rootOf(alive))) cgroup.admit(pid);
    },
    rest() {
      dismiss();
      cgroup?.remove();
      cgroup = null;
    },
    leave() {
      run?.unwatch?.();
      clock.clearTimeout(patience);
      dismiss();
    },
  };
}
