import { type SelectQueryBuilder, sql } from 'kysely';
import { isoTime } from '../../../shared/clock.ts';
import type { Database, Store } from '../../store/index.ts';
import type { AlertQuery } from './alerts.ts';
import type { Episode } from './episode.ts';

export interface AlertBook {
  /** Those that are not over, and the newest of each key that ended since. */
  load(endedSinceMs: number): { episodes: Episode[]; lastId: number };
  /** All or nothing; a second time changes nothing. */
  write(episodes: readonly Episode[]): Promise<void>;
  /** Those that are over, newest first, with smaller ids than `before`. */
  ended(
    query: Pick<AlertQuery, 'severity' | 'rule' | 'worker' | 'host' | 'source'>,
    before: number,
    limit: number,
  ): Episode[];
  episode(id: number): Episode | null;
  /** Deletes what ended before this, and the oldest beyond so many. */
  prune(beforeMs: number, most: number): Promise<void>;
}

const rowsAtATime = 1_000;

export function createAlertBook({ db, rows }: Pick<Store, 'db' | 'rows'>): AlertBook {
  const read = ({ episode_json }: { episode_json: string }) => JSON.parse(episode_json) as Episode;
  return {
    load(endedSinceMs) {
      const open = rows(db.selectFrom('alerts').select('episode_json').where('ends_at', 'is', null));
      const ended = rows(
        db
          .selectFrom('alerts')
          .select('episode_json')
          .where('ends_at', '>=', isoTime(endedSinceMs))
          .orderBy('id', 'asc'),
      );
      const byKey = new Map([...ended, ...open].map(read).map((episode) => [episode.key, episode]));
      const last = rows(db.selectFrom('alerts').select('id').orderBy('id', 'desc').limit(1))[0]?.id;
      return { episodes: [...byKey.values()], lastId: last ?? 0 };
    },
    async write(episodes) {
      await db.transaction().execute(async (transaction) => {
        for (let at = 0; at < episodes.length; at += rowsAtATime) {
          const some = JSON.stringify(episodes.slice(at, at + rowsAtATime).map(rowOf));
          await sql`INSERT OR REPLACE INTO alerts
              (id, key, rule, severity, source, worker, host, starts_at, ends_at, episode_json)
            SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7, value ->> 8,
              value ->> 9 FROM json_each(${some})`.execute(transaction);
        }
      });
    },
    ended({ severity, rule, worker, host, source }, before, limit) {
      let query: SelectQueryBuilder<Database, 'alerts', { episode_json: string }> = db
        .selectFrom('alerts')
        .select('episode_json')
        .where('ends_at', 'is not', null)
        .where('id', '<', before)
        .orderBy('id', 'desc')
        .limit(limit);
      if (severity) query = query.where('severity', 'in', severity);
      if (rule !== undefined) query = query.where('rule', '=', rule);
      if (worker !== undefined) query = query.where('worker', '=', worker);
      if (host !== undefined) query = query.where('host', '=', host);
      if (source !== undefined) query = query.where('source', '=', source);
      return rows(query).map(read);
    },
    episode(id) {
      const row = rows(db.selectFrom('alerts').select('episode_json').where('id', '=', id))[0];
      return row ? read(row) : null;
    },
    async prune(beforeMs, most) {
      await db
        .deleteFrom('alerts')
        .where('ends_at', 'is not', null)
        .where((where) =>
          where.or([
            where('ends_at', '<', isoTime(beforeMs)),
            where(
              'id',
              '<=',
              db.selectFrom('alerts').select('id').orderBy('id', 'desc').offset(most).limit(1),
            ),
          ]),
        )
        .execute();
    },
  };
}

function rowOf(episode: Episode): (string | number | null)[] {
  const { id, key, rule, severity, source, labels, startsAtMs, ceasedAtMs, isResolved } = episode;
  return [
    id,
    key,
    rule,
    severity,
    source,
    labels['worker'] ?? null,
    labels['host'] ?? null,
    isoTime(startsAtMs),
    isResolved && ceasedAtMs !== null ? isoTime(ceasedAtMs) : null,
    JSON.stringify(episode),
  ];
}
