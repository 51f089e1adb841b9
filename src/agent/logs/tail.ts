/** Goes along with a log as it grows; skips ahead, and says so, when it grows faster than anyone can use. */
import type { LogLine } from '../../link/status.ts';
import type { Line, StreamIndex } from './line.ts';
import { ForwardLines, lineStartAt } from './line-reader.ts';
import { countLines } from './take-lines.ts';
import { MarkWalker } from './time-index.ts';
import type { WorkerLog } from './worker-log.ts';

const countedBlockBytes = 256 * 1024;

export interface PullOptions {
  /** Of what is new, at most this much of each stream is turned into lines, and of these the newest are kept. */
  mostBytes: number;
  mostLines: number;
  /** Whether a line that has no end yet counts once nothing more comes. */
  unfinished: boolean;
}

export interface Batch {
  lines: LogLine[];
  leftOut: LeftOut | null;
}

interface LeftOut {
  /** Of the first line that was left out. */
  id: string;
  lines: number;
  /** More than that: bytes were given back before they could be counted. */
  more: boolean;
}

interface Follower {
  stream: StreamIndex;
  lines: ForwardLines;
  marks: MarkWalker;
  /** Where to begin; the start of that line is found at the first pull. */
  from: number | null;
}

export class Tail {
  private readonly log: WorkerLog;
  private readonly followers: Follower[];
  private pulling = false;

  constructor(log: WorkerLog) {
    this.log = log;
    this.followers = ([0, 1] as const).map((stream) => ({
      stream,
      lines: new ForwardLines(log.streams[stream], log.streams[stream].end),
      marks: new MarkWalker(log.index, stream),
      from: log.streams[stream].end,
    }));
  }

  /** What is new since the last pull, in order; null while another pull is under way. */
  async pull(options: PullOptions): Promise<Batch | null> {
    if (this.pulling || this.log.isClosed) return null;
    this.pulling = true;
    try {
      return await this.log.using(() => this.collect(options));
    } finally {
      this.pulling = false;
    }
  }

  private async collect(options: PullOptions): Promise<Batch> {
    const lines: LogLine[] = [];
    const leftOut: LeftOut = { id: '', lines: 0, more: false };
    for (const follower of this.followers) {
      // What comes meanwhile is for the next pull: this one would never end where it comes faster than it can be read.
      const { end } = this.log.streams[follower.stream];
      await this.skipAhead(follower, end - options.mostBytes, leftOut);
      while (follower.lines.position < end) {
        const line = await follower.lines.next();
        if (!line) break;
        lines.push(this.identify(follower, line));
      }
      if (!options.unfinished || !this.log.isQuiet(follower.stream)) continue;
      const rest = await follower.lines.takeUnfinished();
      if (rest) lines.push(this.identify(follower, rest));
    }
    lines.sort((a, b) => (a.id < b.id ? -1 : 1));
    const dropped = lines.splice(0, Math.max(0, lines.length - options.mostLines));
    leftOut.lines += dropped.length;
    if (dropped[0] && (leftOut.id === '' || dropped[0].id < leftOut.id)) leftOut.id = dropped[0].id;
    return { lines, leftOut: leftOut.lines > 0 || leftOut.more ? leftOut : null };
  }

  private identify({ stream, marks }: Follower, line: Line): LogLine {
    return this.log.toLogLine(stream, line, marks.at(line.start));
  }

  /** Goes on at the line that holds the byte at `least`, unless it is there already; counts the lines before it. */
  private async skipAhead(follower: Follower, least: number, leftOut: LeftOut): Promise<void> {
    const stream = this.log.streams[follower.stream];
    if (follower.from !== null) follower.lines.jump(await lineStartAt(stream, follower.from));
    follower.from = null;
    const { position } = follower.lines;
    if (position >= least && position >= stream.start) return;
    const to = Math.max(stream.start, await lineStartAt(stream, Math.max(position, least)));
    if (to <= position) return;
    leftOut.id = this.identify(follower, { start: position, text: '', truncated: false }).id;
    leftOut.more ||= position < stream.start;
    const block = Buffer.allocUnsafe(countedBlockBytes);
    for (let at = Math.max(position, stream.start); at < to; at += countedBlockBytes) {
      const read = await stream.read(block, at);
      leftOut.lines += countLines(block.subarray(0, Math.min(read, to - at)));
    }
    follower.lines.jump(to);
  }
}

/** What people read in place of the lines that were left out. */
export function leftOutText({ lines, more }: LeftOut): string {
  return `… ${more ? 'more than ' : ''}${lines} lines left out here: printed faster than they can be shown`;
}
