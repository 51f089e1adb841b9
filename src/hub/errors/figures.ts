/** How often things went wrong, as a counter that lasts: `yagura_errors_total` by category and worker. */
import type { Clock, Timer } from '../../shared/clock.ts';
import { createSeriesWriter, type Family, type Point, type SampleSink } from '../metrics/index.ts';
import type { LateErrorsFile } from './errors-file.ts';

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
  file: LateErrorsFile;
  sink: SampleSink;
  clock: Clock;
}) {
  const series = createSeriesWriter(sink);
  let timer: Timer | undefined;
  let totals: Total[] | null = null;

  function read(): Total[] {
    totals ??= file.all<Total>('SELECT * FROM totals ORDER BY count DESC LIMIT ?', mostSeries);
    return totals;
  }

  const points = () =>
    (file.isOpen ? read() : []).map(({ category, worker, count }): Point => [{ category, worker }, count]);

  function write(): void {
    timer = clock.setTimeout(write, everyMs);
    try {
      series.write(name, points(), clock.now());
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
        points: points(),
      },
    ],
    close: () => clock.clearTimeout(timer),
  };
}
