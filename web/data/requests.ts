/** Who asked what of a worker, and what came of it: told from the events that followed, never assumed. Pure. */
import { isFailure } from './exit.ts';
import { exitOf } from './chart-markers.ts';
import type { Action } from './outcome.ts';
import type { FleetEvent } from './types.ts';

export interface WorkerRequest {
  id: number;
  time: string;
  action: Action;
  by: string;
  result: 'under-way' | 'done' | 'failed' | 'overtaken' | 'unknown';
  /** From the request to what it asked for; null while that has not come. */
  tookMs: number | null;
  /** The machine's own words for a failure. */
  detail: string;
}

/** A process that ends this soon did not start. */
const sameBreathMs = 5_000;
/** After so long nothing more will come of it. */
const patienceMs = 5 * 60_000;

const actions: Record<string, Action> = {
  'worker.start-requested': 'start',
  'worker.stop-requested': 'stop',
  'worker.restart-requested': 'restart',
};

/** Newest first. Of what was asked before `knownFrom`, an event's id, the events that followed are not at hand. */
export function requestsOf(newestFirst: readonly FleetEvent[], now: number, knownFrom = 0): WorkerRequest[] {
  const requests: WorkerRequest[] = [];
  /** What came after the event at hand, oldest first, up to the next request. */
  let after: FleetEvent[] = [];
  let overtaken = false;
  for (const event of newestFirst) {
    const action = actions[event.type];
    if (action === undefined) {
      after.unshift(event);
      continue;
    }
    requests.push({
      id: event.id,
      time: event.time,
      action,
      by: typeof event.data['by'] === 'string' ? event.data['by'] : '',
      ...(event.id < knownFrom
        ? { result: 'unknown', tookMs: null, detail: '' }
        : resultOf(action, Date.parse(event.time), after, overtaken, now)),
    });
    after = [];
    overtaken = true;
  }
  return requests;
}

function resultOf(
  action: Action,
  askedAt: number,
  after: readonly FleetEvent[],
  overtaken: boolean,
  now: number,
): Pick<WorkerRequest, 'result' | 'tookMs' | 'detail'> {
  const first = (...types: string[]) => after.find((event) => types.includes(event.type));
  const took = (event: FleetEvent) => Math.max(0, Date.parse(event.time) - askedAt);
  const open = { tookMs: null, detail: '' };
  const none = overtaken
    ? { result: 'overtaken' as const, ...open }
    : { result: now - askedAt > patienceMs ? ('unknown' as const) : ('under-way' as const), ...open };
  if (action === 'stop') {
    const ended = first('worker.exited', 'worker.stopped');
    return ended ? { result: 'done', tookMs: took(ended), detail: '' } : none;
  }
  const failed = first('worker.failed', 'worker.start-failed');
  const started = first('worker.started');
  if (failed && (!started || failed.id < started.id)) {
    return { result: 'failed', tookMs: null, detail: detailOf(failed) };
  }
  if (!started) return none;
  const crashed = after.find(
    (event) =>
      event.type === 'worker.exited' &&
      event.id > started.id &&
      Date.parse(event.time) - Date.parse(started.time) <= sameBreathMs &&
      isFailure(exitOf(event)),
  );
  return crashed
    ? { result: 'failed', tookMs: took(started), detail: detailOf(crashed) }
    : { result: 'done', tookMs: took(started), detail: '' };
}

function detailOf({ data }: FleetEvent): string {
  const detail = data['detail'] ?? data['reason'];
  return typeof detail === 'string' ? detail : '';
}
