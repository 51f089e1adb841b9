import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyRequest,
  FastifyTypeProvider,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { z } from 'zod';
import type { Clock } from '../../shared/clock.ts';
import { Failure } from '../../shared/failure.ts';
import type { Alerts, Rules } from '../alerts/index.ts';
import type { Errors } from '../errors/index.ts';
import type { Sentry } from '../errors/sentry/index.ts';
import type { Fleet } from '../fleet/index.ts';
import type { Incidents } from '../incidents/index.ts';
import type { Logs } from '../logs/index.ts';
import type {
  Intake,
  MetricsStore,
  Scraper,
  SeriesSource,
  TowerFigures,
  TowerHistory,
} from '../metrics/index.ts';
import type { RunningNotifier } from '../notify/index.ts';
import type { OnCall } from '../oncall/index.ts';
import type { Access, AccessStore, Identity, LoginLimit } from './auth/index.ts';
import type { StatusPage } from '../status-page/index.ts';
import type { Store } from '../store/index.ts';
import type { Pulse } from './pulse.ts';
import type { AuditEntry, Role } from './schema.ts';

export type AuditedAct = Pick<AuditEntry, 'action' | 'target' | 'outcome' | 'detail'>;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The least role that may come in; `none` needs no identity. A route that does not say is for admins. */
    access?: Role | 'none';
    /** A token may also come as the password of basic auth, which is all that some senders and scrapers know. Never for what a page may change. */
    basicAuth?: boolean;
    /** One line for the API's description. */
    summary?: string;
    /** Name of a state change; it is written to the audit log with its outcome. */
    audit?: string;
    /** Media type of a body that is not JSON. */
    takes?: string;
    /** Media type of an answer that is not JSON. */
    answers?: string;
    /** Left out of the description: the page and what browsers fetch. */
    hidden?: boolean;
  }
  interface FastifyRequest {
    identity: Identity | null;
    /** What the audit log should hold beyond the route and its target. Never a secret. */
    auditDetail: Record<string, unknown>;
    /** Known only after the request was handled, such as the id of a new token. */
    auditTarget: string | null;
    /** What the audit log should hold instead, when one request is about many things. */
    auditEntries: AuditedAct[] | null;
    /** Code of the failure that was answered. */
    failureCode: string | null;
  }
}

/** Requests and answers are typed by the schemas of their route. */
interface ZodTypeProvider extends FastifyTypeProvider {
  validator: this['schema'] extends z.ZodType ? z.output<this['schema']> : unknown;
  serializer: this['schema'] extends z.ZodType ? z.input<this['schema']> : unknown;
}

export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** What routes work with. */
export interface Context {
  fleet: Fleet;
  errors: Errors;
  alerts: Alerts;
  incidents: Incidents;
  onCall: OnCall;
  rules: Rules;
  access: Access;
  accessStore: AccessStore;
  /** What all workers print, kept and searched. */
  logs: Pick<Logs, 'store' | 'feed'>;
  /** Where what others send is taken. */
  intake: Intake;
  /** What /metrics shows. */
  figures: Pick<TowerFigures, 'families'>;
  history: TowerHistory;
  /** How figures are kept. */
  metrics: Pick<MetricsStore, 'stats' | 'retention' | 'health'>;
  scrapes: Pick<Scraper, 'stateOf'> | null;
  /** What PromQL is asked of; null where no samples are kept. */
  series: SeriesSource | null;
  /** Where Sentry's SDKs send to. */
  sentry: Sentry;
  /** What everybody may see. */
  statusPage: StatusPage;
  /** Where messages go. */
  notifier: Pick<RunningNotifier, 'channels' | 'test' | 'deliveries' | 'readLink' | 'followLink' | 'pushes'>;
  store: Pick<Store, 'health' | 'size' | 'newestBackupAt' | 'backupRetention'>;
  pulse: Pulse;
  liveClients: () => number;
  loginLimit: LoginLimit;
  clock: Clock;
  version: string;
  startedAt: number;
  secure: boolean;
  /** Names the built page; null when there is none. */
  pageBuild: string | null;
  /** The server's own address for people, once it listens. */
  url: () => string;
  log: (what: string, error: unknown) => void;
}

/** The caller; only for routes that the guard protects. */
export function callerOf(request: FastifyRequest): Identity {
  if (!request.identity) throw new Failure('unauthorized', 'send a bearer token, or log in on the page');
  return request.identity;
}

/** Cursors are opaque to callers: base64url of the position. */
export function encodeCursor(position: string | number): string {
  return Buffer.from(String(position)).toString('base64url');
}

export function decodeCursor(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  const position = Buffer.from(cursor, 'base64url').toString();
  if (position === '' || encodeCursor(position) !== cursor)
    throw new Failure('bad_cursor', 'use a cursor as it was answered');
  return position;
}

/** For lists that are ordered by a growing number. */
export function decodeNumberCursor(cursor: string | undefined): number | undefined {
  const position = decodeCursor(cursor);
  if (position === null) return undefined;
  if (!/^\d{1,15}$/.test(position)) throw new Failure('bad_cursor', 'use a cursor as it was answered');
  return Number(position);
}
