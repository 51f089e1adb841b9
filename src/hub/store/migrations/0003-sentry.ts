import type { Kysely } from 'kysely';
import type { Database } from '../tables.ts';

/** Sessions by project and release. */
export async function up(db: Kysely<Database>): Promise<void> {
  await db.schema
    .createTable('sentry_releases')
    .addColumn('project', 'text', (c) => c.notNull())
    .addColumn('release', 'text', (c) => c.notNull())
    .addColumn('sessions', 'integer', (c) => c.notNull())
    .addColumn('errored', 'integer', (c) => c.notNull())
    .addColumn('crashed', 'integer', (c) => c.notNull())
    .addColumn('first_at', 'text', (c) => c.notNull())
    .addColumn('last_at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('sentry_releases_key', ['project', 'release'])
    .execute();
}
