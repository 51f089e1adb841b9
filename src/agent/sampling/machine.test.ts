import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../shared/clock.ts';
import { createMachineMeter, growth } from './machine.ts';

const dir = mkdtempSync(join(tmpdir(), 'yagura-machine-'));
afterAll(() => rmSync(dir, { recursive: true }));

/** A /proc of a quiet machine whose figures the test moves. */
function writeProc(
  proc: string,
  more: { idle?: number; user?: number; received?: number; sectors?: number; busyMs?: number } = {},
) {
  const { idle = 1_000, user = 100, received = 5_000, sectors = 100, busyMs = 10 } = more;
  mkdirSync(join(proc, 'net'), { recursive: true });
  writeFileSync(join(proc, 'stat'), `cpu  ${user} 0 100 ${idle} 0 0 0 0 0 0\nbtime 1\n`);
  writeFileSync(join(proc, 'meminfo'), 'MemTotal: 1000 kB\nMemAvailable: 600 kB\nCached: 100 kB\n');
  writeFileSync(join(proc, 'loadavg'), '0.10 0.20 0.30 1/2 3\n');
  writeFileSync(join(proc, 'uptime'), '123.45 200.00\n');
  writeFileSync(join(proc, 'net', 'dev'), `eth0: ${received} 0 0 0 0 0 0 0 700 0 0 0 0 0 0 0\n`);
  writeFileSync(join(proc, 'diskstats'), ` 8 0 vda 1 0 ${sectors} 1 1 0 ${sectors} 1 0 ${busyMs} 1\n`);
}

describe('a machine', () => {
  let proc = '';
  let clock = new ManualClock();
  beforeEach(() => {
    proc = mkdtempSync(join(dir, 'proc-'));
    clock = new ManualClock();
    writeProc(proc);
  });
  const meter = () => createMachineMeter({ clock, disks: [], proc });

  it('shows at first what was since boot, then what was since the last look', () => {
    const made = meter();
    expect(made.measure().cpu.idle).toBeCloseTo(1_000 / 1_200, 9);
    writeProc(proc, { idle: 1_100, user: 200, received: 9_000 });
    clock.advance(2_000);
    const sample = made.measure();
    expect(sample).toMatchObject({
      cpuRatio: 0.5,
      cpu: { user: 0.5, idle: 0.5, system: 0 },
      network: { receivedBytesPerSecond: 2_000, sentBytesPerSecond: 0 },
      memory: { totalBytes: 1_024_000, availableBytes: 614_400, cachedBytes: 102_400 },
      load: [0.1, 0.2, 0.3],
      uptimeSeconds: 123.45,
      disks: [],
    });
    made.close();
  });

  it('keeps the last rates when no time has passed', () => {
    const made = meter();
    writeProc(proc, { received: 9_000 });
    clock.advance(1_000);
    expect(made.measure().network.receivedBytesPerSecond).toBe(4_000);
    writeProc(proc, { received: 99_000 });
    expect(made.measure().network.receivedBytesPerSecond).toBe(4_000);
    made.close();
  });

  it('has no pressure on a kernel without it, nor when only a part is there', () => {
    const made = meter();
    expect(made.measure().pressure).toBeNull();
    expect(made.hasPressure()).toBe(false);
    made.close();
  });

  it('reads pressure as shares', () => {
    mkdirSync(join(proc, 'pressure'));
    for (const [name, share] of Object.entries({ cpu: '12.50', memory: '0.00', io: '3.00' })) {
      writeFileSync(join(proc, 'pressure', name), `some avg10=${share} avg60=0.00 avg300=0.00 total=1\n`);
    }
    const made = meter();
    expect(made.measure().pressure).toEqual({ cpu: 0.125, memory: 0, io: 0.03 });
    expect(made.hasPressure()).toBe(true);
    made.close();
  });

  it('reads lists that are longer than its buffer', () => {
    const lines = Array.from({ length: 2_000 }, (_, at) => `eth${at}: 10 0 0 0 0 0 0 0 20 0 0 0 0 0 0 0\n`);
    writeFileSync(join(proc, 'net', 'dev'), lines.join(''));
    const made = meter();
    clock.advance(1_000);
    writeFileSync(join(proc, 'net', 'dev'), lines.join('').replaceAll(': 10', ': 11'));
    expect(made.measure().network.receivedBytesPerSecond).toBe(2_000);
    made.close();
  });

  it('elsewhere than on Linux shows what Node knows', () => {
    const made = createMachineMeter({ clock, disks: [tmpdir(), join(dir, 'none')], proc: join(dir, 'none') });
    clock.advance(1_000);
    const sample = made.measure();
    expect(Object.values(sample.cpu).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
    expect(sample.memory.totalBytes).toBeGreaterThan(sample.memory.availableBytes);
    expect(sample.swap).toEqual({ totalBytes: 0, usedBytes: 0 });
    expect(sample.load).toHaveLength(3);
    expect(sample.disks).toHaveLength(1);
    expect(sample.diskIo).toEqual({ readBytesPerSecond: 0, writeBytesPerSecond: 0, busyRatio: 0 });
    expect(sample.pressure).toBeNull();
    expect(sample.uptimeSeconds).toBeGreaterThan(0);
    made.close();
  });
});

describe('growth of counters', () => {
  const of = (entries: Record<string, number>) =>
    new Map(Object.entries(entries).map(([name, n]) => [name, { n }]));
  it('sums what grew and names the most, without what came, went or was reset', () => {
    const before = of({ a: 10, b: 10, reset: 500, gone: 7 });
    const after = of({ a: 15, b: 30, reset: 3, came: 1_000 });
    expect(growth(before, after, ['n'])).toEqual({ sum: { n: 25 }, most: { n: 20 } });
  });
});
