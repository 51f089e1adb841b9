/** The records of all workers on disk: kept for a while within a bound, found by their words, by worker, level and time. */
export {
  createLogsStore,
  type Cursor,
  type LogsHealth,
  type LogsRetention,
  type LogsStore,
  type StoredFilter,
  type StoredRecord,
  usualRetention,
} from './logs-store.ts';
export type { Position } from './search.ts';
export { type Question, answers, readQuestion, withWording } from './words.ts';
