/** What a silence is: one shape for the API, the database and whoever asks whether it covers an alert. */
import { z } from 'zod';

const time = z.iso.datetime();

export const silenceBounds = { matchers: 20, value: 4_000, comment: 500, unexpired: 1_000 } as const;

/** As of Alertmanager: a label that is not there has the value ''; expressions are RE2's, anchored at both ends. */
export const matcher = z.object({
  /** A label; also `alertname` (the rule) and `severity`. */
  name: z
    .string()
    .regex(/^[a-zA-Z_][a-zA-Z0-9_.-]*$/, 'the name of a label')
    .max(200),
  op: z.enum(['=', '!=', '=~', '!~']),
  value: z.string().max(silenceBounds.value),
});

/** Comes again by cron, in this time zone; each time it lasts so long. */
export const recurrence = z.object({
  cron: z.string().min(1).max(100),
  durationMs: z
    .number()
    .int()
    .min(60_000)
    .max(31 * 86_400_000),
  /** IANA; null: UTC. */
  timezone: z.string().max(100).nullable(),
});

export const silenceStates = ['pending', 'active', 'expired'] as const;
/** `person`: made by one, from the page, the API or a message; `planned`: what an operator asked for silences its own noise. */
export const silenceOrigins = ['person', 'planned'] as const;

export const silence = z.object({
  /** A UUID. */
  id: z.string(),
  /** All must match. */
  matchers: z.array(matcher),
  startsAt: time,
  /** Null: until somebody ends it; only those that recur, and those of a worker that was stopped. */
  endsAt: time.nullable(),
  recurrence: recurrence.nullable(),
  comment: z.string(),
  createdBy: z.string(),
  createdAt: time,
  updatedAt: time,
  origin: z.enum(silenceOrigins),
  /** `pending`: not yet, or between two times; `expired`: over for good. */
  state: z.enum(silenceStates),
  /** When it begins, or began and ends, for now: the present or the next time. Null when it is over for good. */
  window: z.object({ from: time, to: time.nullable() }).nullable(),
});

export const silencePage = z.object({ silences: z.array(silence), next: z.string().nullable() });

export type SilenceMatcher = z.infer<typeof matcher>;
export type Recurrence = z.infer<typeof recurrence>;
export type Silence = z.infer<typeof silence>;
export type SilencePage = z.infer<typeof silencePage>;

export interface NewSilence {
  matchers: readonly SilenceMatcher[];
  startsAt?: string | undefined;
  /** Needed unless it recurs. */
  endsAt?: string | undefined;
  recurrence?: Recurrence | undefined;
  comment: string;
}

/** Unknown ones throw `Failure('not_found')`, what makes no sense `bad_request`, a disk that takes nothing `storage_unavailable`. */
export interface Silences {
  /** Newest first. */
  list(query: {
    state?: readonly Silence['state'][] | undefined;
    limit: number;
    cursor?: string | undefined;
  }): SilencePage;
  silence(id: string): Silence;
  /** Durable when it settles. */
  create(wanted: NewSilence, by: string): Promise<Silence>;
  /** Ends it now; one that is over stays as it is. */
  expire(id: string): Promise<Silence>;
}
