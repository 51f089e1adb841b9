import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HostHistory } from '../../fleet/index.ts';
import { createSqlAccessStore } from '../auth/index.ts';
import {
  startTestServer,
  testFigures,
  testPingId,
  testSample,
  type TestServer,
  testWorkerSample,
} from '../testing/index.ts';

let test: TestServer;
beforeAll(async () => {
  test = await startTestServer();
});
afterAll(() => test.close());
const body = async (answer: Response) => (await answer.json()) as Record<string, unknown>;

describe('GET /healthz', () => {
  it('tells strangers which part is unwell and nothing more', async () => {
    const since = '2026-01-01T00:00:00.000Z';
    const healthz = () => test.ask('GET', '/healthz', { token: null });
    expect(await body(await healthz())).toEqual({
      product: 'yagura',
      version: '1.2.3',
      status: 'well',
      parts: [{ name: 'agent', state: 'well' }],
    });
    const disk = { name: 'disk', state: 'troubled' as const, detail: '/secret/path is full', since };
    test.fleet.tell({ kind: 'parts', parts: [...test.fleet.partList, disk] });
    const answer = await healthz();
    expect(answer.status).toBe(200);
    const text = await answer.text();
    expect(JSON.parse(text)).toMatchObject({ status: 'troubled' });
    expect(text).not.toContain('secret');
  });
});

describe('GET /system', () => {
  it('sums everything up', async () => {
    expect(await body(await test.ask('GET', '/api/v1/system'))).toMatchObject({
      version: '1.2.3',
      workers: { total: 3, byState: { running: 2, backoff: 1 } },
      host: { name: 'here', cpuRatio: null, memory: null, disk: null },
      errors24h: 0,
      errors1h: 0,
      restarts1h: 2,
      pageBuild: null,
    });
    test.fleet.tell({ kind: 'sample', sample: testSample(['mailer']) });
    expect(await body(await test.ask('GET', '/api/v1/system'))).toMatchObject({
      host: {
        cpuRatio: 0.5,
        memory: { totalBytes: 4000, usedBytes: 1000 },
        disk: { mount: '/', sizeBytes: 100, usedBytes: 40 },
      },
    });
  });
});

describe('GET /doctor', () => {
  it('tells viewers how each part is, how to mend it, and how the hub does', async () => {
    const before = test.fleet.partList;
    const trouble = { name: 'disk', state: 'troubled' as const, detail: '1 MiB free', since: null };
    test.fleet.tell({ kind: 'parts', parts: [...before.slice(0, 1), trouble] });
    const { token } = await test.newToken('viewer');
    const answer = await test.ask('GET', '/api/v1/doctor', { token });
    expect(await body(answer)).toMatchObject({
      parts: [
        { name: 'agent', state: 'well', mend: null },
        { name: 'disk', state: 'troubled', mend: expect.stringContaining('Make room') },
      ],
      hub: {
        pid: process.pid,
        version: '1.2.3',
        nodeVersion: process.versions.node,
        rssBytes: expect.any(Number),
        liveClients: 0,
        requestsPerSecond: expect.any(Number),
      },
      agents: [{ host: 'here', clockSkewMs: 3, abilities: [{ name: 'adoption', able: false }] }],
      database: {
        state: 'well',
        bytes: expect.any(Number),
        walBytes: expect.any(Number),
        newestBackupAt: null,
      },
      figures: {
        state: 'well',
        series: expect.any(Number),
        waitingBytes: expect.any(Number),
        refused: { late: 0, series: 0 },
        refusedFrom: [],
      },
      retention: [
        { what: 'events' },
        { what: 'searchable-logs', ageMs: 7 * 86_400_000, bytes: 1e9, takesBytes: expect.any(Number) },
        { what: 'errors', ageMs: 30 * 86_400_000, bytes: 500e6, takesBytes: expect.any(Number) },
        { what: 'source-maps', ageMs: 90 * 86_400_000, bytes: 500e6, takesBytes: 0 },
        { what: 'history', ageMs: 2 * 86_400_000, bytes: 10e9 },
        { what: 'history-medium', ageMs: 14 * 86_400_000 },
        { what: 'history-coarse', ageMs: 400 * 86_400_000 },
        { what: 'audit', count: 100_000 },
        { what: 'backups', count: 5, ageMs: 7 * 86_400_000 },
      ],
    });
    test.fleet.tell({ kind: 'parts', parts: before });
    expect((await test.ask('GET', '/api/v1/doctor', { token: null })).status).toBe(401);
  });
});

