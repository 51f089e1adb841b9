/** One worker that somebody else runs: only its heartbeats tell of it. */
import type { WorkerSpec } from '../../link/spec.ts';
import type { WorkerState, WorkerStatus } from '../../link/status.ts';
import { isoTime } from '../../shared/clock.ts';
import { Failure } from '../../shared/failure.ts';
import type { Verdict } from './health/index.ts';
import type { WorkerContext } from './process-worker.ts';
import { newLife } from './state-machine.ts';
import { monitorFor, type Unit } from './unit.ts';

export function createExternalWorker(context: WorkerContext, initial: WorkerSpec): Unit {
  const { clock, memory } = context;
  let spec = initial;
  let since = isoTime(clock.now());
  let shown: WorkerState = 'unknown';
  /** Outlives this agent: a worker that was lost before is not lost anew when the next one looks. */
  let told = memory.recall(spec.name)?.told ?? { state: 'unknown', troubledAt: null };
  /** The last sign was one of failure, so silence is not what is wrong. */
  let reportedFailure = false;
  let monitor = createMonitor();

  function createMonitor() {
    return monitorFor(spec, {}, { clock, logs: context.logs, onChange: publish });
  }

  function describe(): WorkerStatus {
    const verdict = monitor.verdict();
    return {
      name: spec.name,
      kind: 'external',
      state: stateOf(verdict, reportedFailure),
      reason: verdict.reason,
      since,
      health: verdict.health,
      pid: null,
      startedAt: null,
      restarts: 0,
      crashes: 0,
      crashLoop: false,
      nextStartAt: null,
      lastExit: null,
      checks: monitor.statuses(),
    };
  }

  function publish(): void {
    const status = describe();
    if (status.state !== shown) {
      since = isoTime(clock.now());
      if (status.state !== 'unknown' && status.state !== told.state) tell(status);
    }
    shown = status.state;
    context.onStatus({ ...status, since });
  }

  function tell(status: WorkerStatus): void {
    const { state, reason } = status;
    const failed = state === 'lost' || state === 'unhealthy';
    const { troubledAt } = told;
    told = {
      state,
      troubledAt: failed ? (troubledAt ?? clock.now()) : state === 'running' ? null : troubledAt,
    };
    if (failed || state === 'degraded')
      context.emit(`worker.${state}`, spec.name, { check: monitor.verdict().check, reason });
    if (state === 'running' && troubledAt !== null)
      context.emit('worker.recovered', spec.name, { afterMs: Math.max(0, clock.now() - troubledAt) });
    remember();
    if (failed) context.onFailed(spec.name);
  }

  function remember(): void {
    memory.remember(spec.name, {
      bootId: context.bootId,
      spec,
      life: newLife,
      settledRun: null,
      startedAt: null,
      nextStartAt: null,
      shutDown: false,
      told,
    });
  }

  function refuse(): never {
    throw new Failure('not_startable', notStartable(spec.name));
  }

  return {
    get spec() {
      return spec;
    },
    autostart: publish,
    start: refuse,
    stop: refuse,
    restart: refuse,
    update(next) {
      const changed = JSON.stringify(spec.health) !== JSON.stringify(next.health);
      spec = next;
      if (!changed) return;
      monitor.end();
      monitor = createMonitor();
      publish();
    },
    remove(_by, onGone) {
      monitor.end();
      memory.forget(spec.name);
      // The last that is heard of it: until it has stopped it stays in the list.
      context.onStatus({ ...describe(), state: 'stopped', since: isoTime(clock.now()) });
      onGone();
    },
    reconsider() {},
    dependencyFailed() {},
    heartbeat(sign, exitCode, detail) {
      reportedFailure = sign === 'fail' || (sign === 'exit' && exitCode !== 0);
      monitor.heartbeat(sign, exitCode, detail);
    },
    progress: (counter, value, add) => monitor.progress(counter, value, add),
    observe() {},
    forgive: (why) => monitor.forgive(why),
    status: describe,
    checkResults: () => monitor.results(),
    root: () => null,
    isUp: () => false,
    shutDown() {},
    leave: () => monitor.end(),
  };
}

export const notStartable = (worker: string) =>
  `${worker} is external: Yagura watches it but does not run it`;

/** `lost`: it ought to report and does not. Before the first report nobody knows anything. */
function stateOf(verdict: Verdict, reportedFailure: boolean): WorkerState {
  switch (verdict.health) {
    case 'healthy':
    case 'none':
      return 'running';
    case 'degraded':
    case 'unknown':
      return verdict.health;
    default:
      return reportedFailure ? 'unhealthy' : 'lost';
  }
}
