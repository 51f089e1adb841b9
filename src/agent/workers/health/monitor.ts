/** One worker's health: runs its checks, watches its first process, and says when the verdict changes. */
import type { HealthCheckSpec } from '../../../link/spec.ts';
import type { CheckResults, CheckStatus } from '../../../link/status.ts';
import { type Clock, isoTime, type Timer } from '../../../shared/clock.ts';
import type { LogStore } from '../../logs/index.ts';
import type { TreeSignals } from '../../sampling/index.ts';
import type { Check } from './check.ts';
import { execProbe } from './exec.ts';
import { createHeartbeatCheck, type HeartbeatCheck, type HeartbeatSign } from './heartbeat.ts';
import { httpProbe } from './http.ts';
import { createLogSilenceCheck } from './log-silence.ts';
import { createProbeCheck } from './probe.ts';
import { conditionText, type ProcessSight, seeProcess } from './process.ts';
import { createProgressCheck, type ProgressCheck, type ProgressOptions } from './progress.ts';
import { sayWeight } from './say-weight.ts';
import { tcpProbe } from './tcp.ts';
import { type Verdict, weigh } from './weigh.ts';
import { createWorkMeter } from './work-meter.ts';

/**
 * Why time is forgiven. `suspended`: this agent slept or starved. `hub-gone`: from now on reports cannot arrive, so their absence proves
 * nothing. `hub-away`: the hub was away and is back, so the windows of what it passes on start again.
 */
export type Forgiveness = 'suspended' | 'hub-gone' | 'hub-away';

export interface HealthMonitor {
  /** A run started or was adopted: the start period begins, earlier results are forgotten. External workers begin by themselves. */
  begin(run: { pid: number; startTicks: number }): void;
  end(): void;
  heartbeat(sign: HeartbeatSign, exitCode: number | null, detail: string | null): void;
  progress(counter: string, value: number, add: boolean): void;
  /** Once a second, from the sampler. */
  observe(signals: TreeSignals): void;
  forgive(why: Forgiveness): void;
  verdict(): Verdict;
  statuses(): CheckStatus[];
  results(): CheckResults[];
}

export interface HealthMonitorOptions {
  checks: readonly HealthCheckSpec[];
  worker: string;
  kind: 'process' | 'external';
  cwd: string;
  env: Record<string, string>;
  user: string | null;
  clock: Clock;
  logs: {
    lastWriteAt(worker: string): number | null;
    watch: LogStore['watch'];
  };
  onChange: (verdict: Verdict) => void;
}

const longestTickMs = 1_000;
const shortestTickMs = 100;
/** Ticks fall on multiples of this, so that a thousand monitors wake the agent twenty times a second and not a thousand times. */
const tickGridMs = 50;
/** A tick that comes this late means that the agent was stopped, suspended or starved, not that the worker was slow. */
const lateTickMs = 4_000;
/** The wall clock moved this much against the monotonic one: it was set, or the machine slept and the monotonic clock with it. */
const clockJumpMs = 5_000;

