/** How a worker's life is shown. Pure. */
import type { WorkerState } from '../../link/status.ts';
import type { Verdict } from './health/index.ts';
import type { Life } from './state-machine.ts';

export interface Shown {
  state: WorkerState;
  reason: string;
}

/** `waitsFor`: what it waits for before it starts; `unkillable`: processes of it that SIGKILL does not end. */
export function describeLife(
  life: Life,
  about: { verdict: Verdict; waitsFor: string; unkillable: string | null },
): Shown {
  const { verdict } = about;
  const lastExit = life.lastExit?.detail ?? '';
  const stuck = about.unkillable === null ? null : `these processes cannot be killed: ${about.unkillable}`;
  switch (life.phase) {
    case 'waiting':
      return { state: 'starting', reason: about.waitsFor && `waits for ${about.waitsFor}` };
    case 'starting':
      return { state: 'starting', reason: '' };
    case 'up':
      // Not yet known to be well is not known to be ill either: the process runs, and `health` says that it is unknown.
      return {
        state: verdict.health === 'unhealthy' || verdict.health === 'degraded' ? verdict.health : 'running',
        reason: verdict.reason,
      };
    case 'stopping':
      return { state: 'stopping', reason: stuck ?? life.ending?.detail ?? '' };
    case 'clearing':
      return {
        state: life.lastExit?.reason === 'unknown' ? 'lost' : 'stopping',
        reason: stuck ?? 'ending what its last run left behind',
      };
    case 'backoff':
      return { state: 'backoff', reason: lastExit };
    default:
      if (life.failed) return { state: 'failed', reason: lastExit };
      return { state: 'stopped', reason: life.held ? lastExit || 'stopped by an operator' : '' };
  }
}
