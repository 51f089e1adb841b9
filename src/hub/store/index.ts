/** The hub's memory: one SQLite file that is checked, migrated and backed up, and that may fail without taking the hub along. */
export { findDamage, moveAside } from './backups.ts';
export { openOwnFile, type OwnFile } from './own-file.ts';
export { openStore, type Store, type StoreHealth } from './open-store.ts';
export { openSqlite, type Sqlite, type SqliteStatement, storageTrouble } from './sqlite.ts';
export { readSetting, writeSetting } from './settings.ts';
export type { Database, EventRow, NewEventRow } from './tables.ts';
