import type { Level } from '../record.ts';

/** Words by which loggers say how serious a line is, in lower case. */
const words = new Map<string, Level>(
  Object.entries({
    trace: ['trace', 'trce', 'trc', 'verbose', 'silly', 'finest', 'finer', 'vrb'],
    debug: ['debug', 'dbug', 'dbg', 'deb', 'fine', 'config'],
    info: ['info', 'inf', 'information', 'informational', 'notice', 'log', 'http'],
    warn: ['warn', 'warning', 'wrn', 'wrng'],
    error: ['error', 'err', 'eror', 'severe', 'failure'],
    fatal: [
      'fatal',
      'ftl',
      'fata',
      'critical',
      'crit',
      'alert',
      'emerg',
      'emergency',
      'panic',
      'dpanic',
      'pnc',
    ],
  } satisfies Record<Level, string[]>).flatMap(([level, names]) =>
    names.map((name): [string, Level] => [name, level as Level]),
  ),
);

const letters: Readonly<Record<string, Level>> = {
  V: 'trace',
  T: 'trace',
  D: 'debug',
  I: 'info',
  N: 'info',
  W: 'warn',
  E: 'error',
  F: 'fatal',
  A: 'fatal',
  C: 'fatal',
};

const syslog: readonly Level[] = ['fatal', 'fatal', 'fatal', 'error', 'warn', 'info', 'info', 'debug'];

/** Null where the word is none of a level. */
export const levelOfWord = (word: string): Level | null => words.get(word.toLowerCase()) ?? null;

/** One capital letter: `E` of klog, Ruby and Android. */
export const levelOfLetter = (letter: string): Level | null => letters[letter] ?? null;

/** A severity of syslog, 0 (emergency) to 7 (debug). */
export const levelOfSyslog = (severity: number): Level | null => syslog[severity] ?? null;

/** A number as it stands in JSON: below ten it is syslog's (GELF), up to 60 that of pino and bunyan, from 100 on that of Monolog. */
export function levelOfNumber(value: number): Level | null {
  if (!Number.isFinite(value) || value < 0) return null;
  if (value < 8) return levelOfSyslog(Math.floor(value));
  if (value >= 100) {
    if (value >= 500) return 'fatal';
    if (value >= 400) return 'error';
    if (value >= 300) return 'warn';
    return value >= 200 ? 'info' : 'debug';
  }
  if (value >= 60) return 'fatal';
  if (value >= 50) return 'error';
  if (value >= 40) return 'warn';
  if (value >= 30) return 'info';
  if (value >= 20) return 'debug';
  return value >= 10 ? 'trace' : null;
}

/** OpenTelemetry's severity number, 1 to 24, four to a level. */
export function levelOfSeverity(value: number): Level | null {
  const named: readonly Level[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];
  return named[Math.floor((value - 1) / 4)] ?? null;
}
