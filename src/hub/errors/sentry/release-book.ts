import { isoTime, type Clock } from '../../../shared/clock.ts';
import type { Store } from '../../store/index.ts';
import type { SessionCount } from './sessions.ts';

/** How a release does. */
export interface ReleaseHealth {
  release: string;
  sessions: number;
  errored: number;
  crashed: number;
  /** 0 to 1; null where no session began. */
  crashFreeRatio: number | null;
  firstAt: string;
  lastAt: string;
}

export interface ReleaseBook {
  /** Stores them before it resolves. */
  add(project: string, counts: readonly SessionCount[]): Promise<void>;
  /** The newest first. */
  releases(project: string): ReleaseHealth[];
  /** Those that have the release, by name. */
  projectsOf(release: string): string[];
  remove(release: string): Promise<void>;
}

const mostReleases = 200;

export function createReleaseBook({ db, rows }: Pick<Store, 'db' | 'rows'>, clock: Clock): ReleaseBook {
  return {
    async add(project, counts) {
      const at = isoTime(clock.now());
      for (const { release, sessions, errored, crashed } of counts) {
        const row = { project, release, sessions, errored, crashed, first_at: at, last_at: at };
        await db
          .insertInto('sentry_releases')
          .values(row)
          .onConflict((conflict) =>
            conflict.columns(['project', 'release']).doUpdateSet((eb) => ({
              sessions: eb('sentry_releases.sessions', '+', sessions),
              errored: eb('sentry_releases.errored', '+', errored),
              crashed: eb('sentry_releases.crashed', '+', crashed),
              last_at: at,
            })),
          )
          .execute();
      }
      const newest = db
        .selectFrom('sentry_releases')
        .select('release')
        .where('project', '=', project)
        .orderBy('last_at', 'desc')
        .limit(mostReleases);
      await db
        .deleteFrom('sentry_releases')
        .where('project', '=', project)
        .where('release', 'not in', newest)
        .execute();
    },
    projectsOf: (release) =>
      rows(
        db.selectFrom('sentry_releases').select('project').where('release', '=', release).orderBy('project'),
      ).map(({ project }) => project),
    async remove(release) {
      await db.deleteFrom('sentry_releases').where('release', '=', release).execute();
    },
    releases: (project) =>
      rows(
        db
          .selectFrom('sentry_releases')
          .selectAll()
          .where('project', '=', project)
          .orderBy('last_at', 'desc')
          .orderBy('release', 'desc'),
      ).map(({ release, sessions, errored, crashed, first_at: firstAt, last_at: lastAt }) => ({
        release,
        sessions,
        errored,
        crashed,
        crashFreeRatio: sessions > 0 ? Math.max(0, 1 - crashed / sessions) : null,
        firstAt,
        lastAt,
      })),
  };
}
