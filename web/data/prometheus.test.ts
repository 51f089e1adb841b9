import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { queryInstant, queryRange } from './prometheus.ts';

let server: Server;
let asked: { url: string | undefined; form: Record<string, string> }[] = [];
let answer: { status: number; body: unknown };

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      asked.push({ url: request.url, form: Object.fromEntries(new URLSearchParams(body)) });
      response.writeHead(answer.status).end(JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const origin = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
  const { fetch } = globalThis;
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => fetch(origin + path, init));
});
afterAll(async () => {
  vi.unstubAllGlobals();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe('asking as Prometheus is asked', () => {
  it('is spared where no step falls into the stretch', async () => {
    asked = [];
    const found = await queryRange('x', { from: 2_000, to: 1_000, stepMs: 1_000 });
    expect([found, asked]).toEqual([{ series: [], warnings: [] }, []]);
  });

  it('for a stretch, in seconds, and takes the special numbers for what they are', async () => {
    asked = [];
    const values = [
      [1.5, '0.25'],
      [2.5, '+Inf'],
      [3.5, '-Inf'],
      [4.5, 'NaN'],
      [5.5, '1e-9'],
    ];
    answer = {
      status: 200,
      body: {
        status: 'success',
        data: { resultType: 'matrix', result: [{ metric: { job: 'a' }, values }] },
        infos: ['x might not be a counter'],
      },
    };
    const found = await queryRange('rate(x[5m])', { from: 1_500, to: 5_500, stepMs: 1_000 });
    expect(asked).toEqual([
      {
        url: '/prometheus/api/v1/query_range',
        form: { query: 'rate(x[5m])', start: '1.5', end: '5.5', step: '1' },
      },
    ]);
    const { POSITIVE_INFINITY, NEGATIVE_INFINITY } = Number;
    expect(found).toEqual({
      series: [
        {
          labels: { job: 'a' },
          times: [1_500, 2_500, 3_500, 4_500, 5_500],
          values: [0.25, POSITIVE_INFINITY, NEGATIVE_INFINITY, Number.NaN, 1e-9],
        },
      ],
      warnings: ['x might not be a counter'],
    });
  });

  it('for an instant, of vectors and of numbers alone', async () => {
    const result = [{ metric: { job: 'a' }, value: [1, '2'] }];
    answer = { status: 200, body: { data: { resultType: 'vector', result } } };
    expect((await queryInstant('x', 1_000)).series).toEqual([
      { labels: { job: 'a' }, times: [1_000], values: [2] },
    ]);
    answer = { status: 200, body: { data: { resultType: 'scalar', result: [1, '3'] } } };
    expect((await queryInstant('3', 1_000)).series).toEqual([{ labels: {}, times: [1_000], values: [3] }]);
  });

  it('and hears what is wrong with a query', async () => {
    answer = {
      status: 400,
      body: { status: 'error', errorType: 'bad_data', error: '1:5: parse error: unclosed left parenthesis' },
    };
    await expect(queryInstant('rate(', 0)).rejects.toMatchObject({
      status: 400,
      code: 'bad_data',
      message: '1:5: parse error: unclosed left parenthesis',
    });
  });
});
