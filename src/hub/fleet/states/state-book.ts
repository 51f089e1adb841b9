/**
 * What each worker was over time. While its agent is here, statuses say when the state changed, and events who or what caused it; what
 * happened while the hub was away comes as events, since the agent keeps those. Time in which no agent looked is `unknown`. Written in
 * batches; what a batch has not reached is told again by the events after it when the hub starts anew.
 */
import type { Selectable } from 'kysely';
import type { WorkerStatus } from '../../../link/status.ts';
import { type Clock, isoTime } from '../../../shared/clock.ts';
import { Failure, messageOf } from '../../../shared/failure.ts';
import { type Database, readSetting, type Store } from '../../store/index.ts';
import { prune, prunedAtATime } from '../prune.ts';
import { stateOfEvent } from './state-of-event.ts';
import {
  cutSpans,
  type Mark,
  markState,
  mergeSpans,
  type Present,
  setBack,
  type Span,
  spansOf,
} from './state-spans.ts';
import type { FleetEvent, StateHistory } from '../views.ts';

export interface StateBook {
  /** An agent is here. Statuses count once its events up to `lastSeq`, which are older, have come. */
  arrive(host: string, lastSeq: number): void;
  /** Every event, in order; `seq` is its agent's number, null for the hub's own. */
  event(event: FleetEvent, seq: number | null): void;
  statuses(host: string, statuses: readonly WorkerStatus[]): void;
  /** The agent looked at its workers. */
  look(host: string, timeMs: number): void;
  /** The agent is away for so long that nobody knows any more. */
  leave(host: string): void;
  forget(worker: string): void;
  query(worker: string, sinceMs: number): StateHistory;
  flush(): Promise<void>;
  /** Writes also until when the agents looked, so that a hub that follows at once finds no gap. */
  close(): Promise<void>;
  /** Deletes what is too many; cheap, call it each minute. */
  pruneExcess(): Promise<void>;
  /** Deletes what is too old, or too many of one worker; looks at everything, call it each hour. */
  pruneOld(): Promise<void>;
}

export interface StateBounds {
  ageMs: number;
  stored: number;
  ofOneWorker: number;
}

export const stateBounds: StateBounds = { ageMs: 30 * 86_400_000, stored: 200_000, ofOneWorker: 2_000 };

/** An agent that is brought back sooner was never away, as far as people can see. */
const awayMs = 5_000;
/** Looks this far apart, with the agent connected: the machine slept. So far back: its clock was ahead before. */
const standstillMs = 15_000;
/** Events that are said to come, and none does for so long: they are lost. */
const catchUpMs = 5_000;
/** An event tells of the state that an agent shows if it is no older than this; otherwise it is of one before. */
const sameChangeMs = 5_000;
/** A wish is the cause of what happens within this time. */
const causeMs = 60_000;
const mostWaiting = 20_000;
const mostReplayed = 20_000;
const mostSpans = 500;
const mostRead = 6_000;
const insertedAtATime = 500;
const lookedEveryMs = 15_000;
const settingKey = 'states';

interface Entry extends Present {
  host: string;
  /** The present state is as the agent itself shows it, so that an older event cannot change it. */
  shown: boolean;
}

interface Saved {
  eventId: number;
  looked: Record<string, number>;
}

