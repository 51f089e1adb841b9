/** What the supervisor may ask of one worker, whoever runs it. */
import type { WorkerSpec } from '../../link/spec.ts';
import type { CheckResults, WorkerSample, WorkerStatus } from '../../link/status.ts';
import type { TreeSignals } from '../sampling/index.ts';
import type { Root } from '../tree.ts';
import type { Forgiveness, HealthMonitor, HealthMonitorOptions, HeartbeatSign } from './health/index.ts';
import { createHealthMonitor } from './health/index.ts';

export interface Unit {
  readonly spec: WorkerSpec;
  /** Starts it if it is to start by itself and nobody has decided otherwise before. */
  autostart(): void;
  start(by: string): void;
  stop(by: string): void;
  restart(by: string): void;
  /** Works by a new spec; starts a new process only where the change needs one. */
  update(spec: WorkerSpec): void;
  /** No longer wanted at all: stops it and forgets it. */
  remove(by: string, onGone: () => void): void;
  /** Something that it depends on has changed. */
  reconsider(): void;
  /** Something that it depends on has failed while both ran. */
  dependencyFailed(dependency: string, action: 'restart' | 'stop'): void;
  heartbeat(sign: HeartbeatSign, exitCode: number | null, detail: string | null): void;
  progress(counter: string, value: number, add: boolean): void;
  observe(signals: TreeSignals | undefined, sample: WorkerSample | undefined): void;
  forgive(why: Forgiveness): void;
  status(): WorkerStatus;
  checkResults(): CheckResults[];
  root(): Root | null;
  /** Has a process, or is about to. */
  isUp(): boolean;
  /** The agent ends and the workers with it. `timeoutMs` shortens the worker's own stop timeout. */
  shutDown(by: string, timeoutMs: number): void;
  /** The agent ends and the workers go on. */
  leave(): void;
}

/** A monitor for a worker by this spec. */
export function monitorFor(
  spec: WorkerSpec,
  env: Record<string, string>,
  options: Pick<HealthMonitorOptions, 'clock' | 'logs' | 'onChange'>,
): HealthMonitor {
  return createHealthMonitor({
    checks: spec.health,
    worker: spec.name,
    kind: spec.kind,
    cwd: spec.cwd,
    env,
    user: spec.user,
    ...options,
  });
}
