/** The shapes of the HTTP API beyond the fleet's own. Requests are validated with them; OpenAPI and the page's types are generated from them. */
import { z } from 'zod';
import { healthCheckSpec, workerName } from '../../link/spec.ts';
import { isPlainName } from '../../shared/plain-text.ts';
import {
  checkStatus,
  exitStatus,
  logLine,
  machineSample,
  processInfo,
  workerStates,
} from '../../link/status.ts';
import {
  checkHistory,
  configChange,
  doctor,
  event,
  eventKinds,
  eventRates,
  history,
  host,
  hostHistory,
  liveSample,
  part,
  stateHistory,
  stateSpan,
  system,
  worker,
  workerDetail,
} from '../fleet/index.ts';
import {
  categories,
  deploy,
  errorChanged,
  errorGroup,
  errorGroupDetail,
  errorOccurrence,
  errorPage,
  errorsDelta,
  errorSummary,
  groupSorts,
  groupStatuses,
  occurrencePage,
  splitRule,
  trendStates,
} from '../errors/index.ts';
import {
  alert,
  alertCounts,
  alertPage,
  alertsDelta,
  alertSources,
  alertStates,
  matcher,
  parseMatcher,
  recurrence,
  ruleBacktest,
  ruleBody,
  ruleCheck,
  ruleCondition,
  ruleConditions,
  ruleOrigins,
  rulePage,
  ruleState,
  ruleView,
  severities,
  silence,
  silenceBounds,
  silencePage,
  silenceStates,
  writtenRule,
} from '../alerts/index.ts';
import {
  incident,
  incidentCounts,
  incidentDetail,
  incidentPage,
  incidentsDelta,
  incidentStatuses,
  incidentTimes,
} from '../incidents/index.ts';
import { levels } from '../logs/index.ts';
import { channelView, delivery, deliveryPage as deliveries } from '../notify/index.ts';
import { onCallView, override } from '../oncall/index.ts';
import { figureTrends, trends } from '../metrics/trends/index.ts';

/** How asking for the worker's page of figures went last. */
const scrapeState = z.object({
  url: z.string(),
  lastScrapeAt: z.iso.datetime().nullable(),
  samples: z.number().int(),
  /** Null: it went well. */
  error: z.object({ text: z.string(), since: z.iso.datetime() }).nullable(),
});

export const workerWithScrape = workerDetail.extend({
  /** Null: it has no such page. */
  metrics: scrapeState.nullable(),
});

export const errorMoved = z.object({ group: z.number().int() });
export const deployPage = z.object({ deploys: z.array(deploy) });

export const role = z.enum(['viewer', 'operator', 'admin']);

export const accepted = z.object({ eventId: z.number().int() });
/** What became of each wish, in the order of the request: an event, or why it was refused. */
export const workersActed = z.object({
  results: z.array(
    z.union([
      z.object({ worker: z.string(), eventId: z.number().int() }),
      z.object({ worker: z.string(), code: z.string(), detail: z.string() }),
    ]),
  ),
});
export const workerPage = z.object({
  workers: z.array(worker),
  /** Workers that match, on all pages. */
  total: z.number().int(),
  next: z.string().nullable(),
});
export const eventPage = z.object({ events: z.array(event), next: z.string().nullable() });
export const hostPage = z.object({ hosts: z.array(host) });
export const logPage = z.object({ lines: z.array(logLine), before: z.string().nullable() });
export const processPage = z.object({ processes: z.array(processInfo) });
/** `plan` names exactly these changes; given to `apply`, nothing else is applied. */
export const configPlan = z.object({ plan: z.string(), changes: z.array(configChange) });
export const configApplied = z.object({ eventId: z.number().int(), changes: z.array(configChange) });

/** Who is asking. */
export const me = z.object({
  name: z.string(),
  role,
  via: z.enum(['token', 'session']),
  /** When the token or session ends by itself; null: never. */
  expiresAt: z.iso.datetime().nullable(),
});

