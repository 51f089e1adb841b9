import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../../shared/clock.ts';
import {
  createTestFleet,
  type TestFleet,
  testFigures,
  testWorker,
  testWorkerSample,
} from '../../server/testing/index.ts';
import { keyOf } from '../labels.ts';
import type { Series } from '../samples.ts';
import { createMetricsStore, type MetricsStore } from '../store/index.ts';
import { createTowerFigures, type TowerFigures } from './tower-figures.ts';

let folder: string;
let clock: ManualClock;
let fleet: TestFleet;
let store: MetricsStore;
let figures: TowerFigures;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'yagura-tower-'));
  clock = new ManualClock(Date.UTC(2026, 0, 10));
  fleet = createTestFleet();
  fleet.list.clear();
  fleet.list.set('mailer', testWorker('mailer'));
  await open();
});

afterEach(async () => {
  await close();
  rmSync(folder, { recursive: true, force: true });
});

async function open(): Promise<void> {
  store = await createMetricsStore({ path: join(folder, 'metrics.db'), clock, log: () => {} });
  figures = await createTowerFigures({ fleet, sink: store, source: store, clock });
}

async function close(): Promise<void> {
  figures.close();
  await store.close();
}

function second(...workers: ReturnType<typeof testWorkerSample>[]): void {
  clock.advance(1000);
  fleet.tell(testFigures(workers, clock.now()));
}

async function series(name: string, labels: Record<string, string> = {}): Promise<Series | undefined> {
  const matchers = Object.entries({ __name__: name, ...labels }).map(
    ([label, value]) => ({ name: label, op: '=', value }) as const,
  );
  const selection = { matchers, fromMs: 0, toMs: clock.now(), stepMs: 0, aspect: 'last' } as const;
  for await (const found of store.select(selection, { series: 10, samples: 1e6 })) return found;
  return undefined;
}

const valuesOf = async (name: string) => [...((await series(name))?.values ?? [])];

describe('the figures of the tower', () => {
  it('are kept as /metrics shows them, with the same names and labels', async () => {
    second(testWorkerSample('mailer', { fds: 7 }));
    expect((await series('yagura_worker_open_fds'))?.labels).toEqual({
      __name__: 'yagura_worker_open_fds',
      worker: 'mailer',
      host: 'here',
      group: 'mailer',
    });
    const kept = new Map<string, number>();
    const selection = { matchers: [], fromMs: 0, toMs: clock.now(), stepMs: 0, aspect: 'last' } as const;
    for await (const { labels, values } of store.select(selection, { series: 1000, samples: 1e6 })) {
      const { __name__: name, ...rest } = labels;
      kept.set(keyOf({ name: name ?? '', ...rest }), values.at(-1) as number);
    }
    const shown = figures
      .families()
      .flatMap(({ name, points }) =>
        points.map(([labels, value]) => [keyOf({ name, ...labels }), value] as const),
      );
    expect(new Map(shown)).toEqual(kept);
    expect(kept.size).toBeGreaterThan(25);
  });

  it('sum rates up to counters, which go on over the hub’s own restart', async () => {
    for (let at = 0; at < 4; at += 1)
      second(testWorkerSample('mailer', { cpuRatio: 0.5, readBytesPerSecond: 100 }));
    expect((await valuesOf('yagura_worker_cpu_seconds_total')).at(-1)).toBe(2);
    await close();
    clock.advance(60_000);
    await open();
    second(testWorkerSample('mailer', { cpuRatio: 0.5, readBytesPerSecond: 100 }));
    expect((await valuesOf('yagura_worker_cpu_seconds_total')).at(-1)).toBe(2.5);
    expect((await valuesOf('yagura_worker_io_read_bytes_total')).at(-1)).toBe(500);
    expect((await series('yagura_host_cpu_seconds_total', { mode: 'idle' }))?.values.at(-1)).toBe(5);
  });

  it('end what a worker that stopped no longer has, and go on with what it still is', async () => {
    second(testWorkerSample('mailer'));
    fleet.list.set('mailer', testWorker('mailer', { state: 'stopped', restarts: 3 }));
    second();
    const memory = await series('yagura_worker_memory_rss_bytes');
    expect([...(memory?.stale ?? [])]).toEqual([1]);
    expect(await valuesOf('yagura_worker_up')).toEqual([1, 0]);
    expect(await valuesOf('yagura_worker_restarts_total')).toEqual([0, 3]);
    fleet.list.delete('mailer');
    second();
    expect((await series('yagura_worker_up'))?.stale).toEqual([2]);
  });

  it('tell who is not well, and nothing of who rests or is not seen', async () => {
    const states = [
      { state: 'running' },
      { state: 'running', crashLoop: true },
      { state: 'backoff' },
      { state: 'stopped' },
      { state: 'unknown' },
      { state: 'failed', fresh: false },
    ] as const;
    for (const state of states) {
      fleet.list.set('mailer', testWorker('mailer', state));
      second(testWorkerSample('mailer'));
    }
    const kept = await series('yagura_worker_unwell');
    expect(kept?.stale).toEqual([3]);
    expect([...(kept?.values ?? [])]).toEqual([0, 1, 1, Number.NaN]);
  });

  it('end when the machine has said nothing for five seconds', async () => {
    second(testWorkerSample('mailer'));
    clock.advance(10_000);
    expect((await series('yagura_worker_up'))?.stale).toEqual([1]);
    expect((await series('yagura_host_load', { window: '1m' }))?.stale).toEqual([1]);
    const shown = figures.families().filter(({ points }) => points.length > 0);
    expect(shown.map(({ name }) => name)).not.toContain('yagura_host_cpu_ratio');
    second(testWorkerSample('mailer'));
    expect((await valuesOf('yagura_worker_up')).at(-1)).toBe(1);
  });
});
