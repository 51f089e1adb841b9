import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ManualClock } from '../../../shared/clock.ts';
import type { Series } from '../../metrics/index.ts';
import { createTestSource } from '../../metrics/testing/index.ts';
import { normalFrom, randomFrom, series } from '../../metrics/trends/testing/series.ts';
import type { Trends } from '../../metrics/trends/index.ts';
import { startTestServer, type TestServer, testSample, testWorker } from '../testing/index.ts';

const hour = 3_600_000;
const day = 24 * hour;
const mib = 1_048_576;
const nowMs = Date.UTC(2026, 0, 20, 3);
const startedAt = new Date(nowMs - 30 * hour).toISOString();

const normal = normalFrom(randomFrom(8));
const kept = (labels: Record<string, string>, days: number, value: (ms: number) => number): Series => ({
  labels,
  ...series(nowMs, days * day, 60_000, value),
  stale: [],
});
const source = createTestSource([
  kept({ __name__: 'yagura_worker_memory_rss_bytes', worker: 'mailer', host: 'here' }, 3, (ms) => {
    const run = ms - (3 * day - 30 * hour);
    return run < 0 ? 900 * mib : (100 + (14 * run) / hour + 2 * normal()) * mib;
  }),
  kept(
    { __name__: 'yagura_worker_cpu_ratio', worker: 'mailer', host: 'here' },
    16,
    (ms) => (ms > 9 * day ? 0.6 : 0.4) + 0.2 * Math.sin((2 * Math.PI * ms) / day) + 0.01 * normal(),
  ),
  kept({ __name__: 'yagura_worker_open_fds', worker: 'mailer', host: 'here' }, 3, () => 20 + normal()),
  kept({ __name__: 'yagura_host_memory_available_bytes', host: 'here' }, 3, (ms) => 3_900 - (20 * ms) / hour),
  kept({ __name__: 'yagura_host_disk_used_bytes', host: 'here', mount: '/' }, 3, () => 40),
]);

let test: TestServer;
beforeAll(async () => {
  test = await startTestServer({ series: source, clock: new ManualClock(nowMs) });
  test.fleet.tell({ kind: 'sample', sample: testSample(['mailer']) });
  test.fleet.list.set('mailer', testWorker('mailer', { startedAt, rssBytes: 520 * mib }));
  test.fleet.record('worker.started', 'mailer', {});
});
afterAll(() => test.close());

async function ask(path: string): Promise<Trends> {
  const answer = await test.ask('GET', `/api/v1/${path}`);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Trends;
}
const figure = ({ figures }: Trends, name: string) => figures.find((one) => one.figure === name);

describe('GET /workers/{name}/trends', () => {
  it('tells what grows since the last start, by how much at least and at most', async () => {
    const { at, figures } = await ask('workers/mailer/trends');
    expect(at).toBe(new Date(nowMs).toISOString());
    expect(figures.map((one) => one.figure)).toEqual(['memory', 'cpu', 'files', 'threads']);
    const memory = figures[0];
    expect(memory).toMatchObject({ mount: null, growth: null, week: null, usual: null });
    expect((memory?.trend?.low ?? 0) / mib).toBeLessThan(14);
    expect((memory?.trend?.high ?? 0) / mib).toBeGreaterThan(14);
    expect((memory?.trend?.perHour ?? 0) / mib).toBeCloseTo(14, 0);
    expect(Date.parse(memory?.trend?.since ?? '')).toBeGreaterThan(Date.parse(startedAt));
    expect((memory?.trend?.level ?? 0) / mib).toBeCloseTo(520, -1);
  });

  it('says nothing where there is nothing to say', async () => {
    const trends = await ask('workers/mailer/trends');
    for (const name of ['files', 'threads']) {
      expect(figure(trends, name)).toMatchObject({ trend: null, growth: null, week: null, usual: null });
    }
  });

  it('tells how the week differs, and what is usual in a time', async () => {
    const [from, to] = [nowMs - 6 * hour, nowMs].map((time) => new Date(time).toISOString());
    const cpu = figure(await ask(`workers/mailer/trends?from=${from}&to=${to}`), 'cpu');
    expect(cpu?.week?.ratio).toBeGreaterThan(1.3);
    expect(cpu?.usual).toMatchObject({ by: 'day', count: 14 });
    const { times = [], low = [], high = [] } = cpu?.usual ?? {};
    expect([times[0], times.at(-1)]).toEqual([nowMs - 6 * hour, nowMs]);
    expect(low.every((value, at) => value !== null && value < (high[at] ?? 0))).toBe(true);
  });

  it('is answered again from memory within a minute', async () => {
    await ask('workers/mailer/trends');
    const asked = source.asked.length;
    await Promise.all([ask('workers/mailer/trends'), ask('workers/mailer/trends')]);
    expect(source.asked.length).toBe(asked);
  });

  it('refuses times that are none', async () => {
    const status = async (path: string) => (await test.ask('GET', `/api/v1/${path}`)).status;
    const [from, to] = ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'];
    expect(await status(`workers/mailer/trends?from=${from}`)).toBe(400);
    expect(await status(`workers/mailer/trends?from=${to}&to=${from}`)).toBe(400);
    expect(await status(`workers/mailer/trends?from=2020-01-01T00:00:00Z&to=${to}`)).toBe(400);
    expect(await status('workers/nobody/trends')).toBe(404);
    expect((await test.ask('GET', '/api/v1/workers/mailer/trends', { token: null })).status).toBe(401);
  });
});

describe('GET /hosts/{name}/trends', () => {
  it('tells of what is used where the series tells what is left', async () => {
    const trends = await ask('hosts/here/trends');
    expect(trends.figures.map((one) => one.figure)).toEqual(['memory', 'cpu', 'disk']);
    const memory = figure(trends, 'memory');
    expect(memory?.bound).toBe('machine');
    expect(memory?.trend?.perHour).toBeCloseTo(20, 3);
    expect(memory?.trend?.level).toBeCloseTo(100 + 72 * 20, 0);
    // Of 4,000 there are 2,460 left: 123 hours.
    expect(Date.parse(memory?.trend?.full?.at ?? '')).toBeGreaterThan(nowMs + 122 * hour);
    expect(Date.parse(memory?.trend?.full?.at ?? '')).toBeLessThan(nowMs + 124 * hour);
    expect(figure(trends, 'disk')).toMatchObject({ mount: '/', bound: 'disk', trend: null });
  });

  it('knows no machine that never told of itself', async () => {
    expect((await test.ask('GET', '/api/v1/hosts/there/trends')).status).toBe(404);
  });
});

it('has nothing to tell where no samples are kept', async () => {
  const bare = await startTestServer();
  bare.fleet.list.set('mailer', testWorker('mailer'));
  const answer = await bare.ask('GET', '/api/v1/workers/mailer/trends');
  expect(await answer.json()).toMatchObject({ figures: [] });
  await bare.close();
});
