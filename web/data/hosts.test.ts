import { describe, expect, it } from 'vitest';
import { byNeed, diskRatio, fullestDisk, hostSearch, memoryRatio, missingOf } from './hosts.ts';
import type { Host, MachineSample } from './types.ts';

function host(name: string, changes: Partial<Host['agent']> = {}): Host {
  const agent = {
    id: name,
    pid: null,
    version: null,
    nodeVersion: null,
    startedAt: null,
    connected: true,
    seenAt: null,
    abilities: [],
    problems: [],
    clockSkewMs: null,
    ...changes,
  };
  return { name, agent, latest: null, workers: 0 };
}
const disk = (mount: string, usedBytes: number, availableBytes: number) => ({
  mount,
  sizeBytes: usedBytes + availableBytes + 5,
  usedBytes,
  availableBytes,
});

describe('hosts', () => {
  it('that need somebody stand first', () => {
    const problems = [{ code: 'disk_low', detail: '', mend: null }];
    const hosts = [
      host('box-10'),
      host('box-9'),
      host('box-3', { problems }),
      host('box-4', { connected: false }),
    ];
    expect(hosts.toSorted(byNeed).map(({ name }) => name)).toEqual(['box-4', 'box-3', 'box-9', 'box-10']);
  });

  it('are looked at as the address says', () => {
    expect(hostSearch({ host: 'box', range: '24h' })).toEqual({ host: 'box', range: '24h' });
    expect(hostSearch({ host: 7, span: '15m' })).toEqual({});
  });

  it('say what is missing, and not what was never needed', () => {
    const ability = (name: string, able: boolean, reason: string | null) => ({ name, able, reason });
    const pressure = ability('pressure', false, 'this kernel does not report pressure (PSI)');
    const reserve = ability('logReserve', false, null);
    const abilities = [
      pressure,
      ability('adoption', true, null),
      ability('logPunchHole', false, 'not tried yet'),
      reserve,
    ];
    expect(missingOf({ abilities })).toEqual([pressure, reserve]);
  });

  it('have shares of what can be used, as df shows them', () => {
    expect(diskRatio(disk('/', 90, 10))).toBe(0.9);
    expect(diskRatio(disk('/proc', 0, 0))).toBe(0);
    const sample = {
      disks: [disk('/', 5, 5), disk('/data', 9, 1)],
      memory: { totalBytes: 4, availableBytes: 1, cachedBytes: 0 },
    } as unknown as MachineSample;
    expect(fullestDisk(sample)?.mount).toBe('/data');
    expect(memoryRatio(sample)).toBe(0.75);
    expect(fullestDisk({ disks: [] } as unknown as MachineSample)).toBeNull();
  });
});
