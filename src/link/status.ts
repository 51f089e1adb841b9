/** What is seen: states, health, stops and samples, as an agent reports them. */
import { z } from 'zod';

export const workerStates = [
  'starting',
  'running',
  'degraded',
  'unhealthy',
  'backoff',
  'stopping',
  'stopped',
  'failed',
  'lost',
  'unknown',
] as const;

/** Why a worker stopped. Every stop has one. */
const stopReasons = [
  'exit',
  'signal',
  'oom',
  'health',
  'limit',
  'operator',
  'dependency',
  'config',
  'start-failed',
  'unknown',
] as const;

export const exitStatus = z.object({
  /** Exit code, or null when a signal ended it or nobody could know. */
  code: z.number().int().nullable(),
  signal: z.string().nullable(),
  at: z.iso.datetime(),
  reason: z.enum(stopReasons),
  /** For people: `exit code 3`, `health check "http" failed 3 times: connection refused`. */
  detail: z.string(),
});

export const checkStatus = z.object({
  name: z.string(),
  type: z.enum(['http', 'tcp', 'exec', 'heartbeat', 'log-silence', 'progress', 'process']),
  /** `pending` until there is a first result or while the start period lasts. */
  result: z.enum(['passing', 'failing', 'pending']),
  detail: z.string(),
  /** The last look; null before the first. */
  at: z.iso.datetime().nullable(),
  consecutive: z.number().int(),
  tookMs: z.number().nullable(),
});

const checkResult = z.object({
  at: z.iso.datetime(),
  ok: z.boolean(),
  tookMs: z.number().nullable(),
  detail: z.string(),
});

/** What a check found lately, oldest first. */
export const checkResults = z.object({
  name: z.string(),
  type: checkStatus.shape.type,
  /** How its results count, for people. */
  weighs: z.string(),
  results: z.array(checkResult),
});

export const workerStatus = z.object({
  name: z.string(),
  kind: z.enum(['process', 'external']),
  state: z.enum(workerStates),
  /** Why it is in this state, for people; empty when there is nothing to say. */
  reason: z.string(),
  since: z.iso.datetime(),
  health: z.enum(['healthy', 'degraded', 'unhealthy', 'unknown', 'none']),
  pid: z.number().int().nullable(),
  startedAt: z.iso.datetime().nullable(),
  /** Automatic restarts since it was declared. */
  restarts: z.number().int(),
  /** Crashes in a row that count for the backoff now. */
  crashes: z.number().int(),
  crashLoop: z.boolean(),
  nextStartAt: z.iso.datetime().nullable(),
  lastExit: exitStatus.nullable(),
  checks: z.array(checkStatus),
});

export const machineSample = z.object({
  /** ms since the epoch. */
  time: z.number(),
  cores: z.number().int(),
  /** Shares of all cores, 0..1; they add up to 1. */
  cpu: z.object({
    user: z.number(),
    nice: z.number(),
    system: z.number(),
    idle: z.number(),
    iowait: z.number(),
    irq: z.number(),
    steal: z.number(),
  }),
  /** Busy share of all cores, 0..1. */
  cpuRatio: z.number(),
  memory: z.object({ totalBytes: z.number(), availableBytes: z.number(), cachedBytes: z.number() }),
  swap: z.object({ totalBytes: z.number(), usedBytes: z.number() }),
  load: z.tuple([z.number(), z.number(), z.number()]),
  disks: z.array(
    z.object({ mount: z.string(), sizeBytes: z.number(), usedBytes: z.number(), availableBytes: z.number() }),
  ),
  diskIo: z.object({
    readBytesPerSecond: z.number(),
    writeBytesPerSecond: z.number(),
    busyRatio: z.number(),
  }),
  network: z.object({ receivedBytesPerSecond: z.number(), sentBytesPerSecond: z.number() }),
  /** PSI `some avg10` as shares 0..1; null where the kernel has none. */
  pressure: z.object({ cpu: z.number(), memory: z.number(), io: z.number() }).nullable(),
  uptimeSeconds: z.number(),
});

/** One worker's whole process tree at one second. */
export const workerSample = z.object({
  name: z.string(),
  /** Cores used, 1 is one full core. */
  cpuRatio: z.number(),
  rssBytes: z.number(),
  /** Measured more rarely than the rest, since the kernel makes it expensive; null before the first time. */
  pssBytes: z.number().nullable(),
  processes: z.number().int(),
  threads: z.number().int(),
  fds: z.number().int().nullable(),
  readBytesPerSecond: z.number().nullable(),
  writeBytesPerSecond: z.number().nullable(),
});

export const processInfo = z.object({
  pid: z.number().int(),
  ppid: z.number().int(),
  state: z.string(),
  command: z.string(),
  startedAt: z.iso.datetime(),
  cpuRatio: z.number(),
  rssBytes: z.number(),
  threads: z.number().int(),
});

export const logLine = z.object({
  /** Position for paging: opaque to callers, grows with time. */
  id: z.string(),
  /** When the agent saw it; RFC 3339 UTC. */
  time: z.iso.datetime(),
  stream: z.enum(['stdout', 'stderr']),
  text: z.string(),
  /** True when the line was longer than the bound and its rest is left out here (the file has it). */
  truncated: z.boolean(),
});

export type WorkerState = (typeof workerStates)[number];
export type StopReason = (typeof stopReasons)[number];
export type ExitStatus = z.infer<typeof exitStatus>;
export type CheckStatus = z.infer<typeof checkStatus>;
export type CheckResult = z.infer<typeof checkResult>;
export type CheckResults = z.infer<typeof checkResults>;
export type WorkerStatus = z.infer<typeof workerStatus>;
export type MachineSample = z.infer<typeof machineSample>;
export type WorkerSample = z.infer<typeof workerSample>;
export type ProcessInfo = z.infer<typeof processInfo>;
export type LogLine = z.infer<typeof logLine>;
