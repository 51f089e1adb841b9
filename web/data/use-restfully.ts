import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import { liveClient } from './live/index.ts';

/** What changes all the time is asked for no more often than this. */
export const restMs = 2_000;

/** Runs at once, and then at most once in so many ms. */
export function useRestfully(run: () => void): () => void {
  const newest = useRef(run);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const isDue = useRef(false);
  useEffect(() => {
    newest.current = run;
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  return useMemo(() => {
    const again = () => {
      timer.current = undefined;
      if (!isDue.current) return;
      isDue.current = false;
      newest.current();
      timer.current = setTimeout(again, restMs);
    };
    return () => {
      isDue.current = true;
      timer.current ??= setTimeout(again, 0);
    };
  }, []);
}

/** Asks anew for all that stands under `topic` when the server tells of a change in it. */
export function useFresh(topic: 'alerts' | 'incidents'): void {
  const client = useQueryClient();
  const refresh = useRestfully(() => void client.invalidateQueries({ queryKey: [topic] }));
  useEffect(() => liveClient().subscribe(topic, { snapshot: refresh, delta: refresh }), [topic, refresh]);
}
