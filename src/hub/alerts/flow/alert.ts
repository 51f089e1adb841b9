/** What an alert is, for the API and for the rooms that build on it. */
import { z } from 'zod';
import { severity } from '../rules/index.ts';

const time = z.iso.datetime();

export const alertStates = ['pending', 'firing', 'resolved'] as const;
export const alertSources = ['rule', 'alertmanager'] as const;

/**
 * One episode of a condition. One that comes back soon after it ended is the same episode going on: a `resolved` alert may become `firing`
 * again, with the same id. Pending ones have no episode yet; their id is another one.
 */
export const alert = z.object({
  id: z.string(),
  /** Of the rule and the labels, the same in each episode. */
  key: z.string(),
  /** `alertname` of an external one. */
  rule: z.string(),
  severity,
  labels: z.record(z.string(), z.string()),
  annotations: z.record(z.string(), z.string()),
  /** The newest of its expression; null where there is none. */
  value: z.number().nullable(),
  state: z.enum(alertStates),
  startsAt: time,
  /** When it ceased, once it is resolved. */
  endsAt: time.nullable(),
  /** Firing, but nothing is wrong since then: it waits whether it comes back before it is resolved. */
  ceasedAt: time.nullable(),
  source: z.enum(alertSources),
  /** Where an external one came from. */
  generatorUrl: z.string().nullable(),
  /** Ids of silences, of alerts; ten at most. */
  silencedBy: z.array(z.string()),
  inhibitedBy: z.array(z.string()),
  /** It comes and goes, and is held for longer. */
  flapping: z.boolean(),
  /** How often it came back lately. */
  returns: z.number().int(),
  /** Worth telling now: firing, not ceased, neither silenced nor inhibited. */
  noticeable: z.boolean(),
  /** When it was noticeable for the first time; whoever was told since is told of its end, too. */
  noticedAt: time.nullable(),
  updatedAt: time,
  /** The rule says: tell a person even when Yagura heals it in time. */
  page: z.boolean(),
  /** Somebody tries the rule out; nothing is wrong. */
  isTest: z.boolean(),
});

export const alertCounts = z.object({
  /** Worth telling now, by severity. */
  critical: z.number().int(),
  warning: z.number().int(),
  info: z.number().int(),
  silenced: z.number().int(),
  inhibited: z.number().int(),
  flapping: z.number().int(),
  /** In all. */
  firing: z.number().int(),
  pending: z.number().int(),
});

export const alertPage = z.object({
  alerts: z.array(alert),
  counts: alertCounts,
  next: z.string().nullable(),
});

/** `more`: others changed as well. */
export const alertsDelta = z.object({ changed: z.array(alert), counts: alertCounts, more: z.boolean() });

export type Alert = z.infer<typeof alert>;
export type AlertState = (typeof alertStates)[number];
export type AlertCounts = z.infer<typeof alertCounts>;
export type AlertPage = z.infer<typeof alertPage>;
export type AlertsDelta = z.infer<typeof alertsDelta>;
