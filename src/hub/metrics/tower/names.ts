/** The names under which the tower's figures are kept and shown, and what each of them is. The one place for both. */
import type { MachineSample, WorkerSample } from '../../../link/status.ts';
import type { Worker } from '../../fleet/index.ts';
import type { Family } from '../exposition/index.ts';

/** Sums of what samples tell as rates, in seconds and bytes. */
export interface WorkerSums {
  cpuSeconds: number;
  readBytes: number;
  writtenBytes: number;
}

export interface MachineSums {
  cpuSeconds: Record<keyof MachineSample['cpu'], number>;
  readBytes: number;
  writtenBytes: number;
  receivedBytes: number;
  sentBytes: number;
}

interface Figure {
  name: string;
  type: Family['type'];
  help: string;
}

export interface WorkerFigure extends Figure {
  /** Null: there is none now. `sample` is null while the worker does not run. */
  of: (worker: Worker, sample: WorkerSample | null, sums: WorkerSums) => number | null;
}

export interface MachineFigure extends Figure {
  /** A value for each set of further labels. */
  of: (machine: MachineSample, sums: MachineSums) => readonly (readonly [Record<string, string>, number])[];
}

/** The kernel counts processor time in hundredths of a second, so nothing finer is kept. */
const hundredths = (seconds: number) => Math.round(seconds * 100) / 100;
const ratio = (share: number) => Math.round(share * 1e4) / 1e4;
const whole = Math.round;
const orNull = <Value>(value: Value | null | undefined, of: (value: Value) => number) =>
  value === null || value === undefined ? null : of(value);

const ailing = new Set<Worker['state']>(['degraded', 'unhealthy', 'backoff', 'failed', 'lost']);

/** One that crashes again and again is not well between its crashes either. */
function unwell({ state, crashLoop, fresh }: Worker): number | null {
  if (!fresh || state === 'unknown' || (state === 'stopped' && !crashLoop)) return null;
  return ailing.has(state) || crashLoop ? 1 : 0;
}

export const workerFigures: readonly WorkerFigure[] = [
  {
    name: 'yagura_worker_up',
    type: 'gauge',
    help: 'Whether the worker runs and is not known to be unwell.',
    of: ({ state }) => (state === 'running' || state === 'degraded' ? 1 : 0),
  },
  {
    name: 'yagura_worker_unwell',
    type: 'gauge',
    help: 'Whether something is wrong with the worker: 1 or 0; absent while it rests on purpose or nobody knows.',
    of: unwell,
  },
  {
    name: 'yagura_worker_cpu_seconds_total',
    type: 'counter',
    help: "CPU time of the worker's process tree since it was first seen.",
    of: (_worker, _sample, sums) => hundredths(sums.cpuSeconds),
  },
  {
    name: 'yagura_worker_cpu_ratio',
    type: 'gauge',
    help: "Cores used by the worker's process tree; 1 is one full core.",
    of: (_worker, sample) => orNull(sample?.cpuRatio, ratio),
  },
  {
    name: 'yagura_worker_memory_rss_bytes',
    type: 'gauge',
    help: "Resident memory of the worker's process tree.",
    of: (_worker, sample) => sample?.rssBytes ?? null,
  },
  {
    name: 'yagura_worker_memory_pss_bytes',
    type: 'gauge',
    help: 'The same with shared memory divided among those who share it, measured every half minute.',
    of: (_worker, sample) => sample?.pssBytes ?? null,
  },
  {
    name: 'yagura_worker_processes',
    type: 'gauge',
    help: "Processes of the worker's tree.",
    of: (_worker, sample) => sample?.processes ?? null,
  },
  {
    name: 'yagura_worker_threads',
    type: 'gauge',
    help: "Threads of the worker's process tree.",
    of: (_worker, sample) => sample?.threads ?? null,
  },
  {
    name: 'yagura_worker_open_fds',
    type: 'gauge',
    help: "Open files of the worker's process tree.",
    of: (_worker, sample) => sample?.fds ?? null,
  },
  {
    name: 'yagura_worker_io_read_bytes_total',
    type: 'counter',
    help: "Bytes that the worker's process tree read from disks since it was first seen.",
    of: (_worker, sample, sums) => orNull(sample?.readBytesPerSecond, () => whole(sums.readBytes)),
  },
  {
    name: 'yagura_worker_io_write_bytes_total',
    type: 'counter',
    help: "Bytes that the worker's process tree wrote to disks since it was first seen.",
    of: (_worker, sample, sums) => orNull(sample?.writeBytesPerSecond, () => whole(sums.writtenBytes)),
  },
  {
    name: 'yagura_worker_restarts_total',
    type: 'counter',
    help: 'Automatic restarts since the worker was declared.',
    of: ({ restarts }) => restarts,
  },
];

