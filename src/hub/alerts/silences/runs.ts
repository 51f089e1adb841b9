import { Failure, messageOf } from '../../../shared/failure.ts';
import type { Recurrence } from './silence.ts';
import type { Runs } from './windows.ts';

/** Reads a cron expression of five fields. Fails with `bad_request` on one that is none or never comes true, and on an unknown time zone. */
export async function runsOf({ cron, timezone }: Recurrence): Promise<Runs> {
  const { Cron } = await import('croner'); // few have a silence that recurs
  try {
    const job = new Cron(cron, { mode: '5-part', timezone: timezone ?? 'UTC' });
    if (job.nextRun() === null) throw new Error('it never comes true');
    return {
      // What croner calls previous is strictly before.
      previous: (atMs) => job.previousRuns(1, new Date(atMs + 1))[0]?.getTime() ?? null,
      next: (atMs) => job.nextRun(new Date(atMs))?.getTime() ?? null,
    };
  } catch (error) {
    throw new Failure('bad_request', `recurrence: "${cron}" in ${timezone ?? 'UTC'}: ${messageOf(error)}`, {
      cause: error,
    });
  }
}
