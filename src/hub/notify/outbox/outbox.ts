import { type Selectable, sql } from 'kysely';
import { type Clock, isoTime } from '../../../shared/clock.ts';
import type { Database, Store } from '../../store/index.ts';
import type { Receipt } from '../channel.ts';
import type { KeptNotice, NoticeKind } from '../notice.ts';
import type { Delivery, DeliveryPage, DeliveryQuery } from '../notifier.ts';
import { chooseDropped } from './make-room.ts';

/** A notice that waits for its channel. */
export interface Waiting {
  id: number;
  notice: KeptNotice;
  /** Tries so far. */
  tries: number;
  enqueuedAtMs: number;
  /** Not to be tried before; 0: at once. */
  notBeforeMs: number;
}

/** The result of a try, as it is written down. */
export type Settled =
  | { outcome: 'delivered'; answer: string; receipt: Receipt | null }
  | { outcome: 'failed'; answer: string }
  | { outcome: 'retry'; answer: string; notBeforeMs: number };

/**
 * The tables behind delivery. Each step is one transaction; a process that dies between two of them leaves a notice either waiting, or under
 * way with a try that is marked `interrupted`. Every method throws `storage_unavailable` when the database does.
 */
export interface Outbox {
  /** What a process that died left under way waits again. */
  recover(): Promise<void>;
  add(notices: readonly KeptNotice[]): Promise<void>;
  /** The one that is next for the channel: those of a thread in their order, those that failed after those that did not. */
  next(channel: string): Waiting | null;
  waiting(): ReadonlyMap<string, number>;
  /** Before a try. A test that nobody enqueued is added. Answers the id of the log's entry. */
  begin(notice: KeptNotice): Promise<number>;
  /** After it. */
  end(noticeKey: string, deliveryId: number, tookMs: number, settled: Settled): Promise<Delivery>;
  /** Lets all that waits for the channel be tried at once. */
  hurry(channel: string): Promise<void>;
  /** Drops what waits for channels that are not among these. */
  keepChannels(names: readonly string[]): Promise<void>;
  firstOf(channel: string, thread: string): Receipt | null;
  lastDeliveredAt(channel: string): string | null;
  deliveries(query: DeliveryQuery): DeliveryPage;
  /** Forgets the oldest beyond the bounds. */
  prune(): Promise<void>;
}

/** Spelt out, as the index of these is. */
const isUnderWay = sql<boolean>`before.state IN ('waiting', 'sending')`;

/** For one channel. */
export const mostWaiting = 1_000;
const mostDeliveries = 10_000;
/** Keys that are remembered, so that an old one is not sent anew. */
const mostDone = 100_000;
const mostThreads = 20_000;
const longestAnswer = 1_000;

