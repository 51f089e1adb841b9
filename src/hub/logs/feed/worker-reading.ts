import type { TakenLogs } from '../../../link/messages.ts';
import { type ReadRecord, RecordReader } from '../reading/index.ts';
import type { ReceivedRecord } from '../received.ts';
import type { Cursor } from '../store/index.ts';

type Stream = 'stdout' | 'stderr';

/** How far one worker's output is read, and what of it is not a record yet. */
export class WorkerReading {
  /** Where the next line is in each stream; null: nobody knows yet what there is. */
  next: Cursor | null;
  private readonly worker: string;
  private readonly reader = new RecordReader();
  /** Where the lines begin that are not in a record yet, in order. */
  private readonly open: Record<Stream, number[]> = { stdout: [], stderr: [] };

  constructor(worker: string, from: Cursor | null) {
    this.worker = worker;
    this.next = from;
  }

  /** Whether lines wait for those that may follow. */
  get isOpen(): boolean {
    return this.reader.isOpen;
  }

  /** Where to go on after a crash: with the first line that is in no record. */
  get cursor(): Cursor {
    const [stdout, stderr] = this.next ?? [0, 0];
    return [this.open.stdout[0] ?? stdout, this.open.stderr[0] ?? stderr];
  }

  /** Reads line by line: after each step, `cursor` is right about all records that were given so far. */
  *take({ lines, starts, next, leftOut }: TakenLogs, now: number): Generator<readonly ReceivedRecord[]> {
    // What was begun has no end that anybody knows.
    if (leftOut) yield this.done(this.reader.end());
    const follows = followers(lines, starts, next);
    for (const [at, line] of lines.entries()) {
      const { id, stream, text, truncated } = line;
      this.open[stream].push(starts[at] ?? 0);
      const records = this.reader.take({ id, stream, text, truncated, time: Date.parse(line.time) }, now);
      const [stdout, stderr] = this.next ?? [0, 0];
      const after = follows[at] ?? 0;
      this.next = stream === 'stdout' ? [after, stderr] : [stdout, after];
      yield this.done(records);
    }
    this.next = next;
  }

  /** Records of streams from which nothing more came. */
  flush(now: number): readonly ReceivedRecord[] {
    return this.done(this.reader.flush(now));
  }

  end(): readonly ReceivedRecord[] {
    return this.done(this.reader.end());
  }

  private done(read: readonly ReadRecord[]): readonly ReceivedRecord[] {
    return read.map(({ record, stream, lines }) => {
      this.open[stream].splice(0, lines);
      return { worker: this.worker, source: 'output', stream, record };
    });
  }
}

/** For each line where the next one of its stream begins. */
function followers(lines: TakenLogs['lines'], starts: readonly number[], next: Cursor): number[] {
  const after = { stdout: next[0], stderr: next[1] };
  const found: number[] = [];
  for (let at = lines.length - 1; at >= 0; at--) {
    const stream = lines[at]?.stream ?? 'stdout';
    found[at] = after[stream];
    after[stream] = starts[at] ?? 0;
  }
  return found;
}
