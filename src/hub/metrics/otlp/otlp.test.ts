import { gzipSync } from 'node:zlib';
import protobuf from 'protobufjs/light.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../../shared/clock.ts';
import { createIntake } from '../intake/index.ts';
import { createMemorySink } from '../testing/memory-sink.ts';
import { createOtlp } from './index.ts';
import { boundText, labelNameOf, metricNameOf } from './names.ts';

const now = Date.UTC(2026, 0, 1);
const nano = `${now}000000`;

function start(options: { mostSeries?: number } = {}) {
  const sink = createMemorySink(options);
  const intake = createIntake({ sink, clock: new ManualClock(now) });
  const otlp = createOtlp(intake);
  const send = async (metrics: object[], resource: Record<string, unknown> = {}) => {
    const attributes = Object.entries(resource).map(([key, value]) => ({ key, value }));
    const request = { resourceMetrics: [{ resource: { attributes }, scopeMetrics: [{ metrics }] }] };
    return JSON.parse(
      (await otlp.take(Buffer.from(JSON.stringify(request)), 'json', false)).toString(),
    ) as object;
  };
  const all = () => sink.all().map(({ labels, samples, ends }) => ({ labels, samples, ends }));
  return { sink, otlp, send, all, intake };
}

const point = (more: object = {}) => ({ timeUnixNano: nano, asDouble: 1.5, ...more });
const attribute = (key: string, stringValue: string) => ({ key, value: { stringValue } });

describe('the names', () => {
  // Each as Prometheus's BuildCompliantName gives it.
  test.each([
    ['system.io', 'foo/bar', true, false, 'system_io_foo_per_bar_total'],
    ['total', '', true, false, 'total'],
    ['http.requests.total.count', '1', true, false, 'http_requests_count_total'],
    ['system.network.io', 'By', true, false, 'system_network_io_bytes_total'],
    ['hardware.temperature', 'Cel', false, true, 'hardware_temperature_celsius'],
    ['storage.filesystem.utilization', '1', false, true, 'storage_filesystem_utilization_ratio'],
    ['queue.ratio.size', '1', false, true, 'queue_size_ratio'],
    ['http.server.duration', 'ms', false, false, 'http_server_duration_milliseconds'],
    ['http_duration_seconds', 's', false, false, 'http_duration_seconds'],
    ['requests', '{requests}', true, false, 'requests_total'],
    ['requests', '{requests}/s', false, true, 'requests_per_second'],
    ['speed', 'm/s', false, true, 'speed_meters_per_second'],
    ['a__b..c', '', false, true, 'a_b_c'],
    ['5xx', '', true, false, '_5xx_total'],
    ['colon:name', '', false, true, 'colon:name'],
    ['櫓', '', false, true, ''],
  ])('%s in %j is %s', (name, unit, isCounter, isGauge, wanted) => {
    expect(metricNameOf({ name, unit, isCounter, isGauge })).toBe(wanted);
  });

  test.each([
    ['http.method', 'http_method'],
    ['0day', 'key_0day'],
    ['_private', 'key_private'],
    ['__name', '__name'],
    ['櫓', 'key_'],
  ])('the attribute %s is the label %s', (key, wanted) => {
    expect(labelNameOf(key)).toBe(wanted);
  });

  test.each([
    [0.005, '0.005'],
    [10, '10'],
    [1e-7, '0.0000001'],
    [1.25e-9, '0.00000000125'],
    [1e21, '1000000000000000000000'],
    [1.5e22, '15000000000000000000000'],
    [-2.5e-8, '-0.000000025'],
    [Number.POSITIVE_INFINITY, '+Inf'],
  ])('the bound %d is %s', (bound, wanted) => {
    expect(boundText(bound)).toBe(wanted);
    if (Number.isFinite(bound)) expect(Number(wanted)).toBe(bound);
  });
});

