/**
 * Lines that programs wrote for machines: JSON objects of the usual loggers (pino, bunyan, winston, zap, zerolog, slog, structlog, Python's JSON
 * formatters, logback and logstash, Log4j, ECS, OpenTelemetry, Serilog, Monolog, MongoDB …) and logfmt. Read by what keys mean, not by which
 * logger it may have been.
 */
import type { Exception, Level } from '../record.ts';
import { Fields, type Value } from './fields.ts';
import { levelOfLetter, levelOfNumber, levelOfSeverity, levelOfWord } from './levels.ts';
import { parseTrace } from './stacks/index.ts';

export interface Structured {
  level: Level | null;
  /** Empty where it has none. */
  message: string;
  exceptions: Exception[];
  traceId: string | null;
  fields: Record<string, Value>;
}

type Meaning = 'level' | 'severity' | 'message' | 'error' | 'stack' | 'trace' | 'time' | 'nested';

const meanings = new Map<string, Meaning>(
  Object.entries({
    level: [
      'level',
      'lvl',
      'severity',
      'severity_text',
      'severityText',
      'levelname',
      'level_name',
      'levelName',
      'loglevel',
      'logLevel',
      'log_level',
      'log.level',
      'Level',
      'LogLevel',
      '@l',
      's',
      'SeverityText',
      'L',
    ],
    severity: ['severityNumber', 'severity_number', 'SeverityNumber'],
    message: [
      'msg',
      'message',
      'event',
      'body',
      '@m',
      '@mt',
      'short_message',
      'Message',
      'MESSAGE',
      'RenderedMessage',
      'MessageTemplate',
      'Body',
      'M',
    ],
    error: ['err', 'error', 'exception', 'exc', 'thrown', 'Exception', '@x', 'exc_info', 'cause', 'e'],
    stack: [
      'stack',
      'stacktrace',
      'stack_trace',
      'stackTrace',
      'errorVerbose',
      'traceback',
      'trace',
      'backtrace',
      'error.stack_trace',
      'error.stack',
      'exception.stacktrace',
      'full_message',
      'S',
    ],
    trace: [
      'traceId',
      'trace_id',
      'trace.id',
      'traceID',
      'TraceId',
      'TraceID',
      'dd.trace_id',
      'otelTraceID',
      '@tr',
      'logging.googleapis.com/trace',
      'traceid',
      'trace-id',
      'otel.trace_id',
    ],
    time: [
      'time',
      'timestamp',
      'ts',
      '@timestamp',
      'datetime',
      'date',
      'asctime',
      '@t',
      't',
      'eventTime',
      'Timestamp',
      'timeMillis',
      'instant',
      'timeUnixNano',
      'observedTimeUnixNano',
      '@version',
    ],
    nested: [
      'mdc',
      'attributes',
      'Attributes',
      'extra',
      'context',
      'log',
      'metadata',
      'dd',
      'trace',
      'otel',
      'contextMap',
      'Properties',
    ],
  } satisfies Record<Meaning, string[]>)
    .toReversed()
    .flatMap(([meaning, keys]) => keys.map((key): [string, Meaning] => [key, meaning as Meaning])),
);

const deepestCause = 8;
const mostCauses = 16;

/** Reads a JSON object; null where the text is none. */
export function readJson(text: string): Structured | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  return isObject(value) ? readObject(value) : null;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function readObject(object: Record<string, unknown>): Structured {
  const reading = new Reading();
  for (const key in object) reading.take(key, object[key], '');
  return reading.result();
}

class Reading {
  private level: Level | null = null;
  private message: string | null = null;
  private traceId: string | null = null;
  private stack: string | null = null;
  private exceptions: Exception[] = [];
  private readonly fields = new Fields();
  /** Dotted keys of an error (`error.type`, `exception.message`), put together at the end. */
  private named: { type?: string; message?: string } = {};

  take(key: string, value: unknown, prefix: string): void {
    const name = prefix + key;
    switch (meanings.get(key)) {
      case 'level':
        if (this.takeLevel(value)) return;
        break;
      case 'severity':
        if (typeof value === 'number') this.level ??= levelOfSeverity(value);
        return;
      case 'message':
        if (prefix === '' && this.takeMessage(value)) return;
        break;
      case 'error':
        if (this.takeError(name, value)) return;
        break;
      case 'stack':
        if (this.takeStack(value)) return;
        if (isObject(value)) return this.within(name, value);
        break;
      case 'trace':
        if (typeof value === 'string' && value !== '') {
          this.traceId ??= value.slice(value.lastIndexOf('/') + 1).slice(0, 128);
          return;
        }
        break;
      case 'time':
        if (prefix === '') return;
        break;
      case 'nested':
        if (isObject(value)) return this.within(name, value);
        break;
      default:
        if (this.takeDotted(key, value)) return;
    }
    this.fields.add(name, value);
  }

