/** The stores of others take what we send, and answer with it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createRemoteSource,
  openRemoteWriter,
  withHistory,
} from '../../src/hub/metrics/remote-store/index.ts';
import type { Selection, Series, SeriesSource } from '../../src/hub/metrics/index.ts';
import { createMemorySink } from '../../src/hub/metrics/testing/memory-sink.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { type Program, startPrometheus, startVictoriaMetrics } from '../fixtures/metric-programs.ts';
import { waitUntil } from '../fixtures/wait-until.ts';

const seconds = 120;
const from = Math.floor(Date.now() / 1000) * 1000 - 3_600_000;
const to = from + (seconds - 1) * 1000;
const plenty = () => ({ series: 1_000, samples: 1_000_000 });

async function collect(
  source: SeriesSource,
  selection: Partial<Selection>,
  limits = plenty(),
): Promise<Series[]> {
  const whole: Selection = { matchers: [], fromMs: from, toMs: to, stepMs: 0, aspect: 'last', ...selection };
  const found: Series[] = [];
  for await (const series of source.select(whole, limits)) found.push(series);
  return found.sort((a, b) => ((a.labels['n'] ?? '') < (b.labels['n'] ?? '') ? -1 : 1));
}
const named = (value: string) => [{ name: '__name__', op: '=', value } as const];

describe.each([
  ['Prometheus', () => startPrometheus()],
  ['VictoriaMetrics', () => startVictoriaMetrics()],
])('%s', (_, startStore) => {
  let store: Program;
  let queueDir: string;
  let source: SeriesSource;
  beforeAll(async () => {
    store = await startStore();
    queueDir = mkdtempSync(join(tmpdir(), 'yagura-queue-'));
    const writer = await openRemoteWriter({
      to: createMemorySink(),
      url: `${store.url}/api/v1/write`,
      headers: {},
      queueDir,
      queueBytes: 1e6,
      clock: systemClock,
    });
    const { sink } = writer;
    for (const n of ['1', '2']) {
      const ref = sink.refOf('tower', { __name__: 'walk', n, text: 'a "quoted"\\n櫓' });
      for (let second = 0; second < seconds; second++)
        sink.append(ref!, from + second * 1000, Number(n) * 1000 + second);
    }
    const ended = sink.refOf('tower', { __name__: 'ended' })!;
    sink.append(ended, from, 1);
    sink.endSeries(ended, from + 1000);
    await waitUntil('all is sent', () => writer.state().sentSamples === 2 * seconds + 2);
    expect(writer.state()).toMatchObject({ droppedSamples: 0, error: null });
    await writer.close();
    source = createRemoteSource({ url: store.url, headers: {} });
    await waitUntil(
      'the store has taken it in',
      async () => (await collect(source, { matchers: named('walk') })).length === 2,
    );
  });
  afterAll(async () => {
    await store?.stop();
    rmSync(queueDir, { recursive: true, force: true });
  });

  test('answers with what was written', async () => {
    const [first, second] = await collect(source, { matchers: named('walk') });
    expect(first?.labels).toEqual({ __name__: 'walk', n: '1', text: 'a "quoted"\\n櫓' });
    expect([...(first?.times ?? [])]).toEqual(Array.from({ length: seconds }, (_, n) => from + n * 1000));
    expect([...(second?.values ?? [])]).toEqual(Array.from({ length: seconds }, (_, n) => 2000 + n));
    const matchers = [...named('walk'), { name: 'n', op: '!~', value: '1|3' } as const];
    expect(await collect(source, { matchers, fromMs: from + 5000, toMs: from + 6000 })).toMatchObject([
      { labels: { n: '2' }, times: Float64Array.of(from + 5000, from + 6000) },
    ]);
  });

  test.each([
    ['last', [1059, 1119], undefined],
    ['max', [1059, 1119], undefined],
    ['min', [1000, 1060], undefined],
    ['count', [60, 60], undefined],
    ['sum', [61_770, 65_370], [60, 60]],
  ] as const)('answers in steps with the %s', async (aspect, values, counts) => {
    const stepMs = 60_000;
    const window = { fromMs: from + 59_000, toMs: to, stepMs, aspect };
    const [series] = await collect(source, { matchers: named('walk'), ...window });
    expect(series?.labels['__name__']).toBe('walk');
    expect([...(series?.times ?? [])]).toEqual([to - stepMs, to]);
    expect([...(series?.values ?? [])]).toEqual(values);
    expect(series?.counts && [...series.counts]).toEqual(counts);
  });

  test('knows labels, and keeps to the limits', async () => {
    const labels: unknown[] = [];
    for await (const each of source.labelsOf(named('walk'), from, to, plenty())) labels.push(each);
    expect(labels).toHaveLength(2);
    const tooMuch = { code: 'too_much' };
    await expect(
      collect(source, { matchers: named('walk') }, { series: 1, samples: 1_000 }),
    ).rejects.toMatchObject(tooMuch);
    await expect(
      collect(source, { matchers: named('walk') }, { series: 9, samples: 100 }),
    ).rejects.toMatchObject(tooMuch);
  });

  test('stands behind what is kept here', async () => {
    const since = from + 60_000;
    const local = memorySource([
      {
        labels: { __name__: 'walk', n: '1', text: 'a "quoted"\\n櫓' },
        times: [since, since + 1000],
        values: [7, 8],
      },
      { labels: { __name__: 'walk', n: '3' }, times: [since], values: [9] },
    ]);
    const both = withHistory({ local, history: source, localSince: () => since });
    const [first, second, third] = await collect(both, { matchers: named('walk') });
    expect(first?.times).toHaveLength(62);
    expect([...(first?.values.slice(59) ?? [])]).toEqual([1059, 7, 8]);
    expect([...(first?.times.slice(59) ?? [])]).toEqual([since - 1000, since, since + 1000]);
    expect(second?.times).toHaveLength(60);
    expect(third?.values).toEqual(Float64Array.of(9));
  });
});

function memorySource(
  list: { labels: Record<string, string>; times: number[]; values: number[] }[],
): SeriesSource {
  return {
    async *select() {
      for (const { labels, times, values } of list)
        yield { labels, times: Float64Array.from(times), values: Float64Array.from(values), stale: [] };
    },
    async *labelsOf() {
      for (const { labels } of list) yield labels;
    },
  };
}

test('a store that is not there is said, and is no empty answer', async () => {
  const gone = await startPrometheus();
  await gone.stop();
  const source = createRemoteSource({ url: gone.url, headers: {} });
  const away = {
    code: 'history_away',
    message: 'the store for history does not answer: connection refused',
  };
  await expect(collect(source, { matchers: named('x') })).rejects.toMatchObject(away);
  const local = memorySource([{ labels: { __name__: 'x' }, times: [to], values: [1] }]);
  const both = withHistory({ local, history: source, localSince: () => to - 1 });
  expect(await collect(both, { matchers: named('x') })).toHaveLength(1);
  await expect(collect(both, { matchers: named('x'), toMs: to - 2 })).rejects.toMatchObject(away);
});
