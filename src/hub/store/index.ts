/** The hub's memory: one SQLite file that is checked, migrated and backed up, and that may fail without taking the hub along. */
export { openStore, type Store, type StoreHealth } from './open-store.ts';
export { readSetting, writeSetting } from './settings.ts';
export type { Database, EventRow, NewEventRow } from './tables.ts';
