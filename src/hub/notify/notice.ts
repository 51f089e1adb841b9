/** What somebody is to be told by one channel, as facts; `message/` puts it into words. */
import { z } from 'zod';

export const severities = ['critical', 'warning', 'info'] as const;
export type Severity = (typeof severities)[number];

export const noticeKinds = ['opened', 'updated', 'resolved', 'reminder', 'digest', 'test'] as const;
export type NoticeKind = (typeof noticeKinds)[number];

export const languages = ['en', 'ja'] as const;
export type Language = (typeof languages)[number];

/** Longer texts are cut, not refused: whoever is on call is better told a part than nothing. */
const text = (most: number) =>
  z.string().transform((value) => (value.length > most ? `${value.slice(0, most - 1)}…` : value));
const listOf = <Item extends z.ZodType>(item: Item, most: number) =>
  z
    .array(item)
    .readonly()
    .default([])
    .transform((list) => list.slice(0, most));
/** One that is too long is left out: a message without a link is better than none. */
const address = z.string().max(4_000).nullable().default(null).catch(null);

export const noticeSchema = z.object({
  /** Unique for all time: incident, what, channel, step. */
  key: z.string().min(1).max(300),
  /** Name under `notify.channels`. */
  channel: z.string().min(1).max(100),
  /** What belongs together there, such as `incident-17`: notices of a thread arrive in the order in which they were enqueued. */
  thread: z.string().min(1).max(200),
  kind: z.enum(noticeKinds),
  language: z.enum(languages).default('en'),
  severity: z.enum(severities),
  /** What is broken, in a few words and in the notice's language, such as "mailer is down". */
  title: text(300),
  /** What is to be said beyond the facts below, a sentence each; of a digest, its entries. */
  lines: listOf(text(500), 50),
  startsAtMs: z.number().nullable().default(null),
  endsAtMs: z.number().nullable().default(null),
  workers: listOf(text(200), 20),
  hosts: listOf(text(200), 20),
  /** How many alerts it holds. */
  alerts: z.number().int().default(0),
  /** The likeliest cause. */
  cause: text(500).nullable().default(null),
  /** What was tried with what came of it, in words, and the outcome by itself for programs. */
  tried: listOf(z.object({ what: text(200), outcome: text(200) }), 10),
  /** What it is likely to need. */
  needs: text(500).nullable().default(null),
  impact: text(500).nullable().default(null),
  acknowledgedBy: text(200).nullable().default(null),
  labels: z.record(z.string(), text(500)).default({}),
  /** Addresses for people: the incident's page, and signed ones that act with a tap. */
  links: z
    .object({ page: address, acknowledge: address, silence: address, approve: address })
    .partial()
    .default({}),
  /** What to draw: the expression over this time, with a line where it is too much. */
  chart: z
    .object({
      expr: z.string().max(5000),
      fromMs: z.number(),
      toMs: z.number(),
      threshold: z.number().nullable(),
    })
    .nullable()
    .default(null)
    .catch(null),
  /** When it was decided on. */
  atMs: z.number(),
});

/** As it is enqueued: what is not known may be left out. */
export type Notice = z.input<typeof noticeSchema>;
/** As it is kept: bounded, and everything has a value. */
export type KeptNotice = z.output<typeof noticeSchema>;
