/** Ends of workers that nobody wanted, as occurrences: crashes, kills, failed checks, starts that failed. */
import type { FleetEvent } from '../fleet/index.ts';
import type { Occurrence } from './occurrence.ts';

type Reason = NonNullable<Occurrence['exit']>['reason'];

/** Null for any other event. A stop that a failed check caused is told by the check alone. */
export function occurrenceOfEvent({ id, time, type, worker, data }: FleetEvent): Occurrence | null {
  if (worker === null) return null;
  const reason = reasonOf(type, data);
  if (reason === null) return null;
  const { run, code, signal, detail, check } = data;
  const said = [detail, data['reason'], type].find((text) => typeof text === 'string' && text !== '');
  return {
    // A run ends once, however often it is told; other events are told once for each time.
    id: typeof run === 'string' ? `run ${run}` : `event ${type} ${worker} ${time}`,
    time: Date.parse(time),
    worker,
    source: 'exit',
    level: type === 'worker.unhealthy' ? 'error' : 'fatal',
    message: String(said),
    exceptions: [],
    exit: {
      reason,
      code: typeof code === 'number' ? code : null,
      signal: typeof signal === 'string' ? signal : null,
    },
    fields: { event: id, ...(typeof check === 'string' && { check }) },
  };
}

function reasonOf(type: string, { reason, code, starting }: Record<string, unknown>): Reason | null {
  if (type === 'worker.unhealthy') return starting === true ? 'start-timeout' : 'health';
  if (type === 'worker.start-failed') return 'start-failed';
  if (type !== 'worker.exited') return null;
  switch (reason) {
    case 'exit':
      return code === 0 ? null : 'exit';
    case 'signal':
    case 'oom':
    case 'limit':
    case 'unknown':
      return reason;
    default:
      return null;
  }
}
