import type { Kysely } from 'kysely';
import type { Database } from '../tables.ts';

/** What people deal with, whom it was told, and who stands in for whom. */
export async function up(db: Kysely<Database>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable('incidents')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('severity', 'text', (c) => c.notNull())
    .addColumn('starts_at', 'text', (c) => c.notNull())
    .addColumn('resolved_at', 'text')
    .addColumn('paged', 'integer', (c) => c.notNull())
    .addColumn('settled', 'integer', (c) => c.notNull())
    .addColumn('merged_into', 'integer')
    .addColumn('state_json', 'text', (c) => c.notNull())
    .addColumn('view_json', 'text', (c) => c.notNull())
    .execute();
  await schema.createIndex('incidents_by_status').on('incidents').columns(['status', 'id']).execute();
  await schema.createIndex('incidents_unsettled').on('incidents').columns(['settled', 'id']).execute();
  await schema.createIndex('incidents_by_start').on('incidents').column('starts_at').execute();
  await schema
    .createTable('incident_members')
    .addColumn('id', 'text', (c) => c.notNull())
    .addColumn('incident', 'integer', (c) => c.notNull())
    .addColumn('worker', 'text')
    .addColumn('host', 'text')
    .addColumn('member_json', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('incident_members_key', ['incident', 'id'])
    .execute();
  await schema
    .createIndex('incident_members_of_worker')
    .on('incident_members')
    .columns(['worker', 'incident'])
    .execute();
  await schema
    .createTable('incident_entries')
    .addColumn('incident', 'integer', (c) => c.notNull())
    .addColumn('id', 'text', (c) => c.notNull())
    .addColumn('time', 'text', (c) => c.notNull())
    .addColumn('entry_json', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('incident_entries_key', ['incident', 'id'])
    .execute();
  await schema
    .createTable('incident_notices')
    .addColumn('key', 'text', (c) => c.primaryKey())
    .addColumn('incident', 'integer', (c) => c.notNull())
    .addColumn('told_json', 'text', (c) => c.notNull())
    .addColumn('notice_json', 'text')
    .execute();
  await schema.createIndex('incident_notices_of').on('incident_notices').column('incident').execute();
  await schema
    .createTable('oncall_overrides')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('team', 'text', (c) => c.notNull())
    .addColumn('layer', 'text')
    .addColumn('member', 'text', (c) => c.notNull())
    .addColumn('from_at', 'text', (c) => c.notNull())
    .addColumn('to_at', 'text', (c) => c.notNull())
    .addColumn('created_by', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .execute();
}
