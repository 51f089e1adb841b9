import type { MachineSample } from '../../../link/status.ts';
import type { FigureTrends } from './schema.ts';

/** A figure whose trends are asked for: which series it is, and when it is full. */
export interface Figure extends Pick<FigureTrends, 'figure' | 'mount' | 'bound'> {
  labels: Readonly<Record<string, string>>;
  /** Of the series that tells what is left, what there is in all. */
  leftOf?: number;
  full: number | null;
  /** A rise is worth a word from so much on: in its unit, and as a share of where it is. */
  least: { size: number; share: number };
}

const mib = 1_048_576;
/** More file systems than this are not looked at: the fullest come first. */
const mostDisks = 8;

/** `machine` is the newest sample of where it runs. */
export function workerFigures(
  worker: { name: string; rssBytes: number | null; spec: { limits: { memoryBytes: number | null } } },
  machine: Pick<MachineSample, 'memory'> | null,
): Figure[] {
  const limit = worker.spec.limits.memoryBytes;
  const room = machine && worker.rssBytes !== null ? worker.rssBytes + machine.memory.availableBytes : null;
  const of = (name: string) => ({ __name__: name, worker: worker.name });
  const plain = { mount: null, bound: null, full: null };
  return [
    {
      ...plain,
      figure: 'memory',
      labels: of('yagura_worker_memory_rss_bytes'),
      bound: limit !== null ? 'limit' : room !== null ? 'machine' : null,
      full: limit ?? room,
      least: { size: 8 * mib, share: 0.05 },
    },
    { ...plain, figure: 'cpu', labels: of('yagura_worker_cpu_ratio'), least: { size: 0.1, share: 0.1 } },
    { ...plain, figure: 'files', labels: of('yagura_worker_open_fds'), least: { size: 20, share: 0.1 } },
    { ...plain, figure: 'threads', labels: of('yagura_worker_threads'), least: { size: 10, share: 0.1 } },
  ];
}

export function machineFigures(
  host: string,
  { memory, disks }: Pick<MachineSample, 'memory' | 'disks'>,
): Figure[] {
  const fullness = ({ usedBytes, sizeBytes }: (typeof disks)[number]) => usedBytes / Math.max(1, sizeBytes);
  const fullest = disks.toSorted((a, b) => fullness(b) - fullness(a)).slice(0, mostDisks);
  return [
    {
      figure: 'memory',
      mount: null,
      labels: { __name__: 'yagura_host_memory_available_bytes', host },
      leftOf: memory.totalBytes,
      bound: 'machine',
      full: memory.totalBytes,
      least: { size: memory.totalBytes * 0.01, share: 0.02 },
    },
    {
      figure: 'cpu',
      mount: null,
      labels: { __name__: 'yagura_host_cpu_ratio', host },
      bound: null,
      full: null,
      least: { size: 0.05, share: 0.1 },
    },
    ...fullest.map(
      ({ mount, sizeBytes, usedBytes, availableBytes }): Figure => ({
        figure: 'disk',
        mount,
        labels: { __name__: 'yagura_host_disk_used_bytes', host, mount },
        bound: 'disk',
        // What only root may use is not there for workers.
        full: usedBytes + availableBytes,
        least: { size: sizeBytes * 0.002, share: 0.002 },
      }),
    ),
  ];
}