export const token = z.object({
  id: z.string(),
  name: z.string(),
  role,
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
});
export const tokenPage = z.object({ tokens: z.array(token) });
/** The only time that the secret is told. */
export const newToken = token.extend({ token: z.string() });
export const loginLink = z.object({ url: z.string(), expiresAt: z.iso.datetime() });

const auditEntry = z.object({
  id: z.number().int(),
  time: z.iso.datetime(),
  /** `token:NAME`, `session:NAME`, or `nobody` for a failed login. */
  actor: z.string(),
  role: role.nullable(),
  action: z.string(),
  target: z.string().nullable(),
  /** `done`, or the code of the failure. */
  outcome: z.string(),
  address: z.string(),
  detail: z.record(z.string(), z.unknown()),
});
export const auditPage = z.object({ entries: z.array(auditEntry), next: z.string().nullable() });

/** What a stranger may know: whether Yagura is well, and which part of it is not. */
export const health = z.object({
  product: z.literal('yagura'),
  version: z.string(),
  status: z.enum(['well', 'troubled', 'down']),
  parts: z.array(part.pick({ name: true, state: true })),
});

export const problem = z.object({
  type: z.string(),
  code: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

/**
 * `GET /live`. The client subscribes by topic: `workers`, `samples`, `events`, `errors`, `system`, `logs:NAME`. Each topic answers with a
 * snapshot and then deltas; both carry a cursor. A client that comes back subscribes with the cursor it saw last and gets the deltas
 * it missed, or a new snapshot when they are gone.
 */
export const liveRequest = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('subscribe'),
    topic: z.string().max(8000),
    cursor: z.string().max(100).optional(),
  }),
  z.object({ type: z.literal('unsubscribe'), topic: z.string().max(8000) }),
  z.object({ type: z.literal('ping'), at: z.number() }),
]);
const liveMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('snapshot'), topic: z.string(), cursor: z.string(), data: z.unknown() }),
  z.object({ type: z.literal('delta'), topic: z.string(), cursor: z.string(), data: z.unknown() }),
  z.object({
    type: z.literal('problem'),
    topic: z.string().nullable(),
    code: z.string(),
    detail: z.string(),
  }),
  z.object({ type: z.literal('pong'), at: z.number() }),
]);
/** Data of topic `workers`: snapshot `{workers}`; delta `{changed, removed}`. */
export const workersSnapshot = z.object({ workers: z.array(worker) });
export const workersDelta = z.object({ changed: z.array(worker), removed: z.array(z.string()) });
/** Data of topic `samples`: snapshot and delta are the newest sample; a snapshot is null before the first. */
const samplesSnapshot = liveSample.nullable();
/** Data of topic `events`: the newest 50 in the snapshot, newest last; new ones in a delta. */
const eventsDelta = z.object({ events: z.array(event) });
/** Data of `logs:NAME`: the newest lines in the snapshot, new ones in a delta; newest last. */
const logsDelta = z.object({
  lines: z.array(logLine),
  /** Lines left out here because they came faster than is shown; the log has them. */
  skipped: z.number().int(),
});

