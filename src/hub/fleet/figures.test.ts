import { describe, expect, it } from 'vitest';
import { createFigureBook, createMeanRing, createRing } from './figures.ts';
import { machineSampleAt, sampleOf } from './testing/fake-agent.ts';

describe('the history of 15 minutes', () => {
  it('forgets the oldest first', () => {
    const ring = createRing(['a'], 3);
    for (let second = 1; second <= 5; second++) ring.add(second * 1_000, { a: second });
    expect(ring.since(0)).toEqual({ times: [3_000, 4_000, 5_000], series: { a: [3, 4, 5] } });
  });

  it('begins where it is asked to', () => {
    const ring = createRing(['a'], 10);
    for (let second = 1; second <= 5; second++) ring.add(second * 1_000, { a: second });
    expect(ring.since(4_000).times).toEqual([4_000, 5_000]);
    expect(ring.since(9_000)).toEqual({ times: [], series: { a: [] } });
  });

  it('shows a pause as a gap and a missing figure as null, never as zero', () => {
    const ring = createRing(['a', 'b'], 10);
    ring.add(1_000, { a: 1, b: 0 });
    ring.add(9_000, { a: 2 });
    expect(ring.since(0)).toEqual({
      times: [1_000, 2_000, 9_000],
      series: { a: [1, null, 2], b: [0, null, null] },
    });
  });

  it('keeps machines and workers apart and knows what it has never seen', () => {
    const book = createFigureBook();
    book.addMachine('mailer', machineSampleAt(1_000));
    book.addWorkers(2_000, [sampleOf('mailer', { fds: null })]);
    expect(book.since('host:mailer', 0)).toMatchObject({
      times: [1_000],
      series: { memoryUsedBytes: [600], load1: [1], pressureCpuRatio: [null], diskUsedBytes: [500] },
    });
    expect(book.since('mailer', 0)).toMatchObject({
      times: [2_000],
      series: { cpuRatio: [0.25], rssBytes: [1_000], fds: [null] },
    });
    expect(book.since('nobody', 0).series['cpuRatio']).toEqual([]);
    book.forget('mailer');
    expect(book.since('mailer', 0).times).toEqual([]);
  });

  it('keeps an hour of a machine in means of 15 seconds, each at the time at which it begins', () => {
    const ring = createMeanRing(['a', 'b'], { stepMs: 15_000, points: 3 });
    for (let second = 0; second < 76; second++)
      ring.add(second * 1_000, { a: second, b: second < 40 ? null : 1 });
    expect(ring.since(0)).toEqual({
      times: [30_000, 45_000, 60_000],
      series: { a: [37, 52, 67], b: [1, 1, 1] },
    });
    ring.add(200_000, { a: 0, b: null });
    ring.add(215_000, { a: 0, b: null });
    expect(ring.since(60_000)).toEqual({
      times: [60_000, 75_000, 90_000, 195_000],
      series: { a: [67, 75, null, 0], b: [1, 1, null, null] },
    });
  });

  it('follows the fullest disk and says which it is', () => {
    const book = createFigureBook();
    const disk = (mount: string, sizeBytes: number, usedBytes: number) => ({
      mount,
      sizeBytes,
      usedBytes,
      availableBytes: sizeBytes - usedBytes,
    });
    const sample = {
      ...machineSampleAt(15_000),
      disks: [disk('/', 1_000, 500), disk('/data', 10, 9), disk('/x', 0, 0)],
    };
    book.addMachine('box', sample);
    book.addMachine('box', { ...sample, time: 30_000 });
    expect(book.ofHost('box', 0, '1')).toMatchObject({
      stepMs: 1_000,
      disk: { mount: '/data', sizeBytes: 10 },
      series: { diskUsedBytes: [9, null, 9] },
    });
    const { times, series } = book.ofHost('box', 0, '15');
    expect([times, series['diskUsedRatio']?.[0]?.toFixed(2)]).toEqual([[15_000], '0.90']);
    expect(book.ofHost('nowhere', 0, '15')).toMatchObject({ stepMs: 15_000, times: [], disk: null });
  });

  it('takes less than 70 KB a worker', () => {
    const book = createFigureBook();
    const before = process.memoryUsage().arrayBuffers;
    for (let i = 0; i < 100; i++) book.addWorkers(1_000, [sampleOf(`worker-${i}`)]);
    expect((process.memoryUsage().arrayBuffers - before) / 100).toBeLessThan(70_000);
  });
});
