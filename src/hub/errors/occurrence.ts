import type { Exception, Frame, Level } from '../logs/index.ts';

/** What a program did before something went wrong. */
export interface Breadcrumb {
  /** Milliseconds since 1970, UTC; null where it is not said. */
  time: number | null;
  level: Level | null;
  /** What kind of thing: `http`, `query`, `console`, … */
  category: string;
  message: string;
  /** Flat and bounded, as the fields of an occurrence. */
  data: Readonly<Record<string, string | number | boolean | null>>;
}

/** A file that an SDK sent along. */
export interface Attachment {
  name: string;
  /** As the sender says: `text/plain`. */
  type: string;
  bytes: number;
  /** Null where it is too large to be kept. */
  data: Buffer | null;
}

/** One time that something went wrong, whoever told: a worker's output, its end, or a Sentry SDK. */
export interface Occurrence {
  /** The sender's own name for it: what comes twice with the same is one. */
  id?: string;
  /** Milliseconds since 1970, UTC. */
  time: number;
  worker: string;
  source: 'output' | 'exit' | 'sentry' | 'otlp' | 'loki';
  level: Level;
  message: string;
  /** As in a `LogRecord`: root cause first, outermost last. */
  exceptions: readonly Exception[];
  /** How a process ended, where that is what happened. */
  exit: {
    reason: 'exit' | 'signal' | 'oom' | 'limit' | 'health' | 'start-failed' | 'start-timeout' | 'unknown';
    code: number | null;
    signal: string | null;
  } | null;
  /** What a structured line or an SDK says beside it: `http.status`, `errno`, `release`, …; flat and bounded. */
  fields: Readonly<Record<string, string | number | boolean | null>>;
  /** By which the program itself wants it grouped; `{{ default }}` in it means what would be used otherwise. */
  fingerprint?: readonly string[];
  /** Where a message without an exception came from, the newest call first. */
  stack?: readonly Frame[];
  /** Oldest first, bounded. */
  breadcrumbs?: readonly Breadcrumb[];
  attachments?: readonly Attachment[];
}