/** One record of what a worker printed: a line, or lines that belong together. */
export const logRecord = z.object({
  id: z.string(),
  time: z.iso.datetime(),
  /** Or what a sender calls itself. */
  worker: z.string(),
  /** Null where the text gives none. */
  level: z.enum(levels).nullable(),
  stream: z.enum(['stdout', 'stderr']).nullable(),
  /** Without secrets. */
  text: z.string(),
  /** Of a line of JSON or logfmt: what it says, and its other values. */
  structured: z
    .object({
      message: z.string(),
      fields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    })
    .nullable(),
});
export const logRecordPage = z.object({
  /** Newest first. */
  records: z.array(logRecord),
  /** Cursor for what comes before these; null when there is nothing. */
  older: z.string().nullable(),
  /** Cursor for what came after these; null when nothing more can come. */
  newer: z.string().nullable(),
  /** The time was up: what is older than this was not looked through yet, `older` goes on there. */
  searchedTo: z.iso.datetime().nullable(),
  /** Printed faster than could be read since the hub started, and not here; the worker's own log has it. */
  leftOut: z.array(
    z.object({
      worker: z.string(),
      lines: z.number().int(),
      bytes: z.number().int(),
      last: z.iso.datetime(),
    }),
  ),
});
export const logHistogram = z.object({
  stepMs: z.number().int(),
  /** Oldest first; by level, `none` where the text gives none. */
  buckets: z.array(z.object({ time: z.iso.datetime(), counts: z.record(z.string(), z.number().int()) })),
  /** The time was up: buckets that begin before this are not, or not wholly, counted. */
  countedFrom: z.iso.datetime().nullable(),
  /** Some records were shared out between neighbouring buckets. */
  estimated: z.boolean(),
});
export const logContext = z.object({
  /** Oldest first, as in `after`. */
  before: z.array(logRecord),
  record: logRecord,
  after: z.array(logRecord),
  /** Its wording with places for values, by which others like it are found. */
  template: z.string(),
});
export const logSources = z.object({ workers: z.array(z.string()) });
/** Data of `logs?QUERY`: the newest records in the snapshot, new ones in a delta; newest last. */
const logRecordsDelta = z.object({
  records: z.array(logRecord),
  /** Left out here because they came faster than is shown; a search has them. */
  skipped: z.number().int(),
});

const since = z.iso.datetime({ offset: true });
const limit = (most: number, usual: number) => z.coerce.number().int().min(1).max(most).default(usual);
const cursor = z.string().max(200);

export const workerParams = z.object({ name: workerName });
export const hostParams = z.object({ name: z.string().min(1).max(255) });
export const tokenParams = z.object({ id: z.string().min(1).max(64) });

export const workersQuery = z.object({
  limit: limit(1000, 100),
  cursor: cursor.optional(),
  state: z.enum(workerStates).optional(),
  /** `team` (has it) or `team=post`. */
  label: z.string().max(301).optional(),
  /** Part of the name. */
  q: z.string().max(100).optional(),
});
export const eventsQuery = z.object({
  worker: workerName.optional(),
  /** Exact, or a prefix that ends with a dot: `worker.`. */
  type: z.string().max(100).optional(),
  kind: z.enum(eventKinds).optional(),
  /** Part of the worker's or the host's name, of the type, or of the data. */
  q: z.string().max(100).optional(),
  since: since.optional(),
  until: since.optional(),
  limit: limit(1000, 100),
  cursor: cursor.optional(),
});
export const eventRatesQuery = z.object({
  minutes: z.coerce.number().int().min(1).max(1440).default(60),
  worker: workerName.optional(),
});
/** The last 24 hours when nothing is asked for; at most 30 days. */
export const statesQuery = z.object({ since: since.optional() });
export const historyQuery = z.object({ since: since.optional() });
/** Times for which what is usual is wanted, together or not at all. */
export const trendsQuery = z
  .object({ from: since.optional(), to: since.optional() })
  .refine(({ from, to }) => (from === undefined) === (to === undefined), 'give both from and to, or neither');
export const hostHistoryQuery = z.object({
  since: since.optional(),
  /** Seconds: 1 is the last 15 minutes as sampled, 15 the last hour in means. */
  step: z.enum(['1', '15']).default('1'),
});
export const logsQuery = z.object({
  limit: limit(10_000, 200),
  before: cursor.optional(),
  after: cursor.optional(),
  /** An instant: the lines around it, half of them before it. Not together with `before` or `after`. */
  at: since.optional(),
  /** Lines that hold this text. */
  q: z.string().max(1000).optional(),
  stream: z.enum(['stdout', 'stderr']).optional(),
});
const groupId = z.coerce.number().int().min(1);
export const errorParams = z.object({ id: groupId });
export const attachmentParams = errorParams.extend({ attachment: groupId });
/** Words parted by commas, each at most once. */
const oneOrMore = <Word extends string>(words: readonly [Word, ...Word[]]) =>
  z
    .string()
    .max(200)
    .transform((text) => [...new Set(text.split(','))])
    .pipe(z.array(z.enum(words)).min(1));
