import { gzipSync } from 'node:zlib';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import protobuf from 'protobufjs/minimal.js';
import { compressSync } from 'snappy';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../testing/index.ts';

let test: TestServer;
beforeAll(async () => {
  test = await startTestServer();
});
afterAll(() => test.close());

function post(path: string, body: Buffer, headers: Record<string, string> = {}, token = test.token) {
  return fetch(test.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, ...headers },
    body: new Uint8Array(body),
  });
}

/** One series with one sample, as `prometheus.WriteRequest`. */
function writeRequest(labels: Record<string, string>, value: number, timeMs: number): Buffer {
  const writer = protobuf.Writer.create().uint32(10).fork();
  for (const [name, text] of Object.entries(labels))
    writer.uint32(10).fork().uint32(10).string(name).uint32(18).string(text).ldelim();
  writer.uint32(18).fork().uint32(9).double(value).uint32(16).int64(timeMs).ldelim();
  return compressSync(Buffer.from(writer.ldelim().finish()));
}

describe('POST /prometheus/api/v1/write', () => {
  const path = '/prometheus/api/v1/write';
  const headers = {
    'content-type': 'application/x-protobuf',
    'content-encoding': 'snappy',
    'x-prometheus-remote-write-version': '0.1.0',
  };

  it('takes samples without a word', async () => {
    const time = Date.now();
    const answer = await post(path, writeRequest({ __name__: 'mails', team: 'post' }, 7, time), headers);
    expect(answer.status).toBe(204);
    expect(test.sink.named('mails')).toEqual([
      { source: 'remote-write', labels: { __name__: 'mails', team: 'post' }, samples: [[time, 7]], ends: [] },
    ]);
  });

  it('says in text what it did not take', async () => {
    const answer = await post(path, writeRequest({ team: 'post' }, 7, Date.now()), headers);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toContain('text/plain');
    expect(await answer.text()).toBe('1 of 1 samples were not taken: the series has no name\n');
  });

  it('is for operators', async () => {
    const body = writeRequest({ __name__: 'x' }, 1, Date.now());
    const { token: viewer } = await test.newToken('viewer');
    const { token: operator } = await test.newToken('operator');
    expect((await post(path, body, headers, viewer)).status).toBe(403);
    expect((await post(path, body, headers, operator)).status).toBe(204);
    const basic = `Basic ${Buffer.from(`any:${operator}`).toString('base64')}`;
    expect((await post(path, body, { ...headers, authorization: basic })).status).toBe(204);
    expect((await post(path, body, { ...headers, authorization: 'Basic eDp5' })).status).toBe(401);
  });

  it.each([
    ['a bomb', Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f, 1]), {}, 413],
    ['more than it reads', Buffer.alloc(17 * 1024 * 1024), {}, 413],
    ['garbage', Buffer.from('garbage'), {}, 400],
    ['nothing', Buffer.alloc(0), {}, 400],
    ['JSON', Buffer.from('{}'), { 'content-type': 'application/json' }, 415],
    ['gzip', Buffer.from('x'), { 'content-encoding': 'gzip' }, 415],
    [
      'remote write 2.0',
      Buffer.from('x'),
      { 'content-type': 'application/x-protobuf;proto=io.prometheus.write.v2.Request' },
      415,
    ],
  ])('refuses %s', async (_, body, more, status) => {
    const answer = await post(path, body, { ...headers, ...more });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });
});

describe('POST /otlp/v1/metrics', () => {
  const path = '/otlp/v1/metrics';
  const request = (name: string) =>
    Buffer.from(
      JSON.stringify({
        resourceMetrics: [
          {
            scopeMetrics: [
              {
                metrics: [
                  { name, gauge: { dataPoints: [{ timeUnixNano: `${Date.now()}000000`, asDouble: 3 }] } },
                ],
              },
            ],
          },
        ],
      }),
    );

  it('takes JSON, zipped or not, and answers in it', async () => {
    const json = { 'content-type': 'application/json' };
    const answer = await post(path, request('plain.gauge'), json);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('application/json');
    expect(await answer.text()).toBe('{}');
    await post(path, gzipSync(request('zipped')), { ...json, 'content-encoding': 'gzip' });
    expect(test.sink.named('plain_gauge')[0]?.samples[0]?.[1]).toBe(3);
    expect(test.sink.named('zipped')[0]?.samples[0]?.[1]).toBe(3);
  });

  it("takes what OpenTelemetry's own exporter sends", async () => {
    const exporter = new OTLPMetricExporter({
      url: test.url + path,
      headers: { authorization: `Bearer ${test.token}` },
    });
    const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
    const resource = resourceFromAttributes({ 'service.name': 'shop', 'service.version': '1.2' });
    const provider = new MeterProvider({ resource, readers: [reader] });
    const meter = provider.getMeter('test');
    meter.createCounter('orders', { unit: '{order}' }).add(3, { region: 'jp' });
    meter.createHistogram('checkout.duration', { unit: 'ms' }).record(12);
    await provider.forceFlush();
    await provider.shutdown();
    expect(test.sink.named('orders_total')).toMatchObject([
      {
        source: 'otlp',
        labels: { job: 'shop', region: 'jp' },
        samples: [
          [expect.any(Number), 3],
          [expect.any(Number), 3],
        ],
      },
    ]);
    const buckets = test.sink.named('checkout_duration_milliseconds_bucket');
    expect(buckets.find(({ labels }) => labels['le'] === '10')?.samples[0]?.[1]).toBe(0);
    expect(buckets.find(({ labels }) => labels['le'] === '25')?.samples[0]?.[1]).toBe(1);
    expect(buckets.find(({ labels }) => labels['le'] === '+Inf')?.samples[0]?.[1]).toBe(1);
    expect(test.sink.named('checkout_duration_milliseconds_sum')[0]?.samples[0]?.[1]).toBe(12);
    expect(test.sink.named('target_info')[0]?.labels).toMatchObject({ job: 'shop', service_version: '1.2' });
  });

  it.each([
    ['garbage', Buffer.from('garbage'), {}, 400],
    ['text', Buffer.from('x'), { 'content-type': 'text/plain' }, 415],
    ['brotli', Buffer.from('x'), { 'content-encoding': 'br' }, 415],
    ['a bomb', gzipSync(Buffer.alloc(50_000_000)), { 'content-encoding': 'gzip' }, 413],
  ])('refuses %s', async (_, body, more, status) => {
    const answer = await post(path, body, { 'content-type': 'application/x-protobuf', ...more });
    expect(answer.status).toBe(status);
  });
});
