import type { Exception, Level } from '../logs/index.ts';

/** One time that something went wrong, whoever told: a worker's output, its end, or a Sentry SDK. */
export interface Occurrence {
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
    reason: 'exit' | 'signal' | 'oom' | 'health' | 'start-timeout';
    code: number | null;
    signal: string | null;
  } | null;
  /** What a structured line or an SDK says beside it: `http.status`, `errno`, `release`, …; flat and bounded. */
  fields: Readonly<Record<string, string | number | boolean | null>>;
}