export function createStateBook(options: {
  store: Store;
  clock: Clock;
  log: (text: string) => void;
  bounds?: StateBounds;
}): StateBook {
  const { store, clock, log, bounds = stateBounds } = options;
  const { db } = store;
  const entries = new Map<string, Entry>();
  const changed = new Set<string>();
  let over: ({ worker: string } & Span)[] = [];
  /** From when on nothing that is written of a worker counts. */
  let cuts = new Map<string, number>();
  const here = new Set<string>();
  const catchingUp = new Map<
    string,
    { lastSeq: number; giveUpAt: number; held: Map<string, WorkerStatus> }
  >();
  const wishes = new Map<string, { by: string; at: number }>();
  /** Wishes about all workers. */
  let applied: { by: string; at: number } | null = null;
  let shutDown: { by: string; at: number } | null = null;
  const saved = JSON.parse(readSetting(store, settingKey) ?? '{"eventId":0,"looked":{}}') as Saved;
  const looked = new Map(Object.entries(saved.looked));
  let eventId = saved.eventId;
  let savedAt = clock.monotonic();
  load();

  function load(): void {
    for (const { worker, now_json } of store.rows(db.selectFrom('worker_states_now').selectAll()))
      entries.set(worker, JSON.parse(now_json) as Entry);
    const newest = db
      .selectFrom('events')
      .select(['id', 'time', 'type', 'worker', 'host', 'seq', 'data_json'])
      .where('id', '>', eventId)
      .orderBy('id', 'desc')
      .limit(mostReplayed);
    for (const { data_json, seq, ...row } of store.rows(newest).toReversed())
      take({ ...row, data: JSON.parse(data_json) as Record<string, unknown> }, seq);
  }

  function mark(worker: string, host: string, next: Mark, shown: boolean): void {
    const { present, over: spans } = markState(entries.get(worker) ?? null, next);
    entries.set(worker, { ...present, host, shown });
    changed.add(worker);
    for (const span of spans) over.push({ worker, ...span });
    if (over.length > mostWaiting) over = over.slice(-mostWaiting);
  }

  function take(event: FleetEvent, seq: number | null): void {
    eventId = Math.max(eventId, event.id);
    const { type, worker, host } = event;
    const at = Date.parse(event.time);
    noteWish(event, at);
    if (host === null) return;
    if (type === 'agent.started') begin(host, at);
    if (seq !== null) looked.set(host, Math.max(at, looked.get(host) ?? 0));
    if (worker === null) return;
    if (type === 'worker.removed') return forget(worker, at);
    const told = stateOfEvent(event);
    const entry = entries.get(worker);
    if (!told || (told.onlyAfter && !(entry && told.onlyAfter.includes(entry.now.state)))) return;
    const cause = { ...told, at, by: told.by ?? causeOf(event, at, entry) };
    // The agent itself says what the worker is now; an event from before can only add to it.
    const isOld = entry !== undefined && entry.shown && at <= entry.now.at;
    if (!isOld) return mark(worker, host, cause, false);
    if (entry.now.at - at > sameChangeMs) return;
    const { exit, by } = entry.now;
    entries.set(worker, { ...entry, now: { ...entry.now, exit: exit ?? cause.exit, by: by ?? cause.by } });
    changed.add(worker);
  }

  function noteWish({ type, worker, data }: FleetEvent, at: number): void {
    const by = data['by'];
    if (typeof by !== 'string') return;
    if (type === 'config.applied') applied = { by, at };
    else if (type === 'fleet.shut-down-requested') shutDown = { by, at };
    else if (worker !== null && type.endsWith('-requested')) wishes.set(worker, { by, at });
  }

  function causeOf({ type, worker, data }: FleetEvent, at: number, entry: Entry | undefined): string | null {
    const recent = (wish: { by: string; at: number } | null | undefined) =>
      wish && at - wish.at < causeMs ? wish.by : null;
    if (type === 'worker.started') return typeof data['by'] === 'string' ? data['by'] : null;
    if (type !== 'worker.stopping' && type !== 'worker.stopped') return null;
    switch (data['reason']) {
      case 'operator':
        return recent(wishes.get(worker ?? '')) ?? recent(shutDown);
      case 'config':
        return recent(applied);
      case 'health':
        return entry?.now.state === 'unhealthy' ? entry.now.by : null;
      default:
        return null;
    }
  }

  /** An agent began. If the one before it was gone for long, nobody saw what its workers were meanwhile. */
  function begin(host: string, at: number): void {
    const last = looked.get(host);
    if (last !== undefined && at - last > awayMs) nobodyLooked(host, last);
  }

  function nobodyLooked(host: string, since: number): void {
    const unknown = { state: 'unknown', reason: 'nobody looked', exit: null, by: null } as const;
    for (const [worker, entry] of entries)
      if (entry.host === host) mark(worker, host, { ...unknown, at: since }, false);
  }

  function show(host: string, status: WorkerStatus): void {
    const entry = entries.get(status.name);
    const { state, reason, since } = status;
    if (entry?.now.state !== state)
      return mark(status.name, host, { state, reason, at: Date.parse(since), exit: null, by: null }, true);
    if (entry.shown && entry.now.reason === reason) return;
    entries.set(status.name, { ...entry, shown: true, now: { ...entry.now, reason } });
    changed.add(status.name);
  }

  function caughtUp(host: string): void {
    const held = catchingUp.get(host)?.held ?? new Map<string, WorkerStatus>();
    catchingUp.delete(host);
    for (const status of held.values()) show(host, status);
    looked.set(host, clock.now());
  }

  /** What was noted for a time that has not come is dropped: it was, but nobody knows when. */
  function setClockBack(host: string, timeMs: number): void {
    looked.set(host, timeMs);
    const workers = [...entries].filter(([, entry]) => entry.host === host);
    for (const [worker, entry] of workers) {
      entries.set(worker, { ...entry, ...setBack(entry, timeMs) });
      changed.add(worker);
      cuts.set(worker, Math.min(timeMs, cuts.get(worker) ?? timeMs));
    }
    over = over.flatMap((span) => cutSpans([span], cuts.get(span.worker) ?? Number.POSITIVE_INFINITY));
  }

  function forget(worker: string, at: number): void {
    const entry = entries.get(worker);
    if (!entry) return;
    for (const span of spansOf(entry, Math.max(at, entry.now.at))) over.push({ worker, ...span });
    entries.delete(worker);
    wishes.delete(worker);
    changed.add(worker);
  }

  async function write(): Promise<void> {
    const spans = over;
    const workers = [...changed];
    const toCut = cuts;
    const setting: Saved = { eventId, looked: Object.fromEntries(looked) };
    over = [];
    cuts = new Map();
    changed.clear();
    try {
      await db.transaction().execute(async (trx) => {
        for (const [worker, at] of toCut) {
          const ahead = isoTime(at);
          await trx
            .deleteFrom('worker_states')
            .where('worker', '=', worker)
            .where('until', '>', ahead)
            .where('since', '>=', ahead)
            .execute();
          await trx
            .updateTable('worker_states')
            .set({ until: ahead })
            .where('worker', '=', worker)
            .where('until', '>', ahead)
            .execute();
        }
        for (let at = 0; at < spans.length; at += insertedAtATime)
          await trx
            .insertInto('worker_states')
            .values(spans.slice(at, at + insertedAtATime).map(toRow))
            .execute();
        for (let at = 0; at < workers.length; at += insertedAtATime) {
          const some = workers.slice(at, at + insertedAtATime);
          const rows = some.flatMap((worker) => {
            const entry = entries.get(worker);
            return entry ? [{ worker, now_json: JSON.stringify(entry) }] : [];
          });
          // What is gone, and what is about to be written anew.
          await trx.deleteFrom('worker_states_now').where('worker', 'in', some).execute();
          if (rows.length > 0) await trx.insertInto('worker_states_now').values(rows).execute();
        }
        const value = JSON.stringify(setting);
        await trx
          .insertInto('settings')
          .values({ key: settingKey, value })
          .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
          .execute();
      });
      savedAt = clock.monotonic();
    } catch (error) {
      over = [...spans, ...over].slice(-mostWaiting);
      for (const [worker, at] of toCut) cuts.set(worker, Math.min(at, cuts.get(worker) ?? at));
      for (const worker of workers) changed.add(worker);
      if (!(error instanceof Failure)) throw error;
      log(`what workers were cannot be written, it waits: ${messageOf(error)}`);
    }
  }

  const selectIds = () => db.selectFrom('worker_states').select('id').limit(prunedAtATime);

  return {
    arrive(host, lastSeq) {
      here.add(host);
      catchingUp.set(host, { lastSeq, giveUpAt: clock.monotonic() + catchUpMs, held: new Map() });
      if (lastSeq === 0) caughtUp(host);
    },
    event(event, seq) {
      take(event, seq);
      const waits = event.host === null ? undefined : catchingUp.get(event.host);
      if (!waits || seq === null) return;
      waits.giveUpAt = clock.monotonic() + catchUpMs;
      if (seq >= waits.lastSeq) caughtUp(event.host ?? '');
    },
    statuses(host, statuses) {
      const waits = catchingUp.get(host);
      for (const status of statuses) {
        if (waits) waits.held.set(status.name, status);
        else show(host, status);
      }
    },
    look(host, timeMs) {
      const waits = catchingUp.get(host);
      if (waits && clock.monotonic() < waits.giveUpAt) return;
      if (waits) caughtUp(host);
      const last = looked.get(host);
      if (last !== undefined && last - timeMs > standstillMs) return setClockBack(host, timeMs);
      looked.set(host, Math.max(timeMs, last ?? 0));
      if (last === undefined || timeMs - last <= standstillMs) return;
      const before = new Map([...entries].filter(([, entry]) => entry.host === host));
      nobodyLooked(host, last);
      for (const [worker, { now, shown }] of before)
        mark(worker, host, { ...now, at: Math.max(now.at, timeMs), exit: null, by: null }, shown);
    },
    leave(host) {
      here.delete(host);
      catchingUp.delete(host);
      const last = looked.get(host);
      if (last !== undefined) nobodyLooked(host, last);
    },
    forget: (worker) => forget(worker, clock.now()),
    query(worker, sinceMs) {
      const select = db
        .selectFrom('worker_states')
        .selectAll()
        .where('worker', '=', worker)
        .where('until', '>', isoTime(sinceMs))
        .orderBy('until', 'desc')
        .limit(mostRead);
      const written = store.rows(select).toReversed().map(fromRow);
      const spans = cutSpans(written, cuts.get(worker) ?? Number.POSITIVE_INFINITY);
      spans.push(...over.filter((span) => span.worker === worker && span.until > sinceMs));
      const entry = entries.get(worker);
      const now = clock.now();
      if (entry) spans.push(...spansOf(entry, Math.max(now, entry.now.at)));
      const last = spans.at(-1);
      const lookedAt = entry && (looked.get(entry.host) ?? now);
      // The hub is here before its agent, and nobody has looked for a while.
      if (
        entry &&
        last &&
        last.state !== 'unknown' &&
        !here.has(entry.host) &&
        lookedAt &&
        now - lookedAt > awayMs
      ) {
        last.until = Math.max(last.since, lookedAt);
        const unknown = { state: 'unknown', reason: 'nobody looks', exit: null, by: null } as const;
        spans.push({ ...unknown, since: last.until, until: now, changes: 1 });
      }
      const present = spans.pop();
      const merged = [...mergeSpans(spans, mostSpans), ...(present ? [present] : [])];
      return {
        from: isoTime(sinceMs),
        states: merged.map(({ since, until, ...span }, index) => ({
          ...span,
          since: isoTime(since),
          until: entry && index === merged.length - 1 ? null : isoTime(until),
        })),
      };
    },
    async flush() {
      const isDue = clock.monotonic() - savedAt >= lookedEveryMs;
      if (over.length > 0 || changed.size > 0 || (here.size > 0 && isDue)) await write();
    },
    close: write,
    async pruneExcess() {
      const newest = await db
        .selectFrom('worker_states')
        .select((e) => e.fn.max('id').as('id'))
        .executeTakeFirst();
      const tooMany = selectIds()
        .where('id', '<=', (newest?.id ?? 0) - bounds.stored)
        .orderBy('id');
      await prune(db.deleteFrom('worker_states').where('id', 'in', tooMany));
    },
    async pruneOld() {
      const tooOld = selectIds()
        .where('until', '<', isoTime(clock.now() - bounds.ageMs))
        .orderBy('id');
      await prune(db.deleteFrom('worker_states').where('id', 'in', tooOld));
      const crowded = await db
        .selectFrom('worker_states')
        .select('worker')
        .groupBy('worker')
        .having((e) => e.fn.countAll(), '>', bounds.ofOneWorker)
        .execute();
      for (const { worker } of crowded) {
        const rest = selectIds()
          .where('worker', '=', worker)
          .orderBy('until', 'desc')
          .offset(bounds.ofOneWorker);
        await prune(db.deleteFrom('worker_states').where('id', 'in', rest));
      }
    },
  };
}

function toRow({ worker, since, until, exit, by, ...span }: { worker: string } & Span) {
  return {
    id: null,
    worker,
    ...span,
    since: isoTime(since),
    until: isoTime(until),
    exit_json: exit && JSON.stringify(exit),
    caused_by: by,
  };
}

function fromRow(row: Selectable<Database['worker_states']>): Span {
  return {
    state: row.state as Span['state'],
    since: Date.parse(row.since),
    until: Date.parse(row.until),
    reason: row.reason,
    exit: row.exit_json === null ? null : (JSON.parse(row.exit_json) as Span['exit']),
    by: row.caused_by,
    changes: row.changes,
  };
}
