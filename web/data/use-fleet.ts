/** Hooks on the live fleet. Each returns a part that keeps its identity until it changes. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { useNow } from './use-now.ts';
import { useEventFeed } from './event-feed.ts';
import { type Column, mergeEvents, recentOf, type Workers } from './live/fleet-state.ts';
import { fleet, freshMs, liveClient, staleSeconds } from './live/index.ts';
import type { LiveStatus } from './live/live-client.ts';
import { recentEventsQuery } from './queries.ts';
import { type Summary, summarise } from './standing.ts';
import { useStore } from './use-store.ts';
import { type Story, tellStories } from './stories.ts';
import type { FleetEvent, MachineSample, System, Worker } from './types.ts';

export const useWorkers = () => useStore(fleet.workers, (workers) => workers);

/** Null: there is no such worker. Undefined: not known yet. */
export function useWorker(name: string): Worker | null | undefined {
  return useStore(fleet.workers, (workers) => (workers ? (workers.get(name) ?? null) : undefined));
}

/** Made once for each state of the fleet, however many show it. */
const summaries = new WeakMap<Workers, Summary>();

function summaryOf(workers: Workers): Summary {
  const known = summaries.get(workers);
  if (known) return known;
  const made = summarise(workers.values());
  summaries.set(workers, made);
  return made;
}

export function useSummary(): Summary | null {
  return useStore(fleet.workers, (workers) => workers && summaryOf(workers));
}

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

/** The last minute of a worker, oldest first; null where it was not seen. Nothing, and no change, unless it is `wanted`. */
export function useRecent(worker: string, column: Column, wanted: boolean): readonly (number | null)[] {
  const measures = useMeasures();
  return useStore(fleet.figures, (figures) =>
    measures && wanted ? recentOf(figures, worker, column) : unseen,
  );
}

export function useMachine(host: string | undefined): MachineSample | null {
  const measures = useMeasures();
  return useStore(fleet.figures, (figures) =>
    host === undefined || !measures ? null : (figures.machines[host] ?? null),
  );
}

/** What the server says of itself, every second: a part of it, so that only what changes is drawn again. Null until it is known. */
export function useSystem<T>(select: (system: System) => T): T | null {
  return useStore(fleet.system, (system) => system && select(system));
}

/** Since when Yagura has been up, and for how many whole minutes; the server says so only when its parts change. All in ms. */
export function useUptime(): { since: number; ms: number } {
  const since = useStore(fleet.system, (system) =>
    system ? Date.parse(system.time) - system.uptimeSeconds * 1000 : 0,
  );
  const ms = useNow((now) => Math.floor((now - since) / 60_000) * 60_000);
  return { since, ms };
}

export const useEvents = (): readonly FleetEvent[] | null => useStore(fleet.events, (events) => events);

/** What happened to one worker, newest first: the past is asked for, the present comes by itself. Null until it is known. */
export function useEventsOf(worker: string): readonly FleetEvent[] | null {
  const filter = useMemo(() => ({ worker }), [worker]);
  return useEventFeed(filter, false).events;
}

/** The same as stories. */
export function useStoriesOf(worker: string): Story[] | null {
  const events = useEventsOf(worker);
  return useMemo(() => events && tellStories(events), [events]);
}

/** What happened to everything lately, newest first and without a gap. */
export function useRecentEvents(): readonly FleetEvent[] | null {
  const live = useEvents();
  const { data, refetch } = useQuery(recentEventsQuery);
  const isGap = live !== null && data !== undefined && (live.at(-1)?.id ?? 0) > (data.events[0]?.id ?? 0) + 1;
  useEffect(() => {
    if (isGap) void refetch();
  }, [isGap, refetch]);
  return useMemo(
    () => live && mergeEvents(isGap ? [] : (data?.events ?? []), live, Number.POSITIVE_INFINITY),
    [live, data, isGap],
  );
}

/** The same as stories. */
export function useRecentStories(): Story[] | null {
  const events = useRecentEvents();
  return useMemo(() => events && tellStories(events), [events]);
}

/** A part of it: when the server was last heard changes with every message. */
export function useLiveStatus<T>(select: (status: LiveStatus) => T): T {
  return useStore(liveClient().status, select);
}

/** How long ago the server was last heard, in whole seconds; null before the first time. */
export function useAgeSeconds(): number | null {
  const heardAt = useLiveStatus((status) => status.heardAt);
  return useNow(() => (heardAt === null ? null : Math.max(0, Math.round((Date.now() - heardAt) / 1000))));
}

/** Age of what is shown, in whole seconds, once it is too old to be taken for the present; null while it is fresh. */
export const useStaleSeconds = (): number | null => useStore(staleSeconds, (seconds) => seconds);

/** Like `useNow`, but stands still while nothing is heard: what was running then is not known to be running now. */
export function useSeenNow<T>(select: (now: number) => T): T {
  const stale = useStaleSeconds() ?? 0;
  return useNow((now) => select(now - stale * 1000));
}
