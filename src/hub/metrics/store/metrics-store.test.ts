import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../../shared/clock.ts';
import type { Aspect, Labels, Matcher, Series } from '../samples.ts';
import { createMetricsStore, defaultRetention, type MetricsStore, storeBounds } from './metrics-store.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const start = Date.UTC(2026, 0, 10);
const plenty = () => ({ series: 1e6, samples: 1e9 });

let folder: string;
let clock: ManualClock;
const opened: MetricsStore[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yagura-metrics-'));
  clock = new ManualClock(start);
});

afterEach(async () => {
  for (const store of opened.splice(0)) await store.close().catch(() => {});
  rmSync(folder, { recursive: true, force: true });
});

async function open(options: Partial<Parameters<typeof createMetricsStore>[0]> = {}): Promise<MetricsStore> {
  const store = await createMetricsStore({
    path: join(folder, 'metrics.db'),
    clock,
    log: () => {},
    ...options,
  });
  opened.push(store);
  return store;
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

const named = (name: string): Matcher => ({ name: '__name__', op: '=', value: name });

async function read(
  store: MetricsStore,
  {
    matchers = [] as Matcher[],
    fromMs = 0,
    toMs = start + 1000 * dayMs,
    stepMs = 0,
    aspect = 'last' as Aspect,
  },
): Promise<Series[]> {
  return all(store.select({ matchers, fromMs, toMs, stepMs, aspect }, plenty()));
}

const pairs = (series: Series | undefined) =>
  series ? [...series.times].map((time, at) => [time, series.values[at]] as const) : [];

function refOf(store: MetricsStore, labels: Labels, source = 'tower'): number {
  const ref = store.refOf(source, labels);
  if (ref === null) throw new Error('refused');
  return ref;
}

/** Most of the time passes without timers, which makes it pass faster. */
function pass(ms: number, timersMs = ms / 10): void {
  clock.jumpWall(ms - timersMs);
  clock.advance(timersMs);
}

/** One sample a second, the clock going along. */
function run(
  store: MetricsStore,
  ref: number,
  seconds: number,
  value: (at: number) => number,
  timersMs = 100,
): void {
  for (let at = 0; at < seconds; at += 1) {
    pass(1000, timersMs);
    store.append(ref, clock.now(), value(at));
  }
}

/** Rounds of sealing pause between their slices. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

/** Until a window that was open is closed, with all that was in the head. */
async function closeWindows(store: MetricsStore): Promise<void> {
  await settle();
  clock.advance(400_000);
  await settle();
  clock.advance(130_000);
  await settle();
  await store.maintain();
}

describe('what was appended', () => {
  it('is there at once, by its labels', async () => {
    const store = await open();
    const ref = refOf(store, { __name__: 'up', worker: 'mailer' });
    store.append(ref, start + 1, 1);
    store.append(ref, start + 2, 0);
    const [series] = await read(store, { matchers: [named('up')] });
    expect(series?.labels).toEqual({ __name__: 'up', worker: 'mailer' });
    expect(pairs(series)).toEqual([
      [start + 1, 1],
      [start + 2, 0],
    ]);
  });

  it('has the same handle for the same labels in any order, and without empty ones', async () => {
    const store = await open();
    expect(refOf(store, { b: '2', a: '1' })).toBe(refOf(store, { a: '1', b: '2', c: '' }));
  });

  it('is there across sealing, closing windows and another start', async () => {
    let store = await open();
    const ref = refOf(store, { __name__: 'sine' });
    const value = (at: number) => Math.round(Math.sin(at / 100) * 1000) / 1000;
    for (let part = 0; part < 5; part += 1) {
      run(store, ref, 3000, (at) => value(at + part * 3000));
      await settle();
    }
    await closeWindows(store);
    const expected = Array.from({ length: 15_000 }, (_, at) => [start + (at + 1) * 1000, value(at)]);
    expect(pairs((await read(store, {}))[0])).toEqual(expected);
    await store.close();
    store = await open();
    expect((await read(store, { matchers: [named('sine')] }))[0]?.labels).toEqual({ __name__: 'sine' });
    expect(pairs((await read(store, {}))[0])).toEqual(expected);
    const [part] = await read(store, { fromMs: start + 7_100_000, toMs: start + 7_300_000 });
    expect(pairs(part)).toEqual(expected.slice(7099, 7300));
  });

  it('is there up to the last flush when the hub is gone without a word', async () => {
    const store = await open();
    const ref = refOf(store, { __name__: 'counter' });
    run(store, ref, 500, (at) => at);
    await settle();
    run(store, ref, 10, (at) => 500 + at, 1000);
    for (const file of readdirSync(folder)) copyFileSync(join(folder, file), join(folder, `copy-${file}`));
    const next = await open({ path: join(folder, 'copy-metrics.db') });
    // A sample comes right after the flush of its second.
    const values = pairs((await read(next, {}))[0]).map(([, value]) => value);
    expect(values).toEqual(Array.from({ length: 509 }, (_, at) => at));
  });

  it('keeps what doubles can say: NaN, infinities, −0', async () => {
    const store = await open();
    const ref = refOf(store, { __name__: 'odd' });
    const odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 0.1 + 0.2];
    odd.forEach((value, at) => store.append(ref, start + at, value));
    clock.advance(121_000);
    await settle();
    expect([...((await read(store, {}))[0]?.values ?? [])]).toEqual(odd);
  });

  it('tells a stale mark from a NaN, before and after sealing and closing', async () => {
    const store = await open();
    const ref = refOf(store, { __name__: 'gone' });
    store.append(ref, start + 1000, Number.NaN);
    store.append(ref, start + 1500, 7);
    store.append(ref, start + 2000, 7);
    store.endSeries(ref, start + 3000);
    const expectMark = async () => {
      const [series] = await read(store, {});
      expect(series?.stale).toEqual([3]);
      expect([...(series?.values ?? [])]).toEqual([Number.NaN, 7, 7, Number.NaN]);
    };
    await expectMark();
    clock.advance(121_000);
    await settle();
    await expectMark();
    clock.advance(2 * hourMs + 400_000);
    await store.maintain();
    await expectMark();
    const [coarse] = await read(store, { stepMs: 15_000 });
    expect(pairs(coarse)).toEqual([
      [start + 14_999, 7],
      [start + 15_000, Number.NaN],
    ]);
    expect(coarse?.stale).toEqual([1]);
  });
});

