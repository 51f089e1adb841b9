/** Keeps the file within its bounds, in small steps so that whatever else waits comes in between. */
import { setImmediate } from 'node:timers/promises';
import type { ErrorsFile } from './errors-file.ts';
import { dayMs, steps } from './steps.ts';

export interface KeepBounds {
  /** Of the file. Beyond it the oldest occurrences go that are not examples of their group. */
  bytes: number;
  ageMs: number;
  /** Names of senders by which what comes twice is known. */
  names: number;
}

export const keepBounds: KeepBounds = { bytes: 500e6, ageMs: 30 * dayMs, names: 200_000 };

const atATime = 200;
const pagesAtATime = 256;
const leastShrinkBytes = 1e6;
/** The newest of each fingerprint stay with its examples. */
const newestKept = 10;
const namesKeptMs = dayMs;
/** So much is made free at once, so that not every occurrence makes room for one. */
const spare = 0.9;

export function createUpkeep(file: ErrorsFile, bounds: KeepBounds) {
  const dataBytes = () => {
    const { bytes, freeBytes } = file.size();
    return bytes - freeBytes;
  };

  /** Goes through the occurrences from the oldest on; answers where it ended, or null when there are none left. */
  function drop(after: number, where: string, ...values: number[]): number | null {
    const rows = file.all<{ id: number }>(
      `SELECT id FROM occurrences o WHERE id > ? AND ${where}
         AND (SELECT count(*) FROM (SELECT 1 FROM occurrences n WHERE n.fingerprint = o.fingerprint AND n.id > o.id LIMIT ${newestKept})) = ${newestKept}
       ORDER BY id LIMIT ?`,
      after,
      ...values,
      atATime,
    );
    const last = rows.at(-1);
    if (!last) return null;
    file.run(
      'DELETE FROM occurrences WHERE id IN (SELECT value FROM json_each(?))',
      JSON.stringify(rows.map(({ id }) => id)),
    );
    return rows.length < atATime ? null : last.id;
  }

  async function dropWhile(isTooMuch: () => boolean, where: string, ...values: number[]): Promise<void> {
    let at: number | null = 0;
    while (at !== null && isTooMuch()) {
      at = drop(at, where, ...values);
      await setImmediate();
    }
  }

  async function shrink(): Promise<void> {
    while (file.size().freeBytes > leastShrinkBytes) {
      const before = file.size().freeBytes;
      file.shrink(pagesAtATime);
      if (file.size().freeBytes >= before) return;
      await setImmediate();
    }
  }

  return {
    /** Cheap; call it often. */
    async keepSize(): Promise<void> {
      if (dataBytes() <= bounds.bytes) return;
      const isTooMuch = () => dataBytes() > bounds.bytes * spare;
      await dropWhile(isTooMuch, 'kept = 0');
      await dropWhile(isTooMuch, '1');
      await shrink();
    },
    /** Looks at everything; call it each hour. */
    async dropOld(nowMs: number): Promise<void> {
      await dropWhile(() => true, 'kept = 0 AND time < ?', nowMs - bounds.ageMs);
      file.run('DELETE FROM seen WHERE at < ?', nowMs - namesKeptMs);
      file.run(
        'DELETE FROM seen WHERE at < (SELECT at FROM seen ORDER BY at DESC LIMIT 1 OFFSET ?)',
        bounds.names,
      );
      let after = 0;
      for (;;) {
        const some = file.all<{ id: number }>(
          'SELECT id FROM fingerprints WHERE id > ? ORDER BY id LIMIT ?',
          after,
          atATime,
        );
        for (const { id } of some)
          for (const { stepMs, keptMs } of steps)
            file.run(
              'DELETE FROM counts WHERE fingerprint = ? AND step = ? AND at < ?',
              id,
              stepMs,
              nowMs - keptMs,
            );
        const last = some.at(-1);
        if (!last) break;
        after = last.id;
        await setImmediate();
      }
      await shrink();
    },
  };
}