/** A worker, or what an SDK calls itself. */
const sender = z.string().min(1).max(200);
const hours = z.coerce
  .number()
  .int()
  .min(1)
  .max(31 * 24)
  .default(24);
export const errorsQuery = z.object({
  /** One or more, parted by commas: `unresolved,regressed`. */
  status: oneOrMore(groupStatuses).optional(),
  category: z.enum(categories).optional(),
  worker: sender.optional(),
  /** At least so grave. */
  level: z.enum(levels).optional(),
  trend: z.enum(trendStates).optional(),
  assignee: z.string().max(100).optional(),
  /** Part of the title or of a worker's name. */
  q: z.string().max(200).optional(),
  sort: z.enum(groupSorts).default('lastSeen'),
  /** Seen since. */
  since: since.optional(),
  limit: limit(200, 50),
  cursor: cursor.optional(),
});
/** `hours`: how far back the timeline goes. */
export const errorQuery = z.object({ hours });
export const errorSummaryQuery = z.object({ hours, worker: sender.optional() });
export const occurrencesQuery = z.object({
  worker: sender.optional(),
  limit: limit(100, 20),
  cursor: cursor.optional(),
});
/** As an object, or as text: `worker=~"mailer-.*"`. */
const writtenMatcher = z
  .string()
  .max(silenceBounds.value + 300)
  .transform((text, context) => {
    const parsed = parseMatcher(text);
    if (parsed) return parsed;
    context.addIssue({ code: 'custom', message: 'a matcher such as worker="mailer" or host=~"a|b"' });
    return z.NEVER;
  })
  .pipe(matcher);
const oneOrSeveral = <Item extends z.ZodType<unknown, string>>(item: Item) =>
  z
    .union([z.array(z.string()), z.string().transform((text) => [text])])
    .pipe(z.array(item).max(silenceBounds.matchers));
export const ruleParams = z.object({ name: z.string().min(1).max(100) });
export const rulesQuery = z.object({
  origin: z.enum(ruleOrigins).optional(),
  state: ruleState.shape.state.optional(),
  /** A part of the name. */
  q: z.string().max(200).optional(),
  limit: limit(1000, 200),
  cursor: cursor.optional(),
});
export const ruleTested = z.object({ key: z.string() });
export const alertParams = z.object({ id: z.string().min(1).max(100) });
export const alertsQuery = z.object({
  /** One or more, parted by commas: `firing,pending`. */
  state: oneOrMore(alertStates).optional(),
  severity: oneOrMore(severities).optional(),
  rule: z.string().max(200).optional(),
  worker: sender.optional(),
  host: z.string().max(255).optional(),
  source: z.enum(alertSources).optional(),
  /** `true`: worth telling now; `false`: silenced, inhibited, pending or over. */
  noticeable: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
  /** Matchers of labels, each by itself: `match=worker="mailer"&match=severity!="info"`. */
  match: oneOrSeveral(writtenMatcher).optional(),
  /** Part of the rule, of a label or of an annotation. */
  q: z.string().max(200).optional(),
  limit: limit(500, 100),
  cursor: cursor.optional(),
});
const incidentId = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);
export const incidentParams = z.object({ id: incidentId });
export const incidentsQuery = z.object({
  /** One or more, parted by commas: `open,acknowledged`. */
  status: oneOrMore(incidentStatuses).optional(),
  severity: oneOrMore(severities).optional(),
  worker: sender.optional(),
  /** `true`: somebody was told of it; `false`: healed within the grace time, or nobody is to be told. */
  paged: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
  /** Part of the title or of a worker's name. */
  q: z.string().max(200).optional(),
  /** Began since. */
  since: since.transform((text) => new Date(text).toISOString()).optional(),
  limit: limit(200, 50),
  cursor: cursor.optional(),
});
export const incidentTimesQuery = z.object({ days: z.coerce.number().int().min(1).max(400).default(30) });
export const incidentReportQuery = z.object({ language: z.enum(['en', 'ja']).default('en') });
export const onCallQuery = z.object({ team: z.string().min(1).max(100).optional() });
export const overrideParams = z.object({ id: incidentId });
export const silenceParams = z.object({ id: z.string().min(1).max(100) });
export const silencesQuery = z.object({
  state: oneOrMore(silenceStates).optional(),
  limit: limit(500, 100),
  cursor: cursor.optional(),
});
export const deploysQuery = z.object({ since: since.optional(), limit: limit(500, 100) });

