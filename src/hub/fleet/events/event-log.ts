/**
 * What happened, in order. An event has its id and is shown the moment it arrives; it is written with its neighbours soon after, and only then
 * acknowledged to the agent that sent it. While the database cannot be written, events wait here, a bounded number of them.
 */
import { type Expression, type ExpressionBuilder, sql, type SqlBool } from 'kysely';
import { type Clock, isoTime, type Timer } from '../../../shared/clock.ts';
import { messageOf } from '../../../shared/failure.ts';
import type { Database, EventRow, Store } from '../../store/index.ts';
import { type EventKind, isError, isOfKind, kindRules } from './event-kinds.ts';
import {
  type Counts,
  createMinuteTally,
  type MinuteTally,
  minuteMs,
  talliedMinutes,
} from './minute-tally.ts';
import { prune, prunedAtATime } from '../prune.ts';
import type { EventRates, FleetEvent } from '../views.ts';

export interface NewEvent {
  time: string;
  type: string;
  worker: string | null;
  host: string | null;
  data: Record<string, unknown>;
  /** Null for what the hub itself records. */
  from: { agentId: string; seq: number } | null;
}

export interface EventQuery {
  worker?: string | undefined;
  /** Exact type, or a prefix that ends with a dot: `worker.`. */
  type?: string | undefined;
  kind?: EventKind | undefined;
  /** A part of the worker's or the host's name, the type or the data. */
  q?: string | undefined;
  /** UTC texts, as stored times are. */
  since?: string | undefined;
  until?: string | undefined;
  /** Only events with a smaller id: paging towards the past. */
  before?: number | undefined;
  limit: number;
}

export interface EventLog {
  /** Null when it was seen before. */
  add(event: NewEvent): FleetEvent | null;
  /** A page may hold fewer than were asked for and yet name a next one. */
  query(query: EventQuery): { events: FleetEvent[]; next: number | null };
  errorsSince(time: string): number;
  restartsSince(time: string): number;
  /** Counted by the minute, the present one last. */
  rates(query: { minutes: number; worker?: string | undefined }): EventRates;
  /** Stored and waiting. */
  count(): number;
  /** What waits to be written, as a share of what may: beyond it the oldest are lost. */
  waitingRatio(): number;
  /** Up to where an agent's events are safely stored. */
  storedSeq(agentId: string): number;
  onStored(listener: (agentId: string, seq: number) => void): void;
  /** Writes what waits. */
  flush(): Promise<void>;
  /** Deletes what is too many; cheap, call it each minute. */
  pruneExcess(): Promise<void>;
  /** Deletes what is too old; looks at everything, call it each hour. */
  pruneOld(): Promise<void>;
  close(): Promise<void>;
}

export interface EventBounds {
  waiting: number;
  stored: number;
  ageMs: number;
}

export const eventBounds: EventBounds = { waiting: 5_000, stored: 200_000, ageMs: 30 * 86_400_000 };
const atATime = 500;
const gatherMs = 10;
const retryMs = 1_000;
/** A query looks through so many of the events that an index finds; its cursor goes on from there. */
const lookedThrough = 20_000;
const lateMs = 86_400_000;

