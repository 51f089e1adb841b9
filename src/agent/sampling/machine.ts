/** The machine's figures: CPU, memory, load, disks, network and pressure. */
import { readdirSync, readFileSync, realpathSync, statfsSync } from 'node:fs';
import { cpus, freemem, loadavg, totalmem, uptime } from 'node:os';
import type { MachineSample } from '../../link/status.ts';
import type { Clock } from '../../shared/clock.ts';
import { openProcFile } from './proc-file.ts';
import {
  type CpuTimes,
  cpuShares,
  type DiskCounters,
  type MemoryFigures,
  mountOf,
  type NetworkCounters,
  parseCpuTimes,
  parseDiskstats,
  parseLoad,
  parseMeminfo,
  parseMounts,
  parseNetwork,
  parsePressure,
} from './proc-text.ts';

export interface MachineMeter {
  readonly cores: number;
  measure(): MachineSample;
  /** Since boot, by the clock that processes' start times count in. */
  uptimeMs(): number;
  hasPressure(): boolean;
  close(): void;
}

/** What is read at one moment; rates come from two of these. */
interface Reading {
  atMs: number;
  cpu: CpuTimes;
  disks: Map<string, DiskCounters>;
  network: Map<string, NetworkCounters>;
}

/** How often disks and mounts that come and go are looked for. */
const lookAgainMs = 60_000;
const resources = ['cpu', 'memory', 'io'] as const;

export function createMachineMeter(options: {
  clock: Clock;
  disks: readonly string[];
  proc?: string;
}): MachineMeter {
  const { clock, proc = '/proc' } = options;
  const files = {
    stat: openProcFile(`${proc}/stat`),
    meminfo: openProcFile(`${proc}/meminfo`),
    load: openProcFile(`${proc}/loadavg`),
    disks: openProcFile(`${proc}/diskstats`),
    network: openProcFile(`${proc}/net/dev`),
    uptime: openProcFile(`${proc}/uptime`),
    cpuPressure: openProcFile(`${proc}/pressure/cpu`),
    memoryPressure: openProcFile(`${proc}/pressure/memory`),
    ioPressure: openProcFile(`${proc}/pressure/io`),
  };
  const pressureFiles = { cpu: files.cpuPressure, memory: files.memoryPressure, io: files.ioPressure };
  const cores = Math.max(1, cpus().length);
  let lookedAt = Number.NEGATIVE_INFINITY;
  let diskNames: ReadonlySet<string> | null = null;
  let mounts: string[] = [];
  let before = read();
  let shares = cpuShares(noTime, before.cpu) ?? { ...noTime, idle: 1 };
  let rates = { readBytesPerSecond: 0, writeBytesPerSecond: 0, busyRatio: 0 };
  let traffic = { receivedBytesPerSecond: 0, sentBytesPerSecond: 0 };

  function read(): Reading {
    const atMs = clock.monotonic();
    if (atMs - lookedAt >= lookAgainMs) {
      lookedAt = atMs;
      diskNames = listDisks();
      mounts = findMounts(options.disks, `${proc}/self/mountinfo`);
    }
    return {
      atMs,
      cpu: parseCpuTimes(files.stat.read() ?? '') ?? timesFromOs(),
      disks: parseDiskstats(files.disks.read() ?? '', diskNames),
      network: parseNetwork(files.network.read() ?? ''),
    };
  }

  /** Without any time between two looks the last rates stand. */
  function advance(): void {
    const now = read();
    const seconds = (now.atMs - before.atMs) / 1_000;
    if (seconds <= 0) return;
    const disk = growth(before.disks, now.disks, ['readBytes', 'writtenBytes', 'busyMs']);
    const net = growth(before.network, now.network, ['receivedBytes', 'sentBytes']);
    shares = cpuShares(before.cpu, now.cpu) ?? shares;
    rates = {
      readBytesPerSecond: disk.sum.readBytes / seconds,
      writeBytesPerSecond: disk.sum.writtenBytes / seconds,
      busyRatio: Math.min(1, disk.most.busyMs / 1_000 / seconds), // of the busiest disk
    };
    traffic = {
      receivedBytesPerSecond: net.sum.receivedBytes / seconds,
      sentBytesPerSecond: net.sum.sentBytes / seconds,
    };
    before = now;
  }

  function pressure(): MachineSample['pressure'] {
    const [cpu, memory, io] = resources.map((name) => parsePressure(pressureFiles[name].read() ?? ''));
    return cpu == null || memory == null || io == null ? null : { cpu, memory, io };
  }

  function uptimeMs(): number {
    const text = files.uptime.read();
    return (text === null ? uptime() : Number.parseFloat(text)) * 1_000;
  }

  return {
    cores,
    measure() {
      advance();
      const meminfo = files.meminfo.read();
      const load = files.load.read();
      return {
        time: clock.now(),
        cores,
        cpu: shares,
        cpuRatio: Math.max(0, 1 - shares.idle - shares.iowait),
        ...(meminfo === null ? memoryFromOs() : parseMeminfo(meminfo)),
        load: load === null ? osLoad() : parseLoad(load),
        disks: mounts.flatMap(measureMount),
        diskIo: rates,
        network: traffic,
        pressure: pressure(),
        uptimeSeconds: uptimeMs() / 1_000,
      };
    },
    uptimeMs,
    hasPressure: () => pressure() !== null,
    close() {
      for (const file of Object.values(files)) file.close();
    },
  };
}

const noTime: CpuTimes = { user: 0, nice: 0, system: 0, idle: 0, iowait: 0, irq: 0, steal: 0 };

/** How much counters grew, summed over all that exist both times, and of the one that grew most. A counter that was reset grew by nothing. */
export function growth<Key extends string>(
  before: ReadonlyMap<string, Record<Key, number>>,
  after: ReadonlyMap<string, Record<Key, number>>,
  keys: readonly Key[],
): { sum: Record<Key, number>; most: Record<Key, number> } {
  const zero = () => Object.fromEntries(keys.map((key) => [key, 0])) as Record<Key, number>;
  const sum = zero();
  const most = zero();
  for (const [name, counters] of after) {
    const earlier = before.get(name);
    if (!earlier) continue;
    for (const key of keys) {
      const grown = Math.max(0, counters[key] - earlier[key]);
      sum[key] += grown;
      most[key] = Math.max(most[key], grown);
    }
  }
  return { sum, most };
}

function measureMount(mount: string): MachineSample['disks'] {
  try {
    const { bsize, blocks, bfree, bavail } = statfsSync(mount);
    const sizeBytes = blocks * bsize;
    return [{ mount, sizeBytes, usedBytes: (blocks - bfree) * bsize, availableBytes: bavail * bsize }];
  } catch {
    return []; // unmounted since
  }
}

/** The mount points of some folders, each device once. */
function findMounts(folders: readonly string[], mountinfo: string): string[] {
  const paths = folders.flatMap((folder) => {
    try {
      return [realpathSync(folder)];
    } catch {
      return [];
    }
  });
  try {
    const mounts = parseMounts(readFileSync(mountinfo, 'utf8'));
    const found = new Map<string, string>();
    for (const path of paths) {
      const mount = mountOf(path, mounts);
      if (mount && !found.has(mount.device)) found.set(mount.device, mount.point);
    }
    return [...found.values()];
  } catch {
    return [...new Set(paths)]; // not on Linux
  }
}

function listDisks(): ReadonlySet<string> | null {
  try {
    return new Set(readdirSync('/sys/block'));
  } catch {
    return null;
  }
}

// Elsewhere than on Linux there is only what Node knows.

function timesFromOs(): CpuTimes {
  const sum = { ...noTime };
  for (const { times } of cpus()) {
    sum.user += times.user;
    sum.nice += times.nice;
    sum.system += times.sys;
    sum.idle += times.idle;
    sum.irq += times.irq;
  }
  return sum;
}

function memoryFromOs(): MemoryFigures {
  return {
    memory: { totalBytes: totalmem(), availableBytes: freemem(), cachedBytes: 0 },
    swap: { totalBytes: 0, usedBytes: 0 },
  };
}

function osLoad(): [number, number, number] {
  const [one = 0, five = 0, fifteen = 0] = loadavg();
  return [one, five, fifteen];
}