  /** The keys of an object that only holds others together (`log.level`, `trace.id`, `attributes`). */
  private within(name: string, value: Record<string, unknown>): void {
    for (const key in value) {
      const inner = value[key];
      if (
        key === 'level' ||
        key === 'id' ||
        key.startsWith('exception') ||
        key === 'trace_id' ||
        key === 'traceId' ||
        key === 'error'
      )
        this.take(key === 'id' && name === 'trace' ? 'trace.id' : key, inner, key === 'id' ? '' : `${name}.`);
      else this.fields.add(`${name}.${key}`, inner, 1);
    }
  }

  private takeLevel(value: unknown): boolean {
    const level =
      typeof value === 'number'
        ? levelOfNumber(value)
        : typeof value === 'string'
          ? (levelOfWord(value) ?? levelOfLetter(value) ?? (/^D[1-5]$/.test(value) ? 'debug' : null))
          : null;
    if (level === null) return false;
    // Monolog says it as a number and as a word; the word is surer.
    if (this.level === null || typeof value === 'string') this.level = level;
    return true;
  }

  private takeMessage(value: unknown): boolean {
    if (isObject(value) && typeof value['stringValue'] === 'string')
      return this.takeMessage(value['stringValue']);
    if (typeof value !== 'string' || this.message !== null) return false;
    this.message = value;
    return true;
  }

  private takeError(name: string, value: unknown): boolean {
    if (typeof value === 'string') {
      const found = parseTrace(value.split('\n'));
      if (found.length === 0 || !value.includes('\n')) return false;
      this.exceptions = found;
      return true;
    }
    if (
      Array.isArray(value) &&
      value.length > 0 &&
      value.every((one) => isObject(one) && 'exc_type' in one)
    ) {
      // structlog's dictionaries, the outermost first.
      this.exceptions = value
        .slice(0, mostCauses)
        .toReversed()
        .flatMap((one) => exceptionsOf(one as Record<string, unknown>, 0));
      return true;
    }
    if (!isObject(value)) return false;
    const found = exceptionsOf(value, 0);
    if (found.length > 0) this.exceptions = found.slice(0, mostCauses);
    for (const key in value) if (!errorKeys.has(key)) this.fields.add(`${name}.${key}`, value[key], 1);
    return true;
  }

  private takeStack(value: unknown): boolean {
    const stack = stackText(value);
    if (stack === null) return false;
    this.stack ??= stack;
    return true;
  }

  private takeDotted(key: string, value: unknown): boolean {
    if (typeof value !== 'string') return false;
    if (key === 'error.type' || key === 'exception.type' || key === 'error.kind') this.named.type = value;
    else if (key === 'error.message' || key === 'exception.message') this.named.message = value;
    else return false;
    return true;
  }

  result(): Structured {
    let { exceptions } = this;
    const { type, message } = this.named;
    if (exceptions.length === 0 && this.stack !== null) {
      exceptions = parseTrace(this.stack.split('\n'));
      const last = exceptions.at(-1);
      if (last && type !== undefined) last.type = type;
      if (last && message !== undefined) last.message = message;
      if (last?.message === '') last.message = this.message ?? '';
    }
    if (exceptions.length === 0 && type !== undefined)
      exceptions = [{ type, message: message ?? this.message ?? '', frames: [] }];
    return {
      level: this.level,
      message: this.message ?? exceptions.at(-1)?.message ?? '',
      exceptions,
      traceId: this.traceId,
      fields: this.fields.flat,
    };
  }
}

const typeKeys = ['type', 'name', 'class', 'exc_type', 'kind', 'className'];
const messageKeys = ['message', 'msg', 'exc_value', 'what', 'localizedMessage'];
const stackKeys = [
  'stack',
  'stack_trace',
  'stackTrace',
  'stacktrace',
  'trace',
  'traceback',
  'backtrace',
  'extendedStackTrace',
];
const causeKeys = ['cause', 'inner', 'innerError', 'InnerException'];
const manyKeys = ['aggregateErrors', 'errors'];
const errorKeys = new Set([
  ...typeKeys,
  ...messageKeys,
  ...stackKeys,
  ...causeKeys,
  ...manyKeys,
  'frames',
  'exc_notes',
  'syntax_error',
  'is_cause',
]);

