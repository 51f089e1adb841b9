import { describe, expect, it } from 'vitest';
import { byNeed, diskRatio, fullestDisk, hostSearch, memoryRatio, missingOf } from './hosts.ts';
import type { Host, MachineSample } from './types.ts';

function host(name: string, changes: Partial<Host> = {}): Host {
  return {
    name,
    agentId: name,
    connected: true,
    seenAt: null,
    agentVersion: null,
    agentPid: null,
    abilities: {},
    problems: [],
    latest: null,
    workers: 0,
    ...changes,
  };
}
const disk = (mount: string, usedBytes: number, availableBytes: number) => ({
  mount,
  sizeBytes: usedBytes + availableBytes + 5,
  usedBytes,
  availableBytes,
});

describe('hosts', () => {
  it('that need somebody stand first', () => {
    const problems = [{ code: 'disk_low', detail: '' }];
    const hosts = [
      host('box-10'),
      host('box-9'),
      host('box-3', { problems }),
      host('box-4', { connected: false }),
    ];
    expect(hosts.toSorted(byNeed).map(({ name }) => name)).toEqual(['box-4', 'box-3', 'box-9', 'box-10']);
  });

  it('are looked at as the address says', () => {
    expect(hostSearch({ host: 'box', span: '1h' })).toEqual({ host: 'box', span: '1h' });
    expect(hostSearch({ host: 7, span: '15m' })).toEqual({});
  });

  it('say what is missing, and not what was never needed', () => {
    const abilities = {
      pressure: 'this kernel does not report pressure (PSI)',
      adoption: true,
      logPunchHole: 'not tried yet',
      logReserve: false,
    };
    expect(missingOf({ abilities })).toEqual([
      { ability: 'pressure', why: 'this kernel does not report pressure (PSI)' },
      { ability: 'logReserve', why: '' },
    ]);
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
