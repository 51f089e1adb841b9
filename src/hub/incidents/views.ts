/** What is told of incidents: one shape each, described by the same schema that the HTTP API answers with. */
import { z } from 'zod';
import { severities } from '../alerts/index.ts';

const time = z.iso.datetime();
const severity = z.enum(severities);
/** Every text that people read, in both languages. */
export const words = z.object({ en: z.string(), ja: z.string() });
export type Words = z.infer<typeof words>;

export const incidentStatuses = ['open', 'acknowledged', 'resolved'] as const;
export type IncidentStatus = (typeof incidentStatuses)[number];

export const causeKinds = [
  'host-lost',
  'host-memory',
  'host-disk',
  'dependency',
  'operator',
  'deploy',
  'config',
  'memory',
  'start',
  'error',
  'check',
  'exit',
  'alert',
  'tower',
] as const;
export type CauseKind = (typeof causeKinds)[number];

const evidence = z.object({
  time: time.nullable(),
  text: words,
  /** 0..1: how much it speaks for the cause, alone. */
  weight: z.number(),
});

export const cause = z.object({
  kind: z.enum(causeKinds),
  worker: z.string().nullable(),
  host: z.string().nullable(),
  /** A kind of errors that tells more of it. */
  errorGroup: z.number().int().nullable(),
  /** 0..1. */
  score: z.number(),
  text: words,
  /** What it is likely to need. */
  needs: words.nullable(),
  evidence: z.array(evidence),
});
export type Cause = z.infer<typeof cause>;
export type Evidence = Cause['evidence'][number];

const attempt = z.object({
  what: z.enum(['restart', 'start', 'stop']),
  worker: z.string(),
  /** Null: Yagura itself. */
  by: z.string().nullable(),
  /** The first of them, and the last. */
  at: time,
  lastAt: time,
  count: z.number().int(),
  outcome: z.enum(['worked', 'failed', 'pending']),
  text: words,
});
export type Attempt = z.infer<typeof attempt>;

const impact = z.object({
  workers: z.number().int(),
  /** Of the fleet, 0..1; null while nothing is known of it. */
  fleetRatio: z.number().nullable(),
  /** From the beginning to the end, or until now. */
  durationMs: z.number(),
  /** The same of each worker, summed up. */
  workerMs: z.number(),
  text: words,
});
export type Impact = z.infer<typeof impact>;

const timelineEntry = z.object({
  id: z.string(),
  time,
  /** A type of events (`worker.exited`), `alert.fired`, `alert.ended`, `incident.…`, `notice.opened`, … */
  kind: z.string(),
  worker: z.string().nullable(),
  host: z.string().nullable(),
  by: z.string().nullable(),
  text: words,
  data: z.record(z.string(), z.unknown()),
});

export const incident = z.object({
  id: z.number().int(),
  title: words,
  severity,
  status: z.enum(incidentStatuses),
  /** When it began, by what is known now; when it was seen; when it was acknowledged and over for the last time. */
  startsAt: time,
  detectedAt: time,
  acknowledgedAt: time.nullable(),
  acknowledgedBy: z.string().nullable(),
  resolvedAt: time.nullable(),
  /** Null: by itself. */
  resolvedBy: z.string().nullable(),
  snoozedUntil: time.nullable(),
  assignee: z.string().nullable(),
  /** How often it came back after it was over. */
  reopened: z.number().int(),
  /** Somebody was told of it. False: healed within the grace time, or nobody is to be told. */
  paged: z.boolean(),
  /** From the beginning to each; null while it has not come to that. */
  timeToDetectMs: z.number().nullable(),
  timeToAcknowledgeMs: z.number().nullable(),
  timeToHealMs: z.number().nullable(),
  /** At most 100; the counts are how many there are. */
  workers: z.array(z.string()),
  hosts: z.array(z.string()),
  workerCount: z.number().int(),
  alertCount: z.number().int(),
  /** Alerts that are not over. */
  firing: z.number().int(),
  /** The likeliest. */
  cause: cause.omit({ evidence: true }).nullable(),
  impact,
  /** Goes on in that one. */
  mergedInto: z.number().int().nullable(),
  /** Of a rule that somebody tries out. */
  isTest: z.boolean(),
  updatedAt: time,
});
export type Incident = z.infer<typeof incident>;

export const incidentDetail = incident.extend({
  causes: z.array(cause),
  tried: z.array(attempt),
  /** At most 200, those that began first. `trouble`: what a worker went through without an alert. */
  alerts: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(['alert', 'trouble']),
      rule: z.string().nullable(),
      severity,
      worker: z.string().nullable(),
      host: z.string().nullable(),
      summary: words,
      startsAt: time,
      endsAt: time.nullable(),
      noticeable: z.boolean(),
    }),
  ),
  /** Oldest first. */
  timeline: z.array(timelineEntry),
  /** Entries that were left out, since there were too many. */
  timelineLeftOut: z.number().int(),
  notices: z.array(z.object({ key: z.string(), channel: z.string(), kind: z.string(), time })),
  /** What was merged into it and can be parted again. */
  merged: z.array(z.object({ id: z.number().int(), title: words })),
  /** Others on the same workers or hosts, newest first. */
  related: z.array(incident.pick({ id: true, title: true, status: true, startsAt: true, severity: true })),
});
export type IncidentDetail = z.infer<typeof incidentDetail>;

/** Of those that are not over; `quiet`: nobody was told of them. */
export const incidentCounts = z.object({
  open: z.number().int(),
  acknowledged: z.number().int(),
  critical: z.number().int(),
  quiet: z.number().int(),
});
export type IncidentCounts = z.infer<typeof incidentCounts>;

export const incidentPage = z.object({
  incidents: z.array(incident),
  counts: incidentCounts,
  next: z.string().nullable(),
});
export type IncidentPage = z.infer<typeof incidentPage>;

/** Data of the live topic `incidents`: those that changed, and how many are open. */
export const incidentsDelta = z.object({ changed: z.array(incident), counts: incidentCounts });
export type IncidentsDelta = z.infer<typeof incidentsDelta>;

/** Of those that began in a period: how many, and means. */
export const incidentTimes = z.object({
  since: time,
  incidents: z.number().int(),
  paged: z.number().int(),
  healedAlone: z.number().int(),
  timeToDetectMs: z.number().nullable(),
  timeToAcknowledgeMs: z.number().nullable(),
  timeToHealMs: z.number().nullable(),
});
export type IncidentTimes = z.infer<typeof incidentTimes>;
