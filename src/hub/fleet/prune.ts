/** Deletes in small steps, so that whatever else waits comes in between, until nothing is left that has to go. */
import { setImmediate } from 'node:timers/promises';
import type { DeleteResult } from 'kysely';

export const prunedAtATime = 1_000;

/** `some` deletes at most `prunedAtATime` rows. */
export async function prune(some: { executeTakeFirst(): Promise<DeleteResult> }): Promise<void> {
  while (Number((await some.executeTakeFirst()).numDeletedRows) >= prunedAtATime) await setImmediate();
}
