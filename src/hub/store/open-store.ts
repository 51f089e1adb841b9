import { chmodSync, existsSync, rmSync, statSync } from 'node:fs';
import { type Compilable, Kysely, type Migration, Migrator } from 'kysely';
import { type Clock, isoTime, type Timer } from '../../shared/clock.ts';
import { Failure, messageOf } from '../../shared/failure.ts';
import type { Home } from '../../shared/home.ts';
import {
  backupRetention,
  findDamage,
  listBackups,
  makeBackup,
  moveAside,
  newestBackupAt,
  restoreNewest,
} from './backups.ts';
import { sqliteDialect } from './dialect.ts';
import { watchFile } from './file-watch.ts';
import { guard } from './guard.ts';
import { migrations } from './migrations/index.ts';
import { openSqlite, type Sqlite, storageTrouble } from './sqlite.ts';
import type { Database } from './tables.ts';

export interface StoreHealth {
  state: 'well' | 'troubled';
  detail: string;
  since: string | null;
}

export interface Store {
  readonly db: Kysely<Database>;
  /** Runs a query now, without a turn of the event loop; for reads behind functions that answer at once. */
  rows: <Row>(query: Compilable<Row>) => Row[];
  health(): StoreHealth;
  onHealth(listener: (health: StoreHealth) => void): () => void;
  /** What had to be done to open it: a broken file was moved away (or was gone), and which backup stands in its place. */
  readonly repaired: { movedTo: string | null; from: string | null; damage: string } | null;
  backUp(): Promise<string>;
  /** Time of the newest backup, ms since the epoch. */
  newestBackupAt(): number | null;
  readonly backupRetention: { count: number; ageMs: number };
  /** Of the file, and of the log of changes that are not in it yet. */
  size(): { bytes: number; walBytes: number };
  close(): Promise<void>;
}

/** A nearly full disk takes some writes and not others: it is well when nothing failed for a while. */
const steadyMs = 3_000;
const probeMs = 1_000;
const lookEveryMs = 1_000;
const healthy: StoreHealth = { state: 'well', detail: '', since: null };