export function createOutbox({ db, rows }: Pick<Store, 'db' | 'rows'>, clock: Clock): Outbox {
  const now = () => isoTime(clock.now());

  const logEntry = (notice: KeptNotice, attempt: number, outcome: Delivery['outcome'], answer: string) => ({
    channel: notice.channel,
    thread: notice.thread,
    notice_key: notice.key,
    kind: notice.kind,
    severity: notice.severity,
    title: notice.title,
    time: now(),
    took_ms: 0,
    attempt,
    outcome,
    answer,
  });

  const drop = async (trx: typeof db, ids: readonly number[], why: string) => {
    const dropped = await trx.selectFrom('notices').select('notice_json').where('id', 'in', ids).execute();
    for (const { notice_json } of dropped) {
      await trx
        .insertInto('deliveries')
        .values(logEntry(JSON.parse(notice_json) as KeptNotice, 0, 'dropped', why))
        .execute();
    }
    await trx
      .updateTable('notices')
      .set({ state: 'dropped', done_at: now(), notice_json: '' })
      .where('id', 'in', ids)
      .execute();
  };

  return {
    async recover() {
      await db
        .updateTable('notices')
        .set({ state: 'dropped', done_at: now(), notice_json: '' })
        .where('state', '=', 'sending')
        .where('kind', '=', 'test')
        .execute();
      await db.updateTable('notices').set({ state: 'waiting' }).where('state', '=', 'sending').execute();
    },
    add: (notices) =>
      db.transaction().execute(async (trx) => {
        for (const notice of notices) {
          await trx
            .insertInto('notices')
            .values({
              key: notice.key,
              channel: notice.channel,
              thread: notice.thread,
              kind: notice.kind,
              state: 'waiting',
              tries: 0,
              not_before: null,
              enqueued_at: now(),
              done_at: null,
              notice_json: JSON.stringify(notice),
            })
            .onConflict((conflict) => conflict.column('key').doNothing())
            .execute();
        }
        for (const channel of new Set(notices.map(({ channel }) => channel))) {
          const waiting = await trx
            .selectFrom('notices')
            .select(['id', 'thread', 'kind'])
            .where('channel', '=', channel)
            .where('state', '=', 'waiting')
            .orderBy('id')
            .$castTo<Candidate>()
            .execute();
          const ids = chooseDropped(waiting, mostWaiting);
          if (ids.length > 0) await drop(trx, ids, `more than ${mostWaiting} waited for the channel`);
        }
      }),
    next(channel) {
      const [row] = rows(
        db
          .selectFrom('notices as n')
          .select(['id', 'notice_json', 'tries', 'enqueued_at', 'not_before'])
          .where('channel', '=', channel)
          .where('state', '=', 'waiting')
          .where((eb) =>
            eb.not(
              eb.exists(
                eb
                  .selectFrom('notices as before')
                  .select('before.id')
                  .whereRef('before.channel', '=', 'n.channel')
                  .whereRef('before.thread', '=', 'n.thread')
                  .whereRef('before.id', '<', 'n.id')
                  .where(isUnderWay),
              ),
            ),
          )
          .orderBy((eb) => eb.fn.coalesce('not_before', eb.val('')))
          .orderBy('id')
          .limit(1),
      );
      return row
        ? {
            id: row.id,
            notice: JSON.parse(row.notice_json) as KeptNotice,
            tries: row.tries,
            enqueuedAtMs: Date.parse(row.enqueued_at),
            notBeforeMs: row.not_before === null ? 0 : Date.parse(row.not_before),
          }
        : null;
    },
    waiting: () =>
      new Map(
        rows(
          db
            .selectFrom('notices')
            .select((eb) => ['channel', eb.fn.countAll<number>().as('count')])
            .where('state', '=', 'waiting')
            .groupBy('channel'),
        ).map(({ channel, count }) => [channel, count]),
      ),
    begin: (notice) =>
      db.transaction().execute(async (trx) => {
        const { tries } = await trx
          .insertInto('notices')
          .values({
            key: notice.key,
            channel: notice.channel,
            thread: notice.thread,
            kind: notice.kind,
            state: 'sending',
            tries: 1,
            not_before: null,
            enqueued_at: now(),
            done_at: null,
            notice_json: '',
          })
          .onConflict((conflict) =>
            conflict
              .column('key')
              .doUpdateSet((eb) => ({ state: 'sending', tries: eb('notices.tries', '+', 1) })),
          )
          .returning('tries')
          .executeTakeFirstOrThrow();
        const { id } = await trx
          .insertInto('deliveries')
          .values(logEntry(notice, tries, 'interrupted', 'Yagura ended while it was being sent'))
          .returning('id')
          .executeTakeFirstOrThrow();
        return id;
      }),
    end: (noticeKey, deliveryId, tookMs, settled) =>
      db.transaction().execute(async (trx) => {
        const isDone = settled.outcome !== 'retry';
        const change = isDone
          ? { state: settled.outcome, done_at: now(), notice_json: '' }
          : { state: 'waiting' as const, not_before: isoTime(settled.notBeforeMs) };
        await trx.updateTable('notices').set(change).where('key', '=', noticeKey).execute();
        const entry = await trx
          .updateTable('deliveries')
          .set({
            outcome: settled.outcome,
            took_ms: Math.round(tookMs),
            answer: settled.answer.slice(0, longestAnswer),
          })
          .where('id', '=', deliveryId)
          .returningAll()
          .executeTakeFirstOrThrow();
        if (settled.outcome === 'delivered' && settled.receipt) {
          await trx
            .insertInto('notice_threads')
            .values({
              channel: entry.channel,
              thread: entry.thread,
              receipt_json: JSON.stringify(settled.receipt),
              since: now(),
            })
            .onConflict((conflict) => conflict.columns(['channel', 'thread']).doNothing())
            .execute();
        }
        return deliveryOf(entry);
      }),
    async hurry(channel) {
      await db
        .updateTable('notices')
        .set({ not_before: null })
        .where('channel', '=', channel)
        .where('state', '=', 'waiting')
        .execute();
    },
    async keepChannels(names) {
      const gone = rows(
        db
          .selectFrom('notices')
          .select('id')
          .where('state', '=', 'waiting')
          .$if(names.length > 0, (query) => query.where('channel', 'not in', names)),
      ).map(({ id }) => id);
      if (gone.length === 0) return;
      await db.transaction().execute((trx) => drop(trx, gone, 'there is no such channel in yagura.yaml'));
    },
    firstOf(channel, thread) {
      const [row] = rows(
        db
          .selectFrom('notice_threads')
          .select('receipt_json')
          .where('channel', '=', channel)
          .where('thread', '=', thread),
      );
      return row ? (JSON.parse(row.receipt_json) as Receipt) : null;
    },
    lastDeliveredAt(channel) {
      const query = db
        .selectFrom('deliveries')
        .select((eb) => eb.fn.max('time').as('time'))
        .where('channel', '=', channel)
        .where('outcome', '=', 'delivered');
      return rows(query)[0]?.time ?? null;
    },
    deliveries({ channel, thread, limit, before }) {
      const found = rows(
        db
          .selectFrom('deliveries')
          .selectAll()
          .$if(channel !== undefined, (query) => query.where('channel', '=', channel ?? ''))
          .$if(thread !== undefined, (query) => query.where('thread', '=', thread ?? ''))
          .$if(before !== undefined, (query) => query.where('id', '<', before ?? 0))
          .orderBy('id', 'desc')
          .limit(limit + 1),
      ).map(deliveryOf);
      const deliveries = found.slice(0, limit);
      return { deliveries, nextCursor: found.length > limit ? (deliveries.at(-1)?.id ?? null) : null };
    },
    async prune() {
      const oldest = async (table: 'notices' | 'deliveries', most: number) => {
        const [row] = rows(db.selectFrom(table).select('id').orderBy('id', 'desc').offset(most).limit(1));
        return row?.id ?? null;
      };
      const delivery = await oldest('deliveries', mostDeliveries);
      if (delivery !== null) await db.deleteFrom('deliveries').where('id', '<=', delivery).execute();
      const notice = await oldest('notices', mostDone);
      if (notice !== null)
        await db.deleteFrom('notices').where('id', '<=', notice).where('done_at', 'is not', null).execute();
      const [thread] = rows(
        db.selectFrom('notice_threads').select('since').orderBy('since', 'desc').offset(mostThreads).limit(1),
      );
      if (thread) await db.deleteFrom('notice_threads').where('since', '<=', thread.since).execute();
    },
  };
}

type Candidate = { id: number; thread: string; kind: NoticeKind };

function deliveryOf(row: Selectable<Database['deliveries']>): Delivery {
  const { notice_key: noticeKey, took_ms: tookMs, ...rest } = row;
  return { ...rest, noticeKey, tookMs } as Delivery;
}
