import type { Clock } from '../../../shared/clock.ts';
import { Failure } from '../../../shared/failure.ts';
import { createHeapPace } from '../../../shared/small-heap.ts';
import type { Scrub } from '../../logs/index.ts';
import type { Occurrence } from '../occurrence.ts';
import { type EnvelopeItem, parseEnvelope, parseJson } from './envelope.ts';
import { isMapping, listOf, type Mapping, mappingOf, textOf, timeOf } from './json.ts';
import type { Project } from './projects.ts';
import { createRate, type Rate } from './rate.ts';
import { readAttachments } from './attachments.ts';
import { scrubOccurrences } from './scrub-occurrences.ts';
import { type SessionCount, sessionCount } from './sessions.ts';
import type { SourceMaps } from './source-maps/index.ts';
import { debugIdsOf, type EventContext, eventId, levelOf, toOccurrence } from './to-occurrence.ts';

/** What came for a project since the start. */
export interface ProjectCounts {
  /** By type of item, as senders call them; beyond a number of types, `other`. */
  items: ReadonlyMap<string, number>;
  /** Could not be read. */
  malformed: number;
  /** Requests that were turned away because too many came. */
  limited: number;
  /** Slugs of check-ins that no external worker is called by; the newest few. */
  strangers: ReadonlySet<string>;
  /** ms; null while nothing came. */
  lastAtMs: number | null;
}

export interface SentryIntake {
  /** Answers null when the project has room for one more request, else after how many seconds to try again. */
  limit(project: Project): number | null;
  /** Takes what can be read and resolves once it is stored. Throws `Failure('bad_request')` when nothing can be, and then nothing was taken. */
  takeEnvelope(project: Project, body: Buffer): Promise<{ id: string | null }>;
  /** The same for a single event, as old SDKs send it. */
  takeEvent(project: Project, body: Buffer): Promise<{ id: string | null }>;
  counts(project: string): ProjectCounts | null;
}

interface Counts extends ProjectCounts {
  items: Map<string, number>;
  strangers: Set<string>;
  rate: Rate;
}

export interface SentryOptions {
  /** Stores them before it resolves. */
  take: (occurrences: readonly Occurrence[]) => Promise<void>;
  addSessions: (project: string, counts: readonly SessionCount[]) => Promise<void>;
  /** A sign of life of an external worker; false where none is called that. */
  heartbeat: (worker: string, sign: 'success' | 'start' | 'fail') => boolean;
  isWorker: (name: string) => boolean;
  sourceMaps: SourceMaps;
  /** Masks secrets in place. */
  scrub: Pick<Scrub, 'records'>;
  clock: Clock;
}

const mostTypes = 50;
const mostStrangers = 20;
const longestEvent = 1024 * 1024;
const mostLogs = 1_000;

