import type { Store } from '../../store/index.ts';
import { sql } from 'kysely';
import { isoTime } from '../../../shared/clock.ts';
import { role } from '../schema.ts';
import type { AccessStore } from './access-store.ts';

const mostAuditEntries = 100_000;
export const auditRetention = { count: mostAuditEntries };
const pruneEvery = 1_000;

/** Tokens, sessions, links and the audit log in the hub's database. */
export function createSqlAccessStore({ db }: Pick<Store, 'db'>): AccessStore {
  let appended = 0;
  const pruneAudit = async () => {
    const newest = await db
      .selectFrom('audit')
      .select((e) => e.fn.max('id').as('id'))
      .executeTakeFirst();
    await db
      .deleteFrom('audit')
      .where('id', '<=', (newest?.id ?? 0) - mostAuditEntries)
      .execute();
  };

  return {
    async load() {
      const tokens = await db.selectFrom('tokens').selectAll().execute();
      const sessions = await db.selectFrom('sessions').selectAll().orderBy('created_at').execute();
      const links = await db.selectFrom('login_links').selectAll().where('used_at', 'is', null).execute();
      return {
        tokens: tokens.map((row) => ({
          id: row.id,
          name: row.name,
          role: role.parse(row.role),
          hash: row.hash,
          createdAt: Date.parse(row.created_at),
          expiresAt: msOf(row.expires_at),
          lastUsedAt: msOf(row.last_used_at),
          revokedAt: msOf(row.revoked_at),
        })),
        sessions: sessions.flatMap((row) =>
          row.token_id === null
            ? []
            : {
                hash: row.id_hash,
                tokenId: row.token_id,
                name: row.name,
                role: role.parse(row.role),
                createdAt: Date.parse(row.created_at),
                usedAt: Date.parse(row.last_used_at),
                expiresAt: Date.parse(row.expires_at),
              },
        ),
        links: links.map((row) => ({ hash: row.hash, expiresAt: Date.parse(row.expires_at) })),
      };
    },

    async saveToken(token) {
      const row = {
        name: token.name,
        role: token.role,
        hash: token.hash,
        created_at: isoTime(token.createdAt),
        expires_at: timeOf(token.expiresAt),
        last_used_at: timeOf(token.lastUsedAt),
        revoked_at: timeOf(token.revokedAt),
      };
      await db
        .insertInto('tokens')
        .values({ id: token.id, ...row })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
        .execute();
    },

    async deleteToken(id) {
      await db.deleteFrom('tokens').where('id', '=', id).execute();
    },

    async saveSession(session) {
      const times = { last_used_at: isoTime(session.usedAt), expires_at: isoTime(session.expiresAt) };
      await db
        .insertInto('sessions')
        .values({
          id_hash: session.hash,
          token_id: session.tokenId,
          role: session.role,
          name: session.name,
          created_at: isoTime(session.createdAt),
          ...times,
        })
        .onConflict((conflict) => conflict.column('id_hash').doUpdateSet(times))
        .execute();
    },

    async deleteSession(hash) {
      await db.deleteFrom('sessions').where('id_hash', '=', hash).execute();
    },

    async saveLink(link) {
      await db
        .insertInto('login_links')
        .values({ hash: link.hash, expires_at: isoTime(link.expiresAt), used_at: null })
        .execute();
    },

    async deleteLink(hash) {
      await db.deleteFrom('login_links').where('hash', '=', hash).execute();
    },

    async appendAudit({ detail, ...entry }) {
      await db
        .insertInto('audit')
        .values({ id: null, ...entry, detail_json: JSON.stringify(detail) })
        .execute();
      appended += 1;
      if (appended % pruneEvery === 1) await pruneAudit();
    },

    async readAudit({ limit, before, actor, target, action, since, until }) {
      let query = db.selectFrom('audit').selectAll().orderBy('id', 'desc').limit(limit);
      if (before !== null) query = query.where('id', '<', before);
      if (since !== undefined) query = query.where('time', '>=', since);
      if (until !== undefined) query = query.where('time', '<=', until);
      if (action?.endsWith('.'))
        query = query.where('action', '>=', action).where('action', '<', `${action.slice(0, -1)}/`);
      else if (action !== undefined) query = query.where('action', '=', action);
      if (actor !== undefined) query = query.where(holds('actor', actor));
      if (target !== undefined) query = query.where(holds('target', target));
      const rows = await query.execute();
      return rows.map((row) => ({
        id: Number(row.id),
        time: row.time,
        actor: row.actor,
        role: row.role === null ? null : role.parse(row.role),
        action: row.action,
        target: row.target,
        outcome: row.outcome,
        address: row.address ?? '',
        detail: JSON.parse(row.detail_json) as Record<string, unknown>,
      }));
    },
  };
}

const holds = (column: 'actor' | 'target', text: string) =>
  sql<boolean>`instr(lower(${sql.ref(column)}), lower(${text})) > 0`;

function msOf(time: string | null): number | null {
  return time === null ? null : Date.parse(time);
}

function timeOf(ms: number | null): string | null {
  return ms === null ? null : isoTime(ms);
}