export function createEventLog(options: {
  store: Store;
  clock: Clock;
  log: (text: string) => void;
  bounds?: EventBounds;
}): EventLog {
  const { store, clock, log, bounds = eventBounds } = options;
  const { db } = store;
  const seen = new Map<string, number>();
  const stored = new Map<string, number>();
  for (const { id, last_seq } of store.rows(db.selectFrom('agents').select(['id', 'last_seq']))) {
    stored.set(id, last_seq);
    seen.set(id, last_seq);
  }
  const restarts = watchRestarts(lifeBefore);
  let lastId = store.rows(db.selectFrom('events').select((e) => e.fn.max('id').as('id')))[0]?.id ?? 0;
  let waiting: EventRow[] = [];
  let dropped = 0;
  let tally: MinuteTally | null = null;
  let failing = false;
  let timer: Timer | undefined;
  let writing: Promise<void> | undefined;
  let closed = false;
  let onStored: (agentId: string, seq: number) => void = () => {};

  function writeSoon(delayMs: number): void {
    if (closed || writing) return;
    timer ??= clock.setTimeout(() => {
      timer = undefined;
      void flush();
    }, delayMs);
  }

  function flush(): Promise<void> {
    writing ??= writeAll();
    return writing;
  }

  async function writeAll(): Promise<void> {
    const delayMs = await write();
    writing = undefined;
    if (delayMs !== null) writeSoon(delayMs);
  }

  /** Answers when to try again, or null when all is written. */
  async function write(): Promise<number | null> {
    while (waiting.length > 0) {
      const rows = waiting.slice(0, atATime);
      try {
        await insert(rows);
      } catch (error) {
        if (!failing) log(`events cannot be written, they wait: ${messageOf(error)}`);
        failing = true;
        return retryMs;
      }
      failing = false;
      const written = new Set(rows.map((row) => row.id));
      waiting = waiting.filter((row) => !written.has(row.id));
      const newest = lastSeqs(rows);
      for (const [agentId, { seq }] of newest) {
        stored.set(agentId, Math.max(seq, stored.get(agentId) ?? 0));
        onStored(agentId, seq);
      }
    }
    return null;
  }

  async function insert(rows: EventRow[]): Promise<void> {
    await db.transaction().execute(async (trx) => {
      await trx
        .insertInto('events')
        .values(rows)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      for (const [id, { seq, host }] of lastSeqs(rows)) {
        const seen_at = isoTime(clock.now());
        await trx
          .insertInto('agents')
          .values({ id, host, version: null, seen_at, last_seq: seq })
          .onConflict((conflict) => conflict.column('id').doUpdateSet({ last_seq: seq, seen_at }))
          .execute();
      }
    });
  }

  function selectStored(query: EventQuery, ids: { from: number; below: number }, limit: number) {
    const { type, kind, q, since, until } = query;
    const narrow = narrowOf(query);
    let select = db.selectFrom('events').selectAll().orderBy('id', 'desc').limit(limit);
    if (ids.from > 0) select = select.where('id', '>=', ids.from);
    if (ids.below < Number.MAX_SAFE_INTEGER) select = select.where('id', '<', ids.below);
    if (narrow) select = select.where(narrow.column, '=', narrow.value);
    if (type !== undefined && narrow?.column !== 'type') {
      if (!type.endsWith('.')) select = select.where(unindexedType, '=', type);
      // `/` follows `.`, so this range is all that begins with the prefix.
      else
        select = select.where(unindexedType, '>=', type).where(unindexedType, '<', `${type.slice(0, -1)}/`);
    }
    if (since !== undefined) select = select.where('time', '>=', since);
    if (until !== undefined) select = select.where('time', '<=', until);
    if (kind !== undefined) {
      const { types, errors, otherThan } = kindRules[kind];
      select = select.where((e) =>
        e.or([
          ...(types.length > 0 ? [e(unindexedType, 'in', types)] : []),
          ...(errors ? [e('error', '=', 1)] : []),
          ...(otherThan ? [e.and(otherThan.map((prefix) => e.not(e('type', 'like', `${prefix}%`))))] : []),
        ]),
      );
    }
    if (q !== undefined) {
      const text = `%${q.toLowerCase().replace(/[\\%_]/g, String.raw`\$&`)}%`;
      select = select.where((e) =>
        e.or(
          (['worker', 'host', 'type', 'data_json'] as const).map(
            (column) => sql<boolean>`lower(${e.ref(column)}) like ${text} escape '\\'`,
          ),
        ),
      );
    }
    return select;
  }

  /** Where a look at the newest of what an index finds ends; 0 when it finds no more than that. */
  function lookDownTo(query: EventQuery, below: number): number {
    const narrow = narrowOf(query);
    if (!needsLook(query)) return 0;
    if (!narrow) return Math.max(0, Math.min(below, lastId + 1) - lookedThrough);
    const next = db
      .selectFrom('events')
      .select('id')
      .where(narrow.column, '=', narrow.value)
      .where('id', '<', below)
      .orderBy('id', 'desc')
      .limit(1)
      .offset(lookedThrough);
    return (store.rows(next)[0]?.id ?? -1) + 1;
  }

  /** Events come nearly in the order of their time; those that an agent kept while it was away are late. */
  function allBefore(id: number, time: string): boolean {
    const first = store.rows(
      db.selectFrom('events').select('time').where('id', '>=', id).orderBy('id').limit(1),
    );
    return first[0] !== undefined && Date.parse(first[0].time) < Date.parse(time) - lateMs;
  }

  function pruneWhere(
    goes: (e: ExpressionBuilder<Database, 'events'>) => Expression<SqlBool>,
  ): Promise<void> {
    const some = db.selectFrom('events').select('id').where(goes).orderBy('id').limit(prunedAtATime);
    return prune(db.deleteFrom('events').where('id', 'in', some));
  }

  function oldestStored(): number {
    return store.rows(db.selectFrom('events').select((e) => e.fn.min('id').as('id')))[0]?.id ?? 0;
  }

  /** Counts all that is stored of a time, by an index that holds just what counts. */
  function countStored(into: MinuteTally, since: string, worker?: string): void {
    let counted = db
      .selectFrom('events')
      .select((e) => [
        sql<string>`substr(${e.ref('time')}, 1, 16)`.as('minute'),
        e.fn.sum<number>('error').as('errors'),
        e.fn.sum<number>('restart').as('restarts'),
      ])
      .where(sql<boolean>`(error = 1 OR restart = 1)`)
      .where('time', '>=', since)
      .where('id', '<', waiting[0]?.id ?? Number.MAX_SAFE_INTEGER)
      .groupBy('minute');
    // Left to itself SQLite would take the index of workers, and look at each event that the worker ever had.
    if (worker !== undefined) counted = counted.where(sql`+worker`, '=', worker);
    for (const { minute, ...counts } of store.rows(counted)) into.add(Date.parse(`${minute}Z`), counts);
    for (const row of waiting)
      if (row.time >= since && (worker === undefined || row.worker === worker))
        into.add(Date.parse(row.time), countsOf(row));
  }

  /** Of everybody, counted once and kept up to date from then on. */
  function readTally(): MinuteTally {
    if (tally) return tally;
    tally = createMinuteTally(() => clock.now());
    countStored(tally, isoTime(clock.now() - talliedMinutes * minuteMs));
    return tally;
  }

  function countWorker(worker: string, firstMinute: number): MinuteTally {
    const counted = createMinuteTally(() => clock.now());
    countStored(counted, isoTime(firstMinute * minuteMs), worker);
    return counted;
  }

  /** Of the minute in which the time lies, what comes after it; of all whole minutes after that, as tallied. */
  function countSince(what: keyof Counts, time: string): number {
    const minute = Math.floor(Date.parse(time) / minuteMs);
    const isTallied = minute >= Math.floor(clock.now() / minuteMs) - talliedMinutes;
    const end = isTallied ? isoTime((minute + 1) * minuteMs) : '9999';
    const column = what === 'errors' ? 'error' : 'restart';
    const rest = db
      .selectFrom('events')
      .select((e) => e.fn.sum<number | null>(column).as('count'))
      .where(sql<boolean>`(error = 1 OR restart = 1)`)
      .where('time', '>=', time)
      .where('time', '<', end)
      .where('id', '<', waiting[0]?.id ?? Number.MAX_SAFE_INTEGER);
    const stored = store.rows(rest)[0]?.count ?? 0;
    const inWait = waiting.filter((row) => row[column] === 1 && row.time >= time && row.time < end).length;
    return stored + inWait + (isTallied ? readTally().since(minute + 1)[what] : 0);
  }

  /** The last step in a worker's life that is known. */
  function lifeBefore(worker: string): string | null {
    const row = waiting.findLast((event) => event.worker === worker && lifeSteps.includes(event.type));
    if (row) return row.type;
    const select = db.selectFrom('events').select('type').where('worker', '=', worker);
    const last = select.where('type', 'in', lifeSteps).orderBy('id', 'desc').limit(1);
    return store.rows(last)[0]?.type ?? null;
  }

  return {
    add({ time, type, worker, host, data, from }) {
      if (from) {
        if (from.seq <= (seen.get(from.agentId) ?? 0)) return null;
        seen.set(from.agentId, from.seq);
      }
      const row: EventRow = {
        id: ++lastId,
        time,
        type,
        worker,
        host,
        agent_id: from?.agentId ?? null,
        seq: from?.seq ?? null,
        error: isError(type, data) ? 1 : 0,
        restart: restarts(type, worker) ? 1 : 0,
        data_json: JSON.stringify(data),
      };
      waiting.push(row);
      tally?.add(Date.parse(time), countsOf(row));
      if (waiting.length > bounds.waiting) {
        waiting.shift();
        dropped++;
        if (dropped % 1_000 === 1)
          log(`${dropped} events were dropped, since the database cannot be written`);
      }
      writeSoon(gatherMs);
      return { id: row.id, time, type, worker, host, data };
    },
    query(query) {
      const { before, limit } = query;
      const rows = waiting
        .filter((row) => fits(row, query))
        .toReversed()
        .slice(0, limit + 1);
      const firstWaiting = waiting[0]?.id;
      let lookedTo = 0;
      if (rows.length <= limit) {
        const below = Math.min(before ?? Number.MAX_SAFE_INTEGER, firstWaiting ?? Number.MAX_SAFE_INTEGER);
        lookedTo = lookDownTo(query, below);
        rows.push(...store.rows(selectStored(query, { from: lookedTo, below }, limit + 1 - rows.length)));
      }
      const events = rows.slice(0, limit).map(toEvent);
      if (rows.length > limit) return { events, next: events.at(-1)?.id ?? null };
      const isEnd =
        lookedTo <= oldestStored() || (query.since !== undefined && allBefore(lookedTo, query.since));
      return { events, next: isEnd ? null : lookedTo };
    },
    errorsSince: (time) => countSince('errors', time),
    restartsSince: (time) => countSince('restarts', time),
    rates({ minutes, worker }) {
      const first = Math.floor(clock.now() / minuteMs) - minutes + 1;
      const tallied = worker === undefined ? readTally() : countWorker(worker, first);
      const numbers = Array.from({ length: minutes }, (_, index) => first + index);
      return {
        stepMs: minuteMs,
        times: numbers.map((minute) => minute * minuteMs),
        restarts: numbers.map((minute) => tallied.of(minute).restarts),
        errors: numbers.map((minute) => tallied.of(minute).errors),
      };
    },
    count() {
      const all = db.selectFrom('events').select((e) => e.fn.countAll<number>().as('count'));
      return (store.rows(all)[0]?.count ?? 0) + waiting.length;
    },
    waitingRatio: () => waiting.length / bounds.waiting,
    storedSeq: (agentId) => stored.get(agentId) ?? 0,
    onStored: (listener) => {
      onStored = listener;
    },
    flush,
    pruneExcess: () => pruneWhere((e) => e('id', '<=', lastId - bounds.stored)),
    pruneOld: () => pruneWhere((e) => e('time', '<', isoTime(clock.now() - bounds.ageMs))),
    async close() {
      closed = true;
      clock.clearTimeout(timer);
      timer = undefined;
      await flush();
    },
  };
}

