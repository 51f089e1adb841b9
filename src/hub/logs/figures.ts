/** How much workers print, as counters that last: `yagura_worker_log_lines_total` by level, and what had to be left out. */
import type { Clock, Timer } from '../../shared/clock.ts';
import type { Fleet } from '../fleet/index.ts';
import {
  createSeriesWriter,
  type Family,
  type Labels,
  type Point,
  type SampleSink,
} from '../metrics/index.ts';
import type { Feed } from './feed/index.ts';
import type { LogsStore } from './store/index.ts';

const everyMs = 5_000;
const lines = 'yagura_worker_log_lines_total';
const leftOut = 'yagura_worker_log_left_out_bytes_total';

export function createLogFigures(options: {
  feed: Pick<Feed, 'tallies' | 'behindBytes'>;
  store: Pick<LogsStore, 'stats'>;
  fleet: Pick<Fleet, 'workers'>;
  sink: SampleSink;
  clock: Clock;
}) {
  const { feed, store, fleet, sink, clock } = options;
  const series = createSeriesWriter(sink);
  let timer: Timer | undefined;

  function read(): { lines: Point[]; leftOut: Point[] } {
    const known = new Map(fleet.workers().map((worker) => [worker.name, worker]));
    const found = { lines: [] as Point[], leftOut: [] as Point[] };
    for (const [worker, tally] of feed.tallies()) {
      const declared = known.get(worker);
      const labels: Labels = declared
        ? { worker, host: declared.host, group: declared.declaredAs }
        : { worker };
      for (const [level, count] of Object.entries(tally.records))
        if (count > 0) found.lines.push([{ ...labels, level }, count]);
      if (tally.leftOut.bytes > 0) found.leftOut.push([labels, tally.leftOut.bytes]);
    }
    return found;
  }

  function write(): void {
    timer = clock.setTimeout(write, everyMs);
    const found = read();
    const now = clock.now();
    series.write(lines, found.lines, now);
    series.write(leftOut, found.leftOut, now);
  }
  timer = clock.setTimeout(write, everyMs);

  return {
    families(): Family[] {
      const found = read();
      const { bytes, walBytes, kept } = store.stats();
      const single = (name: string, type: Family['type'], help: string, value: number): Family => ({
        name,
        type,
        help,
        points: [[{}, value]],
      });
      return [
        {
          name: lines,
          type: 'counter',
          help: 'Records read from what workers print since the hub started, by level; a stack trace counts once.',
          points: found.lines,
        },
        {
          name: leftOut,
          type: 'counter',
          help: 'Bytes that were printed faster than they could be read, and left out of search.',
          points: found.leftOut,
        },
        single('yagura_logs_kept_total', 'counter', 'Records kept since the hub started.', kept),
        single(
          'yagura_logs_file_bytes',
          'gauge',
          'Size of the file of logs, its log of changes included.',
          bytes + walBytes,
        ),
        single(
          'yagura_logs_behind_bytes',
          'gauge',
          'Bytes that were printed and not read yet.',
          feed.behindBytes(),
        ),
      ];
    },
    close: () => clock.clearTimeout(timer),
  };
}
