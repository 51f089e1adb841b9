/** Walks over the lines of one stream, backward or forward, in small reads that leave the event loop free in between. */
import { breakBytes, decodeLine, type Line, longestTextBytes, newline } from './line.ts';
import type { LogStream } from './log-stream.ts';

const blockBytes = 32 * 1024;

/** Reads at most what fits; the result is a fresh buffer unless one is given. */
async function readBlock(stream: LogStream, from: number, to: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(Math.max(0, to - from));
  return buffer.subarray(0, await stream.read(buffer, from));
}

/** The text of the line that starts at `start`; `end` is where its newline (or the data) is. */
async function readLine(stream: LogStream, start: number, end: number): Promise<Line> {
  return decodeLine(start, await readBlock(stream, start, Math.min(end, start + longestTextBytes + 1)));
}

/** Lines that start before a position, newest first. */
export class BackwardLines {
  /** Bytes looked at, for bounding the work of one call. */
  scannedBytes = 0;
  private readonly stream: LogStream;
  private position: number;
  private block: Buffer = Buffer.alloc(0);
  private blockStart: number;

  constructor(stream: LogStream, position: number) {
    this.stream = stream;
    this.position = Math.min(position, stream.end);
    this.blockStart = this.position;
  }

  /** The next older line if it is whole in the block that was read last; otherwise null, and `next` will find it. */
  nextAtHand(): Line | null {
    const end = this.position;
    const start = this.startInBlock(end);
    if (start === null || start < this.stream.start || end > this.blockStart + this.block.length) return null;
    this.position = start;
    const bytes = this.block.subarray(
      start - this.blockStart,
      Math.min(end, start + longestTextBytes + 1) - this.blockStart,
    );
    return decodeLine(start, withoutNewline(bytes));
  }

  /** The next older line, or null when there is none that is kept. */
  async next(): Promise<Line | null> {
    const end = this.position;
    if (end <= this.stream.start) return null;
    const atHand = this.nextAtHand();
    if (atHand) return atHand;
    const start = this.startInBlock(end) ?? (await this.startBefore(end));
    if (start >= end) return null; // given back while it was looked for
    this.position = start;
    const bytes = await readBlock(this.stream, start, Math.min(end, start + longestTextBytes + 1));
    return start < this.stream.start ? null : decodeLine(start, withoutNewline(bytes));
  }

  /** Where the line that ends at `end` starts, when its beginning is in the block at hand. */
  private startInBlock(end: number): number | null {
    const last = end - 2 - this.blockStart; // the byte before `end` may be the line's own newline
    const at = last < 0 ? -1 : this.block.lastIndexOf(newline, last);
    return at < 0 ? null : this.blockStart + at + 1;
  }

  private async startBefore(end: number): Promise<number> {
    const { stream } = this;
    const boundary = Math.floor((end - 1) / breakBytes) * breakBytes;
    for (let to = end; ; ) {
      const from = Math.max(stream.start, to - blockBytes);
      if (from >= to) return stream.start;
      this.block = await readBlock(stream, from, to);
      this.blockStart = from;
      this.scannedBytes += to - from;
      const start = this.startInBlock(end);
      // A newline further back than the whole block before the boundary does not count: the line was broken there.
      if (start !== null && start > boundary - breakBytes) return start;
      if (from <= boundary - breakBytes || start !== null) return boundary;
      if (from === stream.start) return from;
      to = from;
    }
  }
}

function withoutNewline(bytes: Buffer): Buffer {
  return bytes[bytes.length - 1] === newline && bytes.length <= longestTextBytes + 1
    ? bytes.subarray(0, -1)
    : bytes;
}

/** Lines from a position on that starts a line, oldest first; remembers where it is when the data ends within a line. */
export class ForwardLines {
  /** Start of the line that comes next, complete or not. */
  position: number;
  private readonly stream: LogStream;
  private scanned: number;
  private block: Buffer = Buffer.alloc(0);
  private blockStart: number;

  constructor(stream: LogStream, position: number) {
    this.stream = stream;
    this.position = position;
    this.scanned = position;
    this.blockStart = position;
  }

  /** The next complete line, or null when there is none yet. */
  async next(): Promise<Line | null> {
    if (this.position < this.stream.start) this.jump(this.stream.start);
    for (;;) {
      const at = this.block.indexOf(newline, this.scanned - this.blockStart);
      const boundary = this.nextBreak();
      const end = at < 0 ? this.blockStart + this.block.length : this.blockStart + at;
      if (boundary <= end) return this.take(boundary, boundary);
      if (at >= 0) return this.take(end, end + 1);
      this.scanned = Math.max(this.scanned, end);
      if (this.scanned >= this.stream.end) return null;
      await this.load();
    }
  }

  /** The first boundary at which the line at hand would be broken. */
  private nextBreak(): number {
    return Math.ceil((this.position + breakBytes) / breakBytes) * breakBytes;
  }

  private async take(end: number, next: number): Promise<Line> {
    const { position, block, blockStart } = this;
    this.position = next;
    this.scanned = next;
    const inBlock = position >= blockStart && end <= blockStart + block.length;
    return inBlock
      ? decodeLine(position, block.subarray(position - blockStart, end - blockStart))
      : await readLine(this.stream, position, end);
  }

  /** Loads the next block; the beginning of a line of usual length is read again with its end. */
  private async load(): Promise<void> {
    const from = this.scanned - this.position <= longestTextBytes ? this.position : this.scanned;
    this.block = await readBlock(this.stream, from, Math.min(this.stream.end, this.scanned + blockBytes));
    this.blockStart = from;
    if (from + this.block.length <= this.scanned) this.scanned = this.stream.end; // cut off meanwhile; wait for more
  }

  /** Goes on at another position. */
  jump(position: number): void {
    this.position = position;
    this.scanned = position;
    this.block = Buffer.alloc(0);
    this.blockStart = position;
  }

  /** Takes what there is of an unfinished line; what follows it will be a line of its own. */
  async takeUnfinished(): Promise<Line | null> {
    const { end } = this.stream;
    return this.position < end ? this.take(end, end) : null;
  }
}

/** The start of the line to which the byte at `position` belongs (or of the next one, when a line ends there). */
export async function lineStartAt(stream: LogStream, position: number): Promise<number> {
  if (position <= stream.start) return stream.start;
  const before = await readBlock(stream, position - 1, position);
  if (before[0] === newline) return position;
  const back = new BackwardLines(stream, position);
  return (await back.next())?.start ?? position;
}
