/** The last minutes of what the tower sees, as the page's small charts want it: columns of equal length, with a gap where nobody looked. */
import type { Clock } from '../../../shared/clock.ts';
import { Failure } from '../../../shared/failure.ts';
import { type Fleet, fullestDisk, type History, type HostHistory } from '../../fleet/index.ts';
import { metricName } from '../labels.ts';
import type { Matcher, Samples, SeriesSource } from '../samples.ts';

export interface TowerHistory {
  /** One value a second, of the last 15 minutes at most. Fails with `worker_not_found`. */
  worker(name: string, sinceMs: number): Promise<History>;
  /** The same of a machine, or means of 15 seconds of the last hour. Fails with `not_found`. */
  host(name: string, sinceMs: number, step: '1' | '15'): Promise<HostHistory>;
}

const usual = { stepMs: 1_000, longestMs: 900_000 };
const coarse = { stepMs: 15_000, longestMs: 3_600_000 };
/** A pause of more steps than this is shown as a gap. */
const gapSteps = 2.5;
/** A rate needs a sample before it, this much earlier at most. */
const rateMs = 5_000;
/** Far more than a worker or a machine has. */
const limits = { series: 1_000, samples: 10_000_000 };

type Column = (number | null)[];

/** A figure as a column, from the series by their names. */
type Figure = (
  series: (name: string, labels?: Record<string, string>) => Samples,
  times: Float64Array,
) => Column;

const gauge =
  (name: string, labels?: Record<string, string>): Figure =>
  (series, times) =>
    aligned(series(name, labels), times);
const rate =
  (name: string, labels?: Record<string, string>): Figure =>
  (series, times) =>
    rates(aligned(series(name, labels), times), times);

const workerColumns: Record<string, Figure> = {
  cpuRatio: gauge('yagura_worker_cpu_ratio'),
  rssBytes: gauge('yagura_worker_memory_rss_bytes'),
  pssBytes: gauge('yagura_worker_memory_pss_bytes'),
  processes: gauge('yagura_worker_processes'),
  threads: gauge('yagura_worker_threads'),
  fds: gauge('yagura_worker_open_fds'),
  readBytesPerSecond: rate('yagura_worker_io_read_bytes_total'),
  writeBytesPerSecond: rate('yagura_worker_io_write_bytes_total'),
};

const share =
  (...modes: string[]): Figure =>
  (series, times) => {
    const cores = aligned(series('yagura_host_cpu_cores'), times);
    const seconds = modes.map((mode) => rate('yagura_host_cpu_seconds_total', { mode })(series, times));
    return combine([cores, ...seconds], (count, ...used) => round(used.reduce((a, b) => a + b) / count));
  };

function machineColumns(mount: string | undefined): Record<string, Figure> {
  const disk = { mount: mount ?? '' };
  const minus =
    (from: Figure, less: Figure): Figure =>
    (series, times) =>
      combine([from(series, times), less(series, times)], (a, b) => a - b);
  return {
    cpuRatio: gauge('yagura_host_cpu_ratio'),
    cpuUser: share('user', 'nice'),
    cpuSystem: share('system', 'irq'),
    cpuIowait: share('iowait'),
    cpuSteal: share('steal'),
    memoryUsedBytes: minus(
      gauge('yagura_host_memory_total_bytes'),
      gauge('yagura_host_memory_available_bytes'),
    ),
    memoryAvailableBytes: gauge('yagura_host_memory_available_bytes'),
    memoryCachedBytes: gauge('yagura_host_memory_cached_bytes'),
    swapUsedBytes: gauge('yagura_host_swap_used_bytes'),
    load1: gauge('yagura_host_load', { window: '1m' }),
    load5: gauge('yagura_host_load', { window: '5m' }),
    load15: gauge('yagura_host_load', { window: '15m' }),
    diskUsedBytes: gauge('yagura_host_disk_used_bytes', disk),
    diskUsedRatio: (series, times) =>
      combine(
        [
          gauge('yagura_host_disk_used_bytes', disk)(series, times),
          gauge('yagura_host_disk_size_bytes', disk)(series, times),
        ],
        (used, size) => (size > 0 ? used / size : 0),
      ),
    diskReadBytesPerSecond: rate('yagura_host_disk_read_bytes_total'),
    diskWriteBytesPerSecond: rate('yagura_host_disk_write_bytes_total'),
    diskBusyRatio: gauge('yagura_host_disk_busy_ratio'),
    networkReceivedBytesPerSecond: rate('yagura_host_network_receive_bytes_total'),
    networkSentBytesPerSecond: rate('yagura_host_network_transmit_bytes_total'),
    pressureCpuRatio: gauge('yagura_host_pressure_ratio', { resource: 'cpu' }),
    pressureMemoryRatio: gauge('yagura_host_pressure_ratio', { resource: 'memory' }),
    pressureIoRatio: gauge('yagura_host_pressure_ratio', { resource: 'io' }),
  };
}

