import { expect, it } from 'vitest';
import { ManualClock } from '../../../shared/clock.ts';
import type { Fleet } from '../../fleet/index.ts';
import type { Series } from '../samples.ts';
import { createTestSource } from '../testing/index.ts';
import { createTowerHistory } from './tower-history.ts';

const now = Date.UTC(2026, 0, 1);

function series(name: string, labels: Record<string, string>, values: number[]): Series {
  return {
    labels: { __name__: name, ...labels },
    times: Float64Array.from(values, (_, at) => now - (values.length - 1 - at) * 1_000),
    values: Float64Array.from(values),
    stale: [],
  };
}

it('tells a machine from its workers, however many it has', async () => {
  const workers = Array.from({ length: 2_000 }, (_, index) =>
    series('yagura_worker_cpu_ratio', { host: 'vm', worker: `worker-${index}` }, [0.1, 0.2]),
  );
  const machine = [
    series('yagura_host_cpu_ratio', { host: 'vm' }, [0.25, 0.5, 0.75]),
    series('yagura_host_load', { host: 'vm', window: '1m' }, [1, 2, 3]),
    series('yagura_host_cpu_ratio', { host: 'other' }, [0, 0, 0]),
  ];
  const fleet = { worker: () => ({}), hosts: () => [{ name: 'vm', latest: null }] } as unknown as Fleet;
  const history = createTowerHistory({
    fleet,
    source: createTestSource([...workers, ...machine]),
    clock: new ManualClock(now),
  });
  const fine = await history.host('vm', now - 60_000, '1');
  expect(fine.times).toEqual([now - 2_000, now - 1_000, now]);
  expect(fine.series['cpuRatio']).toEqual([0.25, 0.5, 0.75]);
  expect(fine.series['load1']).toEqual([1, 2, 3]);
  expect(fine.series['load5']).toEqual([null, null, null]);
  await expect(history.host('elsewhere', now, '1')).rejects.toMatchObject({ code: 'not_found' });
});
