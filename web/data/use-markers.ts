import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { ask } from './api.ts';
import { type EventMarker, markersOf } from './chart-markers.ts';
import { serverNow } from './clock.ts';
import { type EventFilter, fitsFilter } from './event-filter.ts';
import { mergeEvents } from './live/fleet-state.ts';
import { type Bounds, boundsOf, isLive, type Period } from './period.ts';
import type { FleetEvent } from './types.ts';
import { useEvents } from './use-fleet.ts';

const pageSize = 1_000;
const mostPages = 3;

/** Newest first, and since when there are all of them, ms. */
async function eventsWithin(filter: EventFilter, { from, to }: Bounds, signal: AbortSignal) {
  const events: FleetEvent[] = [];
  const within = { since: new Date(from).toISOString(), until: new Date(to).toISOString() };
  let cursor: string | null = null;
  for (let page = 0; page < mostPages; page++) {
    const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
    const answer: { events: FleetEvent[]; next: string | null } = await ask('GET /api/v1/events', {
      query: { ...given, ...within, limit: pageSize, ...(cursor === null ? {} : { cursor }) },
      signal,
    });
    events.push(...answer.events);
    cursor = answer.next;
    if (cursor === null) return { events, since: from };
  }
  const oldest = events.at(-1);
  return { events, since: oldest ? Date.parse(oldest.time) : from };
}

const liveEveryMs = 60_000;

/** Signs of what happened within a period, oldest first, and since when there are all of them (ms; null: in all of it). */
export function useMarkers(
  filters: readonly EventFilter[],
  period: Period,
): { markers: readonly EventMarker[]; since: number | null } {
  const live = useEvents();
  const { data } = useQuery({
    queryKey: ['markers', filters, period],
    queryFn: async ({ signal }) => {
      const bounds = boundsOf(period, serverNow());
      const found = await Promise.all(filters.map((filter) => eventsWithin(filter, bounds, signal)));
      const since = Math.max(...found.map((each) => each.since));
      return {
        events: found.flatMap(({ events }) => events),
        since: since === bounds.from ? null : since,
      };
    },
    refetchInterval: isLive(period) ? liveEveryMs : false,
    staleTime: liveEveryMs,
    placeholderData: keepPreviousData,
  });
  return useMemo(() => {
    const arrived = (live ?? []).filter((event) => filters.some((filter) => fitsFilter(event, filter)));
    const all = mergeEvents(data?.events ?? [], arrived, Number.POSITIVE_INFINITY);
    const { from, to } = boundsOf(period, Number.POSITIVE_INFINITY);
    return { markers: markersOf(all, isLive(period) ? 0 : from, to), since: data?.since ?? null };
  }, [data, live, filters, period]);
}
