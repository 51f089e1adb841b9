/** What is told of errors: one shape each, described by the same schema that the HTTP API answers with. */
import { z } from 'zod';
import { levels } from '../logs/index.ts';
import { categories, reasonSchema } from './classification/index.ts';
import { whys } from './grouping.ts';
import { signKinds } from './signs.ts';

/** `regressed`: it was resolved and is back. */
export const groupStatuses = ['unresolved', 'regressed', 'resolved', 'ignored'] as const;
export type GroupStatus = (typeof groupStatuses)[number];

/** Against the group's own past; `quiet`: it did not happen for a day. */
export const trendStates = ['spiking', 'growing', 'new', 'steady', 'fading', 'quiet'] as const;
export type TrendState = (typeof trendStates)[number];

const level = z.enum(levels);
const category = z.enum(categories);
const time = z.iso.datetime();
const groupId = z.number().int();

/** Counts in equal steps, oldest first; the last step is the one that is not over yet. */
const curve = z.object({ from: time, stepMs: z.number().int(), counts: z.array(z.number().int()) });

export const errorGroup = z.object({
  id: groupId,
  title: z.string(),
  /** What its occurrences have in common. */
  kind: z.enum(signKinds),
  /** Of kind `exit`: which worker ended how, of which the title tells in English. */
  exit: z
    .object({
      worker: z.string(),
      reason: z.string(),
      code: z.number().nullable(),
      signal: z.string().nullable(),
    })
    .nullable(),
  category,
  /** 0..1; 1 when a person said so. */
  confidence: z.number(),
  /** A person chose the category. */
  corrected: z.boolean(),
  /** The worst. */
  level,
  count: z.number().int(),
  firstSeen: time,
  lastSeen: time,
  /** Those touched most, at most 20; `workerCount` is how many there are. */
  workers: z.array(z.string()),
  workerCount: z.number().int(),
  status: z.enum(groupStatuses),
  /** Since when, and who made it so; null: nobody. */
  statusSince: time,
  statusBy: z.string().nullable(),
  /** Resolved, and what happens before the next deploy does not count as back. */
  awaitsDeploy: z.boolean(),
  assignee: z.string().nullable(),
  trend: z.object({
    state: z.enum(trendStates),
    /** Its rate now by what it was before; null where there is nothing to compare with. */
    ratio: z.number().nullable(),
  }),
  /** Since the time that was asked for; else the last 24 hours. */
  spark: curve,
  /** The group that the worker's output tells of right before its end, where that is known. */
  cause: groupId.nullable(),
});

export const errorPage = z.object({
  groups: z.array(errorGroup),
  /** Groups that match, on all pages. */
  total: z.number().int(),
  /** Workers of the fleet, of which `workerCount` is a share. */
  fleetWorkers: z.number().int(),
  next: z.string().nullable(),
});

const frame = z.object({
  function: z.string().nullable(),
  file: z.string().nullable(),
  line: z.number().nullable(),
  column: z.number().nullable(),
  inApp: z.boolean(),
  /** The line's text and a few around it, where they are known. */
  source: z.object({ before: z.array(z.string()), line: z.string(), after: z.array(z.string()) }).optional(),
});
const field = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const errorOccurrence = z.object({
  id: z.number().int(),
  time,
  worker: z.string(),
  source: z.enum(['output', 'exit', 'sentry', 'otlp', 'loki']),
  level,
  message: z.string(),
  /** What differs from the group's other occurrences, in order of place. */
  parameters: z.array(z.string()),
  exceptions: z.array(z.object({ type: z.string(), message: z.string(), frames: z.array(frame) })),
  /** Where a message without an exception came from, the newest call first. */
  stack: z.array(frame),
  exit: z
    .object({ reason: z.string(), code: z.number().nullable(), signal: z.string().nullable() })
    .nullable(),
  fields: z.record(z.string(), field),
  breadcrumbs: z.array(
    z.object({
      time: time.nullable(),
      level: level.nullable(),
      category: z.string(),
      message: z.string(),
      data: z.record(z.string(), field),
    }),
  ),
  /** Files that were sent along; `isKept` is false where one was too large, or had to make room since. */
  attachments: z.array(
    z.object({
      id: z.number().int(),
      name: z.string(),
      type: z.string(),
      bytes: z.number().int(),
      isKept: z.boolean(),
    }),
  ),
});
export const occurrencePage = z.object({
  occurrences: z.array(errorOccurrence),
  next: z.string().nullable(),
});

