/**
 * How serious a line says it is, for its colour only: nothing is left out or counted by it. Read from what programs usually print: a JSON
 * object with a level (pino, bunyan, winston, zap, slog, structlog, ECS), logfmt, or a level as a word near the beginning. Pure.
 */
export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug';

const words: Record<string, LogLevel> = {
  fatal: 'fatal',
  critical: 'fatal',
  crit: 'fatal',
  alert: 'fatal',
  emerg: 'fatal',
  emergency: 'fatal',
  panic: 'fatal',
  dpanic: 'fatal',
  error: 'error',
  err: 'error',
  severe: 'error',
  warning: 'warn',
  warn: 'warn',
  notice: 'info',
  info: 'info',
  information: 'info',
  debug: 'debug',
  trace: 'debug',
  verbose: 'debug',
  silly: 'debug',
};

/** A level stands near the beginning or not at all: further on the word is part of somebody's sentence. */
const lookedAt = 96;
const longestJson = 16 * 1024;
const jsonKeys = ['level', 'lvl', 'severity', 'levelname', 'log.level', 'loglevel', 'levelName', 'Level'];

export function levelOf(text: string): LogLevel | null {
  const first = text.trimStart();
  if (first.startsWith('{')) {
    const level = levelOfJson(first.trimEnd());
    if (level !== undefined) return level;
  }
  return levelOfWords(first.slice(0, lookedAt));
}

/** Undefined: this is no JSON object. */
function levelOfJson(text: string): LogLevel | null | undefined {
  if (!text.endsWith('}') || text.length > longestJson) return undefined;
  let object: Record<string, unknown>;
  try {
    object = JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  for (const key of jsonKeys) if (Object.hasOwn(object, key)) return levelOfValue(object[key]);
  // Elastic's common schema, nested.
  const log = object['log'];
  return typeof log === 'object' && log !== null && 'level' in log ? levelOfValue(log.level) : null;
}

/** A word, or a number as pino and bunyan count: 30 is info, 50 an error. */
function levelOfValue(value: unknown): LogLevel | null {
  if (typeof value === 'string') return wordLevel(value);
  if (typeof value !== 'number') return null;
  if (value >= 60) return 'fatal';
  if (value >= 50) return 'error';
  if (value >= 40) return 'warn';
  if (value >= 30) return 'info';
  return value >= 10 ? 'debug' : null;
}

const wordLevel = (word: string): LogLevel | null => {
  const known = word.toLowerCase();
  return Object.hasOwn(words, known) ? (words[known] ?? null) : null;
};

const logfmt = /(?:^|\s)(?:level|lvl|severity|levelname)=["']?([a-z]+)/i;
/** `[ERROR]`, `<warn>`, `(info)`: in brackets anything goes. */
const bracketed = /[[(<]\s*([a-z]{3,11})\s*[\])>]/gi;
/** `ERROR …`, `WARN: …`, `12:00:01 INFO …`: a word in capitals, alone. */
const capitals =
  /(?:^|[\s|:])(FATAL|CRITICAL|CRIT|PANIC|EMERG|ERROR|ERR|SEVERE|WARNING|WARN|NOTICE|INFO|DEBUG|TRACE|VERBOSE)(?=$|[\s:|,\]-])/;
/** `error: …`, `npm warn …`, `Error: …`, `panic: …`, at the very beginning or after a program's name. */
const opening =
  /^(?:[\w./-]{1,40}:? )?(fatal|critical|panic|error|err!?|warning|warn|info|debug|trace)(?::|!| -|$)/i;
/** `E1125 14:02:31.000000 …` of glog and klog. */
const glog = /^([IWEF])\d{4} \d\d:\d\d:\d\d/;
/** `TypeError: …`, `java.lang.IllegalStateException: …`: nobody prints the name of an exception in joy. */
const exception =
  /^(?:Uncaught |Unhandled |Exception in thread )?[\w.$]{0,80}(?:Error|Exception)\b(?=:|$| \[)/;
const glogLevels: Record<string, LogLevel> = { I: 'info', W: 'warn', E: 'error', F: 'fatal' };

function levelOfWords(text: string): LogLevel | null {
  const named = logfmt.exec(text)?.[1];
  if (named !== undefined) return wordLevel(named);
  const letter = glog.exec(text)?.[1];
  if (letter !== undefined) return glogLevels[letter] ?? null;
  for (const [, word = ''] of text.matchAll(bracketed)) {
    const level = wordLevel(word);
    if (level) return level;
  }
  const found = capitals.exec(text)?.[1] ?? opening.exec(text)?.[1]?.replace('!', '');
  if (found !== undefined) return wordLevel(found);
  if (exception.test(text) || text.startsWith('Traceback (most recent call last)')) return 'error';
  return null;
}
