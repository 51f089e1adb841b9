/**
 * Remembers when a worker's log grew: a file of marks, each saying "at this time both streams were so long". Lines get their
 * time and their order across the two streams from it, also after the agent was away.
 *
 * Marks are appended every few seconds (their times come from the files themselves, so little is lost by a crash), dropped when
 * the bytes they speak of are gone, and thinned out in the older half past a bound. The header holds what must survive besides:
 * each stream's offset at which the current file begins, its first kept byte and its inode, and since when times ascend.
 */
import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  writeSync,
} from 'node:fs';
import type { StreamIndex } from './line.ts';

export interface Mark {
  /** Grows with each mark and is never reused. */
  step: number;
  /** Wall time, ms since the epoch. */
  time: number;
  /** Length of stdout and stderr since the log began. */
  ends: [number, number];
}

export interface StreamHeader {
  /** Offset of the current file's first byte. */
  base: number;
  /** Offset of the first byte that is kept. */
  start: number;
  inode: number;
}

const magic = 'YAGLOG01';
const headerBytes = 64;
const ascendsFromAt = 56;
const markBytes = 24;
const pageMarks = 170;
const pendingBound = 512;
const pruneFrom = 1024;
/** A clock that is put right by less does no harm. */
const toleratedMs = 1_000;

export class TimeIndex {
  readonly streams: [StreamHeader, StreamHeader] = [
    { base: 0, start: 0, inode: 0 },
    { base: 0, start: 0, inode: 0 },
  ];
  /** Changes when marks were dropped, so that positions in the list no longer hold. */
  revision = 0;
  /** Most marks that are kept in the file. */
  maxMarks = 65_536;
  private readonly path: string;
  private fd: number;
  private stored = 0;
  private hasHeader = false;
  private pending: Mark[] = [];
  private last: Mark = { step: 0, time: 0, ends: [0, 0] };
  /** The step from which on times ascend: the clock was set back before it. */
  private ascendsFrom = 0;
  private page: { number: number; marks: Mark[] } | null = null;

  constructor(path: string) {
    this.path = path;
    this.fd = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
    this.load();
  }

  private load(): void {
    const header = Buffer.alloc(headerBytes);
    const size = fstatSync(this.fd).size;
    const known =
      readSync(this.fd, header, 0, headerBytes, 0) === headerBytes &&
      header.toString('latin1', 0, 8) === magic;
    if (!known) {
      ftruncateSync(this.fd, 0);
      return;
    }
    this.hasHeader = true;
    this.streams.forEach((stream, i) => {
      stream.base = header.readDoubleLE(8 + i * 24);
      stream.start = header.readDoubleLE(16 + i * 24);
      stream.inode = header.readDoubleLE(24 + i * 24);
    });
    this.ascendsFrom = header.readDoubleLE(ascendsFromAt);
    this.stored = Math.floor((size - headerBytes) / markBytes); // a mark cut off by a crash is overwritten
    if (this.stored > 0) this.last = this.at(this.stored - 1);
  }

  /** Writes over bytes that exist, so it works on a full disk; throws only when the file itself cannot be written. */
  saveHeader(): void {
    writeWhole(this.fd, this.header());
    this.hasHeader = true;
  }

  private header(): Buffer {
    const header = Buffer.alloc(headerBytes);
    header.write(magic, 'latin1');
    this.streams.forEach((stream, i) => {
      header.writeDoubleLE(stream.base, 8 + i * 24);
      header.writeDoubleLE(stream.start, 16 + i * 24);
      header.writeDoubleLE(stream.inode, 24 + i * 24);
    });
    header.writeDoubleLE(this.ascendsFrom, ascendsFromAt);
    return header;
  }

  get count(): number {
    return this.stored + this.pending.length;
  }

  get newest(): Mark {
    return this.last;
  }

  /** Notes that a stream ends at `end` since `time`. */
  add(stream: StreamIndex, end: number, time: number): void {
    const ends: [number, number] = [this.last.ends[0], this.last.ends[1]];
    ends[stream] = end;
    if (time < this.last.time - toleratedMs) {
      this.ascendsFrom = this.last.step + 1;
      this.hasHeader = false;
    }
    this.last = { step: this.last.step + 1, time, ends };
    this.pending.push(this.last);
    if (this.pending.length > pendingBound) this.pending = thin(this.pending);
  }

  /** Writes what was noted. On a full disk it stays in memory, coarser and coarser, until there is space again. */
  flush(): void {
    if (this.pending.length === 0) return;
    const marks = encode(this.pending);
    try {
      if (!this.hasHeader) this.saveHeader();
      const written = writeSync(this.fd, marks, 0, marks.length, headerBytes + this.stored * markBytes);
      const whole = Math.floor(written / markBytes);
      this.stored += whole;
      this.pending.splice(0, whole);
      this.page = null;
      this.prune();
    } catch {
      // Nothing is lost: the next flush tries again, and the disk's trouble is told by whoever watches the disk.
    }
  }

  /** The first mark that has seen the byte at `offset`. */
  firstBeyond(stream: StreamIndex, offset: number): number {
    return this.search((mark) => mark.ends[stream] > offset);
  }

