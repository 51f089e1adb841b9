import { describe, expect, it } from 'vitest';
import {
  cpuShares,
  mountOf,
  parseCpuTimes,
  parseDiskstats,
  parseLoad,
  parseMeminfo,
  parseMounts,
  parseNetwork,
  parsePressure,
} from './proc-text.ts';

const stat = `cpu  10132153 290696 3084719 46828483 16683 5 25195 40 175628 12
cpu0 1393280 32966 572056 13343292 6130 0 17875 20 23933 0
intr 30626449 0 0
ctxt 89226031
btime 1712500000
`;

describe('CPU', () => {
  it('reads the modes, soft interrupts with the hard ones', () => {
    expect(parseCpuTimes(stat)).toEqual({
      user: 10132153,
      nice: 290696,
      system: 3084719,
      idle: 46828483,
      iowait: 16683,
      irq: 25200,
      steal: 40,
    });
  });
  it('takes columns that an old kernel does not have as zero', () => {
    expect(parseCpuTimes('cpu 1 2 3 4\n')).toEqual({
      user: 1,
      nice: 2,
      system: 3,
      idle: 4,
      iowait: 0,
      irq: 0,
      steal: 0,
    });
  });
  it('is nothing without the line', () => {
    expect(parseCpuTimes('')).toBeNull();
    expect(parseCpuTimes('intr 1\ncpu  1 2 3 4\n')).toBeNull();
  });

  const times = { user: 100, nice: 0, system: 50, idle: 1000, iowait: 5, irq: 0, steal: 0 };
  it('shares add up to one, also when a counter runs backwards', () => {
    const after = { ...times, user: 150, system: 75, idle: 1125, iowait: 3 };
    const shares = cpuShares(times, after);
    expect(shares).toMatchObject({ user: 0.25, system: 0.125, idle: 0.625, iowait: 0 });
    expect(Object.values(shares ?? {}).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
  });
  it('has no shares of no time', () => {
    expect(cpuShares(times, times)).toBeNull();
  });
});

describe('memory', () => {
  const meminfo = `MemTotal:       24684096 kB
MemFree:        20000000 kB
MemAvailable:   23000000 kB
Buffers:           10000 kB
Cached:           400000 kB
SwapCached:            0 kB
SwapTotal:       2000000 kB
SwapFree:        1500000 kB
SReclaimable:      20000 kB
HugePages_Total:       0
`;
  it('is in bytes', () => {
    expect(parseMeminfo(meminfo)).toEqual({
      memory: { totalBytes: 24684096 * 1024, availableBytes: 23000000 * 1024, cachedBytes: 430000 * 1024 },
      swap: { totalBytes: 2000000 * 1024, usedBytes: 500000 * 1024 },
    });
  });
  it('estimates what is available where the kernel does not', () => {
    const old = meminfo.replace(/^MemAvailable.*\n/m, '');
    expect(parseMeminfo(old).memory.availableBytes).toBe((20000000 + 430000) * 1024);
  });
  it('is zero, not NaN, of an empty text', () => {
    expect(parseMeminfo('').memory).toEqual({ totalBytes: 0, availableBytes: 0, cachedBytes: 0 });
  });
});

it('load', () => {
  expect(parseLoad('0.42 0.30 1.25 1/123 4567\n')).toEqual([0.42, 0.3, 1.25]);
});

describe('disks', () => {
  const diskstats = `   7       0 loop0 12 0 90 1 0 0 0 0 0 4 1 0 0 0 0 0 0
 254       0 vda 34993 9167 2432018 20114 8237 39665 3168120 11415 0 6236 32188 4785 65 133560 614 1021 44
 254       1 vda1 34000 9000 2400000 20000 8000 39000 3100000 11000 0 6000 32000 0 0 0 0 0 0
 259       0 nvme0n1 10 0 20 5 10 0 40 5 0 7 10
 259       1 nvme0n1p1 10 0 20 5 10 0 40 5 0 7 10
 253       0 dm-0 10 0 20 5 10 0 40 5 0 7 10
   9       0 md127 10 0 20 5 10 0 40 5 0 7 10
 252       0 zram0 10 0 20 5 10 0 40 5 0 7 10
`;
  const vda = { readBytes: 2432018 * 512, writtenBytes: 3168120 * 512, busyMs: 6236 };
  it('counts whole disks only, by what the kernel lists', () => {
    const known = new Set(['loop0', 'vda', 'nvme0n1', 'dm-0', 'md127', 'zram0']);
    expect([...parseDiskstats(diskstats, known)]).toEqual([
      ['vda', vda],
      ['nvme0n1', { readBytes: 20 * 512, writtenBytes: 40 * 512, busyMs: 7 }],
    ]);
  });
  it('knows them by name where the kernel lists none', () => {
    expect([...parseDiskstats(diskstats, null).keys()]).toEqual(['vda', 'nvme0n1']);
  });
});

describe('network', () => {
  const head = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo: 999999    100    0    0    0     0          0         0   999999     100    0    0    0     0       0          0
`;
  const eth =
    '  eth0: 123456    100    0    0    0     0          0         0   654321     100    0    0    0     0       0          0\n';
  const docker = 'docker0:5000 1 0 0 0 0 0 0 6000 1 0 0 0 0 0 0\n';
  it('leaves out the loopback, and what passes a real interface too', () => {
    const text = `${head}${eth}${docker}veth12ab@if3:5000 1 0 0 0 0 0 0 6000 1 0 0 0 0 0 0\n`;
    expect([...parseNetwork(text)]).toEqual([['eth0', { receivedBytes: 123456, sentBytes: 654321 }]]);
  });
  it('takes virtual ones where there are no others', () => {
    expect([...parseNetwork(head + docker)]).toEqual([['docker0', { receivedBytes: 5000, sentBytes: 6000 }]]);
  });
  it('has none on a machine without network', () => {
    expect(parseNetwork(head).size).toBe(0);
  });
});

describe('pressure', () => {
  it('is a share', () => {
    const text =
      'some avg10=1.05 avg60=1.39 avg300=0.93 total=35905381\nfull avg10=9.00 avg60=0.00 avg300=0.00 total=0\n';
    expect(parsePressure(text)).toBeCloseTo(0.0105, 12);
  });
  it('is nothing where the kernel has none', () => {
    expect(parsePressure('')).toBeNull();
  });
});

describe('mounts', () => {
  const mounts = parseMounts(`22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 27 254:16 / /mnt/my\\040disk rw,relatime shared:1 - ext4 /dev/vdb rw
31 27 0:50 / /var rw - tmpfs tmpfs rw
32 31 254:32 / /var rw - xfs /dev/vdc rw
`);
  it.each([
    ['/', '/', '254:0'],
    ['/home/user/.yagura', '/', '254:0'],
    ['/mnt/my disk/logs', '/mnt/my disk', '254:16'],
    ['/mnt/my disk', '/mnt/my disk', '254:16'],
    ['/mnt/my disk2', '/', '254:0'],
    ['/var/lib', '/var', '254:32'],
  ])('%s is on %s', (path, point, device) => {
    expect(mountOf(path, mounts)).toEqual({ point, device });
  });
  it('is unknown without mounts', () => {
    expect(mountOf('/x', parseMounts(''))).toBeNull();
  });
});
