/** One worker that Yagura runs: tells the state machine what happens, and carries out what it decides. */
import type { WorkerSpec } from '../../link/spec.ts';
import { needsNewProcess } from '../../link/spec-change.ts';
import type { WorkerStatus } from '../../link/status.ts';
import { sayActor } from '../../shared/actor.ts';
import { isoTime, type Timer } from '../../shared/clock.ts';
import { readStat } from '../proc.ts';
import { describeLife } from './describe-worker.ts';
import { explainExit, explainStartFailure, type RunEnd } from './explain-exit.ts';
import type { HealthMonitor, Verdict } from './health/index.ts';
import { workerEnv } from './launch.ts';
import type { MemoryFolder } from './memory.ts';
import { createRunner, type Run, type RunnerContext } from './runner.ts';
import { type Schedule, startSchedule } from './schedule.ts';
import { type Effect, type Ending, type Input, type Life, newLife, transition } from './state-machine.ts';
import { monitorFor, type Unit } from './unit.ts';

export interface WorkerContext extends RunnerContext {
  memory: MemoryFolder;
  bootId: string;
  emit(type: string, worker: string, data: Record<string, unknown>): void;
  onStatus(status: WorkerStatus): void;
  wasTold(runId: string): boolean;
  /** The worker's run ended though nobody asked for it. */
  onFailed(worker: string): void;
  /** What the worker has to wait for before it may start; null for nothing. */
  waitsFor(spec: WorkerSpec): string | null;
}

/** A stop that heals must not take as long as one that is polite. */
const longestHealingStopMs = 5_000;
const rememberAfterMs = 50;
const rememberAgainMs = 5_000;
/** One sample over the limit may be a moment's peak. */
const samplesOverLimit = 2;
/** Checks of whether it is there at all, as against whether it still gets on. */
const provesStart: ReadonlySet<string> = new Set(['http', 'tcp', 'exec', 'heartbeat']);
const noVerdict: Verdict = { health: 'none', heal: false, reason: '', check: null };

type TimerName = 'delay' | 'well' | 'remember';

