/** Sentry's envelopes as its developer documentation describes them: a line of JSON, then items of a line of JSON and a payload each. */
import { Failure } from '../../../shared/failure.ts';
import { isMapping, type Mapping } from './json.ts';

export interface EnvelopeItem {
  /** Empty where none is said. */
  type: string;
  header: Mapping;
  payload: Buffer;
}

export interface Envelope {
  header: Mapping;
  items: EnvelopeItem[];
}

/** SDKs send one event with a handful of items, or up to a hundred sessions. */
const mostItems = 1_000;
const newline = 10;

/**
 * Reads all of it or throws `Failure('bad_request')`. As lenient as Sentry's own readers: a payload may be shorter than its length says when the body
 * ends there, and empty lines between items mean nothing.
 */
export function parseEnvelope(body: Buffer): Envelope {
  const lines = { body, at: 0 };
  const header = readHeader(lines, 'the envelope');
  const items: EnvelopeItem[] = [];
  for (skipBlank(lines); lines.at < body.length; skipBlank(lines)) {
    if (items.length === mostItems)
      throw new Failure('too_large', `the envelope has more than ${mostItems} items`);
    const itemHeader = readHeader(lines, `item ${items.length + 1}`);
    const { type, length } = itemHeader;
    items.push({
      type: typeof type === 'string' ? type : '',
      header: itemHeader,
      payload: isLength(length) ? readBytes(lines, length) : readLine(lines),
    });
  }
  return { header, items };
}

/** The envelope's own header alone. */
export function parseHeader(body: Buffer): Mapping {
  return readHeader({ body, at: 0 }, 'the envelope');
}

interface Reader {
  readonly body: Buffer;
  at: number;
}

const isLength = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function readLine(reader: Reader): Buffer {
  const end = reader.body.indexOf(newline, reader.at);
  return readBytes(reader, (end < 0 ? reader.body.length : end) - reader.at);
}

/** So many bytes and the newline behind them. */
function readBytes(reader: Reader, length: number): Buffer {
  const bytes = reader.body.subarray(reader.at, reader.at + length);
  reader.at += bytes.length + 1;
  return bytes;
}

function readHeader(reader: Reader, of: string): Mapping {
  const line = readLine(reader);
  const header = parseJson(line);
  if (!isMapping(header))
    throw new Failure('bad_request', `the header of ${of} is not a JSON object on one line`);
  return header;
}

/** Undefined where it is not JSON; bytes that are not UTF-8 are replaced. */
export function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(decoder.decode(bytes));
  } catch {
    return undefined;
  }
}
const decoder = new TextDecoder();

function skipBlank(reader: Reader): void {
  const { body } = reader;
  while (reader.at < body.length && isBlank(body[reader.at] as number)) reader.at++;
}

const isBlank = (byte: number) => byte === newline || byte === 13 || byte === 32;
