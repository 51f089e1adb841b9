/** The runs of a job, told from its events. Pure. */
import { exitOf } from './chart-markers.ts';
import { isFailure } from './exit.ts';
import type { ExitStatus, FleetEvent } from './types.ts';

export interface Run {
  id: number;
  /** When it ended. */
  at: string;
  ranMs: number | null;
  exit: ExitStatus;
  failed: boolean;
}

/** Those that have ended, newest first. */
export function runsOf(newestFirst: readonly FleetEvent[]): Run[] {
  return newestFirst
    .filter((event) => event.type === 'worker.exited')
    .map((event) => {
      const exit = exitOf(event);
      const { ranMs } = event.data;
      return {
        id: event.id,
        at: event.time,
        ranMs: typeof ranMs === 'number' ? ranMs : null,
        exit,
        failed: isFailure(exit),
      };
    });
}
