import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { queryInstant, queryRange, writeResult } from '../promql/index.ts';
import type { Selection, Series, SeriesSource } from '../samples.ts';
import { createTestSource } from '../testing/index.ts';
import { createRemoteSource } from './remote-source.ts';
import { withHistory } from './with-history.ts';

const from = Date.UTC(2026, 0, 1);
const secondsOfWalk = 120;
const to = from + (secondsOfWalk - 1) * 1000;

/** A value a second that counts up. */
function walk(n: string, first: number, startMs = from, count = secondsOfWalk): Series {
  return {
    labels: { __name__: 'walk', n },
    times: Float64Array.from({ length: count }, (_, second) => startMs + second * 1000),
    values: Float64Array.from({ length: count }, (_, second) => first + second),
    stale: [],
  };
}

const kept = createTestSource([walk('1', 1000), walk('2', 2000)]);
let server: Server;
let url: string;
let seen: IncomingMessage[];
let instead: ((response: ServerResponse) => void) | null;

/** A store of the kind that is spoken to: Prometheus's API over series in memory. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  seen.push(request);
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  if (instead) return instead(response);
  const form = new URLSearchParams(Buffer.concat(chunks).toString());
  const ms = (name: string) => Number(form.get(name)) * 1000;
  const query = form.get('query') ?? '';
  const send = (data: string) => response.end(`{"status":"success","data":${data}}`);
  try {
    if (request.url?.endsWith('/series')) {
      const found: unknown[] = [];
      const limits = { series: 100, samples: 1e6 };
      for await (const labels of kept.labelsOf([], ms('start'), ms('end'), limits)) found.push(labels);
      return void send(JSON.stringify(found));
    }
    const range = { startMs: ms('start'), endMs: ms('end'), stepMs: ms('step') };
    const result = request.url?.endsWith('/query_range')
      ? await queryRange(query, { source: kept, ...range })
      : await queryInstant(query, { source: kept, timeMs: ms('time') });
    send([...writeResult(result)].join(''));
  } catch (error) {
    response.writeHead(422).end(JSON.stringify({ status: 'error', error: String(error) }));
  }
}

beforeEach(async () => {
  seen = [];
  instead = null;
  server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const plenty = () => ({ series: 100, samples: 100_000 });
const named = [{ name: '__name__', op: '=', value: 'walk' } as const];

async function collect(
  source: SeriesSource,
  selection: Partial<Selection> = {},
  limits = plenty(),
): Promise<Series[]> {
  const whole: Selection = { matchers: named, fromMs: from, toMs: to, stepMs: 0, aspect: 'last' };
  const found: Series[] = [];
  for await (const series of source.select({ ...whole, ...selection }, limits)) found.push(series);
  return found.sort((a, b) => ((a.labels['n'] ?? '') < (b.labels['n'] ?? '') ? -1 : 1));
}

const remote = () => createRemoteSource({ url: `${url}/`, headers: {} });

describe('a store for history', () => {
  it('is read as it was written, whoever is asked for', async () => {
    const [first, second] = await collect(remote());
    expect(first).toMatchObject({ labels: { __name__: 'walk', n: '1' }, stale: [] });
    expect([...(first?.times ?? [])]).toEqual([...walk('1', 1000).times]);
    expect([...(second?.values ?? [])]).toEqual([...walk('2', 2000).values]);
    const some = { fromMs: from + 5_000, toMs: from + 6_000 };
    expect(await collect(remote(), { matchers: [], ...some })).toMatchObject([
      { times: Float64Array.of(from + 5_000, from + 6_000) },
      { values: Float64Array.of(2005, 2006) },
    ]);
    // Long before there was anything.
    expect(await collect(remote(), { fromMs: 0, toMs: 1_000 })).toEqual([]);
  });

  it.each([
    ['last', [1059, 1119], undefined],
    ['max', [1059, 1119], undefined],
    ['min', [1000, 1060], undefined],
    ['count', [60, 60], undefined],
    ['sum', [61_770, 65_370], [60, 60]],
  ] as const)('is read in steps with the %s', async (aspect, values, counts) => {
    const window = { fromMs: from + 59_000, toMs: to, stepMs: 60_000, aspect };
    const [series] = await collect(remote(), window);
    expect(series?.labels).toEqual({ __name__: 'walk', n: '1' });
    expect([...(series?.times ?? [])]).toEqual([to - 60_000, to]);
    expect([...(series?.values ?? [])]).toEqual(values);
    expect(series?.counts && [...series.counts]).toEqual(counts);
  });

  it('is asked again where it cannot answer all steps at once', async () => {
    const [series] = await collect(remote(), { fromMs: from - 20_000_000, toMs: to, stepMs: 1_000 });
    expect(seen.length).toBe(3);
    expect([...(series?.values ?? [])]).toEqual([...walk('1', 1000).values]);
  });

  it('tells labels, and keeps to the limits', async () => {
    const labels: unknown[] = [];
    for await (const each of remote().labelsOf(named, from, Number.MAX_SAFE_INTEGER, plenty()))
      labels.push(each);
    expect(labels).toEqual([
      { __name__: 'walk', n: '1' },
      { __name__: 'walk', n: '2' },
    ]);
    for (const limits of [
      { series: 1, samples: 1_000 },
      { series: 9, samples: 100 },
    ])
      await expect(collect(remote(), {}, limits)).rejects.toMatchObject({ code: 'too_much' });
  });

  it('is told who asks', async () => {
    const address = url.replace('127', 'ann:secret@127');
    await collect(createRemoteSource({ url: address, headers: { 'x-scope-orgid': 'team' } }));
    expect(seen[0]?.headers).toMatchObject({
      authorization: `Basic ${btoa('ann:secret')}`,
      'x-scope-orgid': 'team',
    });
  });

  it('says what it refuses', async () => {
    const broken = [{ name: 'n', op: '=~', value: '(' } as const];
    await expect(collect(remote(), { matchers: broken })).rejects.toMatchObject({
      code: 'too_much',
      message: expect.stringMatching(/^the store for history refuses: .*\(/),
    });
  });

  it.each<[string, (response: ServerResponse) => void, RegExp]>([
    ['fails', (response) => response.writeHead(503).end('{"error":"starting\\nup"}'), /starting/],
    ['speaks something else', (response) => response.end('<html>'), /status 200/],
    ['sends elsewhere', (response) => response.writeHead(302, { location: '/x' }).end(), /redirect/],
    ['breaks off', (response) => response.destroy(), /./],
  ])('is away when it %s', async (_, how, why) => {
    instead = how;
    await expect(collect(remote())).rejects.toMatchObject({
      code: 'history_away',
      message: expect.stringMatching(why),
    });
  });
});

describe('one source of two', () => {
  const since = from + 60_000;
  /** Here there is the second minute, and one that history has not heard of. */
  const local = createTestSource([walk('1', 1060, since, 60), walk('3', 3000, since, 60)]);
  const both = () => withHistory({ local, history: remote(), localSince: () => since });
  const spans = (found: Series[]) =>
    found.map(({ labels, times }) => [labels['n'], times[0], times.at(-1), times.length]);

  it('joins what was and what is', async () => {
    const found = await collect(both());
    expect(spans(found)).toEqual([
      ['1', from, to, 120],
      ['2', from, since - 1_000, 60],
      ['3', since, to, 60],
    ]);
    expect([...(found[0]?.values ?? [])]).toEqual([...walk('1', 1000).values]);
  });

  it('joins counts too, where one half has them', async () => {
    const [series] = await collect(both(), { aspect: 'sum', stepMs: 10_000, fromMs: from + 9_999 });
    expect(series?.counts?.[0]).toBe(10);
    expect(series?.counts?.at(-1)).toBe(1);
    expect(series?.counts?.length).toBe(series?.times.length);
  });

  it('asks only who knows', async () => {
    expect(spans(await collect(both(), { fromMs: since }))).toEqual([
      ['1', since, to, 60],
      ['3', since, to, 60],
    ]);
    expect(seen).toHaveLength(0);
    expect(await collect(both(), { toMs: since - 1 })).toHaveLength(2);
  });

  it('tells the labels of both, once', async () => {
    const namesIn = async (fromMs: number, toMs: number) => {
      const found: unknown[] = [];
      for await (const { n } of both().labelsOf(named, fromMs, toMs, plenty())) found.push(n);
      return found.toSorted((a, b) => String(a).localeCompare(String(b)));
    };
    expect(await namesIn(from, to)).toEqual(['1', '2', '3']);
    expect(await namesIn(since, to)).toEqual(['1', '3']);
    expect(await namesIn(from, since - 1)).toEqual(['1', '2']);
  });

  it('shows the present while history is away, and fails for the past alone', async () => {
    instead = (response) => response.writeHead(500).end();
    expect(spans(await collect(both()))).toEqual([
      ['1', since, to, 60],
      ['3', since, to, 60],
    ]);
    await expect(collect(both(), { toMs: since - 1 })).rejects.toMatchObject({ code: 'history_away' });
    // What is refused is not hidden.
    instead = (response) => response.writeHead(422).end('{"error":"too long"}');
    await expect(collect(both())).rejects.toMatchObject({ code: 'too_much' });
  });
});
