import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Database } from '../tables.ts';

/** What workers were over time, and events that can be counted by the minute without reading them. */
export async function up(db: Kysely<Database>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable('worker_states')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('worker', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('since', 'text', (c) => c.notNull())
    .addColumn('until', 'text', (c) => c.notNull())
    .addColumn('reason', 'text', (c) => c.notNull())
    .addColumn('exit_json', 'text')
    .addColumn('caused_by', 'text')
    .addColumn('changes', 'integer', (c) => c.notNull())
    .execute();
  await schema
    .createIndex('worker_states_in_time')
    .on('worker_states')
    .columns(['worker', 'until'])
    .execute();
  await schema
    .createTable('worker_states_now')
    .addColumn('worker', 'text', (c) => c.primaryKey())
    .addColumn('now_json', 'text', (c) => c.notNull())
    .execute();

  await schema
    .alterTable('events')
    .addColumn('restart', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
  // It holds only what is counted, so that most events cost nothing.
  await sql`CREATE INDEX events_counted ON events (time, worker, error, restart) WHERE error = 1 OR restart = 1`.execute(
    db,
  );
  await schema.dropIndex('events_errors').execute();
}
