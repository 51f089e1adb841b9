/** What really came of a start, stop or restart, told from the events that followed it. Pure. */
import { exitOf } from './chart-markers.ts';
import { isFailure } from './exit.ts';
import type { FleetEvent, Worker } from './types.ts';

export type Action = 'start' | 'stop' | 'restart';

export interface Outcome {
  phase: 'asked' | 'under-way' | 'done' | 'failed';
  /** From the request to the new process, or to the end of the old one for a stop. */
  tookMs: number | null;
  /** What the checks say of the new process; null when there are none, or there is no new process. */
  health: 'awaited' | 'healthy' | null;
  /** When the new process began, ms since the epoch. */
  startedAt: number | null;
  detail: string;
}

/** How far a request has come by the events that followed it. */
export type Course = Pick<Outcome, 'phase' | 'tookMs' | 'startedAt' | 'detail'>;

/** A process that crashes this soon did not start; a later end is another story. */
const sameBreathMs = 5_000;

/** `after`: what happened to the worker since, oldest first. `askedAt` null: when it was asked for is not known. */
export function courseOf(action: Action, askedAt: number | null, after: readonly FleetEvent[]): Course {
  const first = (...types: string[]) => after.find((event) => types.includes(event.type));
  const took = (event: FleetEvent) =>
    askedAt === null ? null : Math.max(0, Date.parse(event.time) - askedAt);
  const course: Course = {
    phase: after.length > 0 ? 'under-way' : 'asked',
    tookMs: null,
    startedAt: null,
    detail: '',
  };
  if (action === 'stop') {
    const ended = first('worker.exited', 'worker.stopped');
    return ended ? { ...course, phase: 'done', tookMs: took(ended) } : course;
  }
  const started = first('worker.started');
  const failed = first('worker.failed', 'worker.start-failed');
  if (failed && (!started || failed.id < started.id)) {
    return { ...course, phase: 'failed', detail: detailOf(failed) };
  }
  if (!started) return course;
  const startedAt = Date.parse(started.time);
  const crashed = after.find(
    (event) =>
      event.type === 'worker.exited' &&
      event.id > started.id &&
      Date.parse(event.time) - startedAt <= sameBreathMs &&
      isFailure(exitOf(event)),
  );
  return crashed
    ? { phase: 'failed', tookMs: took(started), startedAt, detail: detailOf(crashed) }
    : { phase: 'done', tookMs: took(started), startedAt, detail: '' };
}

export function outcomeOf(
  action: Action,
  eventId: number,
  newestFirst: readonly FleetEvent[],
  worker: Pick<Worker, 'state' | 'health' | 'startedAt'>,
): Outcome {
  const request = newestFirst.find((event) => event.id === eventId);
  const after = newestFirst.filter((event) => event.id > eventId).toReversed();
  const course = courseOf(action, request ? Date.parse(request.time) : null, after);
  if (action === 'stop') {
    const isDone = course.phase === 'done' || worker.state === 'stopped';
    return { ...course, phase: isDone ? 'done' : course.phase, health: null };
  }
  if (course.phase !== 'done' || worker.health === 'none') return { ...course, health: null };
  // The worker as it is shown may still be the one before: its health counts once it names the new process.
  const isNew = worker.startedAt !== null && request !== undefined && worker.startedAt >= request.time;
  const isHealthy = isNew && worker.health === 'healthy' && worker.state === 'running';
  return { ...course, health: isHealthy ? 'healthy' : 'awaited' };
}

function detailOf({ data }: FleetEvent): string {
  const detail = data['detail'] ?? data['reason'];
  return typeof detail === 'string' ? detail : '';
}
