/** The last 15 minutes of figures, in memory: one ring of columns for each machine and each worker, made when its first figure comes. */
import type { MachineSample, WorkerSample } from '../../link/status.ts';
import type { History } from './views.ts';

const historyPoints = 900;
/** A pause longer than this is shown as a gap. */
const gapMs = 2_500;

export interface Ring {
  add(timeMs: number, values: Readonly<Record<string, number | null>>): void;
  since(timeMs: number): History;
}

/** Columns of 32-bit floats: 900 seconds of 8 figures take 36 KB. */
export function createRing(names: readonly string[], points = historyPoints): Ring {
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
        if (before !== undefined && time - before > gapMs) push(history, before + 1_000, () => null);
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
  'diskReadBytesPerSecond',
  'diskWriteBytesPerSecond',
  'diskBusyRatio',
  'networkReceivedBytesPerSecond',
  'networkSentBytesPerSecond',
  'pressureCpuRatio',
  'pressureMemoryRatio',
  'pressureIoRatio',
] as const;

export interface HistoryBook {
  addMachine(host: string, sample: MachineSample): void;
  addWorkers(timeMs: number, samples: readonly WorkerSample[]): void;
  /** `of` is a worker's name, or `host:NAME`. Empty columns when nothing is known. */
  since(of: string, timeMs: number): History;
  forget(worker: string): void;
}

export function createHistoryBook(): HistoryBook {
  const workers = new Map<string, Ring>();
  const machines = new Map<string, Ring>();
  const ringOf = (rings: Map<string, Ring>, name: string, figures: readonly string[]) => {
    const ring = rings.get(name) ?? createRing(figures);
    rings.set(name, ring);
    return ring;
  };
  return {
    addMachine(host, sample) {
      ringOf(machines, host, machineFigures).add(sample.time, figuresOf(sample));
    },
    addWorkers(timeMs, samples) {
      for (const { name, ...figures } of samples) ringOf(workers, name, workerFigures).add(timeMs, figures);
    },
    since(of, timeMs) {
      const isHost = of.startsWith('host:');
      const ring = isHost ? machines.get(of.slice('host:'.length)) : workers.get(of);
      return (ring ?? createRing(isHost ? machineFigures : workerFigures, 1)).since(timeMs);
    },
    forget: (worker) => void workers.delete(worker),
  };
}

function figuresOf(sample: MachineSample): Record<(typeof machineFigures)[number], number | null> {
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
    diskUsedBytes: sample.disks[0]?.usedBytes ?? null,
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