function text(object: Record<string, unknown>, keys: readonly string[]): string | null {
  for (const key of keys) {
    const value = object[key];
    if (typeof value === 'string' && value !== '') return value;
  }
  return null;
}

function stackText(value: unknown): string | null {
  if (typeof value === 'string') return value.trim() === '' ? null : value;
  if (!Array.isArray(value) || value.length === 0) return null;
  return value.every((one) => typeof one === 'string') ? value.slice(0, 200).join('\n') : null;
}

/** An error as an object of a logger, with its causes before it. */
function exceptionsOf(error: Record<string, unknown>, depth: number): Exception[] {
  if (depth >= deepestCause) return [];
  const causes = [...causeKeys.map((key) => error[key]), ...manyKeys.flatMap((key) => error[key])]
    .filter(isObject)
    .slice(0, mostCauses)
    .flatMap((cause) => exceptionsOf(cause, depth + 1));
  const stack = stackKeys.map((key) => stackText(error[key])).find((one) => one !== null) ?? null;
  const found = stack === null ? [] : parseTrace(stack.split('\n'));
  const own = found.at(-1);
  const type = text(error, typeKeys) ?? own?.type ?? null;
  const message = text(error, messageKeys) ?? own?.message ?? '';
  if (type === null && message === '') return causes;
  const frames = own?.frames ?? framesOf(error['frames']);
  // pino writes the causes' stacks behind the error's own; those in it are left for the objects.
  const inStack = causes.length > 0 ? [] : found.slice(0, -1);
  return [...inStack, ...causes, { type: type ?? 'Error', message, frames }];
}

/** structlog's frames, the oldest first. */
function framesOf(value: unknown): Exception['frames'] {
  if (!Array.isArray(value)) return [];
  const lines = value
    .slice(-100)
    .flatMap((one) =>
      isObject(one)
        ? [`  File "${String(one['filename'])}", line ${String(one['lineno'])}, in ${String(one['name'])}`]
        : [],
    );
  return parseTrace(['Traceback (most recent call last):', ...lines, 'Error: '])[0]?.frames ?? [];
}

const logfmtStart =
  /^(?:ts|time|timestamp|t|at|level|lvl|severity|msg|message|logger|caller|component|app|service)=/;
const logfmtKey = /[A-Za-z_@][\w.@/-]{0,100}=/y;
const logfmtBare = /[^\s"]{0,4000}/y;
const mostPairs = 100;

/** Reads `key=value key="quoted value"`; null where the line is something else or says neither level nor message. */
export function readLogfmt(line: string): Structured | null {
  if (!logfmtStart.test(line)) return null;
  const object: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  let at = 0;
  let pairs = 0;
  while (at < line.length && pairs < mostPairs) {
    logfmtKey.lastIndex = at;
    const key = logfmtKey.exec(line)?.[0];
    if (key === undefined) return null;
    at += key.length;
    const [value, next] = line.charCodeAt(at) === 34 ? quotedValue(line, at) : bareValue(line, at);
    object[key.slice(0, -1)] = value;
    pairs += 1;
    at = next;
    while (line.charCodeAt(at) === 32 || line.charCodeAt(at) === 9) at++;
  }
  if (
    pairs < 2 ||
    !('level' in object || 'lvl' in object || 'severity' in object || 'msg' in object || 'message' in object)
  )
    return null;
  return readObject(object);
}

function bareValue(line: string, at: number): [Value, number] {
  logfmtBare.lastIndex = at;
  const value = logfmtBare.exec(line)?.[0] ?? '';
  const next = at + value.length;
  const number = value !== '' && value.length < 16 ? Number(value) : Number.NaN;
  if (Number.isFinite(number) && String(number) === value) return [number, next];
  if (value === 'true' || value === 'false') return [value === 'true', next];
  return [value, next];
}

function quotedValue(line: string, at: number): [string, number] {
  let end = at + 1;
  while (end < line.length && line.charCodeAt(end) !== 34) end += line.charCodeAt(end) === 92 ? 2 : 1;
  const raw = line.slice(at + 1, end);
  const value = raw.includes('\\') ? raw.replace(/\\(.)/g, (_, sign: string) => escapes[sign] ?? sign) : raw;
  return [value, Math.min(end + 1, line.length)];
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };
