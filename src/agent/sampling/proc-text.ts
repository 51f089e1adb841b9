/** Reads what Linux says about the machine in /proc. Pure: text in, figures out. */

export interface CpuTimes {
  user: number;
  nice: number;
  system: number;
  idle: number;
  iowait: number;
  irq: number;
  steal: number;
}

/** The first line of /proc/stat, in clock ticks. Guests' time is part of `user` and `nice` already. */
export function parseCpuTimes(text: string): CpuTimes | null {
  const line = text.slice(0, text.indexOf('\n') + 1 || undefined);
  if (!line.startsWith('cpu ')) return null;
  const at = line.trim().split(/\s+/).slice(1).map(Number);
  const tick = (index: number) => at[index] ?? 0; // older kernels have fewer columns
  return {
    user: tick(0),
    nice: tick(1),
    system: tick(2),
    idle: tick(3),
    iowait: tick(4),
    irq: tick(5) + tick(6),
    steal: tick(7),
  };
}

/** Shares of the time between two looks; they add up to 1. Null when no time has passed. */
export function cpuShares(before: CpuTimes, after: CpuTimes): CpuTimes | null {
  // iowait and idle may run backwards a little on some kernels
  const spent = (mode: keyof CpuTimes) => Math.max(0, after[mode] - before[mode]);
  const modes: (keyof CpuTimes)[] = ['user', 'nice', 'system', 'idle', 'iowait', 'irq', 'steal'];
  const total = modes.reduce((sum, mode) => sum + spent(mode), 0);
  if (total <= 0) return null;
  const share = (mode: keyof CpuTimes) => spent(mode) / total;
  return {
    user: share('user'),
    nice: share('nice'),
    system: share('system'),
    idle: share('idle'),
    iowait: share('iowait'),
    irq: share('irq'),
    steal: share('steal'),
  };
}

export interface MemoryFigures {
  memory: { totalBytes: number; availableBytes: number; cachedBytes: number };
  swap: { totalBytes: number; usedBytes: number };
}

export function parseMeminfo(text: string): MemoryFigures {
  const bytes = new Map<string, number>();
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) bytes.set(line.slice(0, colon), Number.parseInt(line.slice(colon + 1), 10) * 1_024);
  }
  const of = (name: string) => bytes.get(name) ?? 0;
  const cachedBytes = of('Cached') + of('SReclaimable') + of('Buffers');
  return {
    memory: {
      totalBytes: of('MemTotal'),
      // before Linux 3.14 there was no estimate of what is available
      availableBytes: bytes.get('MemAvailable') ?? of('MemFree') + cachedBytes,
      cachedBytes,
    },
    swap: { totalBytes: of('SwapTotal'), usedBytes: Math.max(0, of('SwapTotal') - of('SwapFree')) },
  };
}

export function parseLoad(text: string): [number, number, number] {
  const [one = 0, five = 0, fifteen = 0] = text.split(' ').map(Number);
  return [one, five, fifteen];
}

export interface DiskCounters {
  readBytes: number;
  writtenBytes: number;
  busyMs: number;
}

/** Disks that stand for others (partitions, device mapper, RAID) or for none would be counted twice or for nothing. */
const notAWholeDisk = /^(loop|ram|zram|dm-|md|sr|fd|nbd)\d/;
const diskNames = /^([shv]d[a-z]+|xvd[a-z]+|nvme\d+n\d+|mmcblk\d+|dasd[a-z]+)$/;
const sectorBytes = 512;

/** Whole disks only; `known` are the names in /sys/block, null where that cannot be read. */
export function parseDiskstats(text: string, known: ReadonlySet<string> | null): Map<string, DiskCounters> {
  const disks = new Map<string, DiskCounters>();
  for (const line of text.split('\n')) {
    const field = line.trim().split(/\s+/);
    const name = field[2];
    if (name === undefined || notAWholeDisk.test(name)) continue;
    if (known ? !known.has(name) : !diskNames.test(name)) continue;
    disks.set(name, {
      readBytes: Number(field[5]) * sectorBytes,
      writtenBytes: Number(field[9]) * sectorBytes,
      busyMs: Number(field[12]),
    });
  }
  return disks;
}

export interface NetworkCounters {
  receivedBytes: number;
  sentBytes: number;
}

/** Bridges, tunnels and the like: their traffic passes a real interface too. */
const virtualInterface =
  /^(veth|br-|docker|virbr|cni|flannel|cali|vxlan|tun|tap|wg|dummy|ifb|bond|team)|[.@]/;

/** All interfaces but the loopback; the virtual ones only when there are no others. */
export function parseNetwork(text: string): Map<string, NetworkCounters> {
  const real = new Map<string, NetworkCounters>();
  const virtual = new Map<string, NetworkCounters>();
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    if (colon < 0) continue;
    const name = line.slice(0, colon).trim();
    if (name === 'lo') continue;
    const field = line
      .slice(colon + 1)
      .trim()
      .split(/\s+/);
    const counters = { receivedBytes: Number(field[0]), sentBytes: Number(field[8]) };
    (virtualInterface.test(name) ? virtual : real).set(name, counters);
  }
  return real.size > 0 ? real : virtual;
}

/** `some avg10` of a /proc/pressure file as a share; null when the kernel has none. */
export function parsePressure(text: string): number | null {
  const found = /^some avg10=([\d.]+)/m.exec(text);
  return found ? Number(found[1]) / 100 : null;
}

export interface Mount {
  point: string;
  device: string;
}

/** Mounts as in /proc/self/mountinfo. */
export function parseMounts(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const field = line.split(' ');
    const [device, point] = [field[2], field[4]];
    return device && point ? [{ device, point: unescapeOctal(point) }] : [];
  });
}

/** The mount that holds a folder: the longest mount point above it, and of equals the newest, which hides the others. */
export function mountOf(path: string, mounts: readonly Mount[]): Mount | null {
  let best: Mount | null = null;
  for (const mount of mounts) {
    const above = mount.point === '/' || path === mount.point || path.startsWith(`${mount.point}/`);
    if (above && (!best || mount.point.length >= best.point.length)) best = mount;
  }
  return best;
}

function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}
