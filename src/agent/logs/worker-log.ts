/** The log of one worker: its two streams, the marks that give their bytes a time, and how much of them is kept. */
import { mkdirSync, readdirSync, readlinkSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Clock } from '../../shared/clock.ts';
import { messageOf } from '../../shared/failure.ts';
import type { LogLine } from '../../link/status.ts';
import { encodeId, type Line, type StreamIndex, streamNames } from './line.ts';
import { LogStream } from './log-stream.ts';
import { type Mark, TimeIndex } from './time-index.ts';

/** A stream that has been silent for this long shows its unfinished line. */
const quietMs = 1_000;
/** A worker that has been silent for this long is looked at less often. */
const idleMs = 10_000;

export class WorkerLog {
  readonly worker: string;
  readonly index: TimeIndex;
  readonly streams: readonly [LogStream, LogStream];
  /** Disk bound of both streams together; null while only read. */
  boundBytes: number | null = null;
  lastWriteAt: number | null = null;
  bytesPerSecond = 0;
  /** What someone else did to the files lately, for people. */
  surprise: { detail: string; at: number } | null = null;
  private readonly clock: Clock;
  private readonly grewAt: [number, number] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  private lookedAt: number;
  private toldBytes = 0;
  private toldUnfinished = true;
  private readers = 0;
  private closing = false;

  constructor(dir: string, worker: string, clock: Clock) {
    this.worker = worker;
    this.clock = clock;
    const folder = join(dir, worker);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.index = new TimeIndex(join(folder, 'times.idx'));
    const { ends } = this.index.newest;
    const [out, err] = this.index.streams;
    this.streams = [new LogStream(folder, 0, out, ends[0]), new LogStream(folder, 1, err, ends[1])];
    this.lookedAt = clock.monotonic();
    this.save();
    this.look();
    this.lastWriteAt = null; // what was written before this agent looked is no sign of life now
    this.grewAt.fill(Number.NEGATIVE_INFINITY);
    this.bytesPerSecond = 0;
  }

  get retainedBytes(): number {
    return this.streams[0].retained + this.streams[1].retained;
  }

  get fileBytes(): number {
    return this.streams[0].fileBytes + this.streams[1].fileBytes;
  }

  get bytesWritten(): number {
    return this.streams[0].end + this.streams[1].end;
  }

  get isIdle(): boolean {
    return this.clock.monotonic() - (this.lastWriteAt ?? Number.NEGATIVE_INFINITY) > idleMs;
  }

  /** Whether a stream has been silent for so long that an unfinished line is worth showing. */
  isQuiet(stream: StreamIndex): boolean {
    return this.clock.monotonic() - this.grewAt[stream] >= quietMs;
  }

  /** Whether something can be taken from it that could not when this was asked last: more bytes, or a line that will have no end. */
  hasNews(): boolean {
    if (this.bytesWritten !== this.toldBytes) {
      this.toldBytes = this.bytesWritten;
      this.toldUnfinished = false;
      return true;
    }
    if (this.toldUnfinished || !this.isQuiet(0) || !this.isQuiet(1)) return false;
    this.toldUnfinished = true;
    return this.streams.some((stream) => stream.endsWithinLine());
  }

  /** How fast a stream grows that was active lately; 0 when it was not. */
  rateOf(stream: StreamIndex): number {
    return this.clock.monotonic() - this.grewAt[stream] > idleMs ? 0 : Math.max(1, this.bytesPerSecond);
  }

  /** Notes what was written since the last look; true when there was anything. Called often: allocates nothing while silent. */
  look(): boolean {
    const monotonic = this.clock.monotonic();
    const [out, err] = this.streams;
    const outBytes = this.grow(out);
    const errBytes = this.grow(err);
    const since = this.lookedAt;
    this.lookedAt = monotonic;
    if (outBytes > 0 && out.modifiedAt <= err.modifiedAt) this.mark(out, since, monotonic);
    if (errBytes > 0) this.mark(err, since, monotonic);
    if (outBytes > 0 && out.modifiedAt > err.modifiedAt) this.mark(out, since, monotonic);
    const seconds = (monotonic - since) / 1000;
    if (seconds > 0.02) {
      const rate = (outBytes + errBytes) / seconds;
      this.bytesPerSecond = rate > this.bytesPerSecond ? rate : this.bytesPerSecond * 0.8 + rate * 0.2;
    }
    return outBytes + errBytes > 0;
  }

