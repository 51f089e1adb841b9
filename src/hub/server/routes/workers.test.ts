import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { History } from '../../fleet/index.ts';
import {
  startTestServer,
  testFigures,
  type TestServer,
  testSample,
  testWorkerSample,
} from '../testing/index.ts';

let test: TestServer;
let viewer: string;
let operator: string;
beforeAll(async () => {
  test = await startTestServer();
  viewer = (await test.newToken('viewer')).token;
  operator = (await test.newToken('operator')).token;
});
afterAll(() => test.close());
beforeEach(() => {
  test.fleet.asked.length = 0;
  test.fleet.signs.length = 0;
});

interface Page {
  workers: { name: string }[];
  total: number;
  next: string | null;
}
const list = async (query: string) => {
  const answer = await test.ask('GET', `/api/v1/workers${query}`);
  const body = (await answer.json()) as Page;
  return { names: body.workers.map((worker) => worker.name), total: body.total, next: body.next };
};
const body = async (answer: Response) => (await answer.json()) as Record<string, unknown>;

describe('GET /workers', () => {
  it('lists every worker by name', async () => {
    expect(await list('')).toEqual({ names: ['billing.v2', 'broker', 'mailer'], total: 3, next: null });
  });

  it('goes on behind the cursor', async () => {
    const first = await list('?limit=2');
    expect(first).toMatchObject({ names: ['billing.v2', 'broker'], total: 3 });
    expect(await list(`?limit=2&cursor=${first.next}`)).toEqual({ names: ['mailer'], total: 3, next: null });
  });

  it('filters by state, label, label value and part of the name', async () => {
    expect((await list('?state=backoff')).names).toEqual(['broker']);
    expect((await list('?label=team')).names).toEqual(['billing.v2', 'mailer']);
    expect((await list('?label=team=post')).names).toEqual(['mailer']);
    expect((await list('?label=team=other')).names).toEqual([]);
    expect((await list('?q=MAIL')).names).toEqual(['mailer']);
  });

  it.each([
    ['?limit=0', 'query.limit'],
    ['?limit=1001', 'query.limit'],
    ['?limit=many', 'query.limit'],
    ['?state=dancing', 'query.state'],
    [`?q=${'x'.repeat(101)}`, 'query.q'],
  ])('refuses %s and names the place', async (query, path) => {
    const answer = await test.ask('GET', `/api/v1/workers${query}`);
    expect(answer.status).toBe(400);
    expect(await body(answer)).toMatchObject({ code: 'bad_request', errors: [{ path }] });
  });

  it.each(['', '*', 'eA==', '%00'])('refuses the cursor "%s"', async (cursor) => {
    const answer = await test.ask('GET', `/api/v1/workers?cursor=${cursor}`);
    expect(await body(answer)).toMatchObject({ code: 'bad_cursor', status: 400 });
  });
});

describe('GET /workers/{name}', () => {
  it('answers one worker with its spec', async () => {
    expect(await body(await test.ask('GET', '/api/v1/workers/billing.v2'))).toMatchObject({
      name: 'billing.v2',
      spec: { command: ['sleep', '9'] },
    });
  });

  it('tells the ping URL only to those who may send signs of life', async () => {
    const seen = async (token: string) =>
      (await body(await test.ask('GET', '/api/v1/workers/mailer', { token })))['pingUrl'];
    expect(await seen(viewer)).toBeNull();
    expect(await seen(operator)).toContain('/ping/');
  });

  it('does not find what is not declared', async () => {
    const answer = await test.ask('GET', '/api/v1/workers/nobody');
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await body(answer)).toMatchObject({
      code: 'worker_not_found',
      status: 404,
      detail: expect.stringContaining('nobody'),
    });
  });

  it.each(['..%2f..%2fetc', 'a%20b', '%00', 'x'.repeat(64)])('refuses the name %s', async (name) => {
    expect((await test.ask('GET', `/api/v1/workers/${name}`)).status).toBe(400);
  });
});