describe('POST /shutdown', () => {
  it('passes on whether workers stay, for admins', async () => {
    const { token } = await test.newToken('operator');
    expect((await test.ask('POST', '/api/v1/shutdown', { token })).status).toBe(403);
    expect((await test.ask('POST', '/api/v1/shutdown', { body: { keepWorkers: 'maybe' } })).status).toBe(400);
    expect((await test.ask('POST', '/api/v1/shutdown', { body: { keepWorkers: true } })).status).toBe(202);
    expect((await test.ask('POST', '/api/v1/shutdown')).status).toBe(202);
    await expect
      .poll(() => test.fleet.asked)
      .toEqual(['shut down keeping workers by token:home', 'shut down with workers by token:home']);
  });
});

describe('GET /events', () => {
  it('filters and pages towards the past', async () => {
    for (const type of ['worker.a', 'worker.b', 'config.applied']) test.fleet.record(type, 'pager', {});
    const events = async (query: string) =>
      body(await test.ask('GET', `/api/v1/events?worker=pager${query}`));
    expect(await events('&type=worker.&limit=1')).toMatchObject({ events: [{ type: 'worker.b' }] });
    const { next } = await events('&type=worker.&limit=1');
    expect(await events(`&type=worker.&limit=1&cursor=${String(next)}`)).toMatchObject({
      events: [{ type: 'worker.a' }],
      next: null,
    });
    expect(await events('&kind=config')).toMatchObject({ events: [{ type: 'config.applied' }] });
    expect(await events('&q=.b')).toMatchObject({ events: [{ type: 'worker.b' }] });
    expect(await events('&until=2020-01-01T00:00:00Z')).toEqual({ events: [], next: null });
    expect((await test.ask('GET', '/api/v1/events?kind=odd')).status).toBe(400);
    expect(await events('&since=2099-01-01T00:00:00Z')).toEqual({ events: [], next: null });
    expect((await test.ask('GET', '/api/v1/events?since=soon')).status).toBe(400);
    const abc = Buffer.from('abc').toString('base64url');
    expect(await body(await test.ask('GET', `/api/v1/events?cursor=${abc}`))).toMatchObject({
      code: 'bad_cursor',
    });
  });
});

describe('GET /events/rates', () => {
  it('takes a bounded time and a worker that there is', async () => {
    const rates = (query: string) => test.ask('GET', `/api/v1/events/rates${query}`);
    expect(await body(await rates(''))).toEqual({ stepMs: 60_000, times: [0], restarts: [1], errors: [2] });
    await rates('?minutes=1440&worker=mailer');
    expect(test.fleet.asked.filter((asked) => asked.startsWith('rates'))).toEqual([
      'rates {"minutes":60}',
      'rates {"minutes":1440,"worker":"mailer"}',
    ]);
    for (const bad of ['?minutes=0', '?minutes=1441', '?minutes=x', '?worker=%2F'])
      expect((await rates(bad)).status, bad).toBe(400);
    expect((await rates('?worker=nobody')).status).toBe(404);
    test.fleet.asked.length = 0;
  });
});

describe('GET /hosts/:name/history', () => {
  it('is the last 15 minutes by the second or the last hour in means', async () => {
    const ask = (query: string) => test.ask('GET', `/api/v1/hosts/here/history${query}`);
    // An hour in which another one was sampled every minute.
    const now = Date.now();
    for (let minute = 59; minute >= 0; minute -= 1)
      test.fleet.tell(testFigures([], now - minute * 60_000 - 500));
    const seconds = (await body(await ask(''))) as HostHistory;
    expect(seconds).toMatchObject({ stepMs: 1_000, disk: { mount: '/', sizeBytes: 100 } });
    expect(seconds.times.length).toBe(15 + 14); // with a gap after each
    expect(seconds.series['memoryUsedBytes']?.[0]).toBe(1000);
    const means = (await body(await ask('?step=15'))) as HostHistory;
    expect(means.stepMs).toBe(15_000);
    expect(means.times.length).toBeGreaterThan(100);
    expect(means.series['load5']?.filter((value) => value !== null)).toContain(2);
    expect((await ask('?step=7')).status).toBe(400);
    expect((await test.ask('GET', '/api/v1/hosts/there/history?step=15')).status).toBe(404);
    test.fleet.asked.length = 0;
  });
});

