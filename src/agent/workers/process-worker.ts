/** One worker that Yagura runs: carries out what the state machine decides, and tells it what happens. */
import { randomBytes } from 'node:crypto';
import type { WorkerSpec } from '../../link/spec.ts';
import { needsNewProcess } from '../../link/spec-change.ts';
import type { WorkerState, WorkerStatus } from '../../link/status.ts';
import { type Clock, isoTime, type Timer } from '../../shared/clock.ts';
import { messageOf } from '../../shared/failure.ts';
import type { LogStore } from '../logs/index.ts';
import { readStat } from '../proc.ts';
import type { Root, TreeFinder } from '../tree.ts';
import type { Cgroups, WorkerCgroup } from './cgroup.ts';
import type { TreeEnder, TreeEnding } from './end-tree.ts';
import { explainExit, explainStartFailure, type RunEnd, signalNumber } from './explain-exit.ts';
import type { HealthMonitor, Verdict } from './health/index.ts';
import { type Launcher, prepareLaunch, workerEnv } from './launch.ts';
import type { Memory, MemoryFolder } from './memory.ts';
import { recoverRun } from './recover.ts';
import { type Schedule, startSchedule } from './schedule.ts';
import { type Shim, spawnShim, startProblems } from './shim.ts';
import { fillSlot, type ProcessName, readSlot, type Slot } from './slot.ts';
import { type Effect, type Ending, type Input, type Life, newLife, transition } from './state-machine.ts';
import { monitorFor, type Unit } from './unit.ts';
import { watchRun } from './watch-run.ts';

export interface WorkerContext {
  clock: Clock;
  logs: LogStore;
  finder: TreeFinder;
  ender: TreeEnder;
  cgroups: Cgroups;
  memory: MemoryFolder;
  launcher: Launcher;
  bootId: string;
  /** What workers inherit from the agent. */
  inherited: NodeJS.ProcessEnv;
  emit(type: string, worker: string, data: Record<string, unknown>): void;
  onStatus(status: WorkerStatus): void;
  /** The worker's run ended though nobody asked for it. */
  onFailed(worker: string): void;
  /** What the worker has to wait for before it may start; null for nothing. */
  waitsFor(spec: WorkerSpec): string | null;
  /** True when the kernel has killed something for want of memory since this was asked last. */
  sawOomKill(): boolean;
}

interface Run extends ProcessName {
  runId: string;
  startedAt: string;
  startedMs: number;
  /** The shim that waits for it, when that is another agent's. */
  adopted: boolean;
  oomKills: number;
  end: RunEnd | null;
  treeGone: boolean;
  ending: TreeEnding | null;
  unwatch: (() => void) | null;
}

/** A stop that heals must not take as long as one that is polite. */
const longestHealingStopMs = 5_000;
const startReportMs = 15_000;
const exitReportMs = 3_000;
const rememberAfterMs = 50;
const rememberAgainMs = 5_000;
/** A worker without checks has recovered when it ran for this long. */
const overLimitSamples = 2;