describe('POST /workers/{name}/start, stop and restart', () => {
  it.each(['start', 'stop', 'restart'])('asks for a %s and answers its event', async (action) => {
    const answer = await test.ask('POST', `/api/v1/workers/mailer/${action}`, { token: operator });
    expect(answer.status).toBe(202);
    const { eventId } = await body(answer);
    const event = test.fleet.recorded.find((e) => e.id === eventId);
    expect(event).toMatchObject({
      type: `worker.${action}-requested`,
      worker: 'mailer',
      data: { by: 'token:operator' },
    });
  });

  it('accepts an empty JSON body', async () => {
    const headers = { 'content-type': 'application/json' };
    expect((await test.ask('POST', '/api/v1/workers/mailer/start', { headers })).status).toBe(202);
  });

  it('says that the agent is away', async () => {
    test.fleet.agentAway = true;
    const answer = await test.ask('POST', '/api/v1/workers/mailer/stop');
    test.fleet.agentAway = false;
    expect(await body(answer)).toMatchObject({
      code: 'agent_away',
      status: 503,
      detail: expect.stringContaining('away'),
    });
  });

  it('is not for viewers', async () => {
    const answer = await test.ask('POST', '/api/v1/workers/mailer/stop', { token: viewer });
    expect(await body(answer)).toMatchObject({ code: 'forbidden', status: 403 });
  });
});

describe('GET /workers/{name}/logs', () => {
  beforeAll(() => test.fleet.print('mailer', 'one', 'two', 'three'));

  it('answers the newest lines, newest last, and where the page before begins', async () => {
    const answer = await body(await test.ask('GET', '/api/v1/workers/mailer/logs?limit=2'));
    expect((answer['lines'] as { text: string }[]).map((line) => line.text)).toEqual(['two', 'three']);
    const before = await body(
      await test.ask('GET', `/api/v1/workers/mailer/logs?limit=2&before=${String(answer['before'])}`),
    );
    expect(before).toMatchObject({ lines: [{ text: 'one' }], before: null });
  });

  it('passes search, stream and position on', async () => {
    await test.ask('GET', '/api/v1/workers/mailer/logs?q=tw&stream=stderr&after=7');
    const query = { limit: 200, before: null, after: '7', search: 'tw', stream: 'stderr' };
    expect(test.fleet.asked).toEqual([`logs mailer ${JSON.stringify(query)}`]);
  });

  it('passes an instant on in UTC, and refuses it beside a position', async () => {
    await test.ask('GET', '/api/v1/workers/mailer/logs?at=2026-01-01T09:00:00%2B09:00');
    const query = { limit: 200, before: null, after: null, search: null, stream: null };
    expect(test.fleet.asked).toEqual([
      `logs mailer ${JSON.stringify({ ...query, at: '2026-01-01T00:00:00.000Z' })}`,
    ]);
    const both = await test.ask('GET', '/api/v1/workers/mailer/logs?at=2026-01-01T00:00:00Z&after=7');
    expect(both.status).toBe(400);
    expect(await body(both)).toMatchObject({ code: 'bad_request', errors: [{ path: 'at' }] });
    expect((await test.ask('GET', '/api/v1/workers/mailer/logs?at=yesterday')).status).toBe(400);
  });

  it('gives the lines as a text file', async () => {
    const answer = await test.ask('GET', '/api/v1/workers/mailer/logs.txt');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="mailer.log"');
    expect((await answer.text()).split('\n')[2]).toBe('2026-01-01T00:00:00.000Z stdout three');
  });

  it('refuses a limit that would be too much', async () => {
    expect((await test.ask('GET', '/api/v1/workers/mailer/logs?limit=10001')).status).toBe(400);
  });
});