export const machineFigures: readonly MachineFigure[] = [
  {
    name: 'yagura_host_cpu_seconds_total',
    type: 'counter',
    help: 'CPU time of the machine by mode since it was first seen.',
    of: (_machine, { cpuSeconds }) =>
      Object.entries(cpuSeconds).map(([mode, seconds]) => [{ mode }, hundredths(seconds)]),
  },
  {
    name: 'yagura_host_cpu_ratio',
    type: 'gauge',
    help: 'Busy share of all cores.',
    of: ({ cpuRatio }) => [[{}, ratio(cpuRatio)]],
  },
  {
    name: 'yagura_host_cpu_cores',
    type: 'gauge',
    help: 'Processor cores of the machine.',
    of: ({ cores }) => [[{}, cores]],
  },
  {
    name: 'yagura_host_memory_total_bytes',
    type: 'gauge',
    help: 'Memory of the machine.',
    of: ({ memory }) => [[{}, memory.totalBytes]],
  },
  {
    name: 'yagura_host_memory_available_bytes',
    type: 'gauge',
    help: 'Memory that new work could use.',
    of: ({ memory }) => [[{}, memory.availableBytes]],
  },
  {
    name: 'yagura_host_memory_cached_bytes',
    type: 'gauge',
    help: 'Memory that holds copies of what is on disk.',
    of: ({ memory }) => [[{}, memory.cachedBytes]],
  },
  {
    name: 'yagura_host_swap_total_bytes',
    type: 'gauge',
    help: 'Swap space of the machine.',
    of: ({ swap }) => [[{}, swap.totalBytes]],
  },
  {
    name: 'yagura_host_swap_used_bytes',
    type: 'gauge',
    help: 'Used part of the swap space.',
    of: ({ swap }) => [[{}, swap.usedBytes]],
  },
  {
    name: 'yagura_host_disk_size_bytes',
    type: 'gauge',
    help: 'Size of a file system.',
    of: ({ disks }) => disks.map(({ mount, sizeBytes }) => [{ mount }, sizeBytes]),
  },
  {
    name: 'yagura_host_disk_used_bytes',
    type: 'gauge',
    help: 'Used part of a file system.',
    of: ({ disks }) => disks.map(({ mount, usedBytes }) => [{ mount }, usedBytes]),
  },
  {
    name: 'yagura_host_disk_read_bytes_total',
    type: 'counter',
    help: 'Bytes read from the disks of the machine since it was first seen.',
    of: (_machine, { readBytes }) => [[{}, whole(readBytes)]],
  },
  {
    name: 'yagura_host_disk_write_bytes_total',
    type: 'counter',
    help: 'Bytes written to the disks of the machine since it was first seen.',
    of: (_machine, { writtenBytes }) => [[{}, whole(writtenBytes)]],
  },
  {
    name: 'yagura_host_disk_busy_ratio',
    type: 'gauge',
    help: 'Share of time in which the busiest disk was at work.',
    of: ({ diskIo }) => [[{}, ratio(diskIo.busyRatio)]],
  },
  {
    name: 'yagura_host_network_receive_bytes_total',
    type: 'counter',
    help: 'Bytes received over the network since the machine was first seen.',
    of: (_machine, { receivedBytes }) => [[{}, whole(receivedBytes)]],
  },
  {
    name: 'yagura_host_network_transmit_bytes_total',
    type: 'counter',
    help: 'Bytes sent over the network since the machine was first seen.',
    of: (_machine, { sentBytes }) => [[{}, whole(sentBytes)]],
  },
  {
    name: 'yagura_host_load',
    type: 'gauge',
    help: 'Load average.',
    of: ({ load }) => ['1m', '5m', '15m'].map((window, index) => [{ window }, load[index] ?? 0]),
  },
  {
    name: 'yagura_host_pressure_ratio',
    type: 'gauge',
    help: 'Share of time in which some task waited for the resource (PSI, 10 s).',
    of: ({ pressure }) =>
      Object.entries(pressure ?? {}).map(([resource, share]) => [{ resource }, ratio(share)]),
  },
];
