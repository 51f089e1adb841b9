/**
 * What was asked for: the desired specs that the hub sends to an agent, with every default filled in.
 * `yagura.yaml` is the human form of this; `hub/fleet/config` turns one into the other.
 */
import { z } from 'zod';

const durationMs = z.number().int().nonnegative();

/** Names are used in file names, URLs and metric labels. */
export const workerName = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9._-]{0,61}[a-z0-9])?$/i, 'letters, digits, dot, dash and underscore, at most 63');

const thresholds = {
  /** What people call this check; unique within the worker. */
  name: z.string(),
  everyMs: durationMs,
  timeoutMs: durationMs,
  /** Consecutive results that change the verdict. */
  failures: z.number().int().positive(),
  successes: z.number().int().positive(),
  /** After a start, failures do not count for this long (a success ends it early). */
  startPeriodMs: durationMs,
};

export const healthCheckSpec = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('http'),
    ...thresholds,
    url: z.string(),
    status: z.array(z.number().int()).nullable(),
  }),
  z.object({
    type: z.literal('tcp'),
    ...thresholds,
    host: z.string(),
    port: z.number().int().min(1).max(65535),
  }),
  z.object({ type: z.literal('exec'), ...thresholds, command: z.array(z.string()).min(1) }),
  z.object({ type: z.literal('heartbeat'), ...thresholds, withinMs: durationMs }),
  z.object({ type: z.literal('log-silence'), ...thresholds, withinMs: durationMs }),
  z.object({
    type: z.literal('progress'),
    ...thresholds,
    withinMs: durationMs,
    /** A number that must move: a counter that is reported, the first group of a pattern that is printed, or a file. */
    source: z.discriminatedUnion('from', [
      z.object({ from: z.literal('counter'), counter: z.string() }),
      z.object({ from: z.literal('log'), pattern: z.string() }),
      z.object({ from: z.literal('file'), path: z.string(), watch: z.enum(['size', 'age']) }),
    ]),
  }),
]);

const restartSpec = z.object({
  policy: z.enum(['always', 'on-failure', 'never']),
  initialMs: durationMs,
  maxMs: durationMs,
  factor: z.number().min(1),
  /** Share of the delay that is random, 0..1. */
  jitterRatio: z.number().min(0).max(1),
  /** A run that was well for this long forgets earlier crashes. */
  resetAfterMs: durationMs,
  /** Give up after so many restarts in a row; null: never. */
  maxRestarts: z.number().int().nonnegative().nullable(),
});

const dependencySpec = z.object({
  worker: workerName,
  until: z.enum(['started', 'healthy']),
  /** What happens to this worker when the one it depends on fails while both run. */
  onFailure: z.enum(['ignore', 'restart', 'stop']),
});

export const workerSpec = z.object({
  /** `mailer`, or `mailer-0` when there are instances. */
  name: workerName,
  /** The name in yagura.yaml, the same for all instances. */
  declaredAs: workerName,
  kind: z.enum(['process', 'external']),
  /** Program and arguments; a string command arrives as `['/bin/sh', '-c', text]`. Empty for external. */
  command: z.array(z.string()),
  cwd: z.string(),
  env: z.record(z.string(), z.string()),
  user: z.string().nullable(),
  dependsOn: z.array(dependencySpec),
  restart: restartSpec,
  stop: z.object({ signal: z.string(), timeoutMs: durationMs }),
  health: z.array(healthCheckSpec),
  limits: z.object({
    memoryBytes: z.number().int().positive().nullable(),
    /** Cores; 0.5 is half of one. */
    cpuCores: z.number().positive().nullable(),
    pids: z.number().int().positive().nullable(),
  }),
  labels: z.record(z.string(), z.string()),
  /** Periodic job: started at these times, not restarted when it ends well. */
  schedule: z.object({ cron: z.string(), timezone: z.string().nullable() }).nullable(),
  logs: z.object({ maxBytes: z.number().int().positive(), files: z.number().int().positive() }),
  /** A page of its figures that the hub asks for. Absent in specs that were stored before there was such a thing. */
  metrics: z.object({ scrapeUrl: z.string(), everyMs: durationMs, timeoutMs: durationMs }).nullish(),
  /** False: declared, listed, but not started until someone says so. */
  autostart: z.boolean(),
});

export type WorkerSpec = z.infer<typeof workerSpec>;
export type HealthCheckSpec = z.infer<typeof healthCheckSpec>;
export type RestartSpec = z.infer<typeof restartSpec>;
export type DependencySpec = z.infer<typeof dependencySpec>;
