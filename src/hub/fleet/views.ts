/** What the fleet tells the rest of the hub and the HTTP API: one shape each, validated and described by the same schema. */
import { z } from 'zod';
import { healthCheckSpec } from '../../link/spec.ts';
import { checkResults, exitStatus, machineSample, workerStates, workerStatus } from '../../link/status.ts';

/** A worker as lists show it: what is seen, where, and its newest figures. */
export const worker = workerStatus.extend({
  host: z.string(),
  /** The name it is declared under; instances share it. */
  declaredAs: z.string(),
  labels: z.record(z.string(), z.string()),
  /** Workers that it needs: they start before it and stop after it. */
  dependsOn: z.array(z.string()),
  /** Null while there is no fresh sample. */
  cpuRatio: z.number().nullable(),
  rssBytes: z.number().nullable(),
  processes: z.number().int().nullable(),
  /** False when the agent is away: everything here is as last seen. */
  fresh: z.boolean(),
  seenAt: z.iso.datetime(),
});

/** The spec as people may see it: values of the environment that look secret are masked. */
export const workerDetail = worker.extend({
  spec: z.object({
    command: z.array(z.string()),
    cwd: z.string(),
    env: z.record(z.string(), z.string()),
    user: z.string().nullable(),
    dependsOn: z.array(z.object({ worker: z.string(), until: z.string(), onFailure: z.string() })),
    restart: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
    stop: z.object({ signal: z.string(), timeoutMs: z.number() }),
    health: z.array(healthCheckSpec),
    limits: z.object({
      memoryBytes: z.number().nullable(),
      cpuCores: z.number().nullable(),
      pids: z.number().nullable(),
    }),
    schedule: z.object({ cron: z.string(), timezone: z.string().nullable() }).nullable(),
  }),
  nextRunAt: z.iso.datetime().nullable(),
  /** For Healthchecks-compatible pings; only for roles that may send them. */
  pingUrl: z.string().nullable(),
});

export const event = z.object({
  id: z.number().int(),
  time: z.iso.datetime(),
  type: z.string(),
  worker: z.string().nullable(),
  host: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
});

export const part = z.object({
  /** `agent`, `hub`, `database`, `disk`, `logs`, `spool`, … */
  name: z.string(),
  state: z.enum(['well', 'troubled', 'down']),
  detail: z.string(),
  since: z.iso.datetime().nullable(),
});

export const system = z.object({
  version: z.string(),
  uptimeSeconds: z.number(),
  time: z.iso.datetime(),
  host: z.object({
    name: z.string(),
    cpuRatio: z.number().nullable(),
    memory: z.object({ totalBytes: z.number(), usedBytes: z.number() }).nullable(),
    /** The fullest. */
    disk: z.object({ mount: z.string(), sizeBytes: z.number(), usedBytes: z.number() }).nullable(),
  }),
  /** Workers by state; only states that occur. */
  workers: z.object({
    total: z.number().int(),
    byState: z.partialRecord(z.enum(workerStates), z.number().int()),
  }),
  /** Clients that coordinate through Yagura, and what they hold. */
  instances: z.number().int(),
  locks: z.number().int(),
  /** What workers printed and reported as errors, and their ends that nobody wanted, in the last 24 hours. */
  errors24h: z.number().int(),
  errors1h: z.number().int(),
  /** Workers started anew right after a run of theirs ended, whoever asked for it, in the last hour. */
  restarts1h: z.number().int(),
  /** Names the page that this server serves; another one than before means that an open page is older. Null: none is built. */
  pageBuild: z.string().nullable(),
  parts: z.array(part),
});

/** The agent of a machine: what it is, how it is, and what it may do there. */
export const agent = z.object({
  id: z.string(),
  pid: z.number().int().nullable(),
  version: z.string().nullable(),
  nodeVersion: z.string().nullable(),
  startedAt: z.iso.datetime().nullable(),
  connected: z.boolean(),
  seenAt: z.iso.datetime().nullable(),
  /** What the machine lets it do. `reason`: why not, or what it does instead. */
  abilities: z.array(z.object({ name: z.string(), able: z.boolean(), reason: z.string().nullable() })),
  /** `mend`: what a person can do about it, where that is known. */
  problems: z.array(z.object({ code: z.string(), detail: z.string(), mend: z.string().nullable() })),
  /** The hub’s clock minus the agent’s at the newest sample, the way of the sample included; null while it is away, and on the hub’s own machine. */
  clockSkewMs: z.number().nullable(),
});

export const host = z.object({
  name: z.string(),
  agent,
  latest: machineSample.nullable(),
  workers: z.number().int(),
});

/** Columns of equal length, one value a second (null where nothing was sampled), oldest first. */
export const history = z.object({
  times: z.array(z.number()),
  series: z.record(z.string(), z.array(z.number().nullable())),
});

/** A machine's figures. The disk's series are those of its fullest file system, the one that was fullest at the newest sample. */
export const hostHistory = history.extend({
  /** 1,000: as sampled. More: means of so many ms; a step without any sample is null. */
  stepMs: z.number().int(),
  disk: z.object({ mount: z.string(), sizeBytes: z.number() }).nullable(),
});

