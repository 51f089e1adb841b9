/** The recorded series over which PromQL is compared with Prometheus; made by `record.ts`. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Series } from '../../samples.ts';

export interface RecordedSeries {
  labels: Record<string, string>;
  /** ms since the epoch. */
  times: number[];
  /** What JSON has no number for is a text; `stale` is a stale mark. */
  values: (number | 'stale' | 'NaN' | 'Inf' | '-Inf')[];
}

/** Every recording begins here: 2026-01-01, midnight UTC. */
export const recordingStartMs = Date.UTC(2026, 0, 1);

export function readSeries(): RecordedSeries[] {
  const file = readFileSync(new URL('series.json.gz', import.meta.url));
  return JSON.parse(gunzipSync(file).toString()) as RecordedSeries[];
}

/** The same, as if the recording had begun then; without what would lie beyond `untilMs`. */
export function readSeriesFrom(startMs: number, untilMs: number): RecordedSeries[] {
  return readSeries().map(({ labels, times, values }) => {
    const moved = times.map((time) => time - recordingStartMs + startMs);
    const isIn = (_: unknown, index: number) => (moved[index] ?? 0) <= untilMs;
    return { labels, times: moved.filter(isIn), values: values.filter(isIn) };
  });
}

export function toSeries({ labels, times, values }: RecordedSeries): Series {
  const stale = values.flatMap((value, index) => (value === 'stale' ? [index] : []));
  return { labels, times: Float64Array.from(times), values: Float64Array.from(values.map(numberOf)), stale };
}

export function numberOf(value: RecordedSeries['values'][number]): number {
  if (typeof value === 'number') return value;
  return value === 'Inf'
    ? Number.POSITIVE_INFINITY
    : value === '-Inf'
      ? Number.NEGATIVE_INFINITY
      : Number.NaN;
}

const spreads: Record<string, (labels: Record<string, string>) => boolean> = {
  spread_memory_bytes: (labels) => labels['__name__'] === 'host_memory_available_bytes',
  spread_load: (labels) => labels['__name__'] === 'host_load' && labels['window'] === '1m',
  spread_cpu_seconds: (labels) =>
    labels['__name__'] === 'host_cpu_seconds_total' && labels['mode'] === 'user',
  spread_context_switches: (labels) => labels['__name__'] === 'host_context_switches_total',
  spread_processes: (labels) => labels['__name__'] === 'host_processes_running',
};
const spreadMs = 300_000;
const spreadPoints = 400;

/** What was recorded each second as if it had been each five minutes: a day and more. */
export function spreadSeries(recorded: readonly RecordedSeries[]): RecordedSeries[] {
  return Object.entries(spreads).flatMap(([name, isIt]) =>
    recorded
      .filter(({ labels }) => isIt(labels))
      .map(({ values }) => ({
        labels: { __name__: name, spread: '5m' },
        times: values.slice(0, spreadPoints).map((_, index) => recordingStartMs + index * spreadMs),
        values: values.slice(0, spreadPoints),
      })),
  );
}