describe('samples out of order', () => {
  it('are merged, and of equal times the last written one counts', async () => {
    const store = await open();
    const ref = refOf(store, { __name__: 'late' });
    clock.advance(10_000);
    for (const [time, value] of [
      [5000, 5],
      [3000, 3],
      [5000, 50],
      [4000, 4],
      [6000, 6],
    ] as const)
      store.append(ref, start + time, value);
    expect(pairs((await read(store, {}))[0])).toEqual([
      [start + 3000, 3],
      [start + 4000, 4],
      [start + 5000, 50],
      [start + 6000, 6],
    ]);
  });

  it('are merged as a model says, wherever sealing falls', async () => {
    const steps = fc.array(
      fc.record({
        back: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(299_000) }),
        wait: fc.integer({ min: 1, max: 40_000 }),
        value: fc.oneof(fc.integer(), fc.double()),
      }),
      { minLength: 1, maxLength: 120 },
    );
    let round = 0;
    await fc.assert(
      fc.asyncProperty(steps, async (list) => {
        round += 1;
        const store = await open({ path: join(folder, `model-${round}.db`) });
        const ref = refOf(store, { __name__: 'model' });
        const model = new Map<number, number>();
        for (const { back, wait, value } of list) {
          clock.advance(wait);
          const time = clock.now() - back;
          const newest = Math.max(...model.keys());
          store.append(ref, time, value);
          if (!(time < newest - 300_000)) model.set(time, value);
        }
        await settle();
        await store.maintain();
        const expected = [...model].sort(([a], [b]) => a - b);
        expect(pairs((await read(store, {}))[0])).toEqual(expected);
        await store.close();
        const next = await open({ path: join(folder, `model-${round}.db`) });
        expect(pairs((await read(next, {}))[0])).toEqual(expected);
        await next.close();
      }),
      { numRuns: 15 },
    );
  });

  it('are refused and counted when they are older than five minutes, ahead of the clock, or beyond what is kept', async () => {
    const store = await open();
    const ref = refOf(store, { __name__: 'late' });
    store.append(ref, start, 1);
    store.append(ref, start - 300_001, 2);
    store.append(ref, start + 600_001, 3);
    store.append(ref, Number.NaN, 3);
    store.append(refOf(store, { __name__: 'old' }), start - 401 * dayMs, 4);
    expect(pairs((await read(store, {}))[0])).toEqual([[start, 1]]);
    expect(store.stats().refused).toMatchObject({ late: 1, ahead: 2, expired: 1 });
  });

  it('replace what lies ahead when the clock goes back by an hour', async () => {
    const store = await open();
    const ref = refOf(store, { __name__: 'counter' });
    run(store, ref, 4000, (at) => at);
    clock.jumpWall(-hourMs);
    const back = clock.now();
    run(store, ref, 1000, (at) => 4000 + at);
    await settle();
    const values = async () => pairs((await read(store, { toMs: back + 1000 * 1000 }))[0]);
    const expected = [
      ...Array.from({ length: 400 }, (_, at) => [start + (at + 1) * 1000, at]),
      ...Array.from({ length: 1000 }, (_, at) => [back + (at + 1) * 1000, 4000 + at]),
    ];
    expect(await values()).toEqual(expected);
    clock.advance(6 * hourMs);
    await settle();
    await store.maintain();
    expect(await values()).toEqual(expected);
  });

  it('may be a day old in a series that has none yet, as when history is brought along', async () => {
    const store = await open();
    const ref = refOf(store, { __name__: 'history' }, 'remote-write');
    for (let at = 0; at < 86_400; at += 10) store.append(ref, start - dayMs + at * 1000, at);
    await closeWindows(store);
    expect((await read(store, {}))[0]?.times.length).toBe(8640);
    expect((await read(store, { stepMs: 300_000 }))[0]?.times.length).toBe(288);
  });
});

