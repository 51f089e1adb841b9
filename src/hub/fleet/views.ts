/** What the fleet tells the rest of the hub and the HTTP API: one shape each, validated and described by the same schema. */
import { z } from 'zod';
import { healthCheckSpec } from '../../link/spec.ts';
import { machineSample, workerStates, workerStatus } from '../../link/status.ts';

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
  /** Crashes and failed health checks of the last 24 hours. */
  errors24h: z.number().int(),
  parts: z.array(part),
});

export const host = z.object({
  name: z.string(),
  agentId: z.string(),
  connected: z.boolean(),
  seenAt: z.iso.datetime().nullable(),
  agentVersion: z.string().nullable(),
  agentPid: z.number().int().nullable(),
  abilities: z.record(z.string(), z.union([z.boolean(), z.string()])),
  problems: z.array(z.object({ code: z.string(), detail: z.string() })),
  latest: machineSample.nullable(),
  workers: z.number().int(),
});

/** Columns of equal length, one value a second (null where nothing was sampled), oldest first. */
export const history = z.object({
  times: z.array(z.number()),
  series: z.record(z.string(), z.array(z.number().nullable())),
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
export type Host = z.infer<typeof host>;
export type Part = z.infer<typeof part>;
export type System = z.infer<typeof system>;
export type History = z.infer<typeof history>;
export type ConfigChange = z.infer<typeof configChange>;
export type LiveSample = z.infer<typeof liveSample>;