  private grow(stream: LogStream): number {
    const bytes = stream.look();
    if (stream.surprise !== null) {
      this.note(`${streamNames[stream.stream]}.log of ${this.worker} was ${stream.surprise} by someone else`);
    }
    return bytes;
  }

  /** Notes how long a stream is. The file knows best when it was written; a time from the future is not believed. */
  private mark(stream: LogStream, since: number, monotonic: number): void {
    const now = this.clock.now();
    this.index.add(stream.stream, stream.end, Math.round(Math.min(stream.modifiedAt, now)));
    this.grewAt[stream.stream] = Math.max(since, monotonic - Math.max(0, now - stream.modifiedAt));
    this.lastWriteAt = Math.max(this.grewAt[0], this.grewAt[1]);
  }

  /** Says that something unexpected happened to the log. */
  note(detail: string): void {
    this.surprise = { detail, at: this.clock.monotonic() };
    this.save();
  }

  /** Keeps the header; on a disk that refuses even this, what is in memory counts. */
  save(): void {
    try {
      this.index.saveHeader();
    } catch (error) {
      this.surprise = {
        detail: `log index of ${this.worker}: ${messageOf(error)}`,
        at: this.clock.monotonic(),
      };
    }
  }

  /** Makes ready for a run that starts: files in place, the last line of the run before ended, too long files put aside. */
  prepare(renewBytes: number): void {
    this.surprise = null;
    this.look();
    for (const stream of this.streams) {
      if (stream.reopen()) {
        this.note(`${streamNames[stream.stream]}.log of ${this.worker} was missing and was created again`);
      }
      try {
        this.beginAfresh(stream, renewBytes);
      } catch (error) {
        this.note(`${streamNames[stream.stream]}.log of ${this.worker}: ${messageOf(error)}`); // the worker starts all the same
      }
    }
    this.save();
  }

  private beginAfresh(stream: LogStream, renewBytes: number): void {
    const long = stream.fileSize > renewBytes;
    const unfinished = stream.endsWithinLine();
    if ((!long && !unfinished) || hasWriter(stream.path)) return;
    if (unfinished) stream.endLine();
    this.look();
    if (long) stream.renew();
  }

  toLogLine(stream: StreamIndex, { start, text, truncated }: Line, mark: Mark): LogLine {
    return {
      id: encodeId({ step: mark.step, stream, offset: start }),
      time: new Date(mark.time).toISOString(),
      stream: streamNames[stream],
      text,
      truncated,
    };
  }

  /** Keeps the files open while `use` runs, also when the log is closed meanwhile. */
  async using<T>(use: () => Promise<T>): Promise<T> {
    this.readers += 1;
    try {
      return await use();
    } finally {
      this.readers -= 1;
      if (this.closing && this.readers === 0) this.closeFiles();
    }
  }

  get isClosed(): boolean {
    return this.closing;
  }

  close(): void {
    if (this.closing) return;
    this.save();
    this.index.flush();
    this.closing = true;
    if (this.readers === 0) this.closeFiles();
  }

  private closeFiles(): void {
    this.index.close();
    for (const stream of this.streams) stream.close();
  }
}

/** Whether any other process has the file open. Walks /proc, so only asked when it matters. */
export function hasWriter(path: string): boolean {
  const wanted = statSync(path).ino;
  const name = basename(path);
  for (const pid of readdirSync('/proc')) {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) continue;
    for (const fd of list(`/proc/${pid}/fd`)) {
      const link = `/proc/${pid}/fd/${fd}`;
      if (target(link)?.endsWith(name) && statSync(link, { throwIfNoEntry: false })?.ino === wanted)
        return true;
    }
  }
  return false;
}

function list(dir: string): string[] {
  try {
    return readdirSync(dir);
  } catch {
    return []; // the process ended, or is not ours to look into
  }
}

function target(link: string): string | null {
  try {
    return readlinkSync(link);
  } catch {
    return null;
  }
}
