/** What goes wrong, asked for in pages and kept fresh by what the server tells of changes. */
import {
  type InfiniteData,
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { ask } from './api.ts';
import { serverNow } from './clock.ts';
import { type ErrorRange, type ErrorSearch, hoursOf, questionOf, stillFits } from './error-search.ts';
import { liveClient } from './live/index.ts';
import { restMs, useRestfully } from './use-restfully.ts';
import type { ErrorGroup, ErrorPage, ErrorsDelta, Operations } from './types.ts';

const pageSize = 200;
/** Curves and counts of the period grow also where nothing is told of. */
const refreshMs = 30_000;

export const errorsQuery = (search: ErrorSearch) =>
  infiniteQueryOptions({
    queryKey: ['errors', 'list', search],
    queryFn: ({ signal, pageParam }) =>
      ask('GET /api/v1/errors', {
        query: {
          ...questionOf(search, serverNow()),
          limit: pageSize,
          ...(pageParam === null ? {} : { cursor: pageParam }),
        },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    staleTime: restMs,
    refetchInterval: refreshMs,
    placeholderData: keepPreviousData,
  });

/** What mostly goes wrong in the period, of one worker or of all. */
export const errorSummaryQuery = (range?: ErrorRange, worker?: string) =>
  queryOptions({
    queryKey: ['errors', 'summary', range, worker],
    queryFn: ({ signal }) =>
      ask('GET /api/v1/errors/summary', {
        query: { hours: hoursOf(range), ...(worker === undefined ? {} : { worker }) },
        signal,
      }),
    staleTime: restMs,
    refetchInterval: refreshMs,
    placeholderData: keepPreviousData,
  });

/** The newest kinds that nobody has dealt with, the newest first. */
export const newErrorsQuery = queryOptions({
  queryKey: ['errors', 'new'],
  queryFn: ({ signal }) =>
    ask('GET /api/v1/errors', {
      query: { status: 'unresolved,regressed', trend: 'new', sort: 'firstSeen', limit: pageSize },
      signal,
    }),
  staleTime: restMs,
  refetchInterval: refreshMs,
});

export const errorGroupQuery = (id: number, range?: ErrorRange) =>
  queryOptions({
    queryKey: ['errors', 'group', id, range],
    queryFn: ({ signal }) =>
      ask('GET /api/v1/errors/{id}', { name: String(id), query: { hours: hoursOf(range) }, signal }),
    staleTime: restMs,
    refetchInterval: refreshMs,
    placeholderData: keepPreviousData,
  });

const dayMs = 86_400_000;

/** What went wrong in a worker within a day and is open, for its page. */
export const errorsOfWorkerQuery = (worker: string, limit: number) =>
  queryOptions({
    queryKey: ['errors', 'worker', worker, limit],
    queryFn: ({ signal }) =>
      ask('GET /api/v1/errors', {
        query: {
          worker,
          status: 'unresolved,regressed',
          since: new Date(serverNow() - dayMs).toISOString(),
          limit,
        },
        signal,
      }),
    staleTime: restMs,
    refetchInterval: refreshMs,
  });

const occurrencesInAPage = 50;

/** The occurrences that are kept of a group, newest first. */
export const occurrencesQuery = (id: number, worker?: string) =>
  infiniteQueryOptions({
    queryKey: ['errors', 'occurrences', id, worker],
    queryFn: ({ signal, pageParam }) =>
      ask('GET /api/v1/errors/{id}/occurrences', {
        name: String(id),
        query: {
          limit: occurrencesInAPage,
          ...(worker === undefined ? {} : { worker }),
          ...(pageParam === null ? {} : { cursor: pageParam }),
        },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    staleTime: refreshMs,
  });

type Pages = InfiniteData<ErrorPage>;

/** When the hub told it is nothing that a page needs to know. */
type ShownChanges = Omit<ErrorsDelta, 'toldAt'>;

/** What is shown with what changed; groups that did not change stay the same, and each keeps its place. */
export function withChanges(data: Pages, { changed, removed }: ShownChanges): Pages {
  const news = new Map(changed.map((group) => [group.id, group]));
  const gone = new Set(removed);
  let touched = false;
  const pages = data.pages.map((page) => {
    if (!page.groups.some(({ id }) => news.has(id) || gone.has(id))) return page;
    touched = true;
    return {
      ...page,
      groups: page.groups
        .filter(({ id }) => !gone.has(id))
        .map((group): ErrorGroup => {
          const next = news.get(group.id);
          return next ? { ...group, ...next, spark: grown(group, next.count) } : group;
        }),
    };
  });
  return touched ? { ...data, pages } : data;
}

/** What came since the curve was asked for belongs to its last step. */
function grown({ spark, count }: ErrorGroup, countNow: number): ErrorGroup['spark'] {
  const more = countNow - count;
  const last = spark.counts.at(-1);
  return more <= 0 || last === undefined
    ? spark
    : { ...spark, counts: [...spark.counts.slice(0, -1), last + more] };
}

/** How often it happened in the time of its curve. */
export const countIn = ({ spark }: Pick<ErrorGroup, 'spark'>): number =>
  spark.counts.reduce((sum, count) => sum + count, 0);

/** Tells of each change of error groups while it is shown. */
export function useErrorChanges(tell: (delta: ShownChanges) => void): void {
  const newest = useRef(tell);
  useEffect(() => {
    newest.current = tell;
  });
  useEffect(
    () =>
      liveClient().subscribe('errors', {
        // What is shown was asked for a moment ago, or is asked for again after a gap.
        snapshot: () => newest.current({ changed: [], removed: [], more: true }),
        delta: (data) => newest.current(data as ShownChanges),
      }),
    [],
  );
}

/** Asks anew for whatever else is shown of errors when something of them changes. */
export function useFreshErrors(keys: readonly string[]): void {
  const client = useQueryClient();
  const refresh = useRestfully(() => {
    for (const key of keys) void client.invalidateQueries({ queryKey: ['errors', key] });
  });
  useErrorChanges(refresh);
}

/** The list. While `held`, kinds that are new wait: `waiting` says how many, `show` puts them where they belong. */
export function useErrorList(search: ErrorSearch, held: boolean) {
  const client = useQueryClient();
  const options = useMemo(() => errorsQuery(search), [search]);
  const query = useInfiniteQuery(options);
  const { queryKey } = options;
  const [waiting, setWaiting] = useState<ReadonlySet<number>>(new Set());
  const refresh = useRestfully(() => void client.invalidateQueries({ queryKey, exact: true }));
  useErrorChanges((delta) => {
    client.setQueryData(queryKey, (data) => data && withChanges(data, delta));
    const known = new Set(query.data?.pages.flatMap(({ groups }) => groups.map(({ id }) => id)));
    const unknown = delta.changed.filter(({ id }) => !known.has(id));
    const leaves = delta.changed.some((group) => known.has(group.id) && !stillFits(search, group));
    if (leaves) refresh();
    else if (held) {
      if (unknown.length > 0) setWaiting((before) => new Set([...before, ...unknown.map(({ id }) => id)]));
    } else {
      if (waiting.size > 0) setWaiting(new Set());
      if (unknown.length > 0 || delta.more) refresh();
    }
  });
  const size = waiting.size;
  useEffect(() => {
    if (!held && size > 0) refresh();
  }, [held, size, refresh]);
  const pages = query.data?.pages;
  const groups = useMemo(() => pages && onlyOnce(pages.flatMap((page) => page.groups)), [pages]);
  return {
    query,
    groups,
    total: pages?.[0]?.total ?? null,
    fleetWorkers: pages?.[0]?.fleetWorkers ?? 0,
    waiting: held ? size : 0,
    refresh,
  };
}

/** A group that moved between two pages while they were asked for stands where it was met first. */
function onlyOnce(groups: readonly ErrorGroup[]): readonly ErrorGroup[] {
  const seen = new Set<number>();
  return groups.filter(({ id }) => !seen.has(id) && seen.add(id));
}

export type ErrorChange = Operations['PATCH /api/v1/errors/{id}']['body'];
