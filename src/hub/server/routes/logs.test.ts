import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReceivedRecord } from '../../logs/index.ts';
import { startTestServer, type TestServer } from '../testing/index.ts';

let test: TestServer;

beforeEach(async () => {
  test = await startTestServer();
});

afterEach(async () => {
  await test.close();
});

const start = Date.now() - 60_000;

function received(
  at: number,
  text: string,
  more: Partial<ReceivedRecord['record']> & { worker?: string } = {},
): ReceivedRecord {
  const { worker = 'mailer', ...record } = more;
  return {
    worker,
    source: 'output',
    stream: 'stdout',
    record: {
      time: start + at,
      level: null,
      message: text,
      text,
      exceptions: [],
      traceId: null,
      fields: {},
      ...record,
    },
  };
}

interface Page {
  records: { id: string; text: string; worker: string }[];
  older: string | null;
  newer: string | null;
  searchedTo: string | null;
}

async function ask<T = Page>(path: string): Promise<T> {
  const answer = await test.ask('GET', `/api/v1${path}`);
  if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

const texts = ({ records }: Page) => records.map(({ text }) => text);

describe('GET /logs', () => {
  beforeEach(async () => {
    await test.logs.feed.receive(
      Array.from({ length: 500 }, (_, at) =>
        received(at, `line ${at}`, at % 50 === 0 ? { level: 'error', worker: 'billing' } : {}),
      ),
    );
  });

  it('goes through all pages towards older ones, and back to those that came since', async () => {
    const found: string[] = [];
    let page = await ask('/logs?q=line&limit=120');
    const { newer } = page;
    for (;;) {
      found.push(...texts(page));
      if (page.older === null) break;
      page = await ask(`/logs?q=line&limit=120&cursor=${page.older}`);
    }
    expect(found).toEqual(Array.from({ length: 500 }, (_, at) => `line ${499 - at}`));
    const back = await ask(`/logs?q=line&limit=3&cursor=${page.newer}`);
    expect(texts(back)).toEqual(['line 22', 'line 21', 'line 20']);
    expect(texts(await ask(`/logs?q=line&cursor=${newer}`))).toEqual([]);
    await test.logs.feed.receive([received(600, 'line 500')]);
    const fresh = await ask(`/logs?q=line&cursor=${newer}`);
    expect(texts(fresh)).toEqual(['line 500']);
    expect(texts(await ask(`/logs?q=line&cursor=${fresh.newer}`))).toEqual([]);
  });

  it('filters by worker, level and time', async () => {
    expect(texts(await ask('/logs?worker=billing,nobody&level=error&limit=2'))).toEqual([
      'line 450',
      'line 400',
    ]);
    expect(texts(await ask('/logs?level=none&limit=1'))).toEqual(['line 499']);
    const span = new URLSearchParams({
      from: new Date(start + 10).toISOString(),
      to: new Date(start + 12).toISOString(),
    });
    expect(texts(await ask(`/logs?${span.toString()}`))).toEqual(['line 12', 'line 11', 'line 10']);
    expect(await ask('/logs/workers')).toEqual({ workers: ['billing', 'mailer'] });
  });

  it('refuses what it does not understand', async () => {
    for (const query of ['cursor=abc', 'level=loud', 'from=yesterday', 'limit=0'])
      expect((await test.ask('GET', `/api/v1/logs?${query}`)).status).toBe(400);
    expect((await test.ask('GET', '/api/v1/logs', { token: null })).status).toBe(401);
    expect((await test.ask('GET', '/api/v1/logs/1-2-3/context')).status).toBe(404);
  });

  it('shows what stands around a record', async () => {
    const [record] = (await ask('/logs?q="line 7"')).records;
    const context = await ask<Record<'before' | 'after', { text: string }[]>>(
      `/logs/${record?.id}/context?before=2&after=2`,
    );
    expect(context.before.map(({ text }) => text)).toEqual(['line 5', 'line 6']);
    expect(context.after.map(({ text }) => text)).toEqual(['line 8', 'line 9']);
  });

  it('counts over time', async () => {
    const query = new URLSearchParams({
      from: new Date(start - 60_000).toISOString(),
      to: new Date(start + 60_000).toISOString(),
      buckets: '12',
    });
    interface Histogram {
      stepMs: number;
      buckets: { counts: Record<string, number> }[];
      countedFrom: string | null;
    }
    const { stepMs, buckets, countedFrom } = await ask<Histogram>(`/logs/histogram?${query.toString()}`);
    expect({ stepMs, countedFrom }).toEqual({ stepMs: 10_000, countedFrom: null });
    const sum = (level: string) => buckets.reduce((total, { counts }) => total + (counts[level] ?? 0), 0);
    expect([sum('error'), sum('none')]).toEqual([10, 490]);
    query.set('q', '"line 7"');
    const [only] = (await ask<Histogram>(`/logs/histogram?${query.toString()}`)).buckets.filter(
      ({ counts }) => counts['none'],
    );
    expect(only?.counts).toEqual({ none: 1 });
  });
});
