/** What applying the config file would change, and applying it. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { ask } from './api.ts';
import type { ConfigChange } from './types.ts';

/** Asked for when somebody wants to see it: it reads the file anew. */
export const configPlanQuery = queryOptions({
  queryKey: ['config-plan'],
  queryFn: ({ signal }) => ask('GET /api/v1/config/changes', { signal }),
  gcTime: 0,
  staleTime: 0,
  refetchOnWindowFocus: false,
});

/** Applies exactly what was shown; the server refuses when the file has changed since. */
export function useApplyConfig() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (plan: string) => ask('POST /api/v1/config/apply', { body: { plan } }),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: configPlanQuery.queryKey });
      void client.invalidateQueries({ queryKey: ['worker'] });
      void client.invalidateQueries({ queryKey: ['hosts'] });
    },
  });
}

export interface ChangeCounts {
  added: number;
  changed: number;
  removed: number;
  /** Of the changed ones, those that run and are restarted. */
  restarts: number;
}

export function countChanges(changes: readonly ConfigChange[]): ChangeCounts {
  const counts: ChangeCounts = { added: 0, changed: 0, removed: 0, restarts: 0 };
  for (const { change, restarts } of changes) {
    if (change !== 'unchanged') counts[change]++;
    if (restarts) counts.restarts++;
  }
  return counts;
}
