/** What a record's lines say, once they are together. */
import type { Level, LogRecord } from '../record.ts';
import { readHeader, type Header } from './header.ts';
import { readJson, readLogfmt, type Structured } from './structured.ts';
import { type Language, languageOf, namesError, parseHead } from './stacks/index.ts';

/** A record before its time is known. */
export type Understood = Omit<LogRecord, 'time'>;

const longestMessage = 8_192;
const noFields: LogRecord['fields'] = Object.freeze(Object.create(null) as Record<string, never>);

/** An object or a line of logfmt, wherever the header ends; null where the line is plain text. */
export function understandStructured(line: string, header: Header): Understood | null {
  const first = line.charCodeAt(header.end);
  let found: Structured | null = null;
  if (first === 123) {
    if (!line.trimEnd().endsWith('}') || line.charCodeAt(header.end + 1) === 125) return null;
    found = readJson(header.end === 0 ? line : line.slice(header.end));
  } else if (header.end === 0 && line.includes('=')) found = readLogfmt(line);
  if (!found) return null;
  const level = found.level ?? header.level ?? (found.exceptions.length > 0 ? 'error' : null);
  return { ...found, level, message: cut(found.message === '' ? line : found.message), text: line };
}

/** One line that is plain text, or several that belong together; `language` where they are known to be a trace. */
export function understandPlain(
  lines: readonly string[],
  header: Header,
  language: Language | null,
): Understood {
  const first = lines[0] ?? '';
  const { message, body } = withoutHeader(lines, header);
  const exceptions = language
    ? language.parse(body)
    : mayNameError(header.level, message)
      ? parseHead(message)
      : [];
  const thrown = exceptions.at(-1);
  return {
    level: header.level ?? levelOf(lines, language, exceptions.length > 0),
    message: cut(header.found || !thrown ? message : headline(body, thrown.type, thrown.message)),
    text: lines.length === 1 ? first : lines.join('\n'),
    exceptions,
    traceId: traceIdIn(first),
    fields: noFields,
  };
}

/** What was said, and all lines from there on. A header that stands alone has its message on the next line. */
function withoutHeader(
  lines: readonly string[],
  header: Header,
): { message: string; body: readonly string[] } {
  const [first = '', ...rest] = lines;
  if (header.end < first.length) {
    const message = first.slice(header.end).trimStart();
    return { message, body: header.end > 0 ? [message, ...rest] : lines };
  }
  const next = rest.findIndex((line) => line.trim() !== '');
  return next < 0
    ? { message: first, body: lines }
    : { message: (rest[next] ?? '').trim(), body: rest.slice(next) };
}

/** Where a logger calls it serious an error may be named anywhere, else only at the beginning. */
function mayNameError(level: Level | null, message: string): boolean {
  if (!message.includes('Error') && !message.includes('Exception')) return false;
  return level === 'error' || level === 'fatal' || (level === null && namesError(message));
}

function levelOf(lines: readonly string[], language: Language | null, thrown: boolean): Level | null {
  if (!thrown) return null;
  return language ? language.level(lines) : 'error';
}

/** A trace's first line may be a place or `Traceback (most recent call last):`; what was said is the error. */
function headline(lines: readonly string[], type: string, message: string): string {
  const said = message.split('\n', 1)[0] ?? '';
  const first = lines[0] ?? '';
  return first.includes(said) && first.includes(type) ? first : said === '' ? type : `${type}: ${said}`;
}

const cut = (text: string) => (text.length > longestMessage ? `${text.slice(0, longestMessage - 1)}…` : text);

const traceId = /\b(?:trace[_.-]?id|traceID|TraceId)["']?[=:] ?["']?([0-9A-Za-z-]{8,64})/i;

function traceIdIn(line: string): string | null {
  if (!line.includes('race')) return null;
  return traceId.exec(line.slice(0, 2_000))?.[1] ?? null;
}

/** What a line of JSON or logfmt says, and its other values; null for any other text. */
export function readStructure(text: string): Pick<LogRecord, 'message' | 'fields'> | null {
  if (text.includes('\n')) return null;
  const found = understandStructured(text, readHeader(text));
  if (!found) return null;
  const { message, fields, exceptions, traceId } = found;
  const thrown = exceptions.at(-1);
  return {
    message,
    fields: {
      ...fields,
      ...(thrown && { error: thrown.message === '' ? thrown.type : `${thrown.type}: ${thrown.message}` }),
      ...(traceId !== null && { traceId }),
    },
  };
}

/** A text that is one record already, as other systems send it. */
export function understandText(lines: readonly string[]): Understood {
  const first = lines[0] ?? '';
  const header = readHeader(first);
  const structured = lines.length === 1 ? understandStructured(first, header) : null;
  if (structured) return structured;
  return understandPlain(lines, header, languageOf(withoutHeader(lines, header).body));
}
