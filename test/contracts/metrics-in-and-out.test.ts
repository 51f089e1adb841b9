/** The programs that people already run send to a tower, scrape it and are scraped by it; what came of it is asked by PromQL. */
import { join } from 'node:path';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { StatsD } from 'hot-shots';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Program, startNodeExporter, startPrometheus } from '../fixtures/metric-programs.ts';
import { freePort, projectRoot, run, startTower, type Tower } from '../fixtures/tower.ts';
import { waitUntil } from '../fixtures/wait-until.ts';

interface Sample {
  metric: Record<string, string>;
  value: [time: number, value: string];
}

let tower: Tower;
let exporter: Program;
let prometheus: Program;
let statsd: StatsD;
let appPort: number;

beforeAll(async () => {
  exporter = await startNodeExporter();
  const [statsdPort, silentPort] = [await freePort(), await freePort()];
  appPort = await freePort();
  const command = [
    process.execPath,
    join(projectRoot, 'test/fixtures/worker-with-metrics.mjs'),
    String(appPort),
  ];
  tower = await startTower({
    config: {
      metrics: { statsd: { port: statsdPort } },
      workers: {
        app: { command, metrics: { scrape: `http://127.0.0.1:${appPort}/metrics`, every: '1s' } },
        machine: {
          kind: 'external',
          health: [{ http: exporter.url }],
          metrics: { scrape: `${exporter.url}/metrics`, every: '1s' },
        },
        silent: {
          command: 'sleep 1000',
          metrics: { scrape: `http://ann:top-secret@127.0.0.1:${silentPort}/`, every: '1s' },
        },
      },
    },
  });
  statsd = new StatsD({ host: '127.0.0.1', port: statsdPort, prefix: 'shop.' });
  statsd.increment('orders', 3, ['region:jp']);
  prometheus = await startPrometheus(`
global: {scrape_interval: 1s}
scrape_configs:
  - job_name: yagura
    authorization: {credentials: ${tower.token}}
    static_configs: [{targets: ["127.0.0.1:${tower.port}"]}]
remote_write:
  - url: ${tower.url}/prometheus/api/v1/write
    basic_auth: {username: prometheus, password: ${tower.token}}
    queue_config: {batch_send_deadline: 1s}
`);
});
afterAll(async () => {
  statsd?.close();
  await prometheus?.stop();
  await tower?.cleanUp();
  await exporter?.stop();
});

async function ask(query: string, of: { url: string; token?: string } = tower): Promise<Sample[]> {
  const headers = of.token === undefined ? {} : { authorization: `Bearer ${of.token}` };
  const base = of === prometheus ? of.url : `${of.url}/prometheus`;
  const response = await fetch(`${base}/api/v1/query?query=${encodeURIComponent(query)}`, { headers });
  if (!response.ok) throw new Error(`${query}: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { data: { result: Sample[] } }).data.result;
}

/** The first sample that the query gives, as soon as there is one. */
const answerOf = (query: string, of?: Parameters<typeof ask>[1]) =>
  waitUntil(query, async () => (await ask(query, of))[0]);

describe('GET /metrics', () => {
  test('has nothing that promtool would complain about', async () => {
    const page = await (await tower.fetch('/metrics')).text();
    expect(page).toContain('yagura_worker_up{');
    expect(await run('promtool', ['check', 'metrics'], { input: page })).toEqual({
      code: 0,
      stdout: '',
      stderr: '',
    });
  });

  test('is scraped by Prometheus', async () => {
    expect((await answerOf('up{job="yagura"} == 1', prometheus)).metric['job']).toBe('yagura');
    const { metric, value } = await answerOf('yagura_worker_up{worker="app"}', prometheus);
    expect(metric).toMatchObject({ group: 'app', host: expect.any(String) });
    expect(value[1]).toBe('1');
  });
});

test('Prometheus writes into the tower', async () => {
  expect((await answerOf('up{job="yagura"}')).value[1]).toBe('1');
  await answerOf('scrape_samples_scraped{job="yagura"} > 10');
});

describe('a worker with a page of figures', () => {
  test('is asked for it: prom-client', async () => {
    const { metric } = await answerOf('rate(app_jobs_total[10s]) > 1');
    expect(metric).toMatchObject({
      worker: 'app',
      group: 'app',
      host: expect.any(String),
      exported_worker: 'its own',
      note: 'a "quoted"\\ back\nslash',
    });
    const quantile = await answerOf('histogram_quantile(0.9, rate(app_job_seconds_bucket[10s])) > 0');
    expect(Number(quantile.value[1])).toBeLessThan(0.03);
    expect(await tower.api('/workers/app')).toMatchObject({
      metrics: { url: `http://127.0.0.1:${appPort}/metrics`, samples: expect.any(Number), error: null },
    });
  });

  test('is asked for it: node_exporter', async () => {
    await answerOf('node_cpu_seconds_total{worker="machine", mode="idle", cpu="0"} > 0');
    await answerOf('scrape_samples_scraped{worker="machine"} > 300');
    await answerOf('up{worker="machine"} == 1');
  });

  test('that does not answer is told, without what is secret in its address', async () => {
    await answerOf('up{worker="silent"} == 0');
    const { metrics } = await tower.api<{ metrics: { url: string; error: unknown } }>('/workers/silent');
    expect(metrics.url).toMatch(/^http:\/\/ann:\*\*\*@127\.0\.0\.1:\d+\/$/);
    expect(metrics.error).toEqual({ text: 'connection refused', since: expect.stringMatching(/Z$/) });
  });
});

test('OpenTelemetry delivers', async () => {
  const url = `${tower.url}/otlp/v1/metrics`;
  const metricExporter = new OTLPMetricExporter({ url, headers: { authorization: `Bearer ${tower.token}` } });
  const reader = new PeriodicExportingMetricReader({
    exporter: metricExporter,
    exportIntervalMillis: 3_600_000,
  });
  const provider = new MeterProvider({
    resource: resourceFromAttributes({ 'service.name': 'checkout', 'service.instance.id': 'i-1' }),
    readers: [reader],
  });
  provider.getMeter('test').createCounter('carts.opened').add(5, { 'user.kind': 'guest' });
  await provider.shutdown();
  expect(await answerOf('carts_opened_total')).toMatchObject({
    metric: { job: 'checkout', instance: 'i-1', user_kind: 'guest' },
    value: [expect.any(Number), '5'],
  });
});

test('hot-shots delivers', async () => {
  expect(await answerOf('shop_orders_total')).toMatchObject({
    metric: { region: 'jp' },
    value: [expect.any(Number), '3'],
  });
  const page = await (await tower.fetch('/metrics')).text();
  expect(page).toMatch(/^yagura_statsd_lines_total 1$/m);
  expect(page).toMatch(/^yagura_intake_samples_total\{source="remote-write"\} [1-9]/m);
});
