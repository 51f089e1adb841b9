/** The times of a periodic job. */
import type { WorkerSpec } from '../../link/spec.ts';
import type { Clock, Timer } from '../../shared/clock.ts';
import { messageOf } from '../../shared/failure.ts';

export interface Schedule {
  /** Wall time of the next run, ms; null before it is known or when there is none. */
  nextAt(): number | null;
  close(): void;
}

/** Wall time may jump, so a far time is approached in steps of at most this. */
const longestWaitMs = 30_000;

/** Calls `onTime` at each time of the schedule; `onProblem` when the schedule makes no sense after all. */
export function startSchedule(
  spec: NonNullable<WorkerSpec['schedule']>,
  clock: Clock,
  listener: { onTime(): void; onChange(): void; onProblem(detail: string): void },
): Schedule {
  let timer: Timer | undefined;
  let next: number | null = null;
  let closed = false;

  async function run(): Promise<void> {
    // Loaded only by those who need it, which keeps the agent small.
    const { Cron } = await import('croner');
    if (closed) return;
    const cron = new Cron(spec.cron, { paused: true, ...(spec.timezone ? { timezone: spec.timezone } : {}) });
    plan(cron);
  }

  function plan(cron: { nextRun(after: Date): Date | null }): void {
    next = cron.nextRun(new Date(clock.now()))?.getTime() ?? null;
    listener.onChange();
    approach();

    function approach(): void {
      if (closed || next === null) return;
      const leftMs = next - clock.now();
      if (leftMs > 0) {
        timer = clock.setTimeout(approach, Math.min(longestWaitMs, leftMs));
        return;
      }
      listener.onTime();
      plan(cron);
    }
  }

  run().catch((error: unknown) => listener.onProblem(`schedule: ${messageOf(error)}`));

  return {
    nextAt: () => next,
    close() {
      closed = true;
      clock.clearTimeout(timer);
    },
  };
}
