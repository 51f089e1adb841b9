/** What a line is: where it breaks, how its bytes become text, and the id under which it can be found again. */
import { Failure } from '../../shared/failure.ts';

export type StreamIndex = 0 | 1;
export const streamNames = ['stdout', 'stderr'] as const;

/** Text beyond this many bytes of one line is left to the file. */
export const longestTextBytes = 16 * 1024;

/**
 * A line without an end is broken at each multiple of this offset that has no newline in the block before it. Forward and
 * backward readers so agree on where lines start, and neither looks further than two blocks.
 */
export const breakBytes = 1024 * 1024;

export const newline = 10;

/** A line as found in a stream; `start` is its offset since the log began. */
export interface Line {
  start: number;
  text: string;
  truncated: boolean;
}

/** Decodes a line's bytes (without its newline, possibly more than the longest text). Never fails on any input. */
export function decodeLine(start: number, bytes: Buffer): Line {
  const truncated = bytes.length > longestTextBytes;
  let end = truncated ? wholeCharacters(bytes, longestTextBytes) : bytes.length;
  if (!truncated && bytes[end - 1] === 13) end -= 1;
  const text = bytes.toString('utf8', 0, end);
  return { start, text: text.includes('\0') ? text.replaceAll('\0', '\u2400') : text, truncated };
}

/** The longest length up to `limit` that does not cut a UTF-8 sequence in two. */
function wholeCharacters(bytes: Buffer, limit: number): number {
  for (let end = limit; end > limit - 4; end--) {
    if (((bytes[end] ?? 0) & 0xc0) !== 0x80) return end;
  }
  return limit;
}

/** A position in the order of all lines of a worker: by step (when it was seen), then stream, then offset. */
export interface Position {
  step: number;
  stream: StreamIndex;
  offset: number;
}

/** Ids sort as text in the order of the lines. */
export function encodeId({ step, stream, offset }: Position): string {
  return step.toString(36).padStart(7, '0') + stream + offset.toString(36).padStart(10, '0');
}

export function decodeId(id: string): Position {
  if (!/^[0-9a-z]{7}[01][0-9a-z]{10}$/.test(id)) {
    throw new Failure('bad_cursor', 'The cursor is not the id of a log line');
  }
  return {
    step: Number.parseInt(id.slice(0, 7), 36),
    stream: id[7] === '1' ? 1 : 0,
    offset: Number.parseInt(id.slice(8), 36),
  };
}