export function createProcessWorker(context: WorkerContext, initial: WorkerSpec): Unit {
  const { clock, logs, memory } = context;
  const name = initial.name;
  const slotPath = memory.slotPath(name);
  let spec = initial;
  let life: Life = newLife;
  let run: Run | null = null;
  let shim: Shim | null = null;
  let shimOf = '';
  let expected: string | null = null;
  let settledRun: string | null = null;
  let startedAt: string | null = null;
  let cgroup: WorkerCgroup | null = null;
  let monitor = createMonitor();
  let schedule: Schedule | null = null;
  let since = isoTime(clock.now());
  let shownState: WorkerState = 'stopped';
  let shownHealth: Verdict['health'] = 'none';
  let waiting = '';
  let nextStartAt: number | null = null;
  let troubledSince: number | null = null;
  let samplesOverLimit = 0;
  let startedBy: string | null = null;
  let shuttingDown = false;
  let onGone: (() => void) | null = null;
  let closed = false;
  /** Nobody has started or stopped it yet. */
  let isFresh = false;
  let unwritten = false;
  const timers = new Map<'delay' | 'well' | 'start' | 'exit' | 'remember', Timer>();

  // ---- what happens → the state machine → what is done ----

  const inputs: Input[] = [];
  let busy = false;

  function dispatch(input: Input): void {
    inputs.push(input);
    if (busy) return;
    busy = true;
    try {
      for (let next = inputs.shift(); next; next = inputs.shift()) {
        const rules = { restart: spec.restart, scheduled: spec.schedule !== null, random: Math.random() };
        const step = transition(life, next, rules);
        const decided = isDecision(life, step.life);
        life = step.life;
        if (decided) remember(); // before anything is done about it, so that the next agent wants the same
        for (const effect of step.effects) carryOut(effect);
      }
    } finally {
      busy = false;
    }
    rememberSoon();
    publish();
  }

  function carryOut(effect: Effect): void {
    switch (effect.do) {
      case 'await-dependencies':
        nextStartAt = null;
        return reconsider();
      case 'launch':
        return launch();
      case 'end-tree':
        return endTree(effect.timeoutMs);
      case 'delay':
        nextStartAt = clock.now() + effect.ms;
        return arm('delay', effect.ms, () => dispatch({ type: 'delay-over' }));
      case 'cancel-delay':
        nextStartAt = null;
        return disarm('delay');
      case 'rest':
        return rest();
      case 'emit':
        return emit(effect.type, effect.data);
    }
  }

  function emit(type: string, data: Record<string, unknown>): void {
    if (type === 'worker.started') {
      Object.assign(data, { pid: run?.pid ?? null, run: run?.runId ?? null, restarts: life.restarts });
      if (startedBy !== null) Object.assign(data, { by: startedBy });
      startedBy = null;
    } else if (type === 'worker.exited' && run) {
      Object.assign(data, { pid: run.pid, run: run.runId, ranMs: ranMs(run) });
      if (!Number.isFinite(run.startedMs)) Object.assign(data, { whileAway: true });
    } else if (type === 'worker.adopted') {
      Object.assign(data, { pid: run?.pid ?? null, run: run?.runId ?? null });
    }
    context.emit(type, name, data);
  }

  // ---- starting ----

  function reconsider(): void {
    if (life.phase !== 'waiting') return;
    const missing = context.waitsFor(spec);
    if (missing === null) {
      waiting = '';
      dispatch({ type: 'dependencies-ready' });
    } else if (missing !== waiting) {
      waiting = missing;
      context.emit('worker.waiting', name, { for: missing });
      publish();
    }
  }

  function launch(): void {
    const prepared = prepareLaunch(spec, context.launcher, context.inherited);
    if ('problem' in prepared) return failStart(prepared.problem);
    try {
      const files = logs.open(name, spec.logs);
      cgroup = context.cgroups.open(name, spec.limits);
      const options = {
        slot: slotPath,
        cwd: spec.cwd,
        stdout: files.stdout,
        stderr: files.stderr,
        cgroups: cgroup?.procs ?? [],
        ...prepared.launch,
      };
      const key = JSON.stringify(options);
      if (!shim || shimOf !== key) {
        dropShim();
        fillSlot(slotPath);
        shim = standUp(options);
        shimOf = key;
      }
    } catch (error) {
      return failStart(messageOf(error));
    }
    expected = randomBytes(6).toString('hex');
    arm('start', startReportMs, () => {
      dropShim()?.kill();
      failStart('the shim did not start it in time');
    });
    shim.go(expected);
  }

  function standUp(options: Parameters<typeof spawnShim>[0]): Shim {
    const mine: Shim = spawnShim(options, {
      onDoorbell: () => mine === shim && readNews(),
      onClose: (problem) => mine === shim && loseShim(problem),
    });
    return mine;
  }

  /** Something new is in the slot. */
  function readNews(): void {
    const slot = readSlot(slotPath);
    if (expected !== null && slot.run?.runId === expected) {
      expected = null;
      disarm('start');
      beginRun(slot.run, false);
      dispatch({ type: 'started' });
    }
    if (slot.end !== null && slot.end.runId === expected) {
      failStart(startProblems.get(slot.end.code) ?? 'the shim could not start it');
    }
    if (run && slot.end?.runId === run.runId) endRun(slot.end);
  }

  /** The shim is gone. Its worker, if it has one, goes on. */
  function loseShim(problem: string | null): void {
    readNews();
    shim = null;
    shimOf = '';
    if (expected !== null) failStart(problem ?? 'its shim was killed');
    else if (run && !run.end) watchFromAfar(run, null);
  }

  function failStart(detail: string): void {
    expected = null;
    disarm('start');
    dispatch({ type: 'start-failed', exit: explainStartFailure(detail, isoTime(clock.now())) });
  }

  function beginRun(process: ProcessName & { runId: string }, adopted: boolean): void {
    startedAt = adopted && startedAt !== null ? startedAt : isoTime(clock.now());
    run = {
      ...process,
      startedAt,
      startedMs: clock.monotonic() - Math.max(0, clock.now() - Date.parse(startedAt)),
      adopted,
      oomKills: cgroup?.oomKills() ?? 0,
      end: null,
      treeGone: false,
      ending: null,
      unwatch: null,
    };
    samplesOverLimit = 0;
    monitor.begin(run);
    armWell();
  }

  function armWell(): void {
    arm('well', spec.restart.resetAfterMs, () => {
      if (monitor.verdict().health === 'unhealthy') return armWell();
      dispatch({ type: 'ran-well' });
      noteRecovery();
    });
  }

  // ---- ending ----

  function endTree(timeoutMs: number): void {
    if (!run) return;
    if (run.ending) return run.ending.hurry(timeoutMs);
    const ended = run;
    disarm('well');
    const options = {
      signal: signalNumber(spec.stop.signal) ?? 15,
      timeoutMs,
      forbidForks: cgroup ? () => cgroup?.forbidForks() : null,
    };
    const ending = context.ender.end(rootOf(ended), options, (report) => {
      ended.treeGone = true;
      if (report.timedOut) context.emit('worker.killed', name, { afterMs: timeoutMs });
      if (report.helpersKilled > 0) context.emit('worker.leftovers', name, { killed: report.helpersKilled });
      if (!ended.end) arm('exit', exitReportMs, () => shim?.kill());
      settleRun();
    });
    ended.ending = ending;
  }

  function endRun(noted: Slot['end'], unknown = 'nobody saw how it ended'): void {
    if (!run || run.end) return;
    const signal = noted?.signal ?? null;
    const end: RunEnd = {
      code: noted?.code ?? null,
      signal,
      outOfMemory: wasOutOfMemory(run, noted),
      unknown: noted ? null : unknown,
    };
    run.end = end;
    run.unwatch?.();
    disarm('exit');
    disarm('well');
    settledRun = run.runId;
    monitor.end();
    const exit = explainExit(end, life.ending, isoTime(clock.now()));
    if (isFailure(exit.reason, exit.code)) {
      troubledSince ??= clock.monotonic();
      context.onFailed(name);
    }
    const { ending } = run;
    dispatch({ type: 'exited', exit });
    ending?.look();
    settleRun();
  }

  function wasOutOfMemory(of: Run, noted: Slot['end']): boolean {
    if (noted === null || noted.code === 0) return false;
    if (cgroup?.limitsMemory) return cgroup.oomKills() > of.oomKills;
    return noted.signal === 'SIGKILL' && life.ending === null && context.sawOomKill();
  }

  /** The run is over when its exit was seen and nothing of its tree is left, in whichever order. */
  function settleRun(): void {
    if (!run?.end || !run.treeGone) return;
    run = null;
    dispatch({ type: 'cleared' });
  }

  function rest(): void {
    dropShim();
    nextStartAt = null;
    cgroup?.remove();
    cgroup = null;
    if (onGone) forgetAll(onGone);
  }

  function dropShim(): Shim | null {
    const old = shim;
    shim = null;
    shimOf = '';
    old?.release();
    return old;
  }

  // ---- what an earlier agent left ----

  function recover(): void {
    const before = memory.recall(name);
    if (before) {
      life = { ...before.life, phase: 'down' };
      settledRun = before.settledRun;
      startedAt = before.startedAt;
    }
    const sameBoot = before === null || before.bootId === context.bootId;
    const found = sameBoot ? recoverRun(slotPath) : { found: 'nothing' as const };
    if (found.found === 'running') return adopt(found.run, found.shim, before === null);
    if (found.found === 'ended' && found.run.runId !== settledRun) {
      return settleAfterwards(found.run, found.end);
    }
    if (!before || before.shutDown || !sameBoot) {
      life = { ...life, wanted: false, ending: null, failed: false };
      isFresh = true;
      return publish();
    }
    resume(before);
  }

  function adopt(process: ProcessName & { runId: string }, by: ProcessName | null, unheardOf: boolean): void {
    if (unheardOf) life = { ...life, wanted: true };
    try {
      logs.open(name, spec.logs);
    } catch {
      // The log store says so itself; the worker runs all the same.
    }
    cgroup = context.cgroups.open(name, spec.limits);
    beginRun(process, true);
    if (run) watchFromAfar(run, by);
    dispatch({ type: 'adopted' });
  }

  /** It ended while no agent looked: what it left behind is cleared away, and then the policy decides as ever. */
  function settleAfterwards(process: ProcessName & { runId: string }, end: Slot['end']): void {
    life = { ...life, phase: life.ending || !life.wanted ? 'stopping' : 'up' };
    if (!end) context.emit('worker.lost', name, { pid: process.pid });
    beginRun(process, true);
    if (run) run.startedMs = Number.NEGATIVE_INFINITY;
    if (life.phase === 'stopping') endTree(0);
    endRun(end, 'it ended while Yagura was away, and its shim too');
  }

  function resume(before: Memory): void {
    if (!life.wanted) return publish();
    dispatch({
      type: 'resume',
      delayMs: Math.min(spec.restart.maxMs, Math.max(0, (before.nextStartAt ?? 0) - clock.now())),
    });
  }

  function watchFromAfar(of: Run, by: ProcessName | null): void {
    of.unwatch = watchRun({ slot: slotPath, run: of, shim: by, clock }, (end) => {
      if (run === of) endRun(end, 'its shim was killed, so nobody saw how it ended');
    });
  }

  // ---- health ----

  function createMonitor(): HealthMonitor {
    const env = workerEnv(spec, context.inherited, null);
    return monitorFor(spec, env, { clock, logs, onChange: (verdict) => judge(verdict) });
  }

  function judge(verdict: Verdict): void {
    if (!run || run.end || life.phase !== 'up') return;
    if (verdict.health !== shownHealth) {
      if (verdict.health === 'unhealthy') {
        troubledSince ??= clock.monotonic();
        context.emit('worker.unhealthy', name, { check: verdict.check, reason: verdict.reason });
      } else if (verdict.health === 'degraded') {
        context.emit('worker.degraded', name, { check: verdict.check, reason: verdict.reason });
      } else if (verdict.health === 'healthy' && !life.crashLoop) noteRecovery();
    }
    publish();
    if (!verdict.heal) return;
    // A process that is stopped cannot take a signal but this one.
    const frozen = readStat(run.pid)?.state === 'T';
    const timeoutMs = frozen ? 0 : Math.min(spec.stop.timeoutMs, longestHealingStopMs);
    dispatch({ type: 'restart', ending: { reason: 'health', detail: verdict.reason, timeoutMs } });
  }

  function noteRecovery(): void {
    if (troubledSince === null) return;
    context.emit('worker.recovered', name, { afterMs: Math.round(clock.monotonic() - troubledSince) });
    troubledSince = null;
  }

  function watchMemory(rssBytes: number): void {
    const limit = spec.limits.memoryBytes;
    if (limit === null || cgroup?.limitsMemory || life.phase !== 'up') return;
    samplesOverLimit = rssBytes > limit ? samplesOverLimit + 1 : 0;
    if (samplesOverLimit < overLimitSamples) return;
    const timeoutMs = Math.min(spec.stop.timeoutMs, longestHealingStopMs);
    const detail = `memory ${rssBytes} bytes, over its limit of ${limit}`;
    dispatch({ type: 'restart', ending: { reason: 'limit', detail, timeoutMs } });
  }

  // ---- what is told and remembered ----

  function publish(): void {
    if (closed) return;
    const status = describe();
    if (status.state !== shownState) since = isoTime(clock.now());
    shownState = status.state;
    shownHealth = status.health;
    context.onStatus({ ...status, since });
  }

  function describe(): WorkerStatus {
    const verdict: Verdict =
      run && !run.end ? monitor.verdict() : { health: 'none', heal: false, reason: '', check: null };
    return {
      name,
      kind: 'process',
      state: stateOf(life, verdict),
      reason: reasonOf(
        life,
        verdict,
        waiting,
        context.ender.unkillable().length > 0 && run?.end ? 'some of its processes cannot be killed' : '',
      ),
      since,
      health: verdict.health,
      pid: run && !run.end ? run.pid : null,
      startedAt: run && !run.end ? run.startedAt : null,
      restarts: life.restarts,
      crashes: life.crashes,
      crashLoop: life.crashLoop,
      nextStartAt: nextStart(),
      lastExit: life.lastExit,
      checks: monitor.statuses(),
    };
  }

  function nextStart(): string | null {
    const at = life.phase === 'backoff' ? nextStartAt : life.held ? null : (schedule?.nextAt() ?? null);
    return at === null ? null : isoTime(at);
  }

  function rememberSoon(): void {
    if (!timers.has('remember')) arm('remember', rememberAfterMs, remember);
  }

  function remember(): void {
    disarm('remember');
    if (closed) return;
    const state: Memory = {
      bootId: context.bootId,
      spec,
      life,
      settledRun,
      startedAt: run ? run.startedAt : null,
      nextStartAt: life.phase === 'backoff' ? nextStartAt : null,
      shutDown: shuttingDown,
    };
    unwritten = !memory.remember(name, state);
    if (unwritten) arm('remember', rememberAgainMs, remember);
  }

  function forgetAll(tell: () => void): void {
    close();
    logs.forget(name);
    cgroup?.remove();
    memory.forget(name);
    tell();
  }

  function close(): void {
    closed = true;
    for (const timer of timers.values()) clock.clearTimeout(timer);
    timers.clear();
    run?.unwatch?.();
    monitor.end();
    schedule?.close();
  }

  // ---- small things ----

  function arm(which: 'delay' | 'well' | 'start' | 'exit' | 'remember', ms: number, then: () => void): void {
    disarm(which);
    const timer = clock.setTimeout(() => {
      timers.delete(which);
      then();
    }, ms);
    timers.set(which, timer);
  }

  function disarm(which: 'delay' | 'well' | 'start' | 'exit' | 'remember'): void {
    clock.clearTimeout(timers.get(which));
    timers.delete(which);
  }

  function rootOf(of: Run): Root {
    return {
      worker: name,
      runId: of.runId,
      pid: of.pid,
      startTicks: of.startTicks,
      shimPid: of.adopted ? null : (shim?.pid ?? null),
      cgroup: cgroup?.procs[0] ?? null,
      stale: of.startedMs === Number.NEGATIVE_INFINITY,
    };
  }

  function ranMs(of: Run): number | null {
    return Number.isFinite(of.startedMs) ? Math.round(clock.monotonic() - of.startedMs) : null;
  }

  function ordered(by: string, reason: 'operator' | 'config' = 'operator'): Ending {
    const detail = reason === 'config' ? 'its configuration changed' : `asked for by ${by}`;
    return { reason, detail, timeoutMs: spec.stop.timeoutMs };
  }

  function planSchedule(): void {
    schedule?.close();
    schedule = null;
    if (!spec.schedule) return;
    schedule = startSchedule(spec.schedule, clock, {
      onTime() {
        if (life.held || shuttingDown) return;
        if (life.phase !== 'down')
          return context.emit('worker.skipped', name, { reason: 'its last run has not ended yet' });
        dispatch({ type: 'start', by: 'schedule' });
      },
      onChange: publish,
      onProblem: (detail) => context.emit('worker.schedule-failed', name, { detail }),
    });
  }

  recover();
  planSchedule();

  return {
    get spec() {
      return spec;
    },
    autostart() {
      const starts = isFresh && spec.autostart && !life.held && spec.schedule === null;
      isFresh = false;
      if (starts) dispatch({ type: 'start', by: 'config' });
    },
    start(by) {
      startedBy = by;
      dispatch({ type: 'start', by });
    },
    stop(by) {
      dispatch({ type: 'stop', ending: ordered(by), hold: true });
    },
    restart(by) {
      startedBy = by;
      dispatch({ type: 'restart', ending: ordered(by) });
    },
    update(next) {
      const before = spec;
      spec = next;
      if (JSON.stringify(before.health) !== JSON.stringify(next.health) || needsNewProcess(before, next)) {
        monitor.end();
        monitor = createMonitor();
        if (run && !run.end) monitor.begin(run);
      }
      if (JSON.stringify(before.schedule) !== JSON.stringify(next.schedule)) planSchedule();
      if (JSON.stringify(before.limits) !== JSON.stringify(next.limits)) applyLimits();
      if (needsNewProcess(before, next)) takeNewSpec();
      remember();
      reconsider();
      publish();
    },
    remove(by, gone) {
      onGone = gone;
      dispatch({
        type: 'stop',
        ending: { ...ordered(by, 'config'), detail: 'no longer configured' },
        hold: false,
      });
      if (life.phase === 'down' && !closed) forgetAll(gone);
    },
    reconsider,
    dependencyFailed(dependency, action) {
      if (life.phase !== 'up' && life.phase !== 'starting') return;
      const ending: Ending = {
        reason: 'dependency',
        detail: `${dependency} failed`,
        timeoutMs: spec.stop.timeoutMs,
      };
      dispatch(action === 'stop' ? { type: 'stop', ending, hold: true } : { type: 'restart', ending });
      remember();
    },
    heartbeat: (sign, exitCode, detail) => monitor.heartbeat(sign, exitCode, detail),
    progress: (counter, value, add) => monitor.progress(counter, value, add),
    observe(signals, sample) {
      if (signals && run && !run.end) monitor.observe(signals);
      if (sample) watchMemory(sample.rssBytes);
    },
    forgive: (why) => monitor.forgive(why),
    status: () => ({ ...describe(), since }),
    root: () => (run && !run.end ? rootOf(run) : null),
    isUp: () => life.phase !== 'down',
    shutDown(by, timeoutMs) {
      shuttingDown = true;
      const ending = {
        ...ordered(by),
        detail: `Yagura was shut down by ${by}`,
        timeoutMs: Math.min(timeoutMs, spec.stop.timeoutMs),
      };
      dispatch({ type: 'stop', ending, hold: false });
      remember();
    },
    leave() {
      remember();
      close();
      dropShim();
    },
  };

  function applyLimits(): void {
    cgroup = context.cgroups.open(name, spec.limits);
    if (!cgroup || !run || run.end) return;
    for (const stat of context.finder.findQuickly(rootOf(run))) cgroup.admit(stat.pid);
  }

  /** A worker that failed by its old spec gets a chance by the new one; one that someone stopped stays stopped. */
  function takeNewSpec(): void {
    const idle = life.phase === 'down';
    if (idle && (life.held || !spec.autostart || spec.schedule)) return;
    dispatch({ type: 'restart', ending: ordered('', 'config') });
  }
}

