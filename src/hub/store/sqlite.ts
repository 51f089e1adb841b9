/** One small type over `node:sqlite` (Node 22.13 and later) and `@photostructure/sqlite` (before), which have the same API. */
import { errnoOf, messageOf } from '../../shared/failure.ts';

export interface SqliteStatement {
  all(...parameters: unknown[]): unknown[];
  get(...parameters: unknown[]): unknown;
  run(...parameters: unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint };
  iterate(...parameters: unknown[]): IterableIterator<unknown>;
}

export interface Sqlite {
  exec(sql: string): void;
  prepare(sql: string): SqliteStatement;
  close(): void;
  /** Copies the whole database into a new file without blocking for long. */
  backup(file: string): Promise<void>;
}

interface SqliteModule {
  DatabaseSync: new (file: string) => Omit<Sqlite, 'backup'>;
  backup?: (database: Omit<Sqlite, 'backup'>, file: string) => Promise<unknown>;
}

export async function openSqlite(file: string): Promise<Sqlite> {
  const { DatabaseSync, backup } = await loadModule();
  const database = new DatabaseSync(file);
  return {
    exec: (sql) => database.exec(sql),
    prepare: (sql) => database.prepare(sql),
    close: () => database.close(),
    async backup(target) {
      if (backup) await backup(database, target);
      else database.prepare('VACUUM INTO ?').run(target);
    },
  };
}

async function loadModule(): Promise<SqliteModule> {
  const builtIn: unknown = process.getBuiltinModule('node:sqlite');
  if (builtIn) return builtIn as SqliteModule;
  const module: unknown = await import('@photostructure/sqlite');
  return module as SqliteModule;
}

/** SQLite's primary result codes and their fixed texts; a module that gives no code still gives the text. */
const unwritable = new Map([
  [5, 'database is locked'],
  [8, 'attempt to write a readonly database'],
  [10, 'disk I/O error'],
  [13, 'database or disk is full'],
  [14, 'unable to open database file'],
]);
const corrupt = new Map([
  [11, 'database disk image is malformed'],
  [26, 'file is not a database'],
]);

/** What a failed statement says about the file: the disk will not take writes, or what it holds is broken. */
export function storageTrouble(error: unknown): 'unwritable' | 'corrupt' | null {
  if (errnoOf(error) !== 'ERR_SQLITE_ERROR') return null;
  const code = (error as { errcode?: number }).errcode;
  const message = messageOf(error);
  const isOneOf = (codes: Map<number, string>) =>
    code === undefined ? [...codes.values()].includes(message) : codes.has(code & 0xff);
  if (isOneOf(corrupt)) return 'corrupt';
  return isOneOf(unwritable) ? 'unwritable' : null;
}
