/** How often things went wrong, as a counter that lasts: `yagura_errors_total` by category and worker. */
import type { Clock, Timer } from '../../shared/clock.ts';
import type { Family, Point, SampleSink, SeriesRef } from '../metrics/index.ts';
import type { ErrorsFile } from './errors-file.ts';

/** Samples of a counter that rests, so that it is not taken for gone. */
const everyMs = 15_000;
const name = 'yagura_errors_total';
/** Categories by workers; the largest of what is beyond are shown. */
const mostSeries = 1_000;

interface Total {
  category: string;
  worker: string;
  count: number;
}

export function createErrorFigures({
  file,
  sink,
  clock,
}: {
  file: ErrorsFile;
  sink: SampleSink;
  clock: Clock;
}) {
  const refs = new Map<string, SeriesRef | null>();
  let timer: Timer | undefined;
  let totals: Total[] | null = null;

  function read(): Total[] {
    totals ??= file.all<Total>('SELECT * FROM totals ORDER BY count DESC LIMIT ?', mostSeries);
    return totals;
  }

  function write(): void {
    timer = clock.setTimeout(write, everyMs);
    try {
      for (const { category, worker, count } of read()) {
        const key = `${category} ${worker}`;
        if (!refs.has(key)) refs.set(key, sink.refOf('tower', { __name__: name, category, worker }));
        const ref = refs.get(key);
        if (ref !== null && ref !== undefined) sink.append(ref, clock.now(), count);
      }
    } catch {
      // A disk that cannot be read is told of by whoever writes to it; the counter goes on where it is.
    }
  }
  write();

  return {
    changed(): void {
      totals = null;
    },
    families: (): Family[] => [
      {
        name,
        type: 'counter',
        help: 'Errors of the workers by category: what they printed and reported, and ends that nobody wanted.',
        points: read().map(({ category, worker, count }): Point => [{ category, worker }, count]),
      },
    ],
    close: () => clock.clearTimeout(timer),
  };
}