export function createProcessWorker(context: WorkerContext, initial: WorkerSpec): Unit {
  const { clock, memory } = context;
  const { name } = initial;
  const timers = new Map<TimerName, Timer>();
  let spec = initial;
  let life: Life = newLife;
  let runner = createRunner(name, memory.slotPath(name), context, {
    onStarted: begin,
    onStartFailed: (detail) =>
      dispatch({ type: 'start-failed', exit: explainStartFailure(detail, isoTime(clock.now())) }),
    onExited: exited,
    onCleared(_run, report) {
      if (report.timedOut) context.emit('worker.killed', name, { afterMs: life.ending?.timeoutMs ?? 0 });
      if (report.helpersKilled > 0) context.emit('worker.leftovers', name, { killed: report.helpersKilled });
      dispatch({ type: 'cleared' });
    },
  });
  let monitor = createMonitor();
  let schedule: Schedule | null = null;

  let startedAt: string | null = null;
  /** Null when nobody saw the start, nor therefore how long it ran. */
  let startedMs: number | null = null;
  let startedBy: string | null = null;
  let settledRun: string | null = null;
  let whileAway = false;
  let nextStartMs: number | null = null;
  let waitsFor = '';
  let health: Verdict['health'] = 'none';
  /** Whether this run was healthy once; of one that was found running nobody knows. */
  let wasWell = false;
  let troubledSince: number | null = null;
  let overLimit = 0;
  let shown = { state: 'stopped', since: isoTime(clock.now()), text: '' };
  /** Nobody has started or stopped it yet. */
  let isNew = false;
  let isShuttingDown = false;
  let onGone: (() => void) | null = null;

  // ---- what happens → the state machine → what is done ----

  const inputs: Input[] = [];
  let isBusy = false;

  function dispatch(input: Input): void {
    inputs.push(input);
    if (isBusy) return; // carried out by the call that is under way
    isBusy = true;
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
      isBusy = false;
    }
    if (onGone && life.phase === 'down') {
      publish(); // the last that is heard of it: until it has stopped it stays in the list
      return vanish(onGone);
    }
    if (!timers.has('remember')) arm('remember', rememberAfterMs, remember);
    publish();
  }

  function carryOut(effect: Effect): void {
    switch (effect.do) {
      case 'await-dependencies':
        return reconsider();
      case 'launch':
        return runner.start(spec);
      case 'end-tree':
        disarm('well');
        return runner.end(spec, effect.timeoutMs);
      case 'delay':
        nextStartMs = clock.now() + effect.ms;
        return arm('delay', effect.ms, () => dispatch({ type: 'delay-over' }));
      case 'cancel-delay':
        return disarm('delay');
      case 'rest':
        return runner.rest();
      default:
        return context.emit(effect.type, name, { ...effect.data, ...detailsOf(effect.type) });
    }
  }

  /** What only this file knows of an event. */
  function detailsOf(type: string): Record<string, unknown> {
    const run = runner.current();
    if (type === 'worker.adopted') return { pid: run?.pid, run: run?.runId };
    if (type !== 'worker.started') return {};
    return { pid: run?.pid, run: run?.runId, restarts: life.restarts, ...(startedBy && { by: startedBy }) };
  }

  function reconsider(): void {
    if (life.phase !== 'waiting') return;
    const missing = context.waitsFor(spec);
    if (missing === null) {
      waitsFor = '';
      dispatch({ type: 'dependencies-ready' });
    } else if (missing !== waitsFor) {
      waitsFor = missing;
      context.emit('worker.waiting', name, { for: missing });
      publish();
    }
  }

  // ---- a run ----

  function begin(run: Run): void {
    if (!run.adopted || startedAt === null) startedAt = isoTime(clock.now());
    startedMs = clock.monotonic() - Math.max(0, clock.now() - Date.parse(startedAt));
    overLimit = 0;
    health = 'none';
    wasWell = run.adopted;
    monitor.begin(run);
    watchRunGoWell();
    dispatch({ type: run.adopted ? 'adopted' : 'started' });
    startedBy = null;
  }

  function exited(run: Run, end: RunEnd): void {
    disarm('well');
    monitor.end();
    const wasTold = run.runId === settledRun || context.wasTold(run.runId);
    settledRun = run.runId;
    const exit = explainExit(end, life.ending, isoTime(clock.now()));
    const ranMs = startedMs === null ? null : Math.round(clock.monotonic() - startedMs);
    const { at: _, ...told } = exit;
    const seen = whileAway ? { whileAway } : {};
    whileAway = false;
    if (!wasTold && exit.reason === 'unknown')
      context.emit('worker.lost', name, { pid: run.pid, reason: exit.detail });
    if (!wasTold)
      context.emit('worker.exited', name, { ...told, pid: run.pid, run: run.runId, ranMs, ...seen });
    const failed =
      exit.reason !== 'operator' && exit.reason !== 'config' && (exit.reason !== 'exit' || exit.code !== 0);
    if (failed) troubledSince ??= clock.monotonic();
    dispatch({ type: 'exited', exit });
    remember(); // so that no other agent tells it again
    if (failed) context.onFailed(name);
  }

  /** A run that was well for long enough makes earlier crashes forgotten. */
  function watchRunGoWell(): void {
    arm('well', spec.restart.resetAfterMs, () => {
      if (monitor.verdict().health === 'unhealthy') return watchRunGoWell();
      dispatch({ type: 'ran-well' });
      noteRecovery();
    });
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
    const left = sameBoot ? runner.recover() : { found: 'nothing' as const };
    // An agent that was killed while it shut down had stopped this run for its own end only: it runs anew once that stop is over.
    if (before?.shutDown) life = { ...life, wanted: spec.autostart && !life.held && spec.schedule === null };
    if (left.found === 'running') {
      if (!before) life = { ...life, wanted: true };
      runner.takeUp(spec);
    } else if (
      left.found === 'ended' &&
      (left.runId !== settledRun || mayHaveLeftovers(before?.life.phase))
    ) {
      // What it left behind is cleared away, and then the policy decides as ever.
      const wasEnding = life.ending !== null || !life.wanted;
      life = { ...life, phase: wasEnding ? 'stopping' : 'up' };
      whileAway = true;
      startedMs = null;
      runner.takeUp(spec);
      if (wasEnding) runner.end(spec, 0);
    } else if (before && sameBoot && !before.shutDown) {
      const delayMs = Math.min(spec.restart.maxMs, Math.max(0, (before.nextStartAt ?? 0) - clock.now()));
      if (life.wanted) dispatch({ type: 'resume', delayMs });
    } else {
      life = { ...life, wanted: false, ending: null, failed: false };
      isNew = true;
    }
  }

  // ---- health and limits ----

  function createMonitor(): HealthMonitor {
    const env = workerEnv(spec, context.inherited, null);
    return monitorFor(spec, env, { clock, logs: context.logs, onChange: (verdict) => judge(verdict) });
  }

  function judge(verdict: Verdict): void {
    const run = runner.current();
    if (!run || life.phase !== 'up') return;
    if (verdict.health !== health) tellHealth(verdict);
    health = verdict.health;
    publish();
    if (!verdict.heal) return;
    const isFrozen = readStat(run.pid)?.state === 'T';
    endForHealing('health', verdict.reason, isFrozen); // a stopped process takes no signal but SIGKILL
  }

  function tellHealth({ health: now, check, reason }: Verdict): void {
    if (now === 'unhealthy') troubledSince ??= clock.monotonic();
    if (now === 'degraded') context.emit('worker.degraded', name, { check, reason });
    if (now === 'unhealthy') {
      const isStarting =
        !wasWell && spec.health.some((one) => one.name === check && provesStart.has(one.type));
      context.emit('worker.unhealthy', name, { check, reason, ...(isStarting && { starting: true }) });
    }
    if (now === 'healthy') wasWell = true;
    if (now === 'healthy' && !life.crashLoop) noteRecovery();
  }

  function noteRecovery(): void {
    if (troubledSince === null) return;
    context.emit('worker.recovered', name, { afterMs: Math.round(clock.monotonic() - troubledSince) });
    troubledSince = null;
  }

  /** Where the kernel does not keep the limit, the samples have to. */
  function watchMemory(rssBytes: number): void {
    const limit = spec.limits.memoryBytes;
    if (limit === null || runner.limitsMemory() || life.phase !== 'up') return;
    overLimit = rssBytes > limit ? overLimit + 1 : 0;
    if (overLimit < samplesOverLimit) return;
    endForHealing('limit', `its processes took ${rssBytes} bytes of memory, the limit is ${limit}`, false);
  }

  function endForHealing(reason: 'health' | 'limit', detail: string, atOnce: boolean): void {
    const timeoutMs = atOnce ? 0 : Math.min(spec.stop.timeoutMs, longestHealingStopMs);
    dispatch({ type: 'restart', ending: { reason, detail, timeoutMs } });
  }

  // ---- what is shown and remembered ----

  function describe(): WorkerStatus {
    const run = runner.current();
    const verdict = run ? monitor.verdict() : noVerdict;
    const unkillable = context.ender.unkillable().get(name) ?? null;
    const backoffMs = life.phase === 'backoff' ? nextStartMs : null;
    const nextMs = backoffMs ?? (life.held ? null : (schedule?.nextAt() ?? null));
    return {
      name,
      kind: 'process',
      ...describeLife(life, { verdict, waitsFor, unkillable }),
      since: shown.since,
      health: verdict.health,
      pid: run?.pid ?? null,
      startedAt: run ? startedAt : null,
      restarts: life.restarts,
      crashes: life.crashes,
      crashLoop: life.crashLoop,
      nextStartAt: nextMs === null ? null : isoTime(nextMs),
      lastExit: life.lastExit,
      checks: monitor.statuses(),
    };
  }

  function publish(): void {
    const status = describe();
    if (status.state !== shown.state) status.since = isoTime(clock.now());
    const text = JSON.stringify(status);
    const isSame = text === shown.text;
    shown = { state: status.state, since: status.since, text };
    if (!isSame) context.onStatus(status);
  }

  function remember(): void {
    disarm('remember');
    const written = memory.remember(name, {
      bootId: context.bootId,
      spec,
      life,
      settledRun,
      startedAt: runner.current() ? startedAt : null,
      nextStartAt: life.phase === 'backoff' ? nextStartMs : null,
      shutDown: isShuttingDown,
    });
    if (!written) arm('remember', rememberAgainMs, remember);
  }

  function close(): void {
    for (const timer of timers.keys()) disarm(timer);
    monitor.end();
    schedule?.close();
    runner.leave();
  }

  function vanish(tell: () => void): void {
    close();
    context.logs.forget(name);
    memory.forget(name);
    tell();
  }

  function planSchedule(): void {
    schedule?.close();
    schedule = spec.schedule && startSchedule(spec.schedule, clock, { onTime, onChange: publish, onProblem });
    function onTime(): void {
      if (life.held || isShuttingDown) return;
      if (life.phase === 'down') dispatch({ type: 'start' });
      else context.emit('worker.skipped', name, { reason: 'its last run has not ended yet' });
    }
    function onProblem(detail: string): void {
      context.emit('worker.schedule-failed', name, { detail });
    }
  }

  function arm(which: TimerName, ms: number, then: () => void): void {
    disarm(which);
    const timer = clock.setTimeout(() => {
      timers.delete(which);
      then();
    }, ms);
    timers.set(which, timer);
  }

  function disarm(which: TimerName): void {
    clock.clearTimeout(timers.get(which));
    timers.delete(which);
  }

  const asked = (by: string): Ending => ({
    reason: 'operator',
    detail: `asked for by ${sayActor(by)}`,
    timeoutMs: spec.stop.timeoutMs,
  });
  const configured = (detail: string): Ending => ({
    reason: 'config',
    detail,
    timeoutMs: spec.stop.timeoutMs,
  });

  recover();
  planSchedule();

  return {
    get spec() {
      return spec;
    },
    autostart() {
      const starts = isNew && spec.autostart && !life.held && spec.schedule === null;
      isNew = false;
      if (starts) dispatch({ type: 'start' });
      else publish();
    },
    start(by) {
      startedBy = by;
      dispatch({ type: 'start' });
    },
    stop: (by) => dispatch({ type: 'stop', ending: asked(by), hold: true }),
    restart(by) {
      startedBy = by;
      dispatch({ type: 'restart', ending: asked(by) });
    },
    update(next) {
      const before = spec;
      const differs = (part: (of: WorkerSpec) => unknown) =>
        JSON.stringify(part(before)) !== JSON.stringify(part(next));
      if (!differs((of) => of)) return;
      spec = next;
      const anew = needsNewProcess(before, next);
      if (anew || differs((of) => of.health)) {
        monitor.end();
        monitor = createMonitor();
        const run = runner.current();
        if (run) monitor.begin(run);
      }
      if (differs((of) => of.schedule)) planSchedule();
      if (differs((of) => of.limits)) runner.applyLimits(next);
      remember();
      // One that failed gets a chance by its new spec; one that someone stopped, or that waits for its time, does not start by this.
      const idle = life.phase === 'down' && (life.held || !next.autostart || next.schedule !== null);
      if (anew && !idle && !isNew)
        dispatch({ type: 'restart', ending: configured('its configuration changed') });
      reconsider();
      publish();
    },
    remove(_by, gone) {
      onGone = gone;
      dispatch({ type: 'stop', ending: configured('it is no longer configured'), hold: false });
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
    },
    heartbeat: (sign, exitCode, detail) => monitor.heartbeat(sign, exitCode, detail),
    progress: (counter, value, add) => monitor.progress(counter, value, add),
    observe(signals, sample) {
      if (signals && runner.current()) monitor.observe(signals);
      if (sample) watchMemory(sample.rssBytes);
    },
    forgive: (why) => monitor.forgive(why),
    status: describe,
    checkResults: () => monitor.results(),
    root: () => runner.root(),
    isUp: () => life.phase !== 'down',
    shutDown(by, timeoutMs) {
      isShuttingDown = true;
      const ending = { ...asked(by), detail: `Yagura was shut down by ${sayActor(by)}` };
      ending.timeoutMs = Math.min(timeoutMs, ending.timeoutMs);
      dispatch({ type: 'stop', ending, hold: false });
      remember();
    },
    leave() {
      remember();
      close();
    },
  };
}

/** The agent that told the exit died before it had cleared away what the run left behind. */
function mayHaveLeftovers(phase: Life['phase'] | undefined): boolean {
  return phase === 'up' || phase === 'stopping' || phase === 'clearing';
}

/** What must survive this agent before it is acted on. */
function isDecision(before: Life, after: Life): boolean {
  return before.wanted !== after.wanted || before.held !== after.held || before.ending !== after.ending;
}