export const channelParams = z.object({ name: z.string().max(100) });
export const channelPage = z.object({ channels: z.array(channelView) });
export const testedChannel = delivery;
export const deliveriesQuery = z.object({
  channel: z.string().max(100).optional(),
  thread: z.string().max(200).optional(),
  limit: limit(1000, 100),
  cursor: cursor.optional(),
});
export const deliveryPage = deliveries.extend({ nextCursor: z.string().nullable() });
const pushKey = (bytes: number) =>
  z
    .string()
    .max(200)
    .refine((key) => Buffer.from(key, 'base64url').length === bytes, {
      error: `${bytes} bytes in base64url`,
    });
export const pushPage = z.object({ publicKey: z.string(), channels: z.array(z.string()) });
/** As browsers write their subscription down, and the channel whose messages it asks for. */
export const pushBody = z.object({
  channel: z.string().max(100),
  endpoint: z.url({ protocol: /^https$/ }).max(1000),
  keys: z.object({ p256dh: pushKey(65), auth: pushKey(16) }),
});
export const pushSubscribed = z.object({ id: z.string() });
export const pushParams = z.object({ id: z.string().max(64) });
export const linkParams = z.object({ token: z.string().max(300) });

/** Several, parted by commas. */
const list = <Item extends z.ZodType<string, string>>(item: Item) =>
  z
    .string()
    .max(2000)
    .transform((text) => text.split(',').filter(Boolean))
    .pipe(z.array(item).max(100));
const logFilter = {
  /** Words that must all be there; see docs/logs.md. */
  q: z.string().max(1000).optional(),
  worker: list(z.string().max(200)).optional(),
  level: list(z.enum([...levels, 'none'])).optional(),
  /** Wording with places for values, `timeout after <NUM> ms`, as kinds of errors have it. */
  template: z.string().max(1000).optional(),
};
export const logLiveQuery = z.object(logFilter);
export const logRecordsQuery = z.object({
  ...logFilter,
  from: since.optional(),
  to: since.optional(),
  limit: limit(1000, 100),
  cursor: cursor.optional(),
});
export const logHistogramQuery = z.object({
  ...logFilter,
  /** An hour before `to` when it is not given. */
  from: since.optional(),
  to: since.optional(),
  /** At most so many. */
  buckets: z.coerce.number().int().min(1).max(500).default(60),
});
export const logRecordParams = z.object({ id: z.string().min(1).max(100) });
export const logContextQuery = z.object({
  before: z.coerce.number().int().min(0).max(500).default(20),
  after: z.coerce.number().int().min(0).max(500).default(20),
});
export const auditQuery = z.object({
  /** Text in who did it, in any case. */
  actor: z.string().max(200).optional(),
  /** Exact, or a prefix that ends with a dot: `worker.`. */
  action: z.string().max(100).optional(),
  /** Text in what it was done to, in any case. */
  target: z.string().max(200).optional(),
  since: since.optional(),
  until: since.optional(),
  limit: limit(1000, 100),
  cursor: cursor.optional(),
});
export const loginQuery = z.object({ code: z.string().max(200).optional() });

