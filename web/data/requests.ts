/** Who asked what of a worker, and what came of it: told from the events that followed, never assumed. Pure. */
import { type Action, courseOf } from './outcome.ts';
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
  const { phase, tookMs, detail } = courseOf(action, askedAt, after);
  if (phase === 'done' || phase === 'failed') return { result: phase, tookMs, detail };
  if (overtaken) return { result: 'overtaken', tookMs, detail };
  return { result: now - askedAt > patienceMs ? 'unknown' : 'under-way', tookMs, detail };
}