function isDecision(before: Life, after: Life): boolean {
  return before.wanted !== after.wanted || before.held !== after.held || before.ending !== after.ending;
}

function isFailure(reason: string, code: number | null): boolean {
  if (reason === 'operator' || reason === 'config') return false;
  return reason !== 'exit' || code !== 0;
}

/** The state that is shown. */
export function stateOf(life: Life, verdict: Verdict): WorkerState {
  switch (life.phase) {
    case 'down':
      return life.failed ? 'failed' : 'stopped';
    case 'waiting':
    case 'starting':
      return 'starting';
    case 'up':
      return verdict.health === 'unhealthy' || verdict.health === 'degraded' ? verdict.health : 'running';
    case 'clearing':
      return life.lastExit?.reason === 'unknown' ? 'lost' : 'stopping';
    default:
      return life.phase;
  }
}

function reasonOf(life: Life, verdict: Verdict, waiting: string, stuck: string): string {
  switch (life.phase) {
    case 'waiting':
      return `waits for ${waiting}`;
    case 'up':
      return verdict.reason;
    case 'stopping':
      return stuck || (life.ending?.detail ?? '');
    case 'clearing':
      return stuck || 'ending what its last run left behind';
    case 'backoff':
      return life.lastExit?.detail ?? '';
    case 'down':
      return life.held
        ? (life.lastExit?.detail ?? 'stopped')
        : life.failed
          ? (life.lastExit?.detail ?? '')
          : '';
    default:
      return '';
  }
}
