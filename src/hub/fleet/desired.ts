/** What was asked for: the specs as configured, kept in the database, and how to reach the hub from each worker. */
import { randomUUID } from 'node:crypto';
import type { WorkerSpec } from '../../link/spec.ts';
import { Failure } from '../../shared/failure.ts';
import { readSetting, type Store } from '../store/index.ts';

export interface Desired {
  /** As configured. */
  readonly specs: readonly WorkerSpec[];
  readonly version: number;
  /** The specs with what tells a worker who it is and where to report. */
  forAgent(url: string): WorkerSpec[];
  /** Takes effect at once, and is stored as soon as that is possible. */
  replace(specs: readonly WorkerSpec[]): Promise<void>;
  /** Stores what could not be stored before. */
  retry(): Promise<void>;
  pingId(worker: string): string | null;
  workerOfPing(id: string): string | null;
}

export function createDesired(store: Store): Desired {
  const { db, rows } = store;
  let specs = rows(db.selectFrom('specs').select('spec_json').orderBy('position')).map(
    ({ spec_json }) => JSON.parse(spec_json) as WorkerSpec,
  );
  let version = Number(readSetting(store, versionKey) ?? 0);
  const pings = new Map(rows(db.selectFrom('pings').selectAll()).map(({ worker, id }) => [worker, id]));
  const workers = new Map([...pings].map(([worker, id]) => [id, worker]));
  let unsaved = false;

  async function save(): Promise<void> {
    try {
      await db.transaction().execute(async (trx) => {
        await trx.deleteFrom('specs').execute();
        for (const [position, spec] of specs.entries()) {
          const row = { name: spec.name, position, spec_json: JSON.stringify(spec) };
          await trx.insertInto('specs').values(row).execute();
          const id = pings.get(spec.name);
          if (id === undefined) continue;
          const ping = trx.insertInto('pings').values({ worker: spec.name, id });
          await ping.onConflict((conflict) => conflict.column('worker').doUpdateSet({ id })).execute();
        }
        const setting = trx.insertInto('settings').values({ key: versionKey, value: String(version) });
        await setting
          .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: String(version) }))
          .execute();
      });
      unsaved = false;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      unsaved = true;
    }
  }

  return {
    get specs() {
      return specs;
    },
    get version() {
      return version;
    },
    forAgent: (url) =>
      specs.map((spec) => ({ ...spec, env: { ...spec.env, ...addressEnv(spec.name, url) } })),
    async replace(next) {
      specs = [...next];
      version++;
      for (const { name } of specs) {
        if (pings.has(name)) continue;
        const id = randomUUID();
        pings.set(name, id);
        workers.set(id, name);
      }
      await save();
    },
    async retry() {
      if (unsaved) await save();
    },
    pingId: (worker) => pings.get(worker) ?? null,
    workerOfPing: (id) => workers.get(id) ?? null,
  };

  function addressEnv(worker: string, url: string): Record<string, string> {
    return {
      YAGURA_WORKER: worker,
      YAGURA_URL: url,
      YAGURA_PING_URL: `${url}/ping/${pings.get(worker) ?? ''}`,
    };
  }
}

const versionKey = 'desired-version';