export const loginBody = z.object({ token: z.string().max(200) });
export const newTokenBody = z.object({
  name: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .refine(isPlainName, 'must not hold control or invisible characters'),
  role,
  expiresAt: since.nullable().default(null),
});
const plainText = (longest: number) =>
  z.string().trim().min(1).max(longest).refine(isPlainName, 'must not hold control or invisible characters');
const groupChange = z.object({
  status: z.enum(['unresolved', 'resolved', 'ignored']).optional(),
  /** Of `resolved`: what happens before the next deploy does not count as back. */
  inNextDeploy: z.boolean().optional(),
  /** Null: nobody. */
  assignee: plainText(100).nullable().optional(),
});
const changesSomething = (body: object) => Object.values(body).some((value) => value !== undefined);
export const errorChangeBody = groupChange
  .extend({
    /** Teaches: others alike are classified anew. */
    category: z.enum(categories).optional(),
    note: z.string().trim().min(1).max(5_000).optional(),
  })
  .refine(changesSomething, 'changes nothing')
  .refine(
    (body) => !body.inNextDeploy || body.status === 'resolved',
    'inNextDeploy goes with status resolved',
  );
export const errorsChangeBody = groupChange
  .extend({ groups: z.array(groupId).min(1).max(500) })
  .refine(({ status, assignee }) => changesSomething({ status, assignee }), 'changes nothing')
  .refine(
    (body) => !body.inNextDeploy || body.status === 'resolved',
    'inNextDeploy goes with status resolved',
  );
export const errorMergeBody = z.object({ into: groupId, groups: z.array(groupId).min(1).max(100) });
/** What is parted: all of a worker, of a value in the wording, or one of its fingerprints. */
export const errorSplitBody = z.union([
  splitRule,
  z.object({ by: z.literal('fingerprint'), fingerprint: z.number().int().min(1) }),
]);
export const deployBody = z.object({
  version: plainText(200),
  /** A worker, or the name that its instances share; null: all of them. */
  worker: workerName.nullable().default(null),
  /** When it was; now when not given. */
  time: since.optional(),
});
const matchers = z
  .array(z.union([matcher, writtenMatcher]))
  .min(1)
  .max(silenceBounds.matchers);
export const silenceBody = z.object({
  /** All must match; also `alertname` and `severity`. */
  matchers,
  /** Now when it is not given. */
  startsAt: since.optional(),
  /** Needed unless it recurs. */
  endsAt: since.optional(),
  recurrence: recurrence.optional(),
  comment: plainText(silenceBounds.comment),
});
export const silencePreviewBody = z.object({ matchers });
export const silencePreview = z.object({ alerts: z.array(alert), total: z.number().int() });
export const assignBody = z.object({ to: plainText(100).nullable() });
export const incidentNoteBody = z.object({ text: z.string().trim().min(1).max(5_000) });
export const snoozeBody = z.object({ until: since });
export const incidentsMergeBody = z.object({ incidents: z.array(z.number().int().min(1)).min(1).max(50) });
export const incidentPartBody = z.object({ incident: z.number().int().min(1) });
export const overrideBody = z.object({
  team: z.string().min(1).max(100),
  /** Null: whichever layer is on duty. */
  layer: z.string().max(100).nullable().default(null),
  member: z.string().min(1).max(100),
  from: since,
  to: since,
});
export const workersActionBody = z.object({
  action: z.enum(['start', 'stop', 'restart']),
  workers: z
    .array(workerName)
    .min(1)
    .max(1000)
    .refine((names) => new Set(names).size === names.length, 'names a worker twice'),
});
export const shutDownBody = z
  .object({ keepWorkers: z.boolean().default(false) })
  .default({ keepWorkers: false });
/** With the `plan` that `config/changes` answered, anything else is refused. */
export const applyBody = z.object({ plan: z.string().max(100).optional() }).default({});
export const heartbeatBody = z
  .object({
    status: z.enum(['success', 'start', 'fail', 'exit']).default('success'),
    exitCode: z.number().int().min(0).max(255).nullable().default(null),
    detail: z.string().max(10_000).nullable().default(null),
  })
  .default({ status: 'success', exitCode: null, detail: null });
