/** What happened, as far as a chart has a sign for it. Pure. */
import { isCrash } from './exit.ts';
import type { ExitStatus, FleetEvent } from './types.ts';

/** What the sign says, by its shape; `crash` is every end that nobody wanted. */
export type MarkerKind = 'start' | 'stop' | 'crash' | 'ailing' | 'config';

export interface EventMarker {
  time: number;
  kind: MarkerKind;
  event: FleetEvent;
}

/** The end of a run as an event tells it. */
export function exitOf({ time, data }: FleetEvent): ExitStatus {
  const { code, signal, reason, detail } = data as Partial<ExitStatus>;
  return {
    code: code ?? null,
    signal: signal ?? null,
    at: time,
    reason: reason ?? 'unknown',
    detail: detail ?? '',
  };
}

function kindOf(event: FleetEvent): MarkerKind | null {
  switch (event.type) {
    case 'worker.started':
    case 'worker.adopted':
    case 'agent.started':
    case 'hub.started':
      return 'start';
    case 'worker.exited':
      return isCrash(exitOf(event)) ? 'crash' : 'stop';
    case 'worker.lost':
    case 'worker.failed':
    case 'worker.start-failed':
      return 'crash';
    case 'worker.unhealthy':
    case 'worker.degraded':
      return 'ailing';
    case 'config.applied':
      return 'config';
    default:
      return null;
  }
}

/** The signs within a time, oldest first. */
export function markersOf(
  events: readonly FleetEvent[],
  from: number,
  to = Number.POSITIVE_INFINITY,
): EventMarker[] {
  const markers: EventMarker[] = [];
  for (const event of events) {
    const time = Date.parse(event.time);
    const kind = time < from || time > to ? null : kindOf(event);
    if (kind) markers.push({ time, kind, event });
  }
  return markers.sort((a, b) => a.time - b.time);
}

const worstFirst: readonly MarkerKind[] = ['crash', 'ailing', 'config', 'stop', 'start'];

/** A sign, and how many others it stands for. */
export interface ThinMarker extends EventMarker {
  others: number;
}

/** At most one sign in each so many ms, the worst: a month of restarts is no wall before the curve. */
export function thinned(markers: readonly EventMarker[], apartMs: number): ThinMarker[] {
  const places = new Map<number, ThinMarker>();
  for (const marker of markers) {
    const place = Math.floor(marker.time / apartMs);
    const there = places.get(place);
    if (!there) places.set(place, { ...marker, others: 0 });
    else if (worstFirst.indexOf(marker.kind) < worstFirst.indexOf(there.kind))
      places.set(place, { ...marker, others: there.others + 1 });
    else there.others++;
  }
  return [...places.values()];
}
