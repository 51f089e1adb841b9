import { describe, expect, it } from 'vitest';
import {
  columnsFor,
  fleetRow,
  heatOf,
  heatQuery,
  namedLike,
  orderedRows,
  periodAround,
  thresholdsOf,
} from './heat.ts';

const found = (worker: string, points: [number, number][]) => ({
  labels: { worker },
  times: points.map(([time]) => time),
  values: points.map(([, value]) => value),
});
const bounds = { from: 60_000, to: 180_000 };

describe('the fleet over time', () => {
  const heat = heatOf(
    'restarts',
    [
      found('b-10', [
        [60_000, 1],
        [180_000, 2],
      ]),
      found('removed', [[120_000, 9]]),
    ], // prettier-ignore
    ['b-10', 'b-9', 'a'],
    bounds,
    60_000,
  );

  it('has a row for everybody who is declared or was seen, and says what is not known', () => {
    expect(heat.times).toEqual([60_000, 120_000, 180_000]);
    expect(heat.rows.map(({ worker, total }) => [worker, total])).toEqual([
      ['b-10', 3],
      ['b-9', null],
      ['a', null],
      ['removed', 9],
    ]);
    expect([...(heat.rows[0]?.values ?? [])]).toEqual([1, Number.NaN, 2]);
  });

  it('is ordered by what hurt most, or by name', () => {
    const names = (order: 'worst' | 'name') => orderedRows(heat.rows, order).map(({ worker }) => worker);
    expect(names('worst')).toEqual(['removed', 'b-10', 'a', 'b-9']);
    expect(names('name')).toEqual(['a', 'b-9', 'b-10', 'removed']);
    expect(namedLike(heat.rows, ' B-1').map(({ worker }) => worker)).toEqual(['b-10']);
  });

  it('is summed up for the whole fleet: restarts together, the rest as a mean of what is known', () => {
    expect([...fleetRow('restarts', heat)]).toEqual([1, 9, 2]);
    expect([...fleetRow('cpu', heat)]).toEqual([1, 9, 2]);
    const two = heatOf('cpu', [found('a', [[60_000, 1]]), found('b', [[60_000, 3]])], [], bounds, 60_000);
    expect([...fleetRow('cpu', two)]).toEqual([2, Number.NaN, Number.NaN]);
  });

  it('tells how long it was not well, how busy it was, and how much memory it took at most', () => {
    const points: [number, number][] = [
      [60_000, 0.5],
      [120_000, 1],
    ];
    const total = (figure: 'unwell' | 'cpu' | 'memory') =>
      heatOf(figure, [found('a', points)], [], bounds, 60_000).rows[0]?.total;
    expect([total('unwell'), total('cpu'), total('memory')]).toEqual([90_000, 0.75, 1]);
  });
});

describe('how it is asked for and shown', () => {
  it('one series for each worker', () => {
    expect(heatQuery('memory', { stepMs: 300_000, apartMs: 1_000 })).toBe(
      'max by (worker) (max_over_time(yagura_worker_memory_rss_bytes[5m]))',
    );
    expect(heatQuery('restarts', { stepMs: 300_000, apartMs: 1_000 })).toBe(
      'max by (worker) (clamp_min(last_over_time(yagura_worker_restarts_total[5m]) - last_over_time(yagura_worker_restarts_total[5m] offset 5m),0))',
    );
  });

  it('with colours that begin at round numbers', () => {
    const rows = [{ worker: 'a', values: new Float64Array(), total: 700 * 1024 ** 2 }];
    expect(thresholdsOf('memory', rows).map((bytes) => bytes / 1024 ** 2)).toEqual([32, 64, 128, 256, 512]);
    for (const figure of ['unwell', 'restarts', 'cpu', 'memory'] as const) {
      const thresholds = thresholdsOf(figure, rows);
      expect(thresholds).toEqual(thresholds.toSorted((a, b) => a - b));
      expect(thresholds).toHaveLength(5);
    }
  });

  it('in no more cells than can be drawn at once, and in columns that can be hit', () => {
    expect(columnsFor(1_200, 20)).toBe(300);
    expect(columnsFor(1_200, 1_000)).toBe(150);
    expect(columnsFor(1_200, 50_000)).toBe(48);
  });

  it('and leads to ten minutes at least around a column, which end now at the latest', () => {
    expect(periodAround(1_000_000, 60_000, 5_000_000)).toEqual({ from: 670_000, to: 1_270_000 });
    expect(periodAround(1_000_000, 60_000, 1_000_000).to).toBe(1_000_000);
    const { from, to } = periodAround(1e9, 3_600_000, 2e9);
    expect(to - from).toBe(6 * 3_600_000);
  });
});
