/** What is asked of the API rather than followed live. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { ask } from './api.ts';
import type { Worker } from './types.ts';

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

/** The last results of each health check. */
export const checksQuery = (name: string, enabled: boolean) =>
  queryOptions({
    queryKey: ['checks', name],
    queryFn: ({ signal }) => ask('GET /api/v1/workers/{name}/checks', { name, signal }),
    refetchInterval: 5_000,
    enabled,
  });

/** What was asked of a worker lately, newest first, however much has happened since. */
export const requestsQuery = (name: string) =>
  queryOptions({
    queryKey: ['requests', name],
    queryFn: ({ signal }) =>
      ask('GET /api/v1/events', { query: { worker: name, q: '-requested', limit: 20 }, signal }),
    staleTime: 60_000,
  });

/** The newest events of all; later ones come live. */
export const recentEventsQuery = queryOptions({
  queryKey: ['events'],
  queryFn: ({ signal }) => ask('GET /api/v1/events', { query: { limit: 300 }, signal }),
  staleTime: 30_000,
});

/** A machine's last hour, in means of 15 seconds. */
export const hostHourQuery = (host: string) =>
  queryOptions({
    queryKey: ['host-hour', host],
    queryFn: ({ signal }) =>
      ask('GET /api/v1/hosts/{name}/history', { name: host, query: { step: '15' }, signal }),
    refetchInterval: 15_000,
  });

/** Restarts and errors of the last hour, by the minute. */
export const ratesQuery = queryOptions({
  queryKey: ['rates'],
  queryFn: ({ signal }) => ask('GET /api/v1/events/rates', { query: { minutes: 60 }, signal }),
  refetchInterval: 10_000,
});

/** The newest line that a worker wrote to standard error; asked anew when its state changes, though not with every crash of many. */
export const lastErrorQuery = (worker: Pick<Worker, 'name' | 'kind' | 'since' | 'crashLoop'>) =>
  queryOptions({
    queryKey: ['last-error', worker.name, worker.crashLoop ? 'of many' : worker.since],
    queryFn: async ({ signal }) => {
      const { lines } = await ask('GET /api/v1/workers/{name}/logs', {
        name: worker.name,
        query: { limit: 1, stream: 'stderr' },
        signal,
      });
      return lines.at(-1) ?? null;
    },
    enabled: worker.kind === 'process',
    refetchInterval: worker.crashLoop && 5_000,
    staleTime: 10_000,
    // The line of before stands until the next is there, so that nothing flickers.
    placeholderData: keepPreviousData,
  });
