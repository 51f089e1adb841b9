import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestSource, samplesOf } from '../../metrics/testing/index.ts';
import { startTestServer, type TestServer } from '../testing/index.ts';

const startMs = Date.UTC(2026, 0, 1);
const startS = startMs / 1000;
let test: TestServer;
beforeAll(async () => {
  const series = createTestSource([
    samplesOf({ __name__: 'up', job: 'a' }, '1x60', 15_000, startMs),
    samplesOf({ __name__: 'up', job: 'b' }, '0x60', 15_000, startMs),
    samplesOf({ __name__: 'mails_total', job: 'a' }, '0+30x60', 15_000, startMs),
  ]);
  test = await startTestServer({ series });
});
afterAll(() => test.close());

const ask = async (path: string, options: Parameters<TestServer['ask']>[2] = {}) => {
  const answer = await test.ask('GET', `/prometheus/api/v1/${path}`, options);
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown>, answer };
};
const post = async (path: string, form: Record<string, string> | [string, string][], headers = {}) => {
  const answer = await fetch(`${test.url}/prometheus/api/v1/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${test.token}`, ...headers },
    body: new URLSearchParams(form),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};

describe("Prometheus's API", () => {
  it('answers a query at one instant, by GET and by POST', async () => {
    const expected = {
      status: 'success',
      data: { resultType: 'vector', result: [{ metric: {}, value: [startS + 60.5, '1'] }] },
    };
    const { status, body, answer } = await ask(`query?query=sum(up)&time=${startS + 60.5}`);
    expect([status, body]).toEqual([200, expected]);
    expect(answer.headers.get('content-type')).toContain('application/json');
    expect((await post('query', { query: 'sum(up)', time: '2026-01-01T00:01:00.5Z' })).body).toEqual(
      expected,
    );
    expect((await post(`query?query=sum(up)`, { time: String(startS + 60.5) })).body).toEqual(expected);
  });

  it('answers a query over a time', async () => {
    const times = `start=${startS}&end=${startS + 120}&step=1m`;
    const { body } = await ask(`query_range?query=rate(mails_total[1m])&${times}`);
    expect(body).toEqual({
      status: 'success',
      data: {
        resultType: 'matrix',
        result: [
          {
            metric: { job: 'a' },
            values: [
              [startS + 60, '2'],
              [startS + 120, '2'],
            ],
          },
        ],
      },
    });
  });

  it('writes numbers, texts and ranges as Prometheus does', async () => {
    const data = async (query: string) =>
      ((await post('query', { query, time: `${startS}` })).body['data'] as { result: unknown }).result;
    expect(await data('1e-7')).toEqual([startS, '1e-07']);
    expect(await data('-1/0')).toEqual([startS, '-Inf']);
    expect(await data('0/0')).toEqual([startS, 'NaN']);
    expect(await data('"a\\"b"')).toEqual([startS, 'a"b']);
    expect(await data('up{job="a"}[1s]')).toEqual([
      { metric: { __name__: 'up', job: 'a' }, values: [[startS, '1']] },
    ]);
  });

  it('takes now for the time when none is given', async () => {
    const { body } = await ask('query?query=time()');
    const [time, value] = (body['data'] as { result: [number, string] }).result;
    expect(String(time)).toBe(value);
    expect(Math.abs(time - Date.now() / 1000)).toBeLessThan(60);
  });

  it('lists series, names and values', async () => {
    const list = async (path: string) => (await ask(path)).body;
    expect(await list('series?match[]=up&match[]=mails_total')).toEqual({
      status: 'success',
      data: [
        { __name__: 'mails_total', job: 'a' },
        { __name__: 'up', job: 'a' },
        { __name__: 'up', job: 'b' },
      ],
    });
    expect(await list('labels')).toEqual({ status: 'success', data: ['__name__', 'job'] });
    expect(await list('label/__name__/values')).toEqual({ status: 'success', data: ['mails_total', 'up'] });
    expect(await list('label/job/values?match[]=mails_total')).toEqual({ status: 'success', data: ['a'] });
    expect(await list(`label/job/values?start=${startS + 3600}`)).toEqual({ status: 'success', data: [] });
    expect(await list('labels?limit=1')).toEqual({
      status: 'success',
      data: ['__name__'],
      warnings: ['results truncated due to limit'],
    });
    expect((await post('series', [['match[]', 'up{job="b"}']])).body).toEqual({
      status: 'success',
      data: [{ __name__: 'up', job: 'b' }],
    });
  });

  it('says what it is, and that it has no rules, alerts and exemplars', async () => {
    expect((await ask('status/buildinfo')).body).toMatchObject({
      status: 'success',
      data: { version: '2.42.0', revision: '1.2.3' },
    });
    expect((await ask('rules')).body).toEqual({ status: 'success', data: { groups: [] } });
    expect((await ask('alerts')).body).toEqual({ status: 'success', data: { alerts: [] } });
    expect((await ask('query_exemplars?query=up')).body).toEqual({ status: 'success', data: [] });
  });

  it('says what metrics are, as their senders said and as it says of its own', async () => {
    await test.ask('POST', '/otlp/v1/metrics', {
      body: {
        resourceMetrics: [
          { scopeMetrics: [{ metrics: [{ name: 'queue', description: 'Mails that wait', gauge: {} }] }] },
        ],
      },
    });
    const { body } = await ask('metadata');
    expect(body['data']).toMatchObject({ queue: [{ type: 'gauge', help: 'Mails that wait', unit: '' }] });
    expect((await ask('metadata?metric=queue')).body['data']).toEqual({
      queue: [{ type: 'gauge', help: 'Mails that wait', unit: '' }],
    });
    expect(Object.keys((await ask('metadata?limit=1')).body['data'] as object)).toHaveLength(1);
    expect((await ask('metadata?limit=-1')).status).toBe(400);
  });

  it('writes a query out anew', async () => {
    const { body } = await post('format_query', { query: 'sum by(job)(rate(up{job="a"}[90s]))/2' });
    expect(body['data']).toBe('sum by (job) (rate(up{job="a"}[1m30s])) / 2');
  });

  it.each([
    ['query', 400, 'bad_data', 'invalid parameter "query": 1:1: parse error: no expression found in input'],
    [
      'query?query=up{',
      400,
      'bad_data',
      'invalid parameter "query": 1:4: parse error: unexpected end of input inside braces',
    ],
    [
      'query?query=up&time=x',
      400,
      'bad_data',
      `invalid parameter "time": Invalid time value for 'time': cannot parse "x" to a valid timestamp`,
    ],
    [
      'query?query=up&timeout=x',
      400,
      'bad_data',
      'invalid parameter "timeout": cannot parse "x" to a valid duration',
    ],
    [
      'query_range?query=up&start=1',
      400,
      'bad_data',
      'invalid parameter "end": cannot parse "" to a valid timestamp',
    ],
    [
      'query_range?query=up&start=2&end=1&step=1',
      400,
      'bad_data',
      'invalid parameter "end": end timestamp must not be before start time',
    ],
    [
      'query_range?query=up&start=1&end=2&step=0',
      400,
      'bad_data',
      'invalid parameter "step": zero or negative query resolution step widths are not accepted. Try a positive integer',
    ],
    [
      'query_range?query=up&start=1&end=20000&step=1',
      400,
      'bad_data',
      'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
    ],
    [
      'query_range?query=up[1m]&start=1&end=2&step=1',
      400,
      'bad_data',
      'invalid expression type "range vector" for query range',
    ],
    ['query?query=count_values("~",vector(1))', 422, 'execution', 'invalid label name "~"'],
    ['series', 400, 'bad_data', 'no match[] parameter provided'],
    [
      'series?match[]=rate(up[1m])',
      400,
      'bad_data',
      '1:1: parse error: expected a series selector and nothing else',
    ],
    ['label/a-b/values', 400, 'bad_data', 'invalid label name: "a-b"'],
    ['labels?limit=x', 400, 'bad_data', 'invalid parameter "limit": it must be a whole number, 0 for all'],
  ])('refuses %s', async (path, status, errorType, error) => {
    const given = await ask(path);
    expect(given.status).toBe(status);
    expect(given.body).toMatchObject({ status: 'error', errorType });
    expect(given.body['error']).toContain(error.replace(' for query range', ''));
  });

  it('does not wait longer for a query than it is asked to', async () => {
    const query = `quantile_over_time(0.5, vector(time())[30d:1s])`;
    const { status, body } = await ask(`query?timeout=20ms&query=${encodeURIComponent(query)}`);
    expect([status, body['errorType']]).toEqual([503, 'timeout']);
  });

  it('lets viewers in, with the token as a bearer or as a password', async () => {
    const { token } = await test.newToken('viewer');
    const basic = `Basic ${Buffer.from(`anybody:${token}`).toString('base64')}`;
    const status = async (headers: Record<string, string>) =>
      (await ask('query?query=1', { token: null, headers })).status;
    expect(await status({ authorization: `Bearer ${token}` })).toBe(200);
    expect(await status({ authorization: basic })).toBe(200);
    const stranger = await ask('query?query=1', { token: null });
    expect(stranger.status).toBe(401);
    expect(stranger.answer.headers.get('www-authenticate')).toContain('Basic');
    expect(stranger.body).toMatchObject({ status: 'error', errorType: 'unauthorized' });
  });

  it('bounds what it reads', async () => {
    const { status, body } = await post('query', { query: `up${' '.repeat(300_000)}` });
    expect([status, body['errorType']]).toEqual([413, 'bad_data']);
    const odd = await post('query', { query: '1' }, { 'content-type': 'text/plain' });
    expect(odd.status).toBe(415);
  });

  it('says so when no samples are kept', async () => {
    const other = await startTestServer();
    try {
      const answer = await other.ask('GET', '/prometheus/api/v1/query?query=1');
      expect(answer.status).toBe(503);
      expect(await answer.json()).toMatchObject({ status: 'error', error: 'no samples are kept here' });
    } finally {
      await other.close();
    }
  });
});
