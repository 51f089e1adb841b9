/** Thirty days of history as a tower would have them on disk, written by its own store in a minute or so. */
import { createMetricsStore } from '../../src/hub/metrics/index.ts';
import { ManualClock } from '../../src/shared/clock.ts';
import { pause } from '../measure/pause.ts';

const dayMs = 86_400_000;
/** About what a worker and a machine have. */
const figuresOfWorker = 15;
const figuresOfHost = 60;

/** Of `workers` workers and one machine, until now: each minute, and each second in the last two days. The number of samples. */
export async function writeThirtyDays(path: string, workers: readonly string[]): Promise<number> {
  const end = Date.now();
  const clock = new ManualClock(end - 30 * dayMs);
  const store = await createMetricsStore({ path, clock, log: console.log });
  const series = [
    ...workers.flatMap((worker) =>
      Array.from({ length: figuresOfWorker }, (_, at) => ({ worker, figure: String(at) })),
    ),
    ...Array.from({ length: figuresOfHost }, (_, at) => ({ host: 'here', figure: String(at) })),
  ];
  const refs = series.map((labels) => store.refOf('tower', { __name__: 'remembered', ...labels }) as number);
  const values = new Float64Array(refs.length);
  let samples = 0;
  while (clock.now() < end) {
    const isRecent = clock.now() >= end - 2 * dayMs;
    clock.advance(isRecent ? 1_000 : 60_000);
    refs.forEach((ref, at) => {
      // Some stand still, some count, some wander.
      if (at % 3 === 1) values[at] = (values[at] as number) + (samples % 7);
      if (at % 3 === 2) values[at] = Math.round((Math.sin(samples / 5e6 + at) + 2) * 1e4) * 4_096;
      store.append(ref, clock.now(), values[at] as number);
    });
    samples += refs.length;
    if (clock.now() % 7_200_000 < 60_000) await pause(0);
  }
  await store.maintain();
  await store.close();
  return samples;
}
