/** What a rule is, wherever it came from. One shape for the API, the database and whoever evaluates it. */
import { z } from 'zod';

/** The worst first. */
export const severities = ['critical', 'warning', 'info'] as const;
export const severity = z.enum(severities);

export const ruleOrigins = ['default', 'config', 'page'] as const;

const common = {
  /** Unique among all rules. */
  name: z.string(),
  severity,
  /** Added to the labels of what it finds; values are templates. */
  labels: z.record(z.string(), z.string()),
  /** `summary`, `description` and whatever else there is to say; values are templates. */
  annotations: z.record(z.string(), z.string()),
  /** `page`: made or changed there, kept in the database. */
  origin: z.enum(ruleOrigins),
  /** Tell a person even when Yagura heals it in time. */
  page: z.boolean(),
  enabled: z.boolean(),
  forMs: z.number().int(),
  keepFiringForMs: z.number().int(),
};

export const metricRule = z.object({
  kind: z.literal('metric'),
  ...common,
  /** PromQL; each series of its answer is a condition of its own. */
  expr: z.string(),
  /** PromQL: a firing condition ends only when this has a series with the same labels. Null: when `expr` has none any more. */
  resolve: z.string().nullable(),
  /** When the metrics of `expr` have no samples at all: that is well, an alert, or whatever was before. */
  noData: z.enum(['ok', 'alert', 'keep']),
});

export const eventRule = z.object({
  kind: z.literal('event'),
  ...common,
  /** A type of events, or something that a worker, a machine or a part of Yagura is, such as `worker.down`. */
  on: z.string(),
  /** What `worker`, `host`, a label of the worker or a field of the event's data has to be; `*` stands for any text. */
  match: z.record(z.string(), z.string()),
  /** Over after so long without another such event. Null: after a quarter of an hour, or when it is ended, where something ends it. */
  overAfterMs: z.number().int().nullable(),
});

export const heartbeatRule = z.object({
  kind: z.literal('heartbeat'),
  ...common,
  heartbeat: z.string(),
  everyMs: z.number().int(),
  graceMs: z.number().int(),
});

export const rule = z.discriminatedUnion('kind', [metricRule, eventRule, heartbeatRule]);

export type Severity = z.infer<typeof severity>;
export type MetricRule = z.infer<typeof metricRule>;
export type EventRule = z.infer<typeof eventRule>;
export type HeartbeatRule = z.infer<typeof heartbeatRule>;
export type Rule = z.infer<typeof rule>;