export function createHealthMonitor(options: HealthMonitorOptions): HealthMonitor {
  const { clock, kind, logs, worker } = options;
  const heartbeats: HeartbeatCheck[] = [];
  const progresses: ProgressCheck[] = [];
  const checks = options.checks.map((spec) => create(spec));
  const silenceMs = Math.max(
    0,
    ...options.checks.map((spec) => (spec.type === 'log-silence' ? spec.withinMs : 0)),
  );
  const tickMs = tickFor(options.checks);
  const work = createWorkMeter();

  let live = false;
  let sight: ProcessSight | null = null;
  let workedAt: number | null = null;
  let timer: Timer | undefined;
  let lastTick = { monotonic: 0, wall: 0, dueAt: 0 };
  if (kind === 'external') watchNewRun();
  let current: Verdict = decide();

  function create(spec: HealthCheckSpec): Check {
    const common = { clock, onChange: settle };
    switch (spec.type) {
      case 'http':
        return createProbeCheck(spec, httpProbe(spec, clock), common);
      case 'tcp':
        return createProbeCheck(spec, tcpProbe(spec, clock), common);
      case 'exec':
        return createProbeCheck(spec, execProbe(spec, options, clock), common);
      case 'log-silence':
        return createLogSilenceCheck(spec, { ...common, lastWriteAt: () => logs.lastWriteAt(worker) });
      case 'heartbeat': {
        const check = createHeartbeatCheck(spec, common);
        heartbeats.push(check);
        return check;
      }
      default: {
        const watch: ProgressOptions['watch'] = (...asked) => logs.watch(worker, ...asked);
        const check = createProgressCheck(spec, { ...common, cwd: options.cwd, watch });
        progresses.push(check);
        return check;
      }
    }
  }

  function decide(): Verdict {
    return weigh({
      kind,
      live,
      process: {
        condition: sight?.condition ?? 'running',
        lastedMs: sight?.lastedMs ?? 0,
        since: sight?.since ?? '',
      },
      checks: checks.map((check) => check.evidence()),
      working: workedAt !== null && clock.monotonic() - workedAt < silenceMs,
    });
  }

  function settle(): void {
    const next = decide();
    const same =
      next.health === current.health &&
      next.heal === current.heal &&
      next.reason === current.reason &&
      next.check === current.check;
    current = next;
    if (!same) options.onChange(next);
  }

  function schedule(delayMs: number): void {
    const now = clock.monotonic();
    const dueAt = Math.ceil((now + delayMs) / tickGridMs) * tickGridMs;
    lastTick = { monotonic: now, wall: clock.now(), dueAt };
    timer = clock.setTimeout(tick, dueAt - now);
  }

  function tick(): void {
    const now = clock.monotonic();
    const wallDrift = clock.now() - lastTick.wall - (now - lastTick.monotonic);
    const lost = now - lastTick.dueAt > lateTickMs || Math.abs(wallDrift) > clockJumpMs;
    schedule(tickMs);
    if (lost) forgiveAll();
    for (const check of checks) check.tick();
    settle();
  }

  function forgiveAll(): void {
    for (const check of checks) check.forgive();
  }

  /** Heartbeats and counters travel through the hub; what is printed or written does not. */
  function viaHub() {
    return [...heartbeats, ...progresses.filter((check) => check.counter !== null)];
  }

  function watchNewRun(): void {
    clock.clearTimeout(timer);
    live = true;
    sight = null;
    workedAt = null;
    work.reset();
    for (const check of checks) check.begin();
    // Workers that start together should not be looked at together ever after.
    if (checks.length > 0) schedule(Math.random() * tickMs);
  }

  return {
    begin() {
      watchNewRun();
      settle();
    },
    end() {
      clock.clearTimeout(timer);
      live = false;
      sight = null;
      for (const check of checks) check.end();
      settle();
    },
    heartbeat(sign, exitCode, detail) {
      if (sign === 'success' || sign === 'start') workedAt = clock.monotonic();
      for (const check of heartbeats) check.report(sign, exitCode, detail);
      settle();
    },
    progress(counter, value, add) {
      workedAt = clock.monotonic();
      for (const check of progresses) if (check.counter === counter) check.report(value, add);
      settle();
    },
    observe(signals) {
      if (!live) return;
      const before = sight?.condition ?? 'running';
      sight = seeProcess(sight, signals.state, clock.monotonic(), clock.now());
      if (work.observe(signals)) workedAt = clock.monotonic();
      if (before !== 'running' || sight.condition !== 'running') settle();
    },
    forgive(why) {
      if (why === 'suspended') forgiveAll();
      for (const check of why === 'suspended' ? [] : viaHub()) {
        check.away(why === 'hub-gone' ? 'reports cannot arrive at the moment' : null);
        if (why === 'hub-away') check.forgive();
      }
      settle();
    },
    verdict: () => current,
    statuses: () => [
      ...(kind === 'process' ? [live ? processStatus(sight) : endedStatus] : []),
      ...checks.map((check) => check.status()),
    ],
    results: () =>
      options.checks.map((spec, index) => ({
        name: spec.name,
        type: spec.type,
        weighs: sayWeight(spec, kind),
        results: checks[index]?.results() ?? [],
      })),
  };
}

/** Between two runs it keeps its place among the checks. */
const endedStatus: CheckStatus = {
  name: 'process',
  type: 'process',
  result: 'pending',
  detail: 'not running',
  at: null,
  consecutive: 0,
  tookMs: null,
};

function processStatus(sight: ProcessSight | null): CheckStatus {
  const condition = sight?.condition ?? 'running';
  return {
    name: 'process',
    type: 'process',
    result: condition === 'stopped' || condition === 'zombie' ? 'failing' : 'passing',
    detail: conditionText[condition],
    at: sight && isoTime(sight.seenAtWallMs),
    consecutive: 1,
    tookMs: null,
  };
}

/** Short windows and intervals are looked at more often; nothing is looked at more often than needed. */
function tickFor(checks: readonly HealthCheckSpec[]): number {
  const wanted = checks.map((spec) =>
    'withinMs' in spec ? Math.min(spec.everyMs, spec.withinMs / 4) : spec.everyMs,
  );
  return Math.max(shortestTickMs, Math.min(longestTickMs, ...wanted));
}