/** Opens, checks, repairs and migrates the database. `onCorrupt` is told when it turns out broken later on. */
export async function openStore(options: {
  home: Pick<Home, 'database' | 'backups'>;
  clock: Clock;
  onCorrupt: (detail: string) => void;
  steps?: Record<string, Migration>;
}): Promise<Store> {
  const { home, clock, onCorrupt, steps = migrations } = options;
  const repaired = await repair(home, clock);
  const raw = await openFile(home.database);
  let health = healthy;
  const listeners = new Set<(health: StoreHealth) => void>();
  const change = (next: StoreHealth) => {
    health = next;
    for (const listener of listeners) listener(next);
  };
  let troubleAt = 0;
  let tryAgain: Timer | undefined;
  const probe = () => {
    tryAgain = undefined;
    if (health.state === 'well') return;
    tryAgain = clock.setTimeout(probe, probeMs);
    try {
      sqlite.prepare("INSERT OR REPLACE INTO settings (key, value) VALUES ('probe', '')").run();
    } catch {
      // Still in trouble; the guard has noted it.
    }
  };
  const sqlite = guard(raw, {
    onTrouble(trouble, detail) {
      if (trouble === 'corrupt') onCorrupt(detail);
      troubleAt = clock.monotonic();
      tryAgain ??= clock.setTimeout(probe, probeMs);
      if (health.state === 'troubled' && health.detail === detail) return;
      change({ state: 'troubled', detail, since: health.since ?? isoTime(clock.now()) });
    },
    onWritten() {
      if (health.state === 'troubled' && clock.monotonic() - troubleAt >= steadyMs) change(healthy);
    },
  });
  const db = new Kysely<Database>({ dialect: sqliteDialect(sqlite) });
  try {
    await migrate(db, raw, steps, () => makeBackup(raw, home.backups, clock.now(), 'before-change'));
  } catch (error) {
    raw.close();
    throw error;
  }
  chmodSync(home.database, 0o600);
  const findHarm = watchFile(home.database);
  let looking: Timer | undefined;
  const look = () => {
    const harm = findHarm();
    if (harm === null) looking = clock.setTimeout(look, lookEveryMs);
    else void save(raw, home, clock, harm).then(() => onCorrupt(harm.damage));
  };
  look();
  return {
    db,
    rows: <Row>(query: Compilable<Row>): Row[] => {
      const { sql, parameters } = query.compile();
      return sqlite.prepare(sql).all(...parameters) as Row[];
    },
    health: () => health,
    onHealth(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    repaired,
    backUp: () => makeBackup(raw, home.backups, clock.now(), null),
    newestBackupAt: () => newestBackupAt(home.backups),
    backupRetention,
    size: () => ({ bytes: sizeOf(home.database), walBytes: sizeOf(`${home.database}-wal`) }),
    async close() {
      // Statements that are not collected yet keep the log of changes open, so it is emptied here and not left to the closing.
      clock.clearTimeout(tryAgain);
      clock.clearTimeout(looking);
      if (health.state === 'well') raw.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      await db.destroy();
    },
  };
}

const sizeOf = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

async function repair(home: Pick<Home, 'database' | 'backups'>, clock: Clock): Promise<Store['repaired']> {
  const isThere = existsSync(home.database);
  if (!isThere && listBackups(home.backups).length === 0) return null;
  const damage = isThere ? await findDamage(home.database) : 'the file is missing';
  if (damage === null) return null;
  const movedTo = moveAside(home.database, clock.now());
  return { movedTo, from: await restoreNewest(home.database, home.backups), damage };
}

/** Whoever opens the database next finds everything: in the file itself, or as the newest backup in the place of one that is gone. */
async function save(
  raw: Sqlite,
  home: Pick<Home, 'database' | 'backups'>,
  clock: Clock,
  { savable }: { savable: boolean },
): Promise<void> {
  if (!savable) return;
  try {
    await makeBackup(raw, home.backups, clock.now(), 'rescued');
    raw.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    // Its own log of changes does not fit a file that was put in its place.
    for (const part of ['-wal', '-shm']) rmSync(home.database + part, { force: true });
  } catch {
    // What the last backup holds remains.
  }
}

async function openFile(file: string): Promise<Sqlite> {
  try {
    const sqlite = await openSqlite(file);
    sqlite.exec(`
      PRAGMA busy_timeout = 2000;
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      PRAGMA foreign_keys = ON;
      PRAGMA journal_size_limit = 8388608;
      PRAGMA cache_size = -4000;
      PRAGMA temp_store = MEMORY;
    `);
    return sqlite;
  } catch (error) {
    if (storageTrouble(error) === null) throw error;
    throw new Failure('storage_unavailable', `cannot open the database ${file}: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

async function migrate(
  db: Kysely<Database>,
  raw: Sqlite,
  steps: Record<string, Migration>,
  backUp: () => Promise<string>,
): Promise<void> {
  const done = executedMigrations(raw);
  const fromTheFuture = done.find((name) => !(name in steps));
  if (fromTheFuture !== undefined) {
    throw new Failure(
      'conflict',
      `the database was written by a newer Yagura (it has the change "${fromTheFuture}"): install that version or a newer one`,
    );
  }
  if (Object.keys(steps).every((name) => done.includes(name))) return;
  if (done.length > 0) await backUp();
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(steps) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error instanceof Error ? error : new Error(messageOf(error));
}

/** Asked without Kysely's migrator, which takes longer to find out that there is nothing to do than the rest of a start. */
function executedMigrations(raw: Sqlite): string[] {
  const table = raw.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'kysely_migration'").get();
  if (!table) return [];
  return raw
    .prepare('SELECT name FROM kysely_migration ORDER BY name')
    .all()
    .map((row) => (row as { name: string }).name);
}
