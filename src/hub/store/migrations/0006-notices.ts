import { type Kysely, sql } from 'kysely';
import type { Database } from '../tables.ts';

/** What is to be told, each try to tell it, and what a thread began with in its channel. */
export async function up(db: Kysely<Database>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable('notices')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('key', 'text', (c) => c.notNull().unique())
    .addColumn('channel', 'text', (c) => c.notNull())
    .addColumn('thread', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('tries', 'integer', (c) => c.notNull())
    .addColumn('not_before', 'text')
    .addColumn('enqueued_at', 'text', (c) => c.notNull())
    .addColumn('done_at', 'text')
    .addColumn('notice_json', 'text', (c) => c.notNull())
    .execute();
  await schema.createIndex('notices_by_state').on('notices').columns(['channel', 'state', 'id']).execute();
  // Few wait, and many are remembered.
  await sql`CREATE INDEX notices_under_way ON notices (channel, thread, id) WHERE state IN ('waiting', 'sending')`.execute(
    db,
  );
  await schema
    .createTable('deliveries')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('channel', 'text', (c) => c.notNull())
    .addColumn('thread', 'text', (c) => c.notNull())
    .addColumn('notice_key', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('severity', 'text', (c) => c.notNull())
    .addColumn('title', 'text', (c) => c.notNull())
    .addColumn('time', 'text', (c) => c.notNull())
    .addColumn('took_ms', 'integer', (c) => c.notNull())
    .addColumn('attempt', 'integer', (c) => c.notNull())
    .addColumn('outcome', 'text', (c) => c.notNull())
    .addColumn('answer', 'text', (c) => c.notNull())
    .execute();
  await schema.createIndex('deliveries_of_channel').on('deliveries').columns(['channel', 'id']).execute();
  await schema.createIndex('deliveries_of_thread').on('deliveries').columns(['thread', 'id']).execute();
  await schema
    .createTable('notice_threads')
    .addColumn('channel', 'text', (c) => c.notNull())
    .addColumn('thread', 'text', (c) => c.notNull())
    .addColumn('receipt_json', 'text', (c) => c.notNull())
    .addColumn('since', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('notice_threads_key', ['channel', 'thread'])
    .execute();
}