  /** Position of the first mark since a time; of a time that was there twice, since the clock was set back, the last is meant. */
  firstSince(time: number): number {
    const isNew = ({ step }: Mark) => step >= this.ascendsFrom;
    const firstNew = this.search(isNew);
    const isEarlier = firstNew > 0 && firstNew < this.count && this.at(firstNew).time >= time;
    return this.search((mark) =>
      isEarlier ? isNew(mark) || mark.time >= time : isNew(mark) && mark.time >= time,
    );
  }

  /** How long each stream was when `step` ended, or null when that is forgotten. */
  endsAtStep(step: number): [number, number] | null {
    const next = this.search((mark) => mark.step > step);
    return next === 0 ? null : this.at(next - 1).ends;
  }

  /** Position of the first mark for which `holds`; marks for which it holds must follow those for which it does not. */
  search(holds: (mark: Mark) => boolean): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (holds(this.at(middle))) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  at(position: number): Mark {
    const inMemory = this.pending[position - this.stored];
    if (inMemory) return inMemory;
    const number = Math.floor(position / pageMarks);
    if (this.page?.number !== number) {
      const from = number * pageMarks;
      this.page = { number, marks: this.readMarks(from, Math.min(pageMarks, this.stored - from)) };
    }
    return this.page.marks[position - number * pageMarks] ?? this.last;
  }

  private readMarks(from: number, count: number): Mark[] {
    const bytes = Buffer.alloc(Math.max(0, count) * markBytes);
    const read = readSync(this.fd, bytes, 0, bytes.length, headerBytes + from * markBytes);
    const marks: Mark[] = [];
    for (let at = 0; at + markBytes <= read; at += markBytes) {
      marks.push({
        step: bytes.readUInt32LE(at),
        time: bytes.readUIntLE(at + 4, 6),
        ends: [bytes.readUIntLE(at + 10, 6), bytes.readUIntLE(at + 16, 6)],
      });
    }
    return marks;
  }

  /** Drops marks of bytes that are gone once they are the larger part, and thins out past the bound. */
  private prune(): void {
    const [out, err] = this.streams;
    const gone = this.search((mark) => mark.ends[0] > out.start || mark.ends[1] > err.start);
    const many = this.stored > this.maxMarks;
    if (!many && (gone < pruneFrom || gone < this.stored / 2)) return;
    const first = Math.min(Math.max(0, gone - 1), this.stored);
    let kept = this.readMarks(first, this.stored - first);
    while (kept.length > this.maxMarks * 0.75) kept = thin(kept);
    const fresh = `${this.path}.new`;
    const fd = openSync(fresh, 'w+', 0o600);
    try {
      writeWhole(fd, Buffer.concat([this.header(), encode(kept)]));
      renameSync(fresh, this.path);
    } catch (error) {
      closeSync(fd);
      throw error;
    }
    closeSync(this.fd);
    this.fd = fd;
    this.stored = kept.length;
    this.page = null;
    this.revision += 1;
  }

  close(): void {
    this.flush();
    closeSync(this.fd);
  }
}

/** Keeps the newer half as it is and every second mark of the older one, the newest of each pair. */
function thin(marks: Mark[]): Mark[] {
  const half = marks.length >>> 1;
  return marks.filter((_, i) => i >= half || i % 2 === 1);
}

function encode(marks: Mark[]): Buffer {
  const bytes = Buffer.alloc(marks.length * markBytes);
  marks.forEach((mark, i) => {
    const at = i * markBytes;
    bytes.writeUInt32LE(mark.step, at);
    bytes.writeUIntLE(mark.time, at + 4, 6);
    bytes.writeUIntLE(mark.ends[0], at + 10, 6);
    bytes.writeUIntLE(mark.ends[1], at + 16, 6);
  });
  return bytes;
}

function writeWhole(fd: number, bytes: Buffer): void {
  if (writeSync(fd, bytes, 0, bytes.length, 0) !== bytes.length) throw new Error('The disk is full');
}

/** Finds the marks of lines that are read one after the other, mostly without searching. */
export class MarkWalker {
  private readonly index: TimeIndex;
  private readonly stream: StreamIndex;
  private position = -1;
  private revision = -1;

  constructor(index: TimeIndex, stream: StreamIndex) {
    this.index = index;
    this.stream = stream;
  }

  /** The mark that first saw the byte at `offset`. */
  at(offset: number): Mark {
    const { index, stream } = this;
    if (this.revision === index.revision) {
      for (const position of [this.position, this.position - 1, this.position + 1]) {
        if (this.isFirstBeyond(position, offset)) {
          this.position = position;
          return index.at(position);
        }
      }
    }
    this.revision = index.revision;
    this.position = Math.min(index.firstBeyond(stream, offset), index.count - 1);
    return this.position < 0 ? index.newest : index.at(this.position);
  }

  private isFirstBeyond(position: number, offset: number): boolean {
    const { index, stream } = this;
    if (position < 0 || position >= index.count || index.at(position).ends[stream] <= offset) return false;
    return position === 0 || index.at(position - 1).ends[stream] <= offset;
  }
}
