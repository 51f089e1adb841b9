import { type Kysely, sql } from 'kysely';
import type { Database } from '../tables.ts';

/** Episodes of what was wrong, and silences. */
export async function up(db: Kysely<Database>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable('alerts')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('key', 'text', (c) => c.notNull())
    .addColumn('rule', 'text', (c) => c.notNull())
    .addColumn('severity', 'text', (c) => c.notNull())
    .addColumn('source', 'text', (c) => c.notNull())
    .addColumn('worker', 'text')
    .addColumn('host', 'text')
    .addColumn('starts_at', 'text', (c) => c.notNull())
    .addColumn('ends_at', 'text')
    .addColumn('episode_json', 'text', (c) => c.notNull())
    .execute();
  // It holds only what is not over, so that it stays small.
  await sql`CREATE INDEX alerts_open ON alerts (id) WHERE ends_at IS NULL`.execute(db);
  await schema.createIndex('alerts_by_end').on('alerts').column('ends_at').execute();
  await schema
    .createTable('silences')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('silence_json', 'text', (c) => c.notNull())
    .execute();
}
