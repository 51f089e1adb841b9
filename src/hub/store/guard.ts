import { Failure, messageOf } from '../../shared/failure.ts';
import { type Sqlite, type SqliteStatement, storageTrouble } from './sqlite.ts';

const writes = /^\s*(insert|update|delete|replace|create|drop|alter)\b/i;

/**
 * Passes everything on, and reports when the file cannot be written or turns out broken, and when a write reached it again. Callers
 * get `storage_unavailable`, which says more to people than a code of SQLite. Inside a transaction only its commit proves a write.
 */
export function guard(
  sqlite: Sqlite,
  report: { onTrouble(trouble: 'unwritable' | 'corrupt', detail: string): void; onWritten(): void },
): Sqlite {
  let inTransaction = false;
  function attempt<Result>(sql: string, run: () => Result): Result {
    const word = sql.trim().toLowerCase();
    try {
      const result = run();
      if (word === 'begin') inTransaction = true;
      else if (word === 'commit' || (!inTransaction && writes.test(sql))) report.onWritten();
      if (word === 'commit') inTransaction = false;
      return result;
    } catch (error) {
      // A write that failed for lack of space has undone the transaction already.
      if (word === 'rollback' && error instanceof Error && error.message.includes('no transaction')) {
        return { changes: 0, lastInsertRowid: 0 } as Result;
      }
      const trouble = storageTrouble(error);
      if (trouble === null) throw error;
      report.onTrouble(trouble, messageOf(error));
      throw new Failure('storage_unavailable', `the database cannot be used: ${messageOf(error)}`, {
        cause: error,
      });
    } finally {
      if (word === 'rollback') inTransaction = false;
    }
  }
  const guarded = (sql: string, statement: SqliteStatement): SqliteStatement => ({
    all: (...parameters) => attempt(sql, () => statement.all(...parameters)),
    get: (...parameters) => attempt(sql, () => statement.get(...parameters)),
    run: (...parameters) => attempt(sql, () => statement.run(...parameters)),
    iterate: (...parameters) => attempt(sql, () => statement.iterate(...parameters)),
  });
  return {
    exec: (sql) => attempt(sql, () => sqlite.exec(sql)),
    prepare: (sql) =>
      guarded(
        sql,
        attempt(sql, () => sqlite.prepare(sql)),
      ),
    close: () => sqlite.close(),
    backup: (file) => sqlite.backup(file),
  };
}
