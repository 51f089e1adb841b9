/** Machines and their agents. */
import { queryOptions } from '@tanstack/react-query';
import { ask } from './api.ts';

/** The figures come live; who is connected and what is missing changes seldom. */
export const hostsQuery = queryOptions({
  queryKey: ['hosts'],
  queryFn: ({ signal }) => ask('GET /api/v1/hosts', { signal }),
  refetchInterval: 5_000,
});
