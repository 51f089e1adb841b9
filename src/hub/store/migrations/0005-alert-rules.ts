import type { Kysely } from 'kysely';
import type { Database } from '../tables.ts';

/** Rules made on the page, what they and others found, and who was heard when. */
export async function up(db: Kysely<Database>): Promise<void> {
  await db.schema
    .createTable('alert_rules')
    .addColumn('name', 'text', (c) => c.primaryKey())
    .addColumn('rule_json', 'text', (c) => c.notNull())
    .addColumn('changed_at', 'text', (c) => c.notNull())
    .addColumn('changed_by', 'text', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('alert_conditions')
    .addColumn('key', 'text', (c) => c.primaryKey())
    .addColumn('rule', 'text', (c) => c.notNull())
    .addColumn('condition_json', 'text', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('alert_heartbeats')
    .addColumn('rule', 'text', (c) => c.primaryKey())
    .addColumn('ping_id', 'text', (c) => c.notNull())
    .addColumn('since', 'text', (c) => c.notNull())
    .addColumn('last_at', 'text')
    .addColumn('failed', 'integer', (c) => c.notNull())
    .execute();
}