describe('OTLP', () => {
  test('gauges and sums, integers too, with what identifies the sender', async () => {
    const { send, all } = start();
    const answer = await send(
      [
        { name: 'queue.depth', gauge: { dataPoints: [point({ attributes: [attribute('q', 'mail')] })] } },
        {
          name: 'mails',
          unit: '{mail}',
          sum: {
            aggregationTemporality: 2,
            isMonotonic: true,
            dataPoints: [{ timeUnixNano: nano, asInt: '7' }],
          },
        },
      ],
      {
        'service.name': { stringValue: 'mailer' },
        'service.namespace': { stringValue: 'post' },
        'service.instance.id': { stringValue: 'i-1' },
        'host.cpus': { intValue: '4' },
        tags: { arrayValue: { values: [{ stringValue: 'a' }, { boolValue: true }] } },
      },
    );
    expect(answer).toEqual({});
    const who = { job: 'post/mailer', instance: 'i-1' };
    expect(all()).toEqual([
      { labels: { __name__: 'queue_depth', q: 'mail', ...who }, samples: [[now, 1.5]], ends: [] },
      { labels: { __name__: 'mails_total', ...who }, samples: [[now, 7]], ends: [] },
      {
        labels: { __name__: 'target_info', host_cpus: '4', tags: '["a",true]', ...who },
        samples: [[now, 1]],
        ends: [],
      },
    ]);
  });

  test('histograms as buckets that add up, summaries as quantiles', async () => {
    const { send, sink } = start();
    await send([
      {
        name: 'latency',
        unit: 's',
        histogram: {
          aggregationTemporality: 'AGGREGATION_TEMPORALITY_CUMULATIVE',
          dataPoints: [
            {
              timeUnixNano: nano,
              count: '6',
              sum: 9.5,
              bucketCounts: ['1', 2, '3'],
              explicitBounds: [0.1, 1],
            },
          ],
        },
      },
      {
        name: 'size',
        summary: {
          dataPoints: [
            { timeUnixNano: nano, count: 2, sum: 5, quantileValues: [{ quantile: 0.5, value: 2 }] },
          ],
        },
      },
    ]);
    const values = sink.all().map(({ labels, samples }) => [labels, samples[0]?.[1]]);
    expect(values).toEqual([
      [{ __name__: 'latency_seconds_sum' }, 9.5],
      [{ __name__: 'latency_seconds_count' }, 6],
      [{ __name__: 'latency_seconds_bucket', le: '0.1' }, 1],
      [{ __name__: 'latency_seconds_bucket', le: '1' }, 3],
      [{ __name__: 'latency_seconds_bucket', le: '+Inf' }, 6],
      [{ __name__: 'size_sum' }, 5],
      [{ __name__: 'size_count' }, 2],
      [{ __name__: 'size', quantile: '0.5' }, 2],
    ]);
  });

  test('attributes that become the same label share it; a point without a value ends its series', async () => {
    const { send, all } = start();
    await send([
      {
        name: 'x',
        gauge: { dataPoints: [point({ attributes: [attribute('a_b', '2'), attribute('a.b', '1')] })] },
      },
      { name: 'y', gauge: { dataPoints: [{ timeUnixNano: nano, flags: 1 }] } },
    ]);
    expect(all()).toEqual([
      { labels: { __name__: 'x', a_b: '1;2' }, samples: [[now, 1.5]], ends: [] },
      { labels: { __name__: 'y' }, samples: [], ends: [now] },
    ]);
  });

  test('what is not kept is said by name and number; the rest is kept', async () => {
    const { send, all } = start();
    const answer = await send([
      { name: 'd', sum: { aggregationTemporality: 1, isMonotonic: true, dataPoints: [point(), point()] } },
      { name: 'e', exponentialHistogram: { dataPoints: [{}] } },
      { name: '櫓', gauge: { dataPoints: [point()] } },
      { name: 'empty', gauge: { dataPoints: [{ timeUnixNano: nano }] } },
      { name: 'ahead', gauge: { dataPoints: [point({ timeUnixNano: `${now + 700_000}000000` })] } },
      { name: 'good', gauge: { dataPoints: [point()] } },
    ]);
    expect(answer).toEqual({
      partialSuccess: {
        rejectedDataPoints: 6,
        errorMessage: '"d" has a temporality other than cumulative, which alone is kept',
      },
    });
    expect(all().filter(({ samples }) => samples.length > 0)).toHaveLength(1);
    const bounded = start({ mostSeries: 1 });
    expect(
      await bounded.send([
        { name: 'a', gauge: { dataPoints: [point()] } },
        { name: 'b', gauge: { dataPoints: [point()] } },
      ]),
    ).toEqual({
      partialSuccess: { rejectedDataPoints: 1, errorMessage: 'otlp has as many series as it may' },
    });
  });

  test.each([
    ['not JSON', '{'],
    ['another shape', '{"resourceMetrics": 5}'],
    [
      'a number that is none',
      '{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"a","gauge":{"dataPoints":[{"asDouble":"x"}]}}]}]}]}',
    ],
    [
      'values in values without end',
      `{"resourceMetrics":[{"resource":{"attributes":[{"key":"a","value":${'{"arrayValue":{"values":['.repeat(20_000)}${']}}'.repeat(20_000)}}]}}]}`,
    ],
  ])('refuses %s', async (_, body) => {
    const { otlp, sink } = start();
    await expect(otlp.take(Buffer.from(body), 'json', false)).rejects.toMatchObject({ code: 'bad_request' });
    expect(sink.all()).toEqual([]);
  });

  test('gzip is unpacked up to a bound', async () => {
    const { otlp } = start();
    const answer = await otlp.take(gzipSync('{"resourceMetrics":[]}'), 'json', true);
    expect(answer.toString()).toBe('{}');
    const bomb = gzipSync(Buffer.alloc(100_000_000));
    await expect(otlp.take(bomb, 'protobuf', true)).rejects.toMatchObject({ code: 'too_large' });
    await expect(otlp.take(Buffer.from('plain'), 'json', true)).rejects.toMatchObject({
      code: 'bad_request',
    });
  });

  test('noise in place of protobuf is refused or read, and nothing else happens', async () => {
    const { otlp } = start();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (noise) => {
        await otlp
          .take(Buffer.from(noise), 'protobuf', false)
          .catch((error: { code?: string }) => expect(error.code).toBe('bad_request'));
      }),
      { numRuns: 500 },
    );
  });

  test('protobuf says what was not taken, as the protocol has it', async () => {
    const { otlp } = start();
    const writer = protobuf.Writer.create();
    writer.uint32(10).fork().uint32(18).fork().uint32(18).fork();
    writer.uint32(10).string('櫓').uint32(42).fork().uint32(10).fork().uint32(33).double(1);
    const body = Buffer.from(writer.ldelim().ldelim().ldelim().ldelim().ldelim().finish());
    const reader = protobuf.Reader.create(await otlp.take(body, 'protobuf', false));
    expect(reader.uint32()).toBe(10);
    reader.uint32();
    expect([reader.uint32(), reader.int32()]).toEqual([8, 1]);
    expect([reader.uint32(), reader.string()]).toEqual([
      18,
      'a metric is named "櫓", of which nothing can be kept',
    ]);
  });
});

test('remembers what metrics are', async () => {
  const { send, intake } = start();
  await send([
    {
      name: 'mails.sent',
      unit: '{mails}',
      description: 'Mails that left',
      sum: { isMonotonic: true, aggregationTemporality: 2, dataPoints: [point()] },
    },
    { name: 'queue.size', gauge: { dataPoints: [point()] } },
  ]);
  expect([...intake.metadata()]).toEqual([
    ['mails_sent_total', { type: 'counter', help: 'Mails that left', unit: '{mails}' }],
    ['queue_size', { type: 'gauge', help: '', unit: '' }],
  ]);
});
