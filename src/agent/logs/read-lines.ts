/** One page of a worker's lines, both streams merged in the order they were seen. */
import type { LogLine } from '../../link/status.ts';
import { decodeId, encodeId, type Line, type Position, type StreamIndex, streamNames } from './line.ts';
import { BackwardLines, ForwardLines, lineStartAt } from './line-reader.ts';
import type { LogStream } from './log-stream.ts';
import { type Mark, MarkWalker } from './time-index.ts';
import type { WorkerLog } from './worker-log.ts';

export interface LogQuery {
  limit: number;
  before: string | null;
  after: string | null;
  search: string | null;
  stream: 'stdout' | 'stderr' | null;
  /** An instant (ISO, UTC): the lines around it, instead of those before or after a line. */
  at?: string | undefined;
}

/** An offset in each stream. */
type Offsets = readonly [number, number];

export interface LogPage {
  /** Newest last. */
  lines: LogLine[];
  /** Where to go on towards older lines; null when there are none. */
  before: string | null;
}

/** A page stops here and gives a cursor, so that no call takes long however rare the searched text is. */
const mostScannedBytes = 16 * 1024 * 1024;
const longestSliceMs = 8;

export async function readLines(log: WorkerLog, query: LogQuery): Promise<LogPage> {
  const before = query.before === null ? null : decodeId(query.before);
  const after = query.after === null ? null : decodeId(query.after);
  log.look();
  const matches = textFilter(query.search);
  const streams = ([0, 1] as const).filter((i) => query.stream === null || query.stream === streamNames[i]);
  if (query.at !== undefined)
    return await readAround(log, streams, Date.parse(query.at), query.limit, matches);
  const until = before && ([endBefore(log, 0, before), endBefore(log, 1, before)] as const);
  if (after === null) return await readBackward(log, streams, until, query.limit, matches);
  return await readForward(log, streams, await startsAfter(log, after), until, query.limit, matches);
}

function textFilter(search: string | null): (text: string) => boolean {
  if (search === null || search === '') return () => true;
  const wanted = search.toLowerCase();
  return (text) => text.toLowerCase().includes(wanted);
}

/** Half of the lines from before an instant, and as many from then on: whoever looks for a crash wants to see both. */
async function readAround(
  log: WorkerLog,
  streams: StreamIndex[],
  time: number,
  limit: number,
  matches: (text: string) => boolean,
): Promise<LogPage> {
  const first = log.index.firstSince(time);
  const ends = first > 0 ? log.index.at(first - 1).ends : ([0, 0] as const);
  const from: [number, number] = [0, 0];
  for (const stream of streams) {
    const own = log.streams[stream];
    from[stream] = await firstLineFrom(own, Math.max(own.start, Math.min(own.end, ends[stream])));
  }
  const earlier = await readBackward(log, streams, from, Math.max(1, Math.floor(limit / 2)), matches);
  const later = await readForward(log, streams, from, null, limit - earlier.lines.length, matches);
  return { lines: [...earlier.lines, ...later.lines], before: earlier.before };
}

/** The first line start that is not before a position; a line that was being printed then belongs to what was before. */
async function firstLineFrom(stream: LogStream, position: number): Promise<number> {
  const start = await lineStartAt(stream, position);
  if (start >= position) return start;
  const lines = new ForwardLines(stream, start);
  return (await lines.next()) ? lines.position : stream.end;
}

interface Found {
  stream: StreamIndex;
  line: Line;
  mark: Mark;
}

async function readBackward(
  log: WorkerLog,
  streams: StreamIndex[],
  until: Offsets | null,
  limit: number,
  matches: (text: string) => boolean,
): Promise<LogPage> {
  const sources = streams.map((stream) => {
    const position = until === null ? log.streams[stream].end : until[stream];
    return new Source(log, stream, new BackwardLines(log.streams[stream], position));
  });
  if (until === null) for (const source of sources) await source.skipUnfinished();
  const slice = new Slice();
  const found: LogLine[] = [];
  let oldest: Found | null = null;
  for (;;) {
    for (const source of sources) if (source.isEmpty && !source.fillAtHand()) await source.fill();
    const next = sources.reduce<Source | null>((best, one) => later(best, one), null);
    if (!next?.head) return { lines: found.toReversed(), before: null };
    const scanned = sources.reduce((sum, { lines }) => sum + lines.scannedBytes, 0);
    if (found.length >= limit || scanned > mostScannedBytes) {
      return { lines: found.toReversed(), before: oldest && idOf(oldest) };
    }
    oldest = next.head;
    next.head = null;
    if (matches(oldest.line.text)) found.push(log.toLogLine(oldest.stream, oldest.line, oldest.mark));
    if (slice.isOver) await slice.pause();
  }
}