describe('coarser tiers', () => {
  it('say least, greatest, sum, count and last of each step, so that a spike of a second stays', async () => {
    const store = await open();
    const ref = refOf(store, { __name__: 'spike' });
    run(store, ref, 7200, (at) => (at === 5000 ? 99.5 : 1.25));
    await closeWindows(store);
    const of = async (aspect: Aspect, stepMs: number) => (await read(store, { aspect, stepMs }))[0];
    for (const [stepMs, step] of [
      [15_000, 15],
      [300_000, 300],
    ] as const) {
      const spike = Math.floor(5001 / step);
      const max = await of('max', stepMs);
      expect(max?.times[spike]).toBe(start + (spike + 1) * stepMs - 1);
      expect(max?.values[spike]).toBe(99.5);
      expect((await of('min', stepMs))?.values[spike]).toBe(1.25);
      expect((await of('count', stepMs))?.values[spike]).toBe(step);
      expect((await of('sum', stepMs))?.values[spike]).toBe(99.5 + (step - 1) * 1.25);
      expect((await of('last', stepMs))?.values[spike]).toBe(1.25);
    }
    expect((await of('count', 14_999))?.values[0]).toBe(1);
  });

  it('say how coarse they are, how many samples a sum is of, and what was a little earlier', async () => {
    const store = await open();
    const ref = refOf(store, { __name__: 'even' });
    run(store, ref, 7200, () => 2);
    await closeWindows(store);
    const fromMs = start + 4_000_000;
    const [sum] = await read(store, { aspect: 'sum', stepMs: 300_000, fromMs, toMs: fromMs + 600_000 });
    expect(sum?.coarsestMs).toBe(300_000);
    expect(sum?.times[0]).toBeLessThan(fromMs - 2 * 300_000);
    expect(sum?.times[0]).toBeGreaterThanOrEqual(fromMs - 3 * 300_000);
    expect(sum?.counts?.at(-1)).toBe(300);
    const [raw] = await read(store, { aspect: 'sum', fromMs, toMs: fromMs + 600_000 });
    expect([raw?.coarsestMs, raw?.counts, raw?.times[0]]).toEqual([undefined, undefined, fromMs]);
  });

  it('do not stand for series that have hardly more samples than they have points', async () => {
    const store = await open();
    const ref = refOf(store, { __name__: 'sparse' });
    for (let at = 0; at < 720; at += 1) {
      pass(10_000, 100);
      store.append(ref, clock.now(), at);
    }
    await closeWindows(store);
    const [samples] = await read(store, { stepMs: 15_000 });
    expect(samples?.coarsestMs).toBeUndefined();
    expect(samples?.times.length).toBe(720);
    expect((await read(store, { stepMs: 300_000 }))[0]?.coarsestMs).toBe(300_000);
  });

  it('go on where the finer ones have ended, and end themselves', async () => {
    const retention = {
      ...defaultRetention,
      ages: { raw: 2 * hourMs, medium: 12 * hourMs, coarse: 10 * dayMs },
    };
    const store = await open({ retention });
    const ref = refOf(store, { __name__: 'long' });
    for (let at = 0; at < 1440; at += 1) {
      pass(60_000, 1000);
      store.append(ref, clock.now(), at);
      if (at % 200 === 0) await settle();
      if (at % 400 === 0) await store.maintain();
    }
    clock.advance(121_000);
    await settle();
    await store.maintain();
    const times = [...((await read(store, {}))[0]?.times ?? [])];
    const steps = new Set(times.slice(1).map((time, at) => time - (times[at] as number)));
    expect(times.at(-1)).toBe(clock.now() - 121_000);
    expect(times[0]).toBe(start + 300_000 - 1);
    expect(steps).toContain(300_000);
    expect(steps).toContain(60_000);
    const rawFrom = clock.now() - 2 * hourMs;
    expect(times.filter((time) => time % 1000 === 999 && time > rawFrom).length).toBe(0);
    pass(20 * dayMs, 121_000);
    await store.maintain();
    expect(await read(store, {})).toEqual([]);
    expect(store.stats().series).toBe(0);
  });
});

