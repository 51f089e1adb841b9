/** What happened: the log of events, which kinds of them people look for, and how many errors and restarts there were. */
export { eventKinds, isError, isOfKind } from './event-kinds.ts';
export { createEventLog, eventBounds, type EventLog, type EventQuery } from './event-log.ts';
