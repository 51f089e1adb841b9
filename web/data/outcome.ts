/** What really came of a start, stop or restart, told from the events that followed it. Pure. */
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

/** A process that ends this soon did not start; a later end is another story. */
const sameBreathMs = 5_000;

export function outcomeOf(
  action: Action,
  eventId: number,
  newestFirst: readonly FleetEvent[],
  worker: Pick<Worker, 'state' | 'health' | 'startedAt'>,
): Outcome {
  const request = newestFirst.find((event) => event.id === eventId);
  const after = newestFirst.filter((event) => event.id > eventId).toReversed();
  const first = (...types: string[]) => after.find((event) => types.includes(event.type));
  const since = (event: FleetEvent | undefined) =>
    event && request ? Math.max(0, Date.parse(event.time) - Date.parse(request.time)) : null;
  const outcome: Outcome = {
    phase: after.length > 0 ? 'under-way' : 'asked',
    tookMs: null,
    health: null,
    startedAt: null,
    detail: '',
  };
  if (action === 'stop') {
    const ended = first('worker.exited', 'worker.stopped');
    if (ended) return { ...outcome, phase: 'done', tookMs: since(ended), detail: detailOf(ended) };
    return worker.state === 'stopped' ? { ...outcome, phase: 'done' } : outcome;
  }
  const started = first('worker.started');
  const failed = first('worker.failed', 'worker.start-failed');
  if (failed && (!started || failed.id < started.id)) {
    return { ...outcome, phase: 'failed', detail: detailOf(failed) };
  }
  if (!started) return outcome;
  const startedAt = Date.parse(started.time);
  const crashed = after.find(
    (event) =>
      event.type === 'worker.exited' &&
      event.id > started.id &&
      Date.parse(event.time) - startedAt <= sameBreathMs,
  );
  if (crashed) return { ...outcome, phase: 'failed', tookMs: since(started), detail: detailOf(crashed) };
  // The worker as it is shown may still be the one before: its health counts once it names the new process.
  const isNew = worker.startedAt !== null && request !== undefined && worker.startedAt >= request.time;
  const healthy = isNew && worker.health === 'healthy' && worker.state === 'running';
  return {
    ...outcome,
    phase: 'done',
    tookMs: since(started),
    health: worker.health === 'none' ? null : healthy ? 'healthy' : 'awaited',
    startedAt,
  };
}

function detailOf(event: FleetEvent): string {
  const detail = event.data['detail'] ?? event.data['reason'];
  return typeof detail === 'string' ? detail : '';
}
