import type { z } from 'zod';
import { type Clock, isoTime } from '../../../shared/clock.ts';
import { Failure } from '../../../shared/failure.ts';
import {
  type Level,
  type LogsFilter,
  type LogsPosition,
  levels,
  readQuestion,
  readText,
  withWording,
} from '../../logs/index.ts';
import { wordingOf } from '../../errors/templates/index.ts';
import { logView } from '../log-view.ts';
import type { App, Context } from '../route.ts';
import { decodeCursor, encodeCursor } from '../route.ts';
import {
  logContext,
  logContextQuery,
  logHistogram,
  logHistogramQuery,
  logRecordPage,
  logRecordParams,
  logRecordsQuery,
  logSources,
} from '../schema.ts';

/** Of looking through texts; what else there is to do comes on top. */
const budgetMs = 150;
const hourMs = 3_600_000;
/** No hit is newer than this, except those that are being printed now. */
const settledMs = 60_000;
const mostLeftOut = 100;
const far = Number.MAX_SAFE_INTEGER;
const latest = 8.64e15 / 1024;
const second = 1_000;
const steps = [1, 5, 10, 30, 60, 300, 900, 3_600, 21_600, 86_400].map((seconds) => seconds * second);

/** What all workers print, searched. */
export function logRoutes(app: App, context: Context): void {
  const { clock } = context;

  app.get(
    '/api/v1/logs',
    {
      config: { access: 'viewer', summary: 'What all workers printed, searched by its words, newest first' },
      schema: { querystring: logRecordsQuery, response: { 200: logRecordPage } },
    },
    async ({ query }) => {
      const { store, feed } = context.logs;
      const filter = logsFilterOf(query, clock);
      const cursor = readCursor(query.cursor);
      const order = cursor?.towards === 'newer' ? 'oldest' : 'newest';
      const beyond = cursor?.position ?? null;
      const { records, goOn, isCut } = await store.search(filter, {
        limit: query.limit,
        beyond,
        order,
        budgetMs,
      });
      const shown = order === 'newest' ? records : records.toReversed();
      const isOver = filter.to < clock.now() - settledMs;
      const newest = shown[0] ?? (order === 'oldest' ? beyond : isOver ? null : settled(clock));
      const oldest = order === 'newest' ? goOn : (shown.at(-1) ?? beyond);
      return {
        records: shown.map(logView),
        older: oldest && writeCursor('older', oldest),
        newer: writeCursor('newer', order === 'oldest' ? (goOn ?? newest) : newest),
        searchedTo: isCut && goOn && order === 'newest' ? isoTime(goOn.time) : null,
        leftOut: [...feed.tallies()]
          .filter(
            ([worker, tally]) => tally.leftOut.atMs !== null && (filter.workers?.includes(worker) ?? true),
          )
          .slice(0, mostLeftOut)
          .map(
            ([
              worker,
              {
                leftOut: { lines, bytes, atMs },
              },
            ]) => ({ worker, lines, bytes, last: isoTime(atMs ?? 0) }),
          ),
      };
    },
  );

  app.get(
    '/api/v1/logs/histogram',
    {
      config: { access: 'viewer', summary: 'How many records there were over time, by level' },
      schema: { querystring: logHistogramQuery, response: { 200: logHistogram } },
    },
    async ({ query }) => {
      const asked = logsFilterOf(query, clock);
      const to = Math.min(asked.to, clock.now() + second);
      const from = query.from === undefined ? to - hourMs : asked.from;
      if (from > to) throw new Failure('bad_request', 'from lies behind to');
      const wanted = (to - from) / query.buckets;
      const stepMs = steps.find((step) => step >= wanted) ?? Math.ceil(wanted / 86_400_000) * 86_400_000;
      const { buckets, countedFrom, isEstimated } = await context.logs.store.count(
        { ...asked, from, to },
        { bucketMs: stepMs, budgetMs },
      );
      return {
        stepMs,
        buckets: buckets.map(({ time, counts }) => ({
          time: isoTime(time),
          counts: Object.fromEntries([...counts].map(([level, count]) => [level ?? 'none', count])),
        })),
        countedFrom: countedFrom === null ? null : isoTime(countedFrom),
        estimated: isEstimated,
      };
    },
  );

  app.get(
    '/api/v1/logs/workers',
    {
      config: {
        access: 'viewer',
        summary: 'Of whom records were kept: workers, and what others that sent some call themselves',
      },
      schema: { response: { 200: logSources } },
    },
    async () => ({ workers: context.logs.store.workers() }),
  );

  app.get(
    '/api/v1/logs/:id/context',
    {
      config: { access: 'viewer', summary: 'The records of the same worker around one' },
      schema: { params: logRecordParams, querystring: logContextQuery, response: { 200: logContext } },
    },
    async ({ params, query }) => {
      const { store } = context.logs;
      const { position, worker } = store.locate(params.id);
      const around = { ...logsFilterOf({}, clock), workers: [worker] };
      const look = (order: 'newest' | 'oldest', limit: number, beyond: LogsPosition) =>
        store.search(around, { limit, beyond, order, budgetMs });
      const self = await look('oldest', 1, { time: position.time, n: position.n - 1 });
      if (self.records[0]?.n !== position.n) throw new Failure('not_found', 'this record is no longer kept');
      const before = query.before > 0 ? await look('newest', query.before, position) : { records: [] };
      const after = query.after > 0 ? await look('oldest', query.after, position) : { records: [] };
      return {
        before: before.records.toReversed().slice(-query.before).map(logView),
        record: logView(self.records[0]),
        template: wordingOf(readText(self.records[0].text, 0).message),
        after: after.records.slice(0, query.after).map(logView),
      };
    },
  );
}

/** What a query asks for. */
export function logsFilterOf(
  query: Partial<
    Pick<z.output<typeof logRecordsQuery>, 'q' | 'worker' | 'level' | 'template' | 'from' | 'to'>
  >,
  clock: Clock,
): LogsFilter {
  const { q = '', worker, level, template = '', from, to } = query;
  return {
    question: withWording(readQuestion(q), template),
    workers: worker ?? null,
    levels: level?.map((each): Level | null => levels.find((known) => known === each) ?? null) ?? null,
    from: from === undefined ? 0 : Date.parse(from),
    to: to === undefined ? Math.max(clock.now(), 0) + 365 * 24 * hourMs : Math.min(Date.parse(to), latest),
  };
}

const settled = (clock: Clock): LogsPosition => ({ time: clock.now() - settledMs, n: -1 });

function writeCursor(towards: 'older' | 'newer', position: LogsPosition): string;
function writeCursor(towards: 'older' | 'newer', position: LogsPosition | null): string | null;
function writeCursor(towards: 'older' | 'newer', position: LogsPosition | null): string | null {
  return position && encodeCursor(`${towards} ${position.time} ${Math.min(position.n, far)}`);
}

function readCursor(cursor: string | undefined): { towards: string; position: LogsPosition } | null {
  const text = decodeCursor(cursor);
  if (text === null) return null;
  const [, towards, time, n] = /^(older|newer) (\d{1,16}) (-?\d{1,16})$/.exec(text) ?? [];
  if (towards === undefined) throw new Failure('bad_cursor', 'use a cursor as it was answered');
  return { towards, position: { time: Number(time), n: Number(n) } };
}
