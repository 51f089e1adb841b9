/** What all workers print and is looked for: the past page by page, the present as it comes. */
import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
} from '@tanstack/react-query';
import { useEffect, useMemo, useReducer, useRef } from 'react';
import { ask } from './api.ts';
import { serverNow } from './clock.ts';
import { liveClient } from './live/index.ts';
import { logFilterOf, logTimesOf, type LogSearch, topicOf } from './log-search.ts';
import { isLive, periodIn } from './period.ts';
import type { LogRecord, LogRecordsDelta } from './types.ts';

const pageSize = 200;
/** So many that came live are shown before the first page; then it is asked for anew. */
export const mostArrived = 2_000;

const recordsQuery = (search: LogSearch) =>
  infiniteQueryOptions({
    queryKey: ['logs', 'records', search],
    queryFn: ({ signal, pageParam }) =>
      ask('GET /api/v1/logs', {
        query: {
          ...logFilterOf(search),
          ...logTimesOf(search, serverNow()),
          limit: pageSize,
          ...(pageParam === null ? {} : { cursor: pageParam }),
        },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.older,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });

const bars = 120;

export const histogramQuery = (search: LogSearch) =>
  queryOptions({
    queryKey: ['logs', 'histogram', search],
    queryFn: ({ signal }) =>
      ask('GET /api/v1/logs/histogram', {
        query: { ...logFilterOf(search), ...logTimesOf(search, serverNow()), buckets: bars },
        signal,
      }),
    refetchInterval: isLive(periodIn(search)) ? 10_000 : false,
    placeholderData: keepPreviousData,
  });

export const contextQuery = (id: string, around: number) =>
  queryOptions({
    queryKey: ['logs', 'context', id, around],
    queryFn: ({ signal }) =>
      ask('GET /api/v1/logs/{id}/context', {
        name: id,
        query: { before: around, after: around },
        signal,
      }),
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });

/** Of whom there are logs: workers, and what others that sent some call themselves. */
export const logSourcesQuery = queryOptions({
  queryKey: ['logs', 'sources'],
  queryFn: ({ signal }) => ask('GET /api/v1/logs/workers', { signal }),
  staleTime: 60_000,
});

/** What came live, newest first. */
export interface Arrived {
  shown: readonly LogRecord[];
  /** Came while nothing should move. */
  waiting: readonly LogRecord[];
  /** Came too fast to be shown; a search has them. */
  skipped: number;
  /** So much came that the first page has to be asked for anew. */
  isFull: boolean;
}

type Step =
  | { do: 'reset' }
  | { do: 'show' }
  | { do: 'take'; records: readonly LogRecord[]; skipped: number; held: boolean };

export const nothingArrived: Arrived = { shown: [], waiting: [], skipped: 0, isFull: false };

/** `records` come newest last, as the server tells them. */
export function arrive(before: Arrived, step: Step): Arrived {
  if (step.do === 'reset') return nothingArrived;
  if (step.do === 'show')
    return before.waiting.length === 0
      ? before
      : {
          ...before,
          shown: bounded([...before.waiting, ...before.shown]),
          waiting: [],
          isFull: isTooMuch(before, 0),
        };
  const known = new Set([...before.waiting, ...before.shown].map(({ id }) => id));
  const fresh = step.records.filter(({ id }) => !known.has(id)).toReversed();
  if (fresh.length === 0 && step.skipped === 0) return before;
  const skipped = before.skipped + step.skipped;
  const isFull = before.isFull || isTooMuch(before, fresh.length);
  return step.held
    ? { ...before, waiting: bounded([...fresh, ...before.waiting]), skipped, isFull }
    : { shown: bounded([...fresh, ...before.waiting, ...before.shown]), waiting: [], skipped, isFull };
}

const bounded = (records: readonly LogRecord[]) =>
  records.length > mostArrived ? records.slice(0, mostArrived) : records;

const isTooMuch = ({ shown, waiting }: Arrived, more: number) =>
  shown.length + waiting.length + more > mostArrived;

/** While `held`, what arrives waits, so that nothing moves under the eyes of who reads. */
export function useLogFeed(search: LogSearch, held: boolean) {
  const options = useMemo(() => recordsQuery(search), [search]);
  const query = useInfiniteQuery(options);
  const live = isLive(periodIn(search));
  const topic = useMemo(() => topicOf(logFilterOf(search)), [search]);
  const [arrived, take] = useReducer(arrive, nothingArrived);
  const { refetch } = query;
  const isHeld = useRef(held);
  useEffect(() => {
    isHeld.current = held;
    if (!held) take({ do: 'show' });
  }, [held]);
  useEffect(() => {
    take({ do: 'reset' });
    if (!live) return undefined;
    const hear = (data: unknown) => {
      const { records, skipped } = data as LogRecordsDelta;
      take({ do: 'take', records, skipped, held: isHeld.current });
    };
    return liveClient().subscribe(topic, { snapshot: hear, delta: hear });
  }, [topic, live]);
  const pages = query.data?.pages;
  const records = useMemo(
    () =>
      pages &&
      joined(
        arrived.shown,
        pages.flatMap((page) => page.records),
      ),
    [pages, arrived.shown],
  );
  const { isFull } = arrived;
  useEffect(() => {
    if (!isFull || held) return;
    take({ do: 'reset' });
    void refetch();
  }, [isFull, held, refetch]);
  return { query, records, arrived, live };
}

/** What came live on top of what was found, each once. */
export function joined(arrived: readonly LogRecord[], found: readonly LogRecord[]): readonly LogRecord[] {
  if (arrived.length === 0) return found;
  const known = new Set(found.map(({ id }) => id));
  const fresh = arrived.filter(({ id }) => !known.has(id));
  return fresh.length === 0
    ? found
    : [...fresh, ...found].sort((a, b) => (a.time < b.time ? 1 : a.time > b.time ? -1 : 0));
}
