import { type Dialect, SqliteAdapter, SqliteDialect } from 'kysely';
import type { Sqlite, SqliteStatement } from './sqlite.ts';

const readers = /^\s*(select|with|pragma|explain|values)\b|\breturning\b/i;

/** Lets Kysely speak to either SQLite module; it expects better-sqlite3's statements. */
export function sqliteDialect(sqlite: Sqlite): Dialect {
  return new TransactionalSqliteDialect({
    database: {
      close: () => sqlite.close(),
      prepare: (sql) => {
        const statement = sqlite.prepare(sql);
        return { reader: readers.test(sql), ...spread(statement) };
      },
    },
  });
}

/** SQLite undoes a half-done change of its tables like any other; Kysely assumes the contrary, and would leave it half done. */
class TransactionalSqliteDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new TransactionalSqliteAdapter();
  }
}

class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

function spread(statement: SqliteStatement) {
  return {
    all: (parameters: readonly unknown[]) => statement.all(...parameters),
    run: (parameters: readonly unknown[]) => statement.run(...parameters),
    iterate: (parameters: readonly unknown[]) => statement.iterate(...parameters),
  };
}
