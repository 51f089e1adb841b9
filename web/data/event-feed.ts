/** Events that a filter lets through: the past page by page, the present as it comes. */
import {
  type InfiniteData,
  infiniteQueryOptions,
  useInfiniteQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { ask } from './api.ts';
import { type EventFilter, fitsFilter } from './event-filter.ts';
import { mergeEvents } from './live/fleet-state.ts';
import { fleet } from './live/index.ts';
import type { EventPage, FleetEvent } from './types.ts';
import { useStore } from './use-store.ts';

/** A page, and up to which live event it is known to be complete. */
interface FeedPage extends EventPage {
  completeTo: number | null;
}

const firstPage = 200;
const laterPages = 500;
/** So many that came live are kept in front of the first page; then it is asked for anew. */
const mostBefore = 3_000;

/** So many pages grow while one looks at the newest. */
const mostPages = 5;

const feedQuery = (filter: EventFilter) =>
  infiniteQueryOptions({
    queryKey: ['event-feed', filter],
    queryFn: async ({ signal, pageParam }): Promise<FeedPage> => {
      const completeTo = fleet.events.get()?.[0]?.id ?? null;
      const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
      const page = await ask('GET /api/v1/events', {
        query: {
          ...given,
          ...(pageParam === null ? { limit: firstPage } : { limit: laterPages, cursor: pageParam }),
        },
        signal,
      });
      return { ...page, completeTo };
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    staleTime: Number.POSITIVE_INFINITY,
    // What was left is asked for anew, since nobody added to it meanwhile.
    gcTime: 0,
    refetchOnWindowFocus: false,
  });

/**
 * What came live since the newest page and fits, newest first. `gap`: more came than is remembered, so that something may be missing
 * between the two.
 */
export function arrivedSince(
  completeTo: number | null,
  live: readonly FleetEvent[],
  filter: EventFilter,
): { events: FleetEvent[]; gap: boolean } {
  const oldest = live.at(-1)?.id ?? 0;
  const after = completeTo ?? oldest - 1;
  return {
    events: live.filter((event) => event.id > after && fitsFilter(event, filter)),
    gap: live.length > 0 && oldest > after + 1,
  };
}

type FeedData = InfiniteData<FeedPage>;

/** What arrived on top of the first page. Of the later pages a few stay: all are told anew each time, and the rest is asked for again. */
export function withArrived(
  { pages, pageParams }: FeedData,
  arrived: readonly FleetEvent[],
  completeTo: number | null,
): FeedData {
  const [first, ...others] = pages.slice(0, mostPages);
  if (!first) return { pages, pageParams };
  // The same while nothing fits, so that nothing is told anew.
  const events =
    arrived.length === 0 ? first.events : mergeEvents(first.events, arrived, Number.POSITIVE_INFINITY);
  return { pages: [{ ...first, events, completeTo }, ...others], pageParams: pageParams.slice(0, mostPages) };
}

/**
 * While `held`, what arrives waits in `waiting`, so that nothing moves under the eyes of who reads; else it is put on top.
 */
export function useEventFeed(filter: EventFilter, held: boolean) {
  const client = useQueryClient();
  const options = useMemo(() => feedQuery(filter), [filter]);
  const query = useInfiniteQuery(options);
  const live = useStore(fleet.events, (events) => events);
  const head = query.data?.pages[0];
  const arrived = useMemo(
    () => (head && live ? arrivedSince(head.completeTo, live, filter) : null),
    [head, live, filter],
  );

  useEffect(() => {
    if (held || !arrived || !live || !head) return;
    if (arrived.gap || head.events.length > firstPage + mostBefore) {
      void client.resetQueries({ queryKey: options.queryKey, exact: true });
      return;
    }
    const completeTo = live[0]?.id ?? null;
    if (completeTo === head.completeTo) return;
    client.setQueryData(options.queryKey, (data) => data && withArrived(data, arrived.events, completeTo));
  }, [held, arrived, live, head, client, options]);

  const pages = query.data?.pages;
  const only = pages?.length === 1 ? (pages[0]?.events ?? null) : null;
  const all = useMemo(() => pages?.flatMap((page) => page.events) ?? null, [pages]);
  const events = only ?? all;
  return {
    query,
    events,
    waiting: held && arrived ? { count: arrived.events.length, isMore: arrived.gap } : null,
  };
}
