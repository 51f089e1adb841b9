/** What `node:sqlite` and `@photostructure/sqlite` have in common here. */
export interface SqliteModule {
  DatabaseSync: new (
    file: string,
    options: { readOnly: boolean },
  ) => { prepare(sql: string): { get(): unknown }; close(): void };
}

/** The SQLite that the hub uses here, without Node.js's word that it is experimental. */
export async function loadSqlite(): Promise<{ name: string; module: SqliteModule }> {
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = () => {};
  try {
    const builtIn: unknown = process.getBuiltinModule('node:sqlite');
    if (builtIn) return { name: 'built into Node.js', module: builtIn as SqliteModule };
  } finally {
    process.emitWarning = emitWarning;
  }
  return { name: '@photostructure/sqlite', module: await import('@photostructure/sqlite') };
}
