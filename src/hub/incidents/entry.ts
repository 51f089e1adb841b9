/** Lines of an incident's timeline, and which of the fleet's events belong into one. */
import type { FleetEvent } from '../fleet/index.ts';
import type { Data } from './say.ts';

export interface Entry {
  /** Of what it tells, so that the same thing told twice is there once. */
  id: string;
  timeMs: number;
  kind: string;
  worker: string | null;
  host: string | null;
  by: string | null;
  data: Data;
}

/** Of a worker in trouble. */
const told = [
  'worker.exited',
  'worker.started',
  'worker.adopted',
  'worker.start-failed',
  'worker.backoff',
  'worker.crash-loop',
  'worker.failed',
  'worker.unhealthy',
  'worker.degraded',
  'worker.recovered',
  'worker.lost',
  'worker.stopped',
  'worker.completed',
  'worker.killed',
  'worker.removed',
  'worker.start-requested',
  'worker.stop-requested',
  'worker.restart-requested',
  'error.new',
  'error.regression',
  'error.spike',
];
/** Of everybody, when it happened shortly before. */
const toldOfAll = ['config.applied', 'deploy.marked'];
/** What is kept of an event's data. */
const longestData = 2_000;

export function isTold({ type }: Pick<FleetEvent, 'type'>): boolean {
  return told.includes(type);
}

/** Whether what somebody did to all, or to this worker, may have to do with its trouble. */
export function touches(event: FleetEvent, worker: string, declaredAs: string): boolean {
  if (event.type === 'config.applied') {
    const { changed, added, by } = event.data;
    // With a first start everything is new, which explains nothing.
    return [changed, by === 'yagura up' ? [] : added].some(
      (list) => Array.isArray(list) && list.includes(worker),
    );
  }
  if (!toldOfAll.includes(event.type)) return false;
  return event.worker === null || event.worker === worker || event.worker === declaredAs;
}

/** The same for an event that its agent sends again, whatever number it has then. */
export function entryOfEvent(event: FleetEvent): Entry {
  const { by, ...data } = event.data;
  const text = JSON.stringify(data);
  return {
    id: `${event.type}/${event.worker ?? ''}/${event.time}`,
    timeMs: Date.parse(event.time),
    kind: event.type,
    worker: event.worker,
    host: event.host,
    by: typeof by === 'string' ? by : null,
    data: text.length > longestData ? { detail: text.slice(0, longestData) } : data,
  };
}