export function createTowerHistory(options: {
  fleet: Pick<Fleet, 'worker' | 'hosts'>;
  source: SeriesSource;
  clock: Clock;
}): TowerHistory {
  const { fleet, source, clock } = options;

  async function read(
    which: Matcher & { name: 'worker' | 'host' },
    leading: string,
    columns: Record<string, Figure>,
    sinceMs: number,
  ): Promise<{ times: Float64Array; series: Record<string, Column> }> {
    // The workers of a machine have its name as a label, too.
    const name = { name: metricName, op: '=~', value: `yagura_${which.name}_.+` } as const;
    const found: { labels: Readonly<Record<string, string>>; samples: Samples }[] = [];
    const selection = {
      matchers: [which, name],
      fromMs: sinceMs - rateMs,
      toMs: clock.now() + rateMs,
      stepMs: 0,
      aspect: 'last',
    } as const;
    for await (const { labels, ...samples } of source.select(selection, { ...limits }))
      found.push({ labels, samples });
    const of = (wanted: string, labels: Record<string, string> = {}) =>
      join(
        found
          .filter(
            (each) =>
              each.labels[metricName] === wanted &&
              Object.entries(labels).every(([label, value]) => each.labels[label] === value),
          )
          .map(({ samples }) => samples),
      );
    // Everything of one second was measured together, so one series tells the times of all.
    const { times, stale } = of(leading);
    const marks = new Set(stale);
    const sampled = times.filter((_, at) => !marks.has(at));
    const from = sampled.findIndex((time) => time >= sinceMs);
    const series = Object.entries(columns).map(([column, figure]): [string, Column] => [
      column,
      from < 0 ? [] : figure(of, sampled).slice(from),
    ]);
    return {
      times: from < 0 ? new Float64Array(0) : sampled.slice(from),
      series: Object.fromEntries(series),
    };
  }

  return {
    async worker(name, sinceMs) {
      fleet.worker(name);
      const from = Math.max(sinceMs, clock.now() - usual.longestMs);
      const which = { name: 'worker', op: '=', value: name } as const;
      return withGaps(await read(which, 'yagura_worker_memory_rss_bytes', workerColumns, from), usual.stepMs);
    },
    async host(name, sinceMs, step) {
      const host = fleet.hosts().find((each) => each.name === name);
      if (!host) throw new Failure('not_found', `there is no host "${name}"`);
      const disk = host.latest && fullestDisk(host.latest);
      const { stepMs, longestMs } = step === '15' ? coarse : usual;
      const from = Math.max(sinceMs, clock.now() - longestMs);
      const which = { name: 'host', op: '=', value: name } as const;
      const all = await read(which, 'yagura_host_cpu_ratio', machineColumns(disk?.mount), from);
      return {
        ...withGaps(step === '15' ? means(all, stepMs) : all, stepMs),
        stepMs,
        disk: disk && { mount: disk.mount, sizeBytes: disk.sizeBytes },
      };
    },
  };
}

/** Of series that follow each other, as when a worker moved to another machine. */
function join(list: readonly Samples[]): Samples {
  const [first] = list;
  if (list.length === 1 && first) return first;
  const points = list
    .flatMap(({ times, values, stale }) =>
      Array.from(times, (time, at) => ({ time, value: values[at] ?? 0, isStale: stale.includes(at) })),
    )
    .sort((a, b) => a.time - b.time);
  return {
    times: Float64Array.from(points, ({ time }) => time),
    values: Float64Array.from(points, ({ value }) => value),
    stale: points.flatMap(({ isStale }, at) => (isStale ? [at] : [])),
  };
}

function aligned({ times, values, stale }: Samples, to: Float64Array): Column {
  const marks = new Set(stale);
  let at = 0;
  return Array.from(to, (time) => {
    while (at < times.length && (times[at] as number) < time) at += 1;
    const value = times[at] === time && !marks.has(at) ? values[at] : undefined;
    return value === undefined || Number.isNaN(value) ? null : value;
  });
}

/** Growth a second since the sample before. */
function rates(column: Column, times: Float64Array): Column {
  return column.map((value, at) => {
    const before = column[at - 1];
    const ms = (times[at] as number) - (times[at - 1] ?? Number.NaN);
    if (value === null || before === null || before === undefined || !(ms <= rateMs)) return null;
    return value < before ? null : ((value - before) * 1_000) / ms;
  });
}

function combine(columns: readonly Column[], by: (...values: number[]) => number): Column {
  return (columns[0] ?? []).map((_, at) => {
    const values = columns.map((column) => column[at] ?? null);
    return values.includes(null) ? null : by(...(values as number[]));
  });
}

const round = (ratio: number) => Math.min(1, Math.round(ratio * 1e4) / 1e4);

/** Means of whole steps, each at the time at which it begins; the step that is not over yet is left out. */
function means(
  { times, series }: { times: Float64Array; series: Record<string, Column> },
  stepMs: number,
): { times: Float64Array; series: Record<string, Column> } {
  const stepOf = (at: number) => Math.floor((times[at] as number) / stepMs);
  const newest = stepOf(times.length - 1);
  const spans: [from: number, to: number][] = [];
  for (let at = 0; at < times.length; at += 1) {
    const span = spans.at(-1);
    if (stepOf(at) === newest) break;
    if (span && stepOf(span[0]) === stepOf(at)) span[1] = at + 1;
    else spans.push([at, at + 1]);
  }
  const mean = (column: Column) =>
    spans.map(([from, to]) => {
      const known = column.slice(from, to).filter((value) => value !== null);
      return known.length === 0 ? null : known.reduce((a, b) => a + b) / known.length;
    });
  return {
    times: Float64Array.from(spans, ([from]) => stepOf(from) * stepMs),
    series: Object.fromEntries(Object.entries(series).map(([name, column]) => [name, mean(column)])),
  };
}

function withGaps(
  { times, series }: { times: Float64Array; series: Record<string, Column> },
  stepMs: number,
): History {
  const history: History = {
    times: [],
    series: Object.fromEntries(Object.keys(series).map((name) => [name, []])),
  };
  times.forEach((time, at) => {
    const before = times[at - 1];
    if (before !== undefined && time - before > gapSteps * stepMs) {
      history.times.push(before + stepMs);
      for (const column of Object.values(history.series)) column.push(null);
    }
    history.times.push(time);
    for (const [name, column] of Object.entries(series)) history.series[name]?.push(column[at] ?? null);
  });
  return history;
}
