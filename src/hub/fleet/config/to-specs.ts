/** Declared workers, checked one by one, become specs: names of instances, all defaults, paths made absolute. */
import { join, resolve } from 'node:path';
import type { DependencySpec, HealthCheckSpec, WorkerSpec } from '../../../link/spec.ts';
import type { checkTypes, DeclaredWorker } from './schema.ts';

export interface Declared {
  name: string;
  worker: DeclaredWorker;
  /** From its env_file, later files first overwritten. */
  envFromFiles: Readonly<Record<string, string>>;
}

/** `mailer`, or `mailer-0`, `mailer-1` when `instances` is given, be it 1. */
export function instanceNames(name: string, instances: number | undefined): string[] {
  return instances === undefined
    ? [name]
    : Array.from({ length: instances }, (_, index) => `${name}-${index}`);
}

export function toSpecs(declared: readonly Declared[], dir: string): WorkerSpec[] {
  const namesOf = new Map(declared.map(({ name, worker }) => [name, instanceNames(name, worker.instances)]));
  return declared.flatMap(({ name, worker, envFromFiles }) =>
    instanceNames(name, worker.instances).map((instance, index): WorkerSpec => {
      const scheduled = worker.schedule !== undefined;
      return {
        name: instance,
        declaredAs: name,
        kind: worker.kind,
        command: worker.command ?? [],
        cwd: resolve(dir, worker.cwd ?? '.'),
        env: {
          ...envFromFiles,
          ...worker.env,
          ...(worker.instances === undefined ? {} : { YAGURA_INSTANCE: String(index) }),
        },
        user: worker.user ?? null,
        dependsOn: dependencies(worker, namesOf),
        restart: {
          policy: worker.restart.policy ?? (scheduled ? 'on-failure' : 'always'),
          initialMs: worker.restart.initial,
          maxMs: worker.restart.max,
          factor: worker.restart.factor,
          jitterRatio: worker.restart.jitter,
          resetAfterMs: worker.restart.reset_after,
          maxRestarts: worker.restart.max_restarts,
        },
        stop: { signal: worker.stop.signal, timeoutMs: worker.stop.timeout },
        health: healthChecks(worker, resolve(dir, worker.cwd ?? '.')),
        limits: {
          memoryBytes: worker.limits.memory ?? null,
          cpuCores: worker.limits.cpu ?? null,
          pids: worker.limits.pids ?? null,
        },
        labels: worker.labels,
        schedule: worker.schedule ?? null,
        logs: { maxBytes: Math.floor(worker.logs.max_size / worker.logs.files), files: worker.logs.files },
        metrics: toMetrics(worker, index),
        autostart: worker.autostart,
      };
    }),
  );
}

/** Depending on a worker with instances means all of them. */
function dependencies(worker: DeclaredWorker, namesOf: ReadonlyMap<string, string[]>): DependencySpec[] {
  return (worker.depends_on ?? []).flatMap(({ worker: name, until, on_failure }) =>
    (namesOf.get(name) ?? [name]).map((instance) => ({ worker: instance, until, onFailure: on_failure })),
  );
}

const longestScrapeMs = 10_000;

function toMetrics({ metrics }: DeclaredWorker, index: number): WorkerSpec['metrics'] {
  if (!metrics) return null;
  const { scrape, every, timeout } = metrics;
  return {
    scrapeUrl: scrape.replaceAll('{instance}', String(index)),
    everyMs: every,
    timeoutMs: timeout ?? Math.min(every, longestScrapeMs),
  };
}

type DeclaredCheck = DeclaredWorker['health'][number];
type CheckType = (typeof checkTypes)[number];

/** Only checks that ask somebody can be slow or unlucky; the others read a clock. */
const asking = { everyMs: 5000, timeoutMs: 2000, failures: 3, startPeriodMs: 10_000 };
const reading = { everyMs: 1000, timeoutMs: 2000, failures: 1, startPeriodMs: 0 };

function checkName(check: DeclaredCheck): string {
  return check.name ?? typeOf(check).replace('_', '-');
}

function typeOf(check: DeclaredCheck): CheckType {
  if (check.http) return 'http';
  if (check.tcp) return 'tcp';
  if (check.exec) return 'exec';
  if (check.heartbeat) return 'heartbeat';
  return check.log_silence === undefined ? 'progress' : 'log_silence';
}

function healthChecks(worker: DeclaredWorker, cwd: string): HealthCheckSpec[] {
  const taken = new Set(worker.health.map((check) => check.name).filter((name) => name !== undefined));
  const unique = (wanted: string): string => {
    let name = wanted;
    for (let n = 2; taken.has(name); n++) name = `${wanted}-${n}`;
    taken.add(name);
    return name;
  };
  const checks = worker.health.map((check) => toCheck(check, check.name ?? unique(checkName(check)), cwd));
  if (worker.heartbeat) {
    const { every, grace } = worker.heartbeat;
    const name = unique('heartbeat');
    checks.push({ type: 'heartbeat', name, ...reading, successes: 1, withinMs: every + grace });
  }
  return checks;
}

function toCheck(check: DeclaredCheck, name: string, cwd: string): HealthCheckSpec {
  const type = typeOf(check);
  const defaults = type === 'http' || type === 'tcp' || type === 'exec' ? asking : reading;
  const thresholds = {
    name,
    everyMs: check.every ?? defaults.everyMs,
    timeoutMs: check.timeout ?? defaults.timeoutMs,
    failures: check.failures ?? defaults.failures,
    successes: check.successes,
    startPeriodMs: check.start_period ?? defaults.startPeriodMs,
  };
  if (check.http) return { type: 'http', ...thresholds, ...check.http };
  if (check.tcp) return { type: 'tcp', ...thresholds, ...check.tcp };
  if (check.exec) return { type: 'exec', ...thresholds, command: check.exec };
  if (check.heartbeat) {
    return { type: 'heartbeat', ...thresholds, withinMs: check.heartbeat.every + check.heartbeat.grace };
  }
  if (check.log_silence !== undefined) {
    return { type: 'log-silence', ...thresholds, withinMs: check.log_silence };
  }
  const { counter, pattern, file, watch, within } = check.progress as NonNullable<DeclaredCheck['progress']>;
  const source =
    counter !== undefined
      ? ({ from: 'counter', counter } as const)
      : pattern !== undefined
        ? ({ from: 'log', pattern } as const)
        : ({ from: 'file', path: join(cwd, file as string), watch } as const);
  return { type: 'progress', ...thresholds, withinMs: within, source };
}