describe('GET /workers/{name}/history and /processes', () => {
  it('answers the figures since a time, 15 minutes when none is given', async () => {
    const now = Date.now();
    for (const secondsAgo of [800, 600, 2, 1])
      test.fleet.tell(testFigures([testWorkerSample('mailer', { fds: 7 })], now - secondsAgo * 1_000));
    const ask = async (query: string) =>
      (await body(await test.ask('GET', `/api/v1/workers/mailer/history${query}`))) as History;
    const since = new Date(now - 601_000 + 9 * 3_600_000).toISOString().replace('Z', '%2B09:00');
    expect(await ask(`?since=${since}`)).toMatchObject({
      times: [now - 600_000, now - 599_000, now - 2_000, now - 1_000],
      series: { cpuRatio: [0.5, null, 0.5, 0.5], fds: [7, null, 7, 7], pssBytes: [null, null, null, null] },
    });
    expect((await ask('')).times.length).toBe(6);
    expect((await test.ask('GET', '/api/v1/workers/mailer/history?since=yesterday')).status).toBe(400);
    expect((await test.ask('GET', '/api/v1/workers/nobody/history')).status).toBe(404);
  });

  it('answers the process tree', async () => {
    expect(await body(await test.ask('GET', '/api/v1/workers/mailer/processes'))).toMatchObject({
      processes: [{ pid: 100 }],
    });
  });
});

describe('signs of life', () => {
  const beat = (send?: unknown) =>
    test.ask('POST', '/api/v1/workers/mailer/heartbeat', {
      token: operator,
      ...(send === undefined ? {} : { body: send }),
    });

  it('takes heartbeats with and without a body', async () => {
    expect((await beat()).status).toBe(204);
    expect((await beat({ status: 'fail', detail: 'no mail' })).status).toBe(204);
    expect((await beat({ status: 'exit', exitCode: 3 })).status).toBe(204);
    expect(test.fleet.signs).toEqual([
      { worker: 'mailer', sign: 'success', exitCode: null, detail: null },
      { worker: 'mailer', sign: 'fail', exitCode: null, detail: 'no mail' },
      { worker: 'mailer', sign: 'exit', exitCode: 3, detail: null },
    ]);
  });

  it.each([{ status: 'exit' }, { exitCode: 3 }, { status: 'maybe' }, { status: 'exit', exitCode: 256 }, []])(
    'refuses the heartbeat %j',
    async (send) => {
      expect((await beat(send)).status).toBe(400);
      expect(test.fleet.signs).toEqual([]);
    },
  );

  it('takes progress as a value or a step, never both', async () => {
    const progress = (send: unknown) => test.ask('POST', '/api/v1/workers/mailer/progress', { body: send });
    expect((await progress({ counter: 'mails', add: 2 })).status).toBe(204);
    expect((await progress({ counter: 'mails', value: 7 })).status).toBe(204);
    expect((await progress({ counter: 'mails', value: 7, add: 1 })).status).toBe(400);
    expect((await progress({ counter: 'mails' })).status).toBe(400);
    expect(test.fleet.signs).toEqual([
      { worker: 'mailer', counter: 'mails', value: 2, add: true },
      { worker: 'mailer', counter: 'mails', value: 7, add: false },
    ]);
  });
});

