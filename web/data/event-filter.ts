/**
 * Which events are looked for. The server finds those of the past; the same rules tell here which of the live ones belong to them. A test
 * compares the rules with the server's. Pure.
 */
import type { FleetEvent, Operations } from './types.ts';

export type EventKind = NonNullable<Operations['GET /api/v1/events']['query']['kind']>;

export const eventKinds: readonly EventKind[] = ['failures', 'restarts', 'checks', 'config', 'yagura'];

export interface EventFilter {
  worker?: string | undefined;
  kind?: EventKind | undefined;
  /** A piece of a name, of the type or of the data. */
  q?: string | undefined;
  /** RFC 3339. */
  since?: string | undefined;
  until?: string | undefined;
}

const failures = new Set([
  'worker.start-failed',
  'worker.crash-loop',
  'worker.failed',
  'worker.lost',
  'worker.schedule-failed',
  'config.refused',
  'spool.dropped',
  'error.new',
  'error.regression',
  'error.spike',
  'alert.firing',
]);
const checks = new Set(['worker.unhealthy', 'worker.degraded', 'worker.recovered', 'worker.note']);
const config = new Set([
  'config.applied',
  'config.refused',
  'worker.removed',
  'worker.schedule-failed',
  'deploy.marked',
]);

export function isOfKind(kind: EventKind, event: Pick<FleetEvent, 'type' | 'data'>): boolean {
  const { type } = event;
  switch (kind) {
    case 'failures':
      return failures.has(type) || isError(event);
    case 'checks':
      return checks.has(type);
    case 'config':
      return config.has(type);
    case 'yagura':
      return !/^(worker|config|error|deploy|alert)\./.test(type);
    default:
      return type.startsWith('worker.') && !checks.has(type) && !config.has(type);
  }
}

const failedStops = new Set<unknown>(['signal', 'oom', 'limit', 'start-failed', 'unknown']);

/** Crashes and failed health checks; a stop that a failed check caused is not counted again. */
export function isError({ type, data }: Pick<FleetEvent, 'type' | 'data'>): boolean {
  if (type === 'worker.unhealthy') return true;
  if (type !== 'worker.exited') return false;
  return data['reason'] === 'exit' ? data['code'] !== 0 : failedStops.has(data['reason']);
}

export function fitsFilter(event: FleetEvent, { worker, kind, q, since, until }: EventFilter): boolean {
  const at = Date.parse(event.time);
  return (
    (worker === undefined || event.worker === worker) &&
    (kind === undefined || isOfKind(kind, event)) &&
    (q === undefined || holdsText(event, q.toLowerCase())) &&
    (since === undefined || at >= Date.parse(since)) &&
    (until === undefined || at <= Date.parse(until))
  );
}

function holdsText({ worker, host, type, data }: FleetEvent, q: string): boolean {
  return [worker ?? '', host ?? '', type, JSON.stringify(data)].some((text) =>
    text.toLowerCase().includes(q),
  );
}

/** Whether some of a story may have been left out, so that its ending is not known. */
export function leavesOut({ kind, q }: EventFilter): boolean {
  return kind !== undefined || q !== undefined;
}
