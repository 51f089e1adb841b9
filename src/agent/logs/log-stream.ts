/**
 * One stream of a worker as one long text: offsets count from the first byte ever written and never change, whatever was given
 * back, truncated or begun afresh since. The bytes are in the current file and, rarely, in older files beside it.
 */
import {
  closeSync,
  fstatSync,
  ftruncateSync,
  openSync,
  read as readCallback,
  readSync,
  readdirSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { newline, type StreamIndex, streamNames } from './line.ts';
import type { StreamHeader } from './time-index.ts';

const readAsync = promisify(readCallback);

/** So many looks in a row may see the file's length alone. */
const quickLooks = 3;
const lastAndNext = Buffer.alloc(2);

/** A file that holds the bytes [base, end); the current one's end is the stream's. */
interface Segment {
  path: string;
  fd: number;
  base: number;
  end: number;
}

export class LogStream {
  readonly stream: StreamIndex;
  readonly path: string;
  /** Up to where blocks are reserved in the current file; its own offset. */
  reservedTo = 0;
  end: number;
  /** When the file was last written, by its own account; ms since the epoch. */
  modifiedAt = 0;
  /** What someone else did to the file, as the last look found. */
  surprise: 'truncated' | 'removed' | null = null;
  private readonly dir: string;
  private readonly header: StreamHeader;
  private readonly older: Segment[] = [];
  private fd: number;
  private removed = false;
  private quick = 0;

  constructor(dir: string, stream: StreamIndex, header: StreamHeader, lastEnd: number) {
    this.dir = dir;
    this.stream = stream;
    this.header = header;
    this.path = join(dir, `${streamNames[stream]}.log`);
    this.fd = openLog(this.path);
    this.openOlder();
    const { ino } = fstatSync(this.fd);
    header.base = Math.max(header.base, this.older.at(-1)?.end ?? 0);
    if (header.inode !== 0 && header.inode !== ino) {
      header.base = Math.max(header.base, lastEnd);
      header.start = header.base;
    }
    header.inode = ino;
    header.start = Math.max(header.start, this.older[0]?.base ?? header.base);
    this.end = Math.max(lastEnd, header.base);
  }

  private openOlder(): void {
    const name = new RegExp(`^${streamNames[this.stream]}\\.(\\d{1,15})\\.log$`);
    for (const entry of readdirSync(this.dir)) {
      const base = Number(name.exec(entry)?.[1] ?? -1);
      if (base < 0) continue;
      const path = join(this.dir, entry);
      this.older.push({ path, fd: openSync(path, 'r+'), base, end: base + statSync(path).size });
    }
    this.older.sort((a, b) => a.base - b.base);
  }

  get start(): number {
    return this.header.start;
  }

  get retained(): number {
    return this.end - this.header.start;
  }

  /** Lengths of all files, holes included. */
  get fileBytes(): number {
    return this.older.reduce((sum, { base, end }) => sum + end - base, this.fileSize);
  }

  /** Where the oldest of several files ends; null when there is only one. */
  get oldestFileEnd(): number | null {
    return this.older[0]?.end ?? null;
  }

  /** Length of the current file. */
  get fileSize(): number {
    return this.end - this.header.base;
  }

  get currentFd(): number {
    return this.fd;
  }

  /**
   * Looks whether the file grew, and returns by how many bytes. Costs one `fstat`, whose answer is a large object; between two of them, while the
   * file stays as long as it was, one read that makes none. Only a removed file is noticed a little later by this.
   */
  look(): number {
    if (this.quick > 0 && this.isAsLong()) {
      this.quick -= 1;
      this.surprise = null;
      return 0;
    }
    this.quick = quickLooks;
    const { size, nlink, mtimeMs } = fstatSync(this.fd);
    this.surprise = null;
    if (size < this.fileSize) {
      this.surprise = 'truncated';
      this.restart();
    }
    if (nlink === 0 && !this.removed) {
      this.removed = true;
      this.surprise = 'removed';
    }
    const bytes = size - this.fileSize;
    this.end += bytes;
    this.modifiedAt = mtimeMs;
    return bytes;
  }

  /** Its last byte is there, and none behind it. */
  private isAsLong(): boolean {
    const from = Math.max(0, this.fileSize - 1);
    return readSync(this.fd, lastAndNext, 0, 2, from) === this.fileSize - from;
  }

  /** The current file was emptied: what comes next continues the offsets, what was before is gone. */
  private restart(): void {
    this.header.base = this.end;
    this.reservedTo = 0;
    this.startAt(this.end);
  }

  /** Reads up to `buffer.length` bytes at an offset; fewer at the end of what was seen. */
  async read(buffer: Buffer, offset: number): Promise<number> {
    let done = 0;
    while (done < buffer.length && offset + done < this.end) {
      const at = offset + done;
      const { fd, base, end } = this.segmentAt(at);
      const want = Math.min(buffer.length - done, end - at);
      const { bytesRead } = await readAsync(fd, buffer, done, want, at - base);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return done;
  }

  private segmentAt(offset: number): { fd: number; base: number; end: number } {
    for (const segment of this.older) if (offset < segment.end) return segment;
    return { fd: this.fd, base: this.header.base, end: this.end };
  }

  /** Declares everything before `offset` gone and returns what can be given back to the disk for it. */
  startAt(offset: number): { fd: number; offset: number; length: number }[] {
    const from = this.header.start;
    this.header.start = Math.max(from, Math.min(offset, this.end));
    const holes: { fd: number; offset: number; length: number }[] = [];
    for (let oldest = this.older[0]; oldest && oldest.end <= this.start; oldest = this.older[0]) {
      this.older.shift();
      closeSync(oldest.fd);
      removeFile(oldest.path);
    }
    for (const { fd, base, end } of [...this.older, { fd: this.fd, base: this.header.base, end: this.end }]) {
      const low = Math.max(from, base);
      const high = Math.min(this.start, end);
      // From the file's beginning each time: what an agent that died left over goes with it.
      if (high > low) holes.push({ fd, offset: 0, length: high - base });
    }
    return holes;
  }

  /** Where punching is impossible: empties the current file, the one way to get its space back while it is written. */
  empty(): void {
    ftruncateSync(this.fd, 0);
    this.restart();
  }

  /** Ends an unfinished line of the run before, so that the next run's first line stays its own. */
  endLine(): void {
    writeSync(this.fd, '\n');
  }

  /** True when the file ends within a line. */
  endsWithinLine(): boolean {
    const last = Buffer.alloc(1);
    return this.fileSize > 0 && readSync(this.fd, last, 0, 1, this.fileSize - 1) === 1 && last[0] !== newline;
  }

  /** Puts the current file aside and begins a new one. Only when nobody writes to it. */
  renew(): void {
    const aside = join(this.dir, `${streamNames[this.stream]}.${this.header.base}.log`);
    renameSync(this.path, aside);
    this.older.push({ path: aside, fd: this.fd, base: this.header.base, end: this.end });
    this.fd = openLog(this.path);
    this.begun();
  }

  /** The file under the path, when someone put another one there or removed it. */
  reopen(): boolean {
    if (inodeOf(this.path) === this.header.inode) return false;
    closeSync(this.fd);
    this.fd = openLog(this.path);
    this.begun();
    this.startAt(this.end);
    return true;
  }

  private begun(): void {
    this.header.base = this.end;
    this.header.inode = fstatSync(this.fd).ino;
    this.reservedTo = 0;
    this.removed = false;
  }

  close(): void {
    closeSync(this.fd);
    for (const { fd } of this.older) closeSync(fd);
    this.older.length = 0;
  }
}

function openLog(path: string): number {
  return openSync(path, 'a+', 0o600);
}

function inodeOf(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.ino ?? null;
}

function removeFile(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Someone removed it already.
  }
}