describe('POST /workers/actions', () => {
  const act = (send: unknown, token = operator) =>
    test.ask('POST', '/api/v1/workers/actions', { body: send, token });
  const audited = async (actor: string) => {
    const answer = await test.ask('GET', `/api/v1/audit?actor=${actor}`);
    return ((await answer.json()) as { entries: Record<string, unknown>[] }).entries;
  };

  it('says for each what became of the wish, and writes each down', async () => {
    const { token } = await test.newToken('operator', 'few');
    const answer = await act({ action: 'restart', workers: ['mailer', 'nobody', 'broker'] }, token);
    expect(answer.status).toBe(202);
    expect(await body(answer)).toEqual({
      results: [
        { worker: 'mailer', eventId: expect.any(Number) },
        { worker: 'nobody', code: 'worker_not_found', detail: expect.any(String) },
        { worker: 'broker', eventId: expect.any(Number) },
      ],
    });
    expect(test.fleet.recorded.slice(-2).map(({ type, worker, data }) => [type, worker, data['by']])).toEqual(
      [
        ['worker.restart-requested', 'mailer', 'token:few'],
        ['worker.restart-requested', 'broker', 'token:few'],
      ],
    );
    await expect
      .poll(async () =>
        (await audited('few')).map(({ action, target, outcome }) => [action, target, outcome]),
      )
      .toEqual([
        ['worker.restart', 'broker', 'done'],
        ['worker.restart', 'nobody', 'worker_not_found'],
        ['worker.restart', 'mailer', 'done'],
      ]);
  });

  it('writes a large selection down once, with its names', async () => {
    const { token } = await test.newToken('operator', 'many');
    const workers = ['mailer', ...Array.from({ length: 999 }, (_, index) => `w-${index}`)];
    const answer = await act({ action: 'stop', workers }, token);
    expect(((await answer.json()) as { results: unknown[] }).results).toHaveLength(1_000);
    await expect.poll(() => audited('many')).toHaveLength(1);
    const [entry] = await audited('many');
    expect(entry).toMatchObject({ action: 'worker.stop', target: '1000 workers', outcome: 'partial' });
    expect(entry?.['detail']).toMatchObject({ workers });
    await act({ action: 'stop', workers: workers.slice(1) }, token);
    await expect
      .poll(async () => (await audited('many')).map(({ outcome }) => outcome))
      .toEqual(['worker_not_found', 'partial']);
  });

  it('refuses what is too much, empty, doubled or no name', async () => {
    const workers = Array.from({ length: 1_001 }, (_, index) => `w-${index}`);
    for (const bad of [
      { action: 'stop', workers },
      { action: 'stop', workers: [] },
      { action: 'stop', workers: ['mailer', 'mailer'] },
      { action: 'stop', workers: ['<b>'] },
      { action: 'kill', workers: ['mailer'] },
      {},
    ])
      expect((await act(bad)).status).toBe(400);
  });

  it('is for operators, and says so when no agent is there', async () => {
    expect((await act({ action: 'stop', workers: ['mailer'] }, viewer)).status).toBe(403);
    test.fleet.agentAway = true;
    expect((await act({ action: 'stop', workers: ['mailer'] })).status).toBe(503);
    test.fleet.agentAway = false;
  });
});

describe('what a worker was', () => {
  it('is asked for since a time, at most 30 days ago', async () => {
    const ask = (query: string) =>
      test.ask('GET', `/api/v1/workers/mailer/states${query}`, { token: viewer });
    const hoursAgo = () =>
      Math.round((Date.now() - Date.parse(test.fleet.asked.at(-1)?.split(' ')[2] ?? '')) / 3_600_000);
    expect((await ask('')).status).toBe(200);
    expect(hoursAgo()).toBe(24);
    await ask('?since=2020-01-01T00:00:00Z');
    expect(hoursAgo()).toBe(30 * 24);
    expect((await ask('?since=then')).status).toBe(400);
    expect((await test.ask('GET', '/api/v1/workers/nobody/states')).status).toBe(404);
  });
});

describe('the results of checks', () => {
  it('are told to viewers', async () => {
    expect(await body(await test.ask('GET', '/api/v1/workers/mailer/checks', { token: viewer }))).toEqual({
      checks: [
        {
          name: 'http',
          type: 'http',
          weighs: 'much',
          results: [{ at: expect.any(String), ok: false, tookMs: 1, detail: 'status 500' }],
        },
      ],
    });
    expect((await test.ask('GET', '/api/v1/workers/nobody/checks')).status).toBe(404);
  });
});

describe('hosts', () => {
  it('lists machines and their history', async () => {
    test.fleet.tell({ kind: 'sample', sample: testSample(['mailer']) });
    expect(await body(await test.ask('GET', '/api/v1/hosts'))).toMatchObject({
      hosts: [{ name: 'here', latest: { cores: 2 } }],
    });
    expect((await test.ask('GET', '/api/v1/hosts/here/history')).status).toBe(200);
    expect(await body(await test.ask('GET', '/api/v1/hosts/there/history'))).toMatchObject({
      code: 'not_found',
    });
  });
});