/** The one condition that an index answers in order of ids. */
function narrowOf({ worker, type }: EventQuery): { column: 'worker' | 'type'; value: string } | null {
  if (worker !== undefined) return { column: 'worker', value: worker };
  return type === undefined || type.endsWith('.') ? null : { column: 'type', value: type };
}

/** Whether one event after another has to be looked at. */
function needsLook({ worker, type, kind, q, since, until }: EventQuery): boolean {
  const isTypeFound = type === undefined || (worker === undefined && !type.endsWith('.'));
  return !isTypeFound || [kind, q, since, until].some((condition) => condition !== undefined);
}

/** SQLite knows no counts, and would take the index of types for what another finds faster or in order. */
const unindexedType = sql<string>`+type`;

function fits(row: EventRow, { worker, type, kind, q, since, until, before }: EventQuery): boolean {
  return (
    (worker === undefined || row.worker === worker) &&
    (type === undefined || (type.endsWith('.') ? row.type.startsWith(type) : row.type === type)) &&
    (kind === undefined || isOfKind(kind, row.type, row.error === 1)) &&
    (q === undefined || [row.worker, row.host, row.type, row.data_json].some((text) => holds(text, q))) &&
    (since === undefined || row.time >= since) &&
    (until === undefined || row.time <= until) &&
    (before === undefined || row.id < before)
  );
}

