/** What all workers print, in one place: understood, kept for a while, found again by any of its words. */
export {
  type OutputLine,
  parseTrace,
  type ReadLimits,
  type ReadRecord,
  RecordReader,
  readLimits,
  readStructure,
  readText,
} from './reading/index.ts';
export type { Exception, Frame, Level, LogRecord } from './record.ts';
export { levels } from './record.ts';
export { type ErrorSink, type ReceivedError, type ReceivedRecord, tellsOfError } from './received.ts';
export { createLogIntake, type LogIntake } from './intake/index.ts';
export { type Logs, type LogsSettings, openLogs } from './open-logs.ts';
export { createScrub, type Scrub, type ScrubSettings, usualScrub } from './scrub.ts';
export {
  answers,
  type Position as LogsPosition,
  readQuestion,
  withWording,
  type StoredFilter as LogsFilter,
  type StoredRecord,
  usualRetention,
} from './store/index.ts';
