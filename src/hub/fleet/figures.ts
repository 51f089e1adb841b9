/**
 * The last 15 minutes of figures, in memory: one ring of columns for each machine and each worker, made when its first figure comes. Of
 * machines also the last hour, in means.
 */
import type { MachineSample, WorkerSample } from '../../link/status.ts';
import type { History, HostHistory } from './views.ts';

const historyPoints = 900;
const usualStepMs = 1_000;
/** A pause of more steps than this is shown as a gap. */
const gapSteps = 2.5;
const coarse = { stepMs: 15_000, points: 240 };
export const figureRetentionMs = {
  usual: historyPoints * usualStepMs,
  coarse: coarse.points * coarse.stepMs,
};

export interface Ring {
  add(timeMs: number, values: Readonly<Record<string, number | null>>): void;
  since(timeMs: number): History;
}

/** Columns of 32-bit floats: 900 seconds of 8 figures take 36 KB. */
export function createRing(names: readonly string[], points = historyPoints, stepMs = usualStepMs): Ring {
  const times = new Float64Array(points);
  const columns = new Map(names.map((name) => [name, new Float32Array(points)]));
  let next = 0;
  let size = 0;
  return {
    add(timeMs, values) {
      times[next] = timeMs;
      for (const [name, column] of columns) column[next] = values[name] ?? Number.NaN;
      next = (next + 1) % points;
      size = Math.min(size + 1, points);
    },
    since(timeMs) {
      const history: History = {
        times: [],
        series: Object.fromEntries(names.map((name) => [name, []])),
      };
      let before: number | undefined;
      for (let i = 0; i < size; i++) {
        const at = (next - size + i + points) % points;
        const time = times[at] ?? 0;
        if (time < timeMs) continue;
        if (before !== undefined && time - before > gapSteps * stepMs)
          push(history, before + stepMs, () => null);
        push(history, time, (name) => finite(columns.get(name)?.[at]));
        before = time;
      }
      return history;
    },
  };
}

function push(history: History, time: number, value: (name: string) => number | null): void {
  history.times.push(time);
  for (const [name, series] of Object.entries(history.series)) series.push(value(name));
}

const finite = (value: number | undefined) => (value === undefined || Number.isNaN(value) ? null : value);

/** Takes figures as they come and keeps the means of whole steps, each at the time at which its step begins. */
export function createMeanRing(names: readonly string[], { stepMs, points } = coarse): Ring {
  const ring = createRing(names, points, stepMs);
  const sums = new Map<string, { sum: number; count: number }>();
  let step = Number.NaN;
  return {
    add(timeMs, values) {
      const next = Math.floor(timeMs / stepMs);
      if (next !== step && sums.size > 0) {
        const means = [...sums].map(([name, { sum, count }]): [string, number] => [name, sum / count]);
        ring.add(step * stepMs, Object.fromEntries(means));
        sums.clear();
      }
      step = next;
      for (const [name, value] of Object.entries(values)) {
        if (value === null) continue;
        const { sum, count } = sums.get(name) ?? { sum: 0, count: 0 };
        sums.set(name, { sum: sum + value, count: count + 1 });
      }
    },
    since: (timeMs) => ring.since(timeMs),
  };
}

const workerFigures = [
  'cpuRatio',
  'rssBytes',
  'pssBytes',
  'processes',
  'threads',
  'fds',
  'readBytesPerSecond',
  'writeBytesPerSecond',
] as const satisfies readonly (keyof WorkerSample)[];

const machineFigures = [
  'cpuRatio',
  'cpuUser',
  'cpuSystem',
  'cpuIowait',
  'cpuSteal',
  'memoryUsedBytes',
  'memoryAvailableBytes',
  'memoryCachedBytes',
  'swapUsedBytes',
  'load1',
  'load5',
  'load15',
  'diskUsedBytes',
  'diskUsedRatio',
  'diskReadBytesPerSecond',
  'diskWriteBytesPerSecond',
  'diskBusyRatio',
  'networkReceivedBytesPerSecond',
  'networkSentBytesPerSecond',
  'pressureCpuRatio',
  'pressureMemoryRatio',
  'pressureIoRatio',
] as const;