describe('bounds', () => {
  it('refuses a series too many for its source, and counts it', async () => {
    const store = await open({ bounds: { ...storeBounds, seriesOf: { statsd: 3 } } });
    const refs = [0, 1, 2, 3, 4].map((n) => store.refOf('statsd', { __name__: `n${n}` }));
    expect(refs.filter((ref) => ref === null).length).toBe(2);
    expect(store.refOf('scrape:mailer', { __name__: 'other' })).not.toBe(null);
    expect(store.stats().refused.series).toBe(2);
    const shown = store.families().find(({ name }) => name === 'yagura_metrics_refused_total');
    expect(shown?.points).toContainEqual([{ reason: 'series' }, 2]);
  });

  it('refuses labels of a megabyte, and too many of them', async () => {
    const store = await open();
    expect(store.refOf('otlp', { __name__: 'x', blob: 'y'.repeat(1e6) })).toBe(null);
    const many = Object.fromEntries(Array.from({ length: 65 }, (_, at) => [`l${at}`, '1']));
    expect(store.refOf('otlp', many)).toBe(null);
    expect(store.refOf('otlp', {})).toBe(null);
    expect(store.refOf('otlp', { __name__: 'x', odd: 'a\0b' })).toBe(null);
    expect(store.stats().refused.labels).toBe(4);
  });

  it('refuses a question that touches more series or samples than it may', async () => {
    const store = await open();
    for (let n = 0; n < 5; n += 1) run(store, refOf(store, { __name__: 'x', n: `${n}` }), 10, () => 1);
    const ask = (limits: { series: number; samples: number }) =>
      all(store.select({ matchers: [], fromMs: 0, toMs: clock.now(), stepMs: 0, aspect: 'last' }, limits));
    await expect(ask({ series: 4, samples: 1e6 })).rejects.toMatchObject({ code: 'too_much' });
    await expect(ask({ series: 5, samples: 49 })).rejects.toMatchObject({ code: 'too_much' });
    expect((await ask({ series: 5, samples: 50 })).length).toBe(5);
  });

  it('keeps the file within its size, the oldest going first', async () => {
    const bytes = 8e6;
    const store = await open({ retention: { ...defaultRetention, bytes } });
    const refs = Array.from({ length: 64 }, (_, n) => refOf(store, { __name__: 'noise', n: `${n}` }));
    for (let tick = 0; tick < 3600; tick += 1) {
      pass(20_000, 400);
      for (const ref of refs) store.append(ref, clock.now(), Math.random());
      if (tick % 300 === 0) {
        await settle();
        await store.maintain();
      }
    }
    await closeWindows(store);
    const stats = store.stats();
    expect(stats.bytes + stats.walBytes).toBeLessThan(bytes * 1.3);
    const [raw] = await read(store, { fromMs: clock.now() - 3 * hourMs });
    expect(raw?.times.length).toBeGreaterThan(100);
    const [oldest] = await read(store, {});
    // Of the oldest hours only the coarse tier is left, which takes least.
    expect((oldest?.times[1] ?? 0) - (oldest?.times[0] ?? 0)).toBe(300_000);
  });
});