function holds(text: string | null, q: string): boolean {
  return text !== null && text.toLowerCase().includes(q.toLowerCase());
}

function lastSeqs(rows: readonly EventRow[]): Map<string, { seq: number; host: string }> {
  const last = new Map<string, { seq: number; host: string }>();
  for (const { agent_id, seq, host } of rows) {
    if (agent_id !== null && seq !== null) last.set(agent_id, { seq, host: host ?? '' });
  }
  return last;
}

const countsOf = (row: EventRow): Counts => ({ errors: row.error, restarts: row.restart });

const lifeSteps = [
  'worker.started',
  'worker.adopted',
  'worker.exited',
  'worker.start-failed',
  'worker.stopped',
  'worker.completed',
  'worker.failed',
  'worker.removed',
];

/** Tells restarts: a worker is started, and the last that happened to it was that a run of its ended. */
function watchRestarts(
  lifeBefore: (worker: string) => string | null,
): (type: string, worker: string | null) => boolean {
  const last = new Map<string, string>();
  return (type, worker) => {
    if (worker === null || !lifeSteps.includes(type)) return false;
    const before = last.get(worker) ?? lifeBefore(worker);
    if (type === 'worker.removed') last.delete(worker);
    else last.set(worker, type);
    return type === 'worker.started' && (before === 'worker.exited' || before === 'worker.start-failed');
  };
}

function toEvent(row: EventRow): FleetEvent {
  const { id, time, type, worker, host } = row;
  return { id, time, type, worker, host, data: JSON.parse(row.data_json) as Record<string, unknown> };
}