describe('GET /audit', () => {
  it('is found by who, what, to what and when', async () => {
    const entry = { role: 'admin' as const, outcome: 'done', address: '::1', detail: {} };
    const store = createSqlAccessStore(test.store);
    const acts = [
      ['2020-01-01T00:00:01.000Z', 'token:Ann', 'worker.stop', 'mailer'],
      ['2020-01-01T00:00:02.000Z', 'session:bob', 'worker.start', 'mailer-2'],
      ['2020-01-01T00:00:03.000Z', 'session:ann', 'config.apply', null],
    ] as const;
    for (const [time, actor, action, target] of acts)
      await store.appendAudit({ ...entry, time, actor, action, target });
    const found = async (query: string) => {
      const { entries } = (await body(
        await test.ask('GET', `/api/v1/audit?until=2020-01-02T00:00:00Z${query}`),
      )) as {
        entries: { time: string }[];
      };
      return entries.map(({ time }) => Number(time.slice(18, 19)));
    };
    expect(await found('')).toEqual([3, 2, 1]);
    expect(await found('&actor=ANN')).toEqual([3, 1]);
    expect(await found('&action=worker.')).toEqual([2, 1]);
    expect(await found('&action=worker.stop')).toEqual([1]);
    expect(await found('&action=worker')).toEqual([]);
    expect(await found('&target=mail%25')).toEqual([]);
    expect(await found('&target=MAILER')).toEqual([2, 1]);
    expect(await found('&since=2020-01-01T09:00:02%2B09:00&actor=ann')).toEqual([3]);
    expect((await test.ask('GET', '/api/v1/audit?since=never')).status).toBe(400);
  });
});

describe('config', () => {
  it('shows what would change and applies it', async () => {
    const difference = { path: 'cwd', from: '/a', to: '/b' };
    const change = {
      worker: 'mailer',
      change: 'changed' as const,
      differences: [difference],
      restarts: true,
    };
    test.fleet.changes = [change];
    expect(await body(await test.ask('GET', '/api/v1/config/changes'))).toEqual({
      plan: 'shown',
      changes: [change],
    });
    const applied = await test.ask('POST', '/api/v1/config/apply');
    expect(applied.status).toBe(200);
    expect(await body(applied)).toMatchObject({ eventId: expect.any(Number), changes: [change] });
    const apply = (plan: unknown) => test.ask('POST', '/api/v1/config/apply', { body: { plan } });
    expect((await apply('shown')).status).toBe(200);
    expect((await apply('of yesterday')).status).toBe(409);
    expect((await apply(7)).status).toBe(400);
  });
});

describe('/ping', () => {
  const ping = (path: string, init: RequestInit = {}) => fetch(`${test.url}/ping/${path}`, init);
  const signs = () => test.fleet.signs.splice(0);

  it('takes every sign by GET, HEAD and POST without a token', async () => {
    for (const method of ['GET', 'HEAD', 'POST']) {
      expect((await ping(testPingId, { method })).status).toBe(200);
    }
    await ping(`${testPingId}/start`);
    await ping(`${testPingId}/fail`, { method: 'POST', body: 'it broke' });
    await ping(`${testPingId}/7`);
    await ping(`${testPingId.toUpperCase()}/0`);
    const sign = (name: string, exitCode: number | null = null, detail: string | null = null) => ({
      worker: 'mailer',
      sign: name,
      exitCode,
      detail,
    });
    expect(signs()).toEqual([
      ...Array.from({ length: 3 }, () => sign('success')),
      sign('start'),
      sign('fail', null, 'it broke'),
      sign('exit', 7),
      sign('exit', 0),
    ]);
  });

  it('keeps the beginning of a long text of any type', async () => {
    const headers = { 'content-type': 'application/x-anything' };
    expect((await ping(testPingId, { method: 'POST', body: 'x'.repeat(50_000), headers })).status).toBe(200);
    expect(signs()).toMatchObject([{ detail: 'x'.repeat(10_000) }]);
  });

  it('writes notes down as events', async () => {
    await ping(`${testPingId}/log`, { method: 'POST', body: 'half done' });
    expect(test.fleet.recorded.at(-1)).toMatchObject({
      type: 'worker.note',
      worker: 'mailer',
      data: { text: 'half done' },
    });
    await ping(`${testPingId}/log`);
    expect(test.fleet.recorded.at(-1)).toMatchObject({ data: { text: '' } });
  });

  it('takes progress in one line', async () => {
    expect((await ping(`${testPingId}/progress?counter=mails&add=1`)).status).toBe(200);
    expect((await ping(`${testPingId}/progress?counter=mails&value=12.5`, { method: 'POST' })).status).toBe(
      200,
    );
    expect(signs()).toEqual([
      { worker: 'mailer', counter: 'mails', value: 1, add: true },
      { worker: 'mailer', counter: 'mails', value: 12.5, add: false },
    ]);
  });

  it.each([
    ['6f9619ff-8b86-4d01-b42d-00cf4fc964fe', 404],
    ['nonsense', 400],
    [`${testPingId}/256`, 400],
    [`${testPingId}/soon`, 400],
    [`${testPingId}/progress?counter=mails`, 400],
    [`${testPingId}/progress?counter=mails&add=1&value=2`, 400],
    [`${testPingId}/progress?counter=mails&add=lots`, 400],
  ])('refuses %s', async (path, status) => {
    const answer = await ping(path);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('problem+json');
    expect(signs()).toEqual([]);
  });
});