function idOf({ stream, line, mark }: Found): string {
  return encodeId({ step: mark.step, stream, offset: line.start });
}

/** One stream of a backward read with its next line at hand. */
class Source {
  head: Found | null = null;
  readonly lines: BackwardLines;
  private readonly log: WorkerLog;
  private readonly stream: StreamIndex;
  private readonly marks: MarkWalker;
  private done = false;

  constructor(log: WorkerLog, stream: StreamIndex, lines: BackwardLines) {
    this.log = log;
    this.stream = stream;
    this.lines = lines;
    this.marks = new MarkWalker(log.index, stream);
  }

  get isEmpty(): boolean {
    return this.head === null && !this.done;
  }

  async fill(): Promise<void> {
    this.take(await this.lines.next());
  }

  /** Without waiting, when the next line was read already; most were. */
  fillAtHand(): boolean {
    const line = this.lines.nextAtHand();
    if (line) this.take(line);
    return line !== null;
  }

  private take(line: Line | null): void {
    this.done = line === null;
    if (line) this.head = { stream: this.stream, line, mark: this.marks.at(line.start) };
  }

  /** Leaves out a last line that is still being written. */
  async skipUnfinished(): Promise<void> {
    if (this.log.isQuiet(this.stream) || !this.log.streams[this.stream].endsWithinLine()) return;
    await this.fill();
    this.head = null;
  }
}

function later(best: Source | null, one: Source): Source | null {
  if (!one.head) return best;
  if (!best?.head) return one;
  return compare(one.head, best.head) > 0 ? one : best;
}

function compare(a: Found, b: Found): number {
  return a.mark.step - b.mark.step || a.stream - b.stream || a.line.start - b.line.start;
}

async function readForward(
  log: WorkerLog,
  streams: StreamIndex[],
  from: Offsets,
  until: Offsets | null,
  limit: number,
  matches: (text: string) => boolean,
): Promise<LogPage> {
  const sources = streams.map((stream) => {
    const own = log.streams[stream];
    return {
      stream,
      lines: new ForwardLines(own, Math.max(from[stream], own.start)),
      until: until === null ? own.end : until[stream],
      marks: new MarkWalker(log.index, stream),
      head: null as Found | null,
    };
  });
  const slice = new Slice();
  const found: LogLine[] = [];
  while (found.length < limit) {
    for (const source of sources) {
      if (source.head || source.lines.position >= source.until) continue;
      const line =
        (await source.lines.next()) ??
        (log.isQuiet(source.stream) ? await source.lines.takeUnfinished() : null);
      if (line) source.head = { stream: source.stream, line, mark: source.marks.at(line.start) };
    }
    const next = sources
      .filter(({ head }) => head !== null)
      .sort((a, b) => (a.head && b.head ? compare(a.head, b.head) : 0))[0];
    if (!next?.head) break;
    const { line, mark, stream } = next.head;
    next.head = null;
    if (matches(line.text)) found.push(log.toLogLine(stream, line, mark));
    if (slice.isOver) await slice.pause();
  }
  return { lines: found, before: found[0]?.id ?? null };
}

/** Where the lines after a line begin, in each stream. */
async function startsAfter(log: WorkerLog, after: Position): Promise<Offsets> {
  const starts: [number, number] = [0, 0];
  for (const stream of [0, 1] as const) {
    const own = log.streams[stream];
    const position = stream === after.stream ? after.offset + 1 : endBefore(log, stream, after);
    starts[stream] = Math.max(own.start, await lineStartAt(own, Math.min(own.end, position)));
    if (stream !== after.stream || starts[stream] > after.offset) continue;
    // The start of the cursor's own line lies before its next byte.
    const lines = new ForwardLines(own, starts[stream]);
    await lines.next();
    starts[stream] = lines.position;
  }
  return starts;
}

/** The offset before which a stream's lines come before a position in the merged order. */
function endBefore(log: WorkerLog, stream: StreamIndex, position: Position): number {
  if (stream === position.stream) return position.offset;
  const step = stream < position.stream ? position.step : position.step - 1;
  return log.index.endsAtStep(step)?.[stream] ?? log.streams[stream].start;
}

/** Lets other work run when a loop has held the event loop for a while. */
class Slice {
  private since = performance.now();

  get isOver(): boolean {
    return performance.now() - this.since >= longestSliceMs;
  }

  async pause(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.since = performance.now();
  }
}