export const progressBody = z
  .object({
    counter: z.string().min(1).max(100).refine(isPlainName, 'must not hold control or invisible characters'),
    add: z.number().optional(),
    value: z.number().optional(),
  })
  .refine((body) => (body.add === undefined) !== (body.value === undefined), {
    message: 'give either add or value',
  });

export const sentryProjectParams = z.object({ project: z.string().max(100) });
/** What sentry-cli sends. More than this is in there; none of it matters here. */
export const sentryReleaseName = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}/\\]+$/u, { error: 'a release without slashes and control characters' });
export const sentryChunkName = z
  .string()
  .regex(/^[0-9a-f]{40}$/, { error: 'a SHA-1 of 40 hexadecimal digits' });
const sentryNames = z.array(z.string().min(1).max(200)).max(100);
export const sentryAssembleBody = z.object({
  checksum: sentryChunkName,
  chunks: z.array(sentryChunkName).min(1).max(1_000),
  projects: sentryNames.min(1),
  version: sentryReleaseName.nullish(),
  dist: z.string().max(64).nullish(),
});
export const sentryReleaseBody = z.object({
  version: sentryReleaseName,
  projects: sentryNames.default([]),
});
export const sentryReleaseChange = z.object({ projects: sentryNames.nullish() });
export const sentryDeployBody = z.object({
  environment: z.string().min(1).max(200),
  name: z.string().max(200).nullish(),
  projects: sentryNames.nullish(),
});
const sentryRelease = z.object({
  release: z.string(),
  sessions: z.number().int(),
  errored: z.number().int(),
  crashed: z.number().int(),
  /** 0 to 1; null where no session began. */
  crashFreeRatio: z.number().nullable(),
  firstAt: z.iso.datetime(),
  lastAt: z.iso.datetime(),
});
const sentryProject = z.object({
  name: z.string(),
  /** Digits, as SDKs want them. */
  id: z.string(),
  /** Whose errors these are, unless an event says otherwise. */
  worker: z.string(),
  /** What SDKs are configured with; null for viewers. */
  dsn: z.string().nullable(),
  /** The most requests a second. */
  rate: z.number(),
  origins: z.array(z.string()),
  /** What came since the hub started, by type of item. */
  items: z.record(z.string(), z.number().int()),
  malformed: z.number().int(),
  limited: z.number().int(),
  /** Monitors that checked in and are no external worker. */
  unknownMonitors: z.array(z.string()),
  lastAt: z.iso.datetime().nullable(),
  /** The newest first. */
  releases: z.array(sentryRelease),
});
export const sentryProjects = z.object({ projects: z.array(sentryProject) });

