/** The shapes of Alertmanager's `api/v2/openapi.yaml`. */
import { z } from 'zod';
import { silenceBounds } from '../silences/index.ts';

const labelSet = z.record(z.string(), z.string());
const time = z.iso.datetime();
/** As Go writes them: with an offset, up to nanoseconds; the year 1 is none. */
const anyTime = z.iso.datetime({ offset: true });
const receiver = z.object({ name: z.string() });

export const alertmanagerAlert = z.object({
  labels: labelSet,
  annotations: labelSet,
  receivers: z.array(receiver),
  fingerprint: z.string(),
  startsAt: time,
  updatedAt: time,
  endsAt: time,
  generatorURL: z.string(),
  status: z.object({
    state: z.enum(['unprocessed', 'active', 'suppressed']),
    silencedBy: z.array(z.string()),
    inhibitedBy: z.array(z.string()),
    /** Of later versions. */
    mutedBy: z.array(z.string()),
  }),
});
export const alertmanagerAlerts = z.array(alertmanagerAlert);
export const alertmanagerGroups = z.array(
  z.object({ labels: labelSet, receiver, alerts: z.array(alertmanagerAlert) }),
);

const matcher = z.object({
  name: z.string(),
  value: z.string(),
  isRegex: z.boolean(),
  isEqual: z.boolean().default(true),
});
export const alertmanagerSilence = z.object({
  id: z.string(),
  status: z.object({ state: z.enum(['expired', 'active', 'pending']) }),
  updatedAt: time,
  matchers: z.array(matcher),
  startsAt: time,
  endsAt: time,
  createdBy: z.string(),
  comment: z.string(),
});
export const alertmanagerSilences = z.array(alertmanagerSilence);
export const postedSilence = z.object({
  id: z.string().max(100).optional(),
  matchers: z.array(matcher).min(1).max(silenceBounds.matchers),
  startsAt: anyTime,
  endsAt: anyTime,
  createdBy: z.string().max(200),
  comment: z.string().max(silenceBounds.comment),
});
export const silencePosted = z.object({ silenceID: z.string() });

export const alertmanagerStatus = z.object({
  cluster: z.object({ status: z.enum(['ready', 'settling', 'disabled']), peers: z.array(z.never()) }),
  versionInfo: z.object({
    version: z.string(),
    revision: z.string(),
    branch: z.string(),
    buildUser: z.string(),
    buildDate: z.string(),
    goVersion: z.string(),
  }),
  config: z.object({ original: z.string() }),
  uptime: time,
});
export const receivers = z.array(receiver);

/** What is wrong with one of many is said when they are read, so that the others are taken all the same. */
export const postedBody = z.array(z.unknown()).max(10_000);
export const postedAlert = z.object({
  labels: labelSet,
  annotations: labelSet.default({}),
  startsAt: anyTime.optional(),
  endsAt: anyTime.optional(),
  generatorURL: z.string().max(4_000).optional(),
});

export type AlertmanagerAlert = z.infer<typeof alertmanagerAlert>;
export type AlertmanagerSilence = z.infer<typeof alertmanagerSilence>;
export type PostedSilence = z.output<typeof postedSilence>;