export interface FigureBook {
  addMachine(host: string, sample: MachineSample): void;
  addWorkers(timeMs: number, samples: readonly WorkerSample[]): void;
  /** `of` is a worker's name, or `host:NAME`. Empty columns when nothing is known. */
  since(of: string, timeMs: number): History;
  ofHost(host: string, timeMs: number, step: '1' | '15'): HostHistory;
  forget(worker: string): void;
}

export function createFigureBook(): FigureBook {
  const workers = new Map<string, Ring>();
  const machines = new Map<string, Ring>();
  const means = new Map<string, Ring>();
  const disks = new Map<string, HostHistory['disk']>();
  const ringOf = (rings: Map<string, Ring>, name: string, figures: readonly string[]) => {
    const ring = rings.get(name) ?? createRing(figures);
    rings.set(name, ring);
    return ring;
  };
  return {
    addMachine(host, sample) {
      const figures = figuresOf(sample);
      ringOf(machines, host, machineFigures).add(sample.time, figures);
      const hour = means.get(host) ?? createMeanRing(machineFigures);
      means.set(host, hour);
      hour.add(sample.time, figures);
      const disk = fullestDisk(sample);
      disks.set(host, disk && { mount: disk.mount, sizeBytes: disk.sizeBytes });
    },
    addWorkers(timeMs, samples) {
      for (const { name, ...figures } of samples) ringOf(workers, name, workerFigures).add(timeMs, figures);
    },
    since(of, timeMs) {
      const isHost = of.startsWith('host:');
      const ring = isHost ? machines.get(of.slice('host:'.length)) : workers.get(of);
      return (ring ?? createRing(isHost ? machineFigures : workerFigures, 1)).since(timeMs);
    },
    ofHost(host, timeMs, step) {
      const isCoarse = step === '15';
      const ring = (isCoarse ? means : machines).get(host) ?? createRing(machineFigures, 1);
      const stepMs = isCoarse ? coarse.stepMs : usualStepMs;
      return { ...ring.since(timeMs), stepMs, disk: disks.get(host) ?? null };
    },
    forget: (worker) => void workers.delete(worker),
  };
}

export function fullestDisk({ disks }: Pick<MachineSample, 'disks'>): MachineSample['disks'][number] | null {
  const fullness = (disk: MachineSample['disks'][number]) => ratioOf(disk.usedBytes, disk.sizeBytes);
  return disks.toSorted((a, b) => fullness(b) - fullness(a))[0] ?? null;
}

const ratioOf = (part: number, whole: number) => (whole > 0 ? part / whole : 0);

function figuresOf(sample: MachineSample): Record<(typeof machineFigures)[number], number | null> {
  const disk = fullestDisk(sample);
  return {
    cpuRatio: sample.cpuRatio,
    cpuUser: sample.cpu.user + sample.cpu.nice,
    cpuSystem: sample.cpu.system + sample.cpu.irq,
    cpuIowait: sample.cpu.iowait,
    cpuSteal: sample.cpu.steal,
    memoryUsedBytes: sample.memory.totalBytes - sample.memory.availableBytes,
    memoryAvailableBytes: sample.memory.availableBytes,
    memoryCachedBytes: sample.memory.cachedBytes,
    swapUsedBytes: sample.swap.usedBytes,
    load1: sample.load[0],
    load5: sample.load[1],
    load15: sample.load[2],
    diskUsedBytes: disk?.usedBytes ?? null,
    diskUsedRatio: disk && ratioOf(disk.usedBytes, disk.sizeBytes),
    diskReadBytesPerSecond: sample.diskIo.readBytesPerSecond,
    diskWriteBytesPerSecond: sample.diskIo.writeBytesPerSecond,
    diskBusyRatio: sample.diskIo.busyRatio,
    networkReceivedBytesPerSecond: sample.network.receivedBytesPerSecond,
    networkSentBytesPerSecond: sample.network.sentBytesPerSecond,
    pressureCpuRatio: sample.pressure?.cpu ?? null,
    pressureMemoryRatio: sample.pressure?.memory ?? null,
    pressureIoRatio: sample.pressure?.io ?? null,
  };
}
