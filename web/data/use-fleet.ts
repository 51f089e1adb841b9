/** Hooks on the live fleet. Each returns a part that keeps its identity until it changes. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useNow } from './clock.ts';
import { type Column, mergeEvents, recentOf } from './live/fleet-state.ts';
import { fleet, liveClient } from './live/index.ts';
import { eventsQuery } from './queries.ts';
import { type Summary, summarise } from './standing.ts';
import { useStore } from './store.ts';
import { type Story, tellStories } from './stories.ts';
import type { FleetEvent, MachineSample, System, Worker } from './types.ts';

export const useWorkers = () => useStore(fleet.workers, (workers) => workers);

/** Null: there is no such worker. Undefined: not known yet. */
export function useWorker(name: string): Worker | null | undefined {
  return useStore(fleet.workers, (workers) => (workers ? (workers.get(name) ?? null) : undefined));
}

export function useSummary(): Summary | null {
  const workers = useWorkers();
  return useMemo(() => (workers ? summarise(workers.values()) : null), [workers]);
}

/** Figures older than this are said to be old. */
const freshMs = 4_000;

/** False once the server goes on without figures: nobody measures, and what was measured last is not the present. */
function useMeasures(): boolean {
  return useStore(
    fleet.system,
    (system) => system === null || Date.parse(system.time) - fleet.figures.get().time <= freshMs,
  );
}

/** The newest figure of a worker; null while there is none. */
export function useFigure(worker: string, column: Column): number | null {
  const measures = useMeasures();
  return useStore(fleet.figures, (figures) => {
    const at = figures.index.get(worker);
    return at === undefined || !measures ? null : (figures[column][at] ?? null);
  });
}

const unseen: readonly null[] = [];

/** The last minute of a worker, oldest first; null where it was not seen. */
export function useRecent(worker: string, column: Column): readonly (number | null)[] {
  const measures = useMeasures();
  return useStore(fleet.figures, (figures) => (measures ? recentOf(figures, worker, column) : unseen));
}

export function useMachine(host: string | undefined): MachineSample | null {
  const measures = useMeasures();
  return useStore(fleet.figures, (figures) =>
    host === undefined || !measures ? null : (figures.machines[host] ?? null),
  );
}

export const useSystem = (): System | null => useStore(fleet.system, (system) => system);

export const useEvents = (): readonly FleetEvent[] | null => useStore(fleet.events, (events) => events);

/** What happened to one worker, or to everything (null), newest first. The past is asked for, the present comes by itself. */
export function useEventsOf(worker: string | null): readonly FleetEvent[] | null {
  const live = useEvents();
  const { data } = useInfiniteQuery(eventsQuery(worker));
  return useMemo(() => {
    if (!live) return null;
    const present = worker === null ? live : live.filter((event) => event.worker === worker);
    const past = data?.pages.flatMap((page) => page.events) ?? [];
    return mergeEvents(past, present, Number.POSITIVE_INFINITY);
  }, [live, data, worker]);
}

/** The same as stories. */
export function useStories(worker: string | null): Story[] | null {
  const events = useEventsOf(worker);
  return useMemo(() => events && tellStories(events), [events]);
}

export const useLiveStatus = () => useStore(liveClient().status, (status) => status);

/** How long ago the server was last heard, in whole seconds; null before the first time. */
export function useAgeSeconds(): number | null {
  const { heardAt } = useLiveStatus();
  return useNow(() => (heardAt === null ? null : Math.max(0, Math.round((Date.now() - heardAt) / 1000))));
}

/** Age of what is shown, in whole seconds, once it is too old to be taken for the present; null while it is fresh. */
export function useStaleSeconds(): number | null {
  const { phase, heardAt } = useLiveStatus();
  return useNow(() => {
    if (heardAt === null || phase === 'paused') return null;
    const ageMs = Date.now() - heardAt;
    return ageMs > freshMs ? Math.round(ageMs / 1000) : null;
  });
}

/** Like `useNow`, but stands still while nothing is heard: what was running then is not known to be running now. */
export function useSeenNow<T>(select: (now: number) => T): T {
  const stale = useStaleSeconds() ?? 0;
  return useNow((now) => select(now - stale * 1000));
}
