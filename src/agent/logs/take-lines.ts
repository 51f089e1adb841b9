/** The lines that come next in a worker's log, for whoever reads all of it and remembers how far it came. */
import type { LogLine } from '../../link/status.ts';
import type { TakenLogs } from '../../link/messages.ts';
import { type Line, newline } from './line.ts';
import { ForwardLines, lineStartAt } from './line-reader.ts';
import type { LogStream } from './log-stream.ts';
import { type Mark, MarkWalker } from './time-index.ts';
import type { WorkerLog } from './worker-log.ts';

export interface Wish {
  /** Where the next line of each stream begins; null: with the oldest that is kept. */
  from: readonly [number, number] | null;
  mostBytes: number;
  /** What lies further behind the end of a stream than this is left out, and counted. */
  mostBehindBytes: number;
}

const countedBlockBytes = 256 * 1024;

/** In the order in which they were seen, and in which the streams' lines lie between each other. */
export async function takeLines(log: WorkerLog, wish: Wish): Promise<Omit<TakenLogs, 'worker'>> {
  log.look();
  const leftOut = { lines: 0, bytes: 0 };
  const sources: Source[] = [];
  for (const stream of [0, 1] as const) {
    const own = log.streams[stream];
    const { end } = own;
    const wanted = wish.from?.[stream] ?? own.start;
    // An end before it: the log was begun anew since.
    const from = wanted > end ? own.start : wanted;
    const start = await skipAhead(own, from, end - wish.mostBehindBytes, leftOut);
    sources.push({
      stream,
      own,
      end,
      lines: new ForwardLines(own, start),
      marks: new MarkWalker(log.index, stream),
      head: null,
      done: false,
    });
  }
  const lines: LogLine[] = [];
  const starts: number[] = [];
  let bytes = 0;
  while (bytes < wish.mostBytes) {
    for (const source of sources) if (!source.head && !source.done) await fill(source, log);
    const next = earlier(sources[0], sources[1]);
    if (!next?.head) break;
    const { line, mark, after } = next.head;
    next.head = null;
    next.end = Math.max(next.end, after);
    lines.push(log.toLogLine(next.stream, line, mark));
    starts.push(line.start);
    bytes += after - line.start;
  }
  const next = sources.map(({ head, lines }) => head?.line.start ?? lines.position) as [number, number];
  const behindBytes = sources.reduce((sum, { own }, stream) => sum + own.end - (next[stream] ?? 0), 0);
  return { lines, starts, next, behindBytes, leftOut: leftOut.bytes > 0 ? leftOut : null };
}

interface Source {
  stream: 0 | 1;
  own: LogStream;
  /** What is beyond came meanwhile: it is for the next time. */
  end: number;
  lines: ForwardLines;
  marks: MarkWalker;
  head: { line: Line; mark: Mark; after: number } | null;
  done: boolean;
}

async function fill(source: Source, log: WorkerLog): Promise<void> {
  const { lines, marks, own, end, stream } = source;
  const line =
    lines.position >= end
      ? null
      : ((await lines.next()) ?? (log.isQuiet(stream) ? await lines.takeUnfinished() : null));
  source.done = line === null || line.start < own.start;
  if (line) source.head = { line, mark: marks.at(line.start), after: lines.position };
}

function earlier(a: Source | undefined, b: Source | undefined): Source | undefined {
  if (!a?.head || !b?.head) return a?.head ? a : b;
  return a.head.mark.step <= b.head.mark.step ? a : b;
}

/** The line to begin with: the one at `from`, or one later when that is too far behind or given back already. */
async function skipAhead(
  stream: LogStream,
  from: number,
  least: number,
  leftOut: { lines: number; bytes: number },
): Promise<number> {
  if (from >= least && from >= stream.start) return from;
  const to = Math.max(stream.start, await lineStartAt(stream, Math.max(from, least)));
  if (to <= from) return from;
  leftOut.bytes += to - from;
  const block = Buffer.allocUnsafe(countedBlockBytes);
  for (let at = Math.max(from, stream.start); at < to; at += countedBlockBytes) {
    const read = await stream.read(block, at);
    leftOut.lines += countLines(block.subarray(0, Math.min(read, to - at)));
  }
  return to;
}

export function countLines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) count += 1;
  return count;
}