export const deploy = z.object({
  id: z.number().int(),
  time,
  version: z.string(),
  /** Null: all of them. */
  worker: z.string().nullable(),
  by: z.string(),
});

const named = z.object({ id: groupId, title: z.string(), category });

export const errorGroupDetail = errorGroup.extend({
  /** Why its category is what it is. */
  reasons: z.array(reasonSchema),
  /** What its occurrences have in common; more than one when people merged groups. */
  fingerprints: z.array(
    z.object({
      id: z.number().int(),
      kind: z.enum(signKinds),
      title: z.string(),
      why: z.enum(whys),
      /** What there is to say of it: the place in the code, the program's own words, what was parted. */
      detail: z.string(),
      count: z.number().int(),
      lastSeen: time,
    }),
  ),
  newest: errorOccurrence.nullable(),
  typical: errorOccurrence.nullable(),
  /** Values seen at each place that differs, newest first. */
  parameters: z.array(z.object({ position: z.number().int(), values: z.array(z.string()) })),
  /** The asked-for period. */
  timeline: curve,
  touched: z.array(z.object({ worker: z.string(), count: z.number().int(), lastSeen: time })),
  /** Restarts of its workers and deploys in that period, oldest first. */
  marks: z.array(
    z.object({ time, kind: z.enum(['restart', 'deploy']), worker: z.string().nullable(), text: z.string() }),
  ),
  /** From each deploy to the next, newest first. */
  perDeploy: z.array(deploy.extend({ count: z.number().int(), perHour: z.number() })),
  /** Of the period: occurrences for each start of its workers; null without a start. */
  perRestart: z.number().nullable(),
  causes: z.array(named.extend({ count: z.number().int() })),
  similar: z.array(named.extend({ likeness: z.number() })),
  notes: z.array(z.object({ id: z.number().int(), time, by: z.string(), text: z.string() })),
  /** What was merged into it and can be parted again, newest first. */
  merges: z.array(
    z.object({ id: z.number().int(), time, by: z.string(), group: groupId, title: z.string() }),
  ),
});

/** What a change did; `reclassified`: so many other groups got another category by what a correction taught. */
export const errorChanged = z.object({ group: errorGroupDetail, reclassified: z.number().int() });

/** What mostly goes wrong, and when. */
export const errorSummary = z.object({
  from: time,
  stepMs: z.number().int(),
  /** When each step begins, ms since the epoch; the columns below have one value for each. */
  times: z.array(z.number()),
  categories: z.array(
    z.object({
      category,
      counts: z.array(z.number().int()),
      count: z.number().int(),
      /** The largest of them in this period. */
      groups: z.array(z.object({ id: groupId, title: z.string(), count: z.number().int() })),
      groupCount: z.number().int(),
    }),
  ),
  totals: z.object({
    groups: z.number().int(),
    occurrences: z.number().int(),
    unresolved: z.number().int(),
    regressed: z.number().int(),
    new: z.number().int(),
    growing: z.number().int(),
    spiking: z.number().int(),
  }),
  deploys: z.array(deploy),
});

/** Data of the live topic `errors`: snapshot and delta hold what changed last; `more`: so much changed that a list has to be asked for anew. */
export const errorsDelta = z.object({
  changed: z.array(errorGroup.omit({ spark: true, workers: true })),
  removed: z.array(groupId),
  more: z.boolean(),
  /** When the hub told this. */
  toldAt: time,
});

export type ErrorGroup = z.infer<typeof errorGroup>;
export type ErrorPage = z.infer<typeof errorPage>;
export type ErrorGroupDetail = z.infer<typeof errorGroupDetail>;
export type ErrorOccurrence = z.infer<typeof errorOccurrence>;
export type OccurrencePage = z.infer<typeof occurrencePage>;
export type ErrorChanged = z.infer<typeof errorChanged>;
export type ErrorSummary = z.infer<typeof errorSummary>;
export type ErrorsDelta = z.infer<typeof errorsDelta>;
export type Deploy = z.infer<typeof deploy>;