/** Names of the shapes in the OpenAPI document and in the page's types. */
export const components = {
  Accepted: accepted,
  Alert: alert,
  AlertCounts: alertCounts,
  AlertPage: alertPage,
  AlertsDelta: alertsDelta,
  AuditEntry: auditEntry,
  AuditPage: auditPage,
  Channel: channelView,
  ChannelPage: channelPage,
  CheckHistory: checkHistory,
  CheckStatus: checkStatus,
  ConfigApplied: configApplied,
  ConfigChange: configChange,
  ConfigPlan: configPlan,
  Delivery: delivery,
  DeliveryPage: deliveryPage,
  Deploy: deploy,
  DeployPage: deployPage,
  Doctor: doctor,
  ErrorChanged: errorChanged,
  ErrorGroup: errorGroup,
  ErrorGroupDetail: errorGroupDetail,
  ErrorMoved: errorMoved,
  ErrorOccurrence: errorOccurrence,
  ErrorPage: errorPage,
  ErrorsDelta: errorsDelta,
  ErrorSummary: errorSummary,
  EventPage: eventPage,
  EventRates: eventRates,
  EventsDelta: eventsDelta,
  ExitStatus: exitStatus,
  FleetEvent: event,
  Health: health,
  HealthCheckSpec: healthCheckSpec,
  History: history,
  Host: host,
  FigureTrends: figureTrends,
  HostHistory: hostHistory,
  HostPage: hostPage,
  Incident: incident,
  IncidentCounts: incidentCounts,
  IncidentDetail: incidentDetail,
  IncidentPage: incidentPage,
  IncidentsDelta: incidentsDelta,
  IncidentTimes: incidentTimes,
  LiveMessage: liveMessage,
  LiveSample: liveSample,
  LogContext: logContext,
  LogHistogram: logHistogram,
  LogLine: logLine,
  LogRecord: logRecord,
  LogRecordPage: logRecordPage,
  LogRecordsDelta: logRecordsDelta,
  LogSources: logSources,
  LoginLink: loginLink,
  LogPage: logPage,
  LogsDelta: logsDelta,
  MachineSample: machineSample,
  Me: me,
  NewToken: newToken,
  OccurrencePage: occurrencePage,
  OnCallView: onCallView,
  Override: override,
  Part: part,
  Problem: problem,
  ProcessInfo: processInfo,
  ProcessPage: processPage,
  PushPage: pushPage,
  PushSubscribed: pushSubscribed,
  Role: role,
  Rule: ruleView,
  RuleBacktest: ruleBacktest,
  RuleCheck: ruleCheck,
  RuleCondition: ruleCondition,
  RuleConditions: ruleConditions,
  RulePage: rulePage,
  RuleState: ruleState,
  RuleTested: ruleTested,
  SamplesSnapshot: samplesSnapshot,
  SentryProject: sentryProject,
  SentryProjects: sentryProjects,
  SentryRelease: sentryRelease,
  Silence: silence,
  SilencePage: silencePage,
  SilencePreview: silencePreview,
  StateHistory: stateHistory,
  StateSpan: stateSpan,
  System: system,
  Token: token,
  TokenPage: tokenPage,
  Trends: trends,
  Worker: worker,
  WorkerDetail: workerWithScrape,
  WorkerPage: workerPage,
  WorkersActed: workersActed,
  WorkersDelta: workersDelta,
  WorkersSnapshot: workersSnapshot,
  WrittenRule: writtenRule,
} as const;

/** Shapes that callers send; optional fields stay optional in their description. */
export const requestBodies = {
  ApplyBody: applyBody,
  AssignBody: assignBody,
  DeployBody: deployBody,
  ErrorChangeBody: errorChangeBody,
  ErrorMergeBody: errorMergeBody,
  ErrorsChangeBody: errorsChangeBody,
  ErrorSplitBody: errorSplitBody,
  HeartbeatBody: heartbeatBody,
  IncidentNoteBody: incidentNoteBody,
  IncidentPartBody: incidentPartBody,
  IncidentsMergeBody: incidentsMergeBody,
  LiveRequest: liveRequest,
  LoginBody: loginBody,
  NewTokenBody: newTokenBody,
  OverrideBody: overrideBody,
  ProgressBody: progressBody,
  PushBody: pushBody,
  RuleBody: ruleBody,
  SentryAssembleBody: sentryAssembleBody,
  SentryDeployBody: sentryDeployBody,
  SentryReleaseBody: sentryReleaseBody,
  SentryReleaseChange: sentryReleaseChange,
  ShutDownBody: shutDownBody,
  SnoozeBody: snoozeBody,
  SilenceBody: silenceBody,
  SilencePreviewBody: silencePreviewBody,
  WorkersActionBody: workersActionBody,
} as const;

export type Role = z.infer<typeof role>;
export type Me = z.infer<typeof me>;
export type Channel = z.infer<typeof channelView>;
export type Delivery = z.infer<typeof delivery>;
export type SentryProject = z.infer<typeof sentryProject>;
export type Token = z.infer<typeof token>;
export type AuditEntry = z.infer<typeof auditEntry>;
export type LiveMessage = z.infer<typeof liveMessage>;
export type LiveRequest = z.infer<typeof liveRequest>;
