/** What an event says of the state that its worker is in from then on. Pure. The words are those of docs/events.md. */
import { type ExitStatus, exitStatus, type WorkerState } from '../../../link/status.ts';
import type { FleetEvent } from '../views.ts';

export interface Told {
  state: WorkerState;
  reason: string;
  exit: ExitStatus | null;
  /** The check that failed. */
  by: string | null;
  /** Only if the worker is in one of these states now. */
  onlyAfter?: readonly WorkerState[];
}

const states: Record<string, WorkerState> = {
  'worker.waiting': 'starting',
  'worker.started': 'running',
  'worker.adopted': 'running',
  // What it left behind is ended first.
  'worker.exited': 'stopping',
  'worker.stopping': 'stopping',
  'worker.backoff': 'backoff',
  'worker.stopped': 'stopped',
  'worker.completed': 'stopped',
  'worker.failed': 'failed',
  'worker.unhealthy': 'unhealthy',
  'worker.degraded': 'degraded',
  'worker.recovered': 'running',
};

export function stateOfEvent({ type, time, data }: FleetEvent): Told | null {
  if (type === 'worker.lost') {
    // A process whose end nobody saw goes on to be restarted, and its exit follows; an external worker stays lost.
    return 'pid' in data ? null : told('lost', text(data['reason']), text(data['check']));
  }
  const state = states[type];
  if (state === undefined) return null;
  switch (type) {
    case 'worker.waiting':
      return told(state, `waits for ${text(data['for'])}`);
    case 'worker.exited': {
      const exit = exitStatus.safeParse({ code: null, signal: null, ...data, at: time });
      return { ...told(state, text(data['detail'])), exit: exit.success ? exit.data : null };
    }
    case 'worker.unhealthy':
    case 'worker.degraded':
      return told(state, text(data['reason']), text(data['check']));
    case 'worker.recovered':
      return { ...told(state), onlyAfter: ['unhealthy', 'degraded', 'lost'] };
    default:
      return told(state, text(data['detail']));
  }
}

function told(state: WorkerState, reason = '', by = ''): Told {
  return { state, reason, exit: null, by: by || null };
}

const text = (value: unknown) => (typeof value === 'string' ? value : '');
