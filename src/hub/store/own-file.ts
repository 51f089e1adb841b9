import { chmodSync, existsSync, statSync } from 'node:fs';
import { Failure } from '../../shared/failure.ts';
import { findDamage, moveAside } from './backups.ts';
import { openSqlite, type SqliteStatement } from './sqlite.ts';

/** A room's own SQLite file beside the hub's. Everything here happens at once and may throw. */
export interface OwnFile {
  /** What a broken file that was here was moved to, and why. */
  readonly moved: { to: string | null; damage: string } | null;
  /** Each statement is prepared once. */
  prepare: (sql: string) => SqliteStatement;
  /** A number that is kept; 0 until it is set. */
  number(name: string): number;
  setNumber(name: string, value: number): void;
  /** All or nothing. */
  transaction<Result>(work: () => Result): Result;
  /** Gives up to so many free pages back to the disk. */
  shrink(pages: number): void;
  /** False when the file was deleted or another one stands at its path: what is written is lost then. */
  isThere(): boolean;
  /** Of the file, of what it could give back, and of the log of changes. */
  size(): { bytes: number; freeBytes: number; walBytes: number };
  close(): void;
}

/**
 * Opens the file, or moves a broken one aside and begins anew. `schema` is run each time, `begin` once in the life of a file. Refuses one of a
 * newer `formatVersion` with `conflict`.
 */
export async function openOwnFile(
  path: string,
  options: {
    nowMs: number;
    schema: string;
    formatVersion: number;
    cacheKb: number;
    begin?: (file: OwnFile) => void;
  },
): Promise<OwnFile> {
  const { nowMs, schema, formatVersion, cacheKb, begin } = options;
  const damage = existsSync(path) ? await findDamage(path) : null;
  const moved = damage === null ? null : { to: moveAside(path, nowMs), damage };
  const isNew = !existsSync(path);
  const sqlite = await openSqlite(path);
  const statements = new Map<string, SqliteStatement>();
  const prepare = (sql: string) => {
    const statement = statements.get(sql) ?? sqlite.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  const pragma = (name: string) => (prepare(`PRAGMA ${name}`).get() as Record<string, number>)[name] ?? 0;
  const inodeOf = () => statSync(path, { throwIfNoEntry: false })?.ino;
  let inode: number | undefined;
  const file: OwnFile = {
    moved,
    prepare,
    number: (name) =>
      (prepare('SELECT value FROM numbers WHERE name = ?').get(name) as { value: number } | undefined)
        ?.value ?? 0,
    setNumber: (name, value) => void prepare('INSERT OR REPLACE INTO numbers VALUES (?, ?)').run(name, value),
    transaction(work) {
      sqlite.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        sqlite.exec('COMMIT');
        return result;
      } catch (error) {
        try {
          sqlite.exec('ROLLBACK');
        } catch {
          // A full disk has ended it already.
        }
        throw error;
      }
    },
    shrink: (pages) => void sqlite.prepare(`PRAGMA incremental_vacuum(${pages})`).all(),
    isThere: () => inodeOf() === inode,
    size() {
      const pageBytes = pragma('page_size');
      return {
        bytes: pragma('page_count') * pageBytes,
        freeBytes: pragma('freelist_count') * pageBytes,
        walBytes: statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0,
      };
    },
    close() {
      try {
        sqlite.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      } catch {
        // The log of changes stays beside the file.
      }
      sqlite.close();
    },
  };
  try {
    // Asked for again it would write, which a full disk refuses.
    if (isNew) sqlite.exec('PRAGMA auto_vacuum = INCREMENTAL');
    sqlite.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      PRAGMA busy_timeout = 2000;
      PRAGMA journal_size_limit = 8388608;
      PRAGMA cache_size = -${cacheKb};
      PRAGMA temp_store = MEMORY;
      CREATE TABLE IF NOT EXISTS numbers (name TEXT PRIMARY KEY, value REAL NOT NULL) WITHOUT ROWID;
      ${schema}
    `);
    chmodSync(path, 0o600);
    inode = inodeOf();
    const format = file.number('format');
    if (format > formatVersion)
      throw new Failure(
        'conflict',
        `${path} was written by a newer Yagura: install that version or a newer one`,
      );
    if (format === 0)
      file.transaction(() => {
        begin?.(file);
        file.setNumber('format', formatVersion);
      });
  } catch (error) {
    sqlite.close();
    throw error;
  }
  return file;
}