describe('matchers', () => {
  it('accept by value, pattern, and the absence of a label', async () => {
    const store = await open();
    for (const worker of ['mailer', 'poller', 'a.b', ''])
      store.append(refOf(store, { __name__: 'up', worker }), start, 1);
    const workers = async (op: Matcher['op'], value: string) =>
      (await read(store, { matchers: [named('up'), { name: 'worker', op, value }] })).map(
        ({ labels }) => labels['worker'] ?? '',
      );
    expect(await workers('=', 'mailer')).toEqual(['mailer']);
    expect(await workers('!=', 'mailer')).toEqual(['poller', 'a.b', '']);
    expect(await workers('=', '')).toEqual(['']);
    expect(await workers('!=', '')).toEqual(['mailer', 'poller', 'a.b']);
    expect(await workers('=~', 'mailer|poller')).toEqual(['mailer', 'poller']);
    expect(await workers('=~', '.*er')).toEqual(['mailer', 'poller']);
    expect(await workers('=~', 'mail')).toEqual([]);
    expect(await workers('=~', 'a.b')).toEqual(['a.b']);
    expect(await workers('=~', '|mailer')).toEqual(['mailer', '']);
    expect(await workers('!~', '.+')).toEqual(['']);
    expect(await workers('=~', '.*')).toEqual(['mailer', 'poller', 'a.b', '']);
    await expect(workers('=~', '(')).rejects.toMatchObject({ code: 'bad_request' });
    await expect(workers('=~', '(?=x)')).rejects.toMatchObject({ code: 'bad_request' });
  });

  it('answer labels alone', async () => {
    const store = await open();
    store.append(refOf(store, { __name__: 'up' }), start, 1);
    store.append(refOf(store, { __name__: 'down' }), start + 60_000, 1);
    const labels = await all(store.labelsOf([], start, start + 1, plenty()));
    expect(labels).toEqual([{ __name__: 'up' }]);
  });
});

describe('a file that is broken', () => {
  it('is moved aside, said, and begun anew; what comes after is kept', async () => {
    const path = join(folder, 'metrics.db');
    writeFileSync(path, 'this is no database, whatever it is called'.repeat(100));
    const said: string[] = [];
    let store = await open({ log: (text) => said.push(text) });
    expect(said.join()).toMatch(/broken .* moved to .*metrics\.db\.broken-/);
    expect(store.health()).toMatchObject({ state: 'troubled' });
    expect(readdirSync(folder).some((name) => name.startsWith('metrics.db.broken-'))).toBe(true);
    store.append(refOf(store, { __name__: 'up' }), start, 1);
    await store.close();
    store = await open();
    expect(store.health().state).toBe('well');
    expect((await read(store, {})).length).toBe(1);
  });

  it('is survived while running: the series go on in a new file', async () => {
    const path = join(folder, 'metrics.db');
    let store = await open();
    const ref = refOf(store, { __name__: 'up' });
    run(store, ref, 300, (at) => at);
    await settle();
    writeFileSync(path, Buffer.alloc(8192, 7));
    run(store, ref, 300, (at) => 300 + at);
    await settle();
    run(store, ref, 300, (at) => 600 + at);
    await settle();
    await store.close();
    store = await open();
    const values = pairs((await read(store, {}))[0]).map(([, value]) => value);
    expect(values.at(-1)).toBe(899);
    expect(values.length).toBeGreaterThan(299);
  });
});

it('begins anew and says so when its file is deleted while it runs', async () => {
  const path = join(folder, 'metrics.db');
  let store = await open();
  const ref = refOf(store, { __name__: 'up' });
  run(store, ref, 300, (at) => at);
  await settle();
  for (const end of ['', '-wal', '-shm']) rmSync(path + end);
  run(store, ref, 300, (at) => 300 + at);
  await settle();
  expect(store.health()).toMatchObject({ state: 'troubled', detail: expect.stringContaining('deleted') });
  run(store, ref, 300, (at) => 600 + at);
  await settle();
  await store.close();
  store = await open();
  const values = pairs((await read(store, {}))[0]).map(([, value]) => value);
  expect(values.at(-1)).toBe(899);
  expect(values.length).toBeGreaterThan(299);
});

it('says since when everything is there as it came in', async () => {
  const store = await open();
  expect(store.wholeSince()).toBe(start);
  store.append(refOf(store, { __name__: 'x' }), start - hourMs, 1);
  expect(store.wholeSince()).toBe(start - hourMs);
  const brief = { ...defaultRetention, ages: { ...defaultRetention.ages, raw: 4 * hourMs } };
  store.setRetention(brief);
  store.append(refOf(store, { __name__: 'y' }), start - 9 * hourMs, 1);
  expect(store.wholeSince()).toBe(start - 4 * hourMs);
});
