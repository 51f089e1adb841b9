import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { ask } from './api.ts';
import { serverNow } from './clock.ts';
import { boundsOf, type Period } from './period.ts';
import type { Worker } from './types.ts';

const usualMs = 60_000;
/** A worker that restarts twenty times a second is not asked about twenty times a second. */
const leastMs = 2_000;

/** What a worker was from the begin of a period on: asked for again when its state changes, but not too often. */
export function useStates(worker: Worker, period: Period) {
  const query = useQuery({
    queryKey: ['states', worker.name, period],
    queryFn: ({ signal }) =>
      ask('GET /api/v1/workers/{name}/states', {
        name: worker.name,
        query: { since: new Date(boundsOf(period, serverNow()).from).toISOString() },
        signal,
      }),
    refetchInterval: usualMs,
    placeholderData: (before) => before,
  });
  const { dataUpdatedAt, refetch } = query;
  const { since } = worker;
  /** Of the state that was last asked for; the clocks of the server and of this machine are not to be compared. */
  const asked = useRef(since);
  useEffect(() => {
    if (dataUpdatedAt === 0 || asked.current === since) return undefined;
    const again = () => {
      asked.current = since;
      void refetch();
    };
    const timer = setTimeout(again, Math.max(300, dataUpdatedAt + leastMs - Date.now()));
    return () => clearTimeout(timer);
  }, [since, dataUpdatedAt, refetch]);
  return query;
}
