/** Who has to be heard of regularly: the addresses that they ping, and when each was last heard. Written down at each ping, at most once a second. */
import { randomUUID } from 'node:crypto';
import { isoTime } from '../../../shared/clock.ts';
import { messageOf } from '../../../shared/failure.ts';
import type { Store } from '../../store/index.ts';
import type { Seen } from '../happenings/index.ts';
import type { HeartbeatRule } from '../rules/index.ts';
import type { SteadyTime } from './steady-time.ts';

interface Heartbeat {
  pingId: string;
  /** Steady ms: since when it is awaited, and when it was heard last. */
  sinceMs: number;
  lastMs: number | null;
  hasFailed: boolean;
}

export interface Heartbeats {
  /** Those of these rules; others are forgotten. */
  setRules(rules: readonly HeartbeatRule[]): Promise<void>;
  pingId(rule: string): string | null;
  lastAt(rule: string): string | null;
  has(id: string): boolean;
  /** Answers the rule that has this id. */
  ping(id: string, sign: 'success' | 'fail'): string | null;
  see(rule: HeartbeatRule): Seen;
  flush(): Promise<void>;
}

export function createHeartbeats(options: {
  store: Pick<Store, 'db' | 'rows'>;
  time: SteadyTime;
  log: (text: string) => void;
}): Heartbeats {
  const { store, time, log } = options;
  const { db } = store;
  const startedMs = time.now();
  const dirty = new Set<string>();
  const beats = new Map<string, Heartbeat>();
  for (const row of store.rows(db.selectFrom('alert_heartbeats').selectAll())) {
    // What was written before the clock was set back does not lie ahead.
    const at = (text: string) => Math.min(Date.parse(text), startedMs);
    beats.set(row.rule, {
      pingId: row.ping_id,
      sinceMs: at(row.since),
      lastMs: row.last_at === null ? null : at(row.last_at),
      hasFailed: row.failed === 1,
    });
  }
  const byId = () => new Map([...beats].map(([rule, { pingId }]) => [pingId, rule]));
  let rulesById = byId();

  async function flush(): Promise<void> {
    const rules = [...dirty];
    dirty.clear();
    if (rules.length === 0) return;
    try {
      await db.transaction().execute(async (trx) => {
        for (const rule of rules) {
          const beat = beats.get(rule);
          if (!beat) {
            await trx.deleteFrom('alert_heartbeats').where('rule', '=', rule).execute();
            continue;
          }
          const row = {
            ping_id: beat.pingId,
            since: isoTime(time.toClock(beat.sinceMs)),
            last_at: beat.lastMs === null ? null : isoTime(time.toClock(beat.lastMs)),
            failed: beat.hasFailed ? (1 as const) : (0 as const),
          };
          await trx
            .insertInto('alert_heartbeats')
            .values({ rule, ...row })
            .onConflict((conflict) => conflict.column('rule').doUpdateSet(row))
            .execute();
        }
      });
    } catch (error) {
      log(`heartbeats cannot be written, they wait: ${messageOf(error)}`);
      for (const rule of rules) dirty.add(rule);
    }
  }

  return {
    async setRules(rules) {
      const names = new Set(rules.map(({ name }) => name));
      for (const rule of beats.keys())
        if (!names.has(rule)) {
          beats.delete(rule);
          dirty.add(rule);
        }
      for (const name of names)
        if (!beats.has(name)) {
          beats.set(name, { pingId: randomUUID(), sinceMs: time.now(), lastMs: null, hasFailed: false });
          dirty.add(name);
        }
      rulesById = byId();
      await flush();
    },
    pingId: (rule) => beats.get(rule)?.pingId ?? null,
    lastAt(rule) {
      const last = beats.get(rule)?.lastMs ?? null;
      return last === null ? null : isoTime(time.toClock(last));
    },
    has: (id) => rulesById.has(id),
    ping(id, sign) {
      const rule = rulesById.get(id);
      const beat = rule === undefined ? undefined : beats.get(rule);
      if (rule === undefined || !beat) return null;
      beat.hasFailed = sign === 'fail';
      if (sign === 'success') beat.lastMs = time.now();
      dirty.add(rule);
      return rule;
    },
    see({ name, everyMs, graceMs }) {
      const beat = beats.get(name);
      if (!beat) return 'clear';
      if (beat.hasFailed) return 'found';
      const allowedMs = everyMs + graceMs;
      const dueMs = (beat.lastMs ?? beat.sinceMs) + allowedMs;
      // Nobody could be heard while the hub was away, so what became due then gets as much time again.
      const deadlineMs = beat.lastMs !== null && dueMs < startedMs ? startedMs + allowedMs : dueMs;
      if (time.now() >= deadlineMs) return 'found';
      return dueMs < startedMs ? 'gone' : 'clear';
    },
    flush,
  };
}
