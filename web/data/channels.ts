/** Where messages go and what became of each. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { ask } from './api.ts';
import type { ChannelSearch } from './channel-search.ts';

const pageSize = 100;
/** Nobody is told of deliveries: whoever waits for one looks at it. */
const refreshMs = 5_000;

export const channelsQuery = queryOptions({
  queryKey: ['channels', 'list'],
  queryFn: ({ signal }) => ask('GET /api/v1/channels', { signal }),
  refetchInterval: refreshMs,
});

/** Newest first. */
export const deliveriesQuery = (search: ChannelSearch) =>
  infiniteQueryOptions({
    queryKey: ['channels', 'deliveries', search],
    queryFn: ({ signal, pageParam }) =>
      ask('GET /api/v1/deliveries', {
        query: { ...search, limit: pageSize, ...(pageParam === null ? {} : { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: refreshMs,
    placeholderData: keepPreviousData,
  });
