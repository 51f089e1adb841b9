/** The statuses as last seen, on disk, so that a hub has something to show before its agent is back. */
import type { WorkerStatus } from '../../link/status.ts';
import type { Store } from '../store/index.ts';
import type { Worker } from './views.ts';

export interface StatusMemory {
  load(): { status: WorkerStatus; seenAt: string }[];
  /** Writes those that differ from what was written last. */
  save(workers: readonly Worker[]): Promise<void>;
}

export function createStatusMemory({ db, rows }: Store): StatusMemory {
  const written = new Map<string, string>();
  return {
    load: () =>
      rows(db.selectFrom('statuses').selectAll()).map(({ status_json, seen_at }) => ({
        status: JSON.parse(status_json) as WorkerStatus,
        seenAt: seen_at,
      })),
    async save(workers) {
      const fresh = workers.filter((worker) => worker.fresh);
      if (fresh.length === 0) return;
      const changed = fresh.flatMap((worker) => {
        const status_json = JSON.stringify(statusOf(worker));
        return written.get(worker.name) === status_json
          ? []
          : [{ name: worker.name, agent_id: worker.host, status_json, seen_at: worker.seenAt }];
      });
      const names = workers.map((worker) => worker.name);
      const gone = [...written.keys()].filter((name) => !names.includes(name));
      if (changed.length === 0 && gone.length === 0) return;
      await db.transaction().execute(async (trx) => {
        for (const row of changed) {
          const { status_json, seen_at, agent_id } = row;
          await trx
            .insertInto('statuses')
            .values(row)
            .onConflict((conflict) => conflict.column('name').doUpdateSet({ status_json, seen_at, agent_id }))
            .execute();
        }
        for (const name of gone) await trx.deleteFrom('statuses').where('name', '=', name).execute();
      });
      for (const { name, status_json } of changed) written.set(name, status_json);
      for (const name of gone) written.delete(name);
    },
  };
}

function statusOf(worker: Worker): WorkerStatus {
  const { name, kind, state, reason, since, health, pid, startedAt, restarts, crashes, crashLoop } = worker;
  const { nextStartAt, lastExit, checks } = worker;
  return {
    name,
    kind,
    state,
    reason,
    since,
    health,
    pid,
    startedAt,
    restarts,
    crashes,
    crashLoop,
    nextStartAt,
    lastExit,
    checks,
  };
}