/** What real figures seldom do, every ten seconds from the start of the recording; a null is a sample that did not come. */
export function edgeSeries(): RecordedSeries[] {
  const every = (
    labels: Record<string, string>,
    values: (RecordedSeries['values'][number] | null)[],
    stepMs = 10_000,
  ): RecordedSeries => {
    const samples = values.flatMap((value, index) =>
      value === null ? [] : [{ time: recordingStartMs + index * stepMs, value }],
    );
    return { labels, times: samples.map(({ time }) => time), values: samples.map(({ value }) => value) };
  };
  const range = (count: number, value: (index: number) => RecordedSeries['values'][number] | null) =>
    Array.from({ length: count }, (_, index) => value(index));
  return [
    every(
      { __name__: 'edge', case: 'constant' },
      range(60, () => 42),
    ),
    every(
      { __name__: 'edge', case: 'nan' },
      range(60, (i) => (i % 7 === 3 ? 'NaN' : i)),
    ),
    every(
      { __name__: 'edge', case: 'all_nan' },
      range(60, () => 'NaN'),
    ),
    every(
      { __name__: 'edge', case: 'inf' },
      range(60, (i) => (i % 20 === 10 ? 'Inf' : i / 3)),
    ),
    every(
      { __name__: 'edge', case: 'both_inf' },
      range(60, (i) => (i % 20 === 5 ? 'Inf' : i % 20 === 15 ? '-Inf' : -i)),
    ),
    every(
      { __name__: 'edge', case: 'negative' },
      range(60, (i) => -5 * i + 100),
    ),
    every(
      { __name__: 'edge', case: 'zero' },
      range(60, (i) => (i % 2 === 0 ? 0 : -0)),
    ),
    every(
      { __name__: 'edge', case: 'huge' },
      range(60, (i) => (i % 2 === 0 ? 1e308 : 1.7e308)),
    ),
    every(
      { __name__: 'edge', case: 'tiny' },
      range(60, (i) => 5e-324 * (i + 1)),
    ),
    every(
      { __name__: 'edge', case: 'one_sample' },
      range(60, (i) => (i === 30 ? 7 : null)),
    ),
    every(
      { __name__: 'edge', case: 'stale_twice' },
      range(60, (i) => (i === 20 || i === 40 ? 'stale' : i > 20 && i < 25 ? null : i)),
    ),
    every(
      { __name__: 'edge', case: 'gap' },
      range(60, (i) => (i > 10 && i < 50 ? null : i * i)),
    ),
    every(
      { __name__: 'edge_total', case: 'resets' },
      range(60, (i) => (i % 13) * 2.5),
    ),
    every(
      { __name__: 'edge_total', case: 'slow' },
      range(60, (i) => Math.floor(i / 10)),
    ),
    every(
      { __name__: 'edge_total', case: 'from_zero' },
      range(60, (i) => (i < 30 ? null : (i - 30) * 3)),
    ),
    every(
      { __name__: 'edge_total', case: 'every_reset' },
      range(60, (i) => (i % 2 === 0 ? 10 : 1)),
    ),
    every(
      { __name__: 'sparse', every: '4m' },
      range(20, (i) => i * 1.5),
      240_000,
    ),
    every(
      { __name__: 'sparse', every: '7m' },
      range(12, (i) => 100 - i),
      420_000,
    ),
    every(
      { __name__: 'edge_bucket', case: 'falls', le: '1' },
      range(60, (i) => i * 2),
    ),
    every(
      { __name__: 'edge_bucket', case: 'falls', le: '2' },
      range(60, (i) => i),
    ),
    every(
      { __name__: 'edge_bucket', case: 'falls', le: '+Inf' },
      range(60, (i) => i * 3),
    ),
    every(
      { __name__: 'edge_bucket', case: 'negative', le: '-1' },
      range(60, (i) => i),
    ),
    every(
      { __name__: 'edge_bucket', case: 'negative', le: '0' },
      range(60, (i) => i * 2),
    ),
    every(
      { __name__: 'edge_bucket', case: 'negative', le: '+Inf' },
      range(60, (i) => i * 2),
    ),
    every(
      { __name__: 'edge_bucket', case: 'no_inf', le: '1' },
      range(60, (i) => i),
    ),
    every(
      { __name__: 'edge_bucket', case: 'no_inf', le: '5' },
      range(60, (i) => i * 2),
    ),
    every(
      { __name__: 'edge_bucket', case: 'only_inf', le: '+Inf' },
      range(60, (i) => i),
    ),
    every(
      { __name__: 'edge_bucket', case: 'bad', le: 'x' },
      range(60, (i) => i),
    ),
    every(
      { __name__: 'instants', case: 'seconds' },
      range(60, (i) => 1_709_164_800 + i * 1_234_567),
    ),
    ...['prod', 'test'].flatMap((env, e) =>
      ['a', 'b', 'c'].map((job, j) =>
        every(
          { __name__: 'errors_total', env, job, code: j === 1 ? '500' : '404' },
          range(60, (i) => i * (e + 1) * (j + 1) * 0.5),
        ),
      ),
    ),
    ...['a', 'b'].map((job, j) =>
      every(
        { __name__: 'requests_total', job },
        range(60, (i) => i * 10 * (j + 1)),
      ),
    ),
    every(
      { __name__: 'job_info', job: 'a', version: '1.2', owner: 'post' },
      range(60, () => 1),
    ),
    every(
      { __name__: 'job_info', job: 'b', version: '1.3', owner: 'money' },
      range(60, () => 1),
    ),
  ];
}
