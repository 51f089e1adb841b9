import { sql } from 'kysely';
import type { Store } from '../../store/index.ts';
import type { Recurrence, Silence, SilenceMatcher } from './silence.ts';
import type { Timed } from './windows.ts';

/** A silence as it is kept. */
export interface KeptSilence extends Timed {
  id: string;
  matchers: SilenceMatcher[];
  recurrence: Recurrence | null;
  comment: string;
  createdBy: string;
  createdAtMs: number;
  updatedAtMs: number;
  origin: Silence['origin'];
  /** The worker whose start ends it; null: no start does. */
  untilStarted: string | null;
}

/** Up to which event plans were made of what operators asked for. */
const markKey = 'silences-planned-to';

export interface SilenceBook {
  load(): { silences: KeptSilence[]; plannedTo: number | null };
  /** All or nothing. */
  write(changed: readonly KeptSilence[], gone: readonly string[], plannedTo: number | null): Promise<void>;
}

export function createSilenceBook({ db, rows }: Pick<Store, 'db' | 'rows'>): SilenceBook {
  return {
    load() {
      const mark = rows(db.selectFrom('settings').select('value').where('key', '=', markKey))[0];
      return {
        silences: rows(db.selectFrom('silences').select('silence_json')).map(
          ({ silence_json }) => JSON.parse(silence_json) as KeptSilence,
        ),
        plannedTo: mark ? Number(mark.value) : null,
      };
    },
    async write(changed, gone, plannedTo) {
      await db.transaction().execute(async (transaction) => {
        const all = JSON.stringify(changed.map((silence) => [silence.id, JSON.stringify(silence)]));
        if (changed.length > 0)
          await sql`INSERT OR REPLACE INTO silences (id, silence_json)
            SELECT value ->> 0, value ->> 1 FROM json_each(${all})`.execute(transaction);
        if (gone.length > 0)
          await sql`DELETE FROM silences WHERE id IN (SELECT value FROM json_each(${JSON.stringify(gone)}))`.execute(
            transaction,
          );
        if (plannedTo !== null)
          await sql`INSERT OR REPLACE INTO settings (key, value) VALUES (${markKey}, ${String(plannedTo)})`.execute(
            transaction,
          );
      });
    },
  };
}
