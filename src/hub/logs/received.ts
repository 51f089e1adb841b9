import type { LogRecord } from './record.ts';

/** A record and where it came from. Secrets are masked in all of it. */
export interface ReceivedRecord {
  /** The worker, or what the sender calls itself (`service.name`). */
  worker: string;
  source: 'output' | 'otlp' | 'loki';
  /** Null where the sender knows none. */
  stream: 'stdout' | 'stderr' | null;
  record: LogRecord;
}

/** A record that tells of an error, and its number. */
export interface ReceivedError extends ReceivedRecord {
  /** Grows from error to error, for ever; has gaps. */
  position: number;
}

/**
 * Who wants to know of errors. Each is told at least once, in the order of `position`, soon after it was received: the errors are kept on disk
 * until `take` has returned (or its promise is fulfilled), and told again after a crash. Whoever stores the last position in the same transaction
 * as what it made of the errors, and leaves out those up to it, has each exactly once. When `take` fails it is tried again in a while.
 */
export interface ErrorSink {
  take(batch: readonly ReceivedError[]): void | Promise<void>;
}

export function tellsOfError({ level, exceptions }: LogRecord): boolean {
  return level === 'error' || level === 'fatal' || exceptions.length > 0;
}
