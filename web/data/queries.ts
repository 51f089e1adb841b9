/** What is asked of the API rather than followed live. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { ask } from './api.ts';

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => ask('GET /api/v1/me', { signal }),
  staleTime: 60_000,
});

/** The spec changes only when the config is applied; half a minute will do. */
export const workerQuery = (name: string) =>
  queryOptions({
    queryKey: ['worker', name],
    queryFn: ({ signal }) => ask('GET /api/v1/workers/{name}', { name, signal }),
    refetchInterval: 30_000,
  });

export const processesQuery = (name: string, enabled: boolean) =>
  queryOptions({
    queryKey: ['processes', name],
    queryFn: ({ signal }) => ask('GET /api/v1/workers/{name}/processes', { name, signal }),
    refetchInterval: 3_000,
    enabled,
  });

/** Events of the past, newest first, page by page; `worker` null means all. */
export const eventsQuery = (worker: string | null) =>
  infiniteQueryOptions({
    queryKey: ['events', worker],
    queryFn: ({ signal, pageParam }) =>
      ask('GET /api/v1/events', {
        query: {
          limit: 300,
          ...(worker === null ? {} : { worker }),
          ...(pageParam === null ? {} : { cursor: pageParam }),
        },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    staleTime: 30_000,
  });