export function createSentryIntake(options: SentryOptions): SentryIntake {
  const { take, addSessions, heartbeat, isWorker, sourceMaps, scrub, clock } = options;
  const counts = new Map<string, Counts>();
  const pace = createHeapPace(clock);

  const countsOf = (project: string): Counts => {
    const known = counts.get(project) ?? {
      items: new Map(),
      malformed: 0,
      limited: 0,
      strangers: new Set<string>(),
      lastAtMs: null,
      rate: createRate(),
    };
    counts.set(project, known);
    return known;
  };

  async function takeItems(project: Project, header: Mapping, items: readonly EnvelopeItem[]) {
    pace.note();
    const count = countsOf(project.name);
    const nowMs = clock.now();
    count.lastAtMs = nowMs;
    const context: EventContext = {
      worker: project.worker ?? project.name,
      isWorker,
      nowMs,
      sentAtMs: timeOf(header['sent_at']),
      id: eventId(header['event_id']),
    };
    const found: Found[] = [];
    const sessions: SessionCount[] = [];
    const signs: (() => void)[] = [];
    let malformed = 0;
    const read = (item: EnvelopeItem, use: (payload: Mapping) => void) => {
      const payload = item.payload.length <= longestEvent ? parseJson(item.payload) : undefined;
      if (isMapping(payload)) use(payload);
      else malformed++;
    };
    for (const item of items) {
      add(count.items, item.type);
      switch (item.type) {
        case 'event':
          read(item, (event) =>
            found.push({
              occurrence: toOccurrence(event, context),
              debugIds: debugIdsOf(event),
              isEvent: true,
            }),
          );
          break;
        case 'session':
        case 'sessions':
          read(item, (payload) =>
            sessions.push(...[sessionCount(item.type, payload)].filter((one) => one !== null)),
          );
          break;
        case 'check_in':
          read(item, (payload) => signs.push(() => checkIn(count, payload)));
          break;
        case 'log':
          read(item, (payload) => found.push(...errorsOfLog(payload, context).map(fromLog)));
          break;
        default:
        // Accepted and counted: what performance, replays and profiles are for is no part of Yagura.
      }
    }
    count.malformed += malformed;
    if (malformed > 0 && malformed === items.length)
      throw new Failure(
        'bad_request',
        `${malformed === 1 ? 'the item' : 'no item'} of the envelope is a JSON object of at most ${longestEvent} bytes`,
      );
    if (found.length > 0) {
      const resolved = await Promise.all(
        found.map(({ occurrence, debugIds }) =>
          sourceMaps.resolve(occurrence, { project: project.name, debugIds }),
        ),
      );
      const occurrences = scrubOccurrences(resolved, scrub);
      // An envelope has one event at most, and what is attached belongs to it.
      const attachments = readAttachments(items, scrub);
      const event = found.findIndex(({ isEvent }) => isEvent);
      await take(
        occurrences.map((occurrence, at) =>
          at === event && attachments.length > 0 ? { ...occurrence, attachments } : occurrence,
        ),
      );
    }
    if (sessions.length > 0) await addSessions(project.name, sessions);
    for (const sign of signs) sign();
    return { id: found.find(({ occurrence: { id } }) => id !== undefined)?.occurrence.id ?? context.id };
  }

  function checkIn(count: Counts, { monitor_slug: slug, status }: Mapping): void {
    const worker = textOf(slug, 100);
    const sign = ({ ok: 'success', in_progress: 'start', error: 'fail' } as const)[String(status)];
    if (worker === null || sign === undefined || heartbeat(worker, sign)) return;
    count.strangers.delete(worker);
    count.strangers.add(worker);
    for (const oldest of count.strangers)
      if (count.strangers.size > mostStrangers) count.strangers.delete(oldest);
  }

  return {
    limit(project) {
      const count = countsOf(project.name);
      const waitS = count.rate.take(project.rate, clock.monotonic());
      if (waitS !== null) count.limited++;
      return waitS;
    },
    async takeEnvelope(project, body) {
      const { header, items } = parseEnvelope(body);
      return takeItems(project, header, items);
    },
    takeEvent: (project, payload) => takeItems(project, {}, [{ type: 'event', header: {}, payload }]),
    counts: (project) => counts.get(project) ?? null,
  };
}

function add(items: Map<string, number>, type: string): void {
  const known = type === '' ? 'unknown' : type.slice(0, 50);
  const name = items.has(known) || items.size < mostTypes ? known : 'other';
  items.set(name, (items.get(name) ?? 0) + 1);
}

interface Found {
  occurrence: Occurrence;
  debugIds: ReadonlyMap<string, string>;
  isEvent: boolean;
}

const noDebugIds: ReadonlyMap<string, string> = new Map();
const fromLog = (occurrence: Occurrence): Found => ({ occurrence, debugIds: noDebugIds, isEvent: false });

/** Lines that a program sends as logs: those that tell of an error. */
function errorsOfLog(container: Mapping, context: EventContext): Occurrence[] {
  return listOf(container['items'])
    .slice(0, mostLogs)
    .filter(isMapping)
    .filter(({ level }) => ['error', 'fatal'].includes(levelOf(level) ?? ''))
    .map(({ timestamp, level, body, attributes, trace_id }) => {
      const extra = Object.fromEntries(
        Object.entries(mappingOf(attributes)).map(([key, attribute]) => [
          key,
          isMapping(attribute) ? attribute['value'] : attribute,
        ]),
      );
      const {
        'sentry.release': release,
        'sentry.environment': environment,
        'server.address': server_name,
        ...rest
      } = extra;
      const event = {
        timestamp,
        level,
        message: body,
        release,
        environment,
        server_name,
        contexts: { trace: { trace_id } },
        extra: rest,
      };
      // One envelope may hold many, and a line has no name of its own.
      const { id: _, ...occurrence } = toOccurrence(event, { ...context, id: null });
      return occurrence;
    });
}