describe('GET /metrics', () => {
  const metrics = async () => (await test.ask('GET', '/metrics')).text();

  it('needs a token', async () => {
    expect((await test.ask('GET', '/metrics', { token: null })).status).toBe(401);
  });

  it('sums CPU shares up to seconds that only grow', async () => {
    const seconds = async () =>
      Number(/^yagura_worker_cpu_seconds_total\{worker="mailer",.*\} (.*)$/m.exec(await metrics())?.[1]);
    const first = Date.parse('2026-01-01T01:00:00Z');
    const at = (ms: number) => test.fleet.tell(testFigures([testWorkerSample('mailer')], first + ms));
    at(0);
    const before = await seconds();
    at(2000); // two seconds at half a core
    expect((await seconds()) - before).toBeCloseTo(1);
    at(602_000); // after a gap one second is counted
    expect((await seconds()) - before).toBeCloseTo(1.5);
  });

  it('answers every name in the exposition format', async () => {
    test.fleet.tell(testFigures([testWorkerSample('mailer', { threads: 4, fds: 11 })], Date.now()));
    const text = await metrics();
    for (const line of [
      'yagura_worker_up{worker="mailer",host="here",group="mailer"} 1',
      'yagura_worker_up{worker="broker",host="here",group="broker"} 0',
      'yagura_worker_memory_rss_bytes{worker="mailer",host="here",group="mailer"} 1000',
      'yagura_worker_threads{worker="mailer",host="here",group="mailer"} 4',
      'yagura_worker_open_fds{worker="mailer",host="here",group="mailer"} 11',
      'yagura_worker_restarts_total{worker="mailer",host="here",group="mailer"} 0',
      'yagura_host_memory_total_bytes{host="here"} 4000',
      'yagura_host_disk_used_bytes{host="here",mount="/"} 40',
      'yagura_host_load{host="here",window="15m"} 3',
      'yagura_host_pressure_ratio{host="here",resource="io"} 0.2',
      '# TYPE yagura_host_cpu_seconds_total counter',
    ]) {
      expect(text).toContain(`${line}\n`);
    }
    const wellFormed = /^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+\{([a-z]+="[^"]*",?)*\} [0-9.e+-]+)$/;
    for (const line of text.trimEnd().split('\n')) expect(line).toMatch(wellFormed);
  });

  it('is OpenMetrics for who asks for it', async () => {
    const answer = await test.ask('GET', '/metrics', {
      headers: { accept: 'application/openmetrics-text;version=1.0.0,text/plain;q=0.5' },
    });
    expect(answer.headers.get('content-type')).toBe(
      'application/openmetrics-text; version=1.0.0; charset=utf-8',
    );
    const text = await answer.text();
    expect(text).toContain(
      '# TYPE yagura_host_cpu_seconds counter\n# UNIT yagura_host_cpu_seconds seconds\n',
    );
    expect(text.endsWith('\n# EOF\n')).toBe(true);
  });

  it('escapes label values', async () => {
    test.fleet.list.set('odd', { ...test.fleet.list.get('mailer')!, name: 'odd', host: 'a"b\\c\nd' });
    expect(await metrics()).toContain(
      'yagura_worker_up{worker="odd",host="a\\"b\\\\c\\nd",group="mailer"} 1\n',
    );
    test.fleet.list.delete('odd');
  });
});

describe('the description', () => {
  it('names every path, with the failures and the shapes', async () => {
    const document = await body(await test.ask('GET', '/api/v1/openapi.json', { token: null }));
    const paths = document['paths'] as Record<string, Record<string, { operationId: string }>>;
    for (const path of [
      '/healthz',
      '/api/v1/workers/{name}/logs',
      '/api/v1/live',
      '/ping/{id}/{exitCode}',
      '/metrics',
    ]) {
      expect(paths).toHaveProperty([path]);
    }
    const ids = Object.values(paths).flatMap((methods) =>
      Object.values(methods).map((operation) => operation.operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
    expect(document).toHaveProperty(['x-failures', 'agent_away']);
    const text = JSON.stringify(document);
    const shapes = (document['components'] as { schemas: object }).schemas;
    for (const [, name] of text.matchAll(/#\/components\/schemas\/(\w+)/g))
      expect(shapes).toHaveProperty(name!);
  });

  it('can be read as a page without scripts', async () => {
    const answer = await test.ask('GET', '/docs', { token: null });
    const html = await answer.text();
    expect(html).toContain('POST /api/v1/workers/{name}/restart');
    expect(html).not.toContain('<script');
    expect((await test.ask('GET', '/docs/style.css', { token: null })).headers.get('content-type')).toContain(
      'text/css',
    );
  });
});