/** What a worker was for a while. */
export const stateSpan = z.object({
  state: z.enum(workerStates),
  since: z.iso.datetime(),
  /** Null: it still is. */
  until: z.iso.datetime().nullable(),
  reason: z.string(),
  /** The end of the run with which this began. */
  exit: exitStatus.nullable(),
  /** Who or what caused it, where that is known: the actor who asked (`token:NAME`), or the health check that failed. */
  by: z.string().nullable(),
  /** How many states are in this one: those of less than a second are not told one by one, the worst of them gives its name. */
  changes: z.number().int(),
});

/** Oldest first, without overlap. Time that no span covers is before the first record or without the worker; `unknown`: nobody looked. */
export const stateHistory = z.object({ from: z.iso.datetime(), states: z.array(stateSpan) });

/** The last 50 results of each of a worker's health checks. Those of before the agent began are not known. */
export const checkHistory = z.object({ checks: z.array(checkResults) });

/** Columns of equal length, one value a step, oldest first; the last step is the one that is not over yet. */
export const eventRates = z.object({
  stepMs: z.number().int(),
  /** When each step begins, ms since the epoch. */
  times: z.array(z.number()),
  restarts: z.array(z.number().int()),
  errors: z.array(z.number().int()),
});

/** How Yagura itself is, in detail. */
export const doctor = z.object({
  time: z.iso.datetime(),
  /** `mend`: what a person can do about it, where that is known. */
  parts: z.array(part.extend({ mend: z.string().nullable() })),
  hub: z.object({
    pid: z.number().int(),
    version: z.string(),
    nodeVersion: z.string(),
    startedAt: z.iso.datetime(),
    rssBytes: z.number(),
    /** How late the hub's own timers were in the last minute; null while nothing was measured yet. */
    eventLoopDelayMs: z.object({ p50: z.number(), p99: z.number() }).nullable(),
    liveClients: z.number().int(),
    /** Mean of the last minute. */
    requestsPerSecond: z.number(),
  }),
  agents: z.array(agent.extend({ host: z.string() })),
  database: z.object({
    state: z.enum(['well', 'troubled']),
    detail: z.string(),
    bytes: z.number(),
    /** The log of changes that are not in the file itself yet. */
    walBytes: z.number(),
    events: z.number().int(),
    newestBackupAt: z.iso.datetime().nullable(),
  }),
  /** The store of figures; counts since the hub started. */
  figures: z.object({
    state: z.enum(['well', 'troubled']),
    detail: z.string(),
    series: z.number().int(),
    /** Taken in, mean of the last ten seconds. */
    samplesPerSecond: z.number(),
    /** Of the file, of its log of changes, and of what waits in memory to be written. */
    bytes: z.number(),
    walBytes: z.number(),
    waitingBytes: z.number(),
    oldestAt: z.iso.datetime().nullable(),
    /** Samples, or attempts at new series, by why they were not taken. */
    refused: z.object({
      late: z.number().int(),
      ahead: z.number().int(),
      expired: z.number().int(),
      series: z.number().int(),
      labels: z.number().int(),
    }),
    /** Of whom the most was refused, ten at most. */
    refusedFrom: z.array(z.object({ source: z.string(), samples: z.number().int() })),
    /** Samples lost because the disk took none for long. */
    dropped: z.number().int(),
    /** Chunks that could not be read. */
    damaged: z.number().int(),
  }),
  /** What is kept, how much of it and for how long at most; null: no such bound. `backups`: the newest ones, and one of each day of that time. */
  retention: z.array(
    z.object({
      what: z.enum([
        'events',
        'states',
        'audit',
        'logs',
        'history',
        'history-medium',
        'history-coarse',
        'checks',
        'backups',
        'searchable-logs',
        'errors',
        'source-maps',
      ]),
      ageMs: z.number().nullable(),
      /** Entries; of each check for `checks`. */
      count: z.number().int().nullable(),
      bytes: z.number().nullable(),
      /** What it takes on disk now; null where that is not known by itself. */
      takesBytes: z.number().nullable(),
    }),
  ),
});

export const configChange = z.object({
  worker: z.string(),
  change: z.enum(['added', 'removed', 'changed', 'unchanged']),
  /** What differs, as `limits.memoryBytes: 512000000 → 1073741824`; secrets masked. */
  differences: z.array(
    z.object({ path: z.string(), from: z.string().nullable(), to: z.string().nullable() }),
  ),
  /** True when applying restarts a running worker. */
  restarts: z.boolean(),
});

/** What a sample tick carries over the wire, columns instead of objects: 1,000 workers stay small. */
export const liveSample = z.object({
  time: z.number(),
  machines: z.record(z.string(), machineSample),
  names: z.array(z.string()),
  cpuRatio: z.array(z.number()),
  rssBytes: z.array(z.number()),
  processes: z.array(z.number()),
});

export type Worker = z.infer<typeof worker>;
export type WorkerDetail = z.infer<typeof workerDetail>;
export type FleetEvent = z.infer<typeof event>;
export type Agent = z.infer<typeof agent>;
export type Host = z.infer<typeof host>;
export type Part = z.infer<typeof part>;
export type System = z.infer<typeof system>;
export type History = z.infer<typeof history>;
export type HostHistory = z.infer<typeof hostHistory>;
export type StateSpan = z.infer<typeof stateSpan>;
export type StateHistory = z.infer<typeof stateHistory>;
export type CheckHistory = z.infer<typeof checkHistory>;
export type EventRates = z.infer<typeof eventRates>;
export type Doctor = z.infer<typeof doctor>;
export type ConfigChange = z.infer<typeof configChange>;
export type LiveSample = z.infer<typeof liveSample>;
