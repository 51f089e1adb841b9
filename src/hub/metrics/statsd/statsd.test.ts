import { createSocket } from 'node:dgram';
import { StatsD } from 'hot-shots';
import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../../shared/clock.ts';
import { createIntake } from '../intake/index.ts';
import { createMemorySink } from '../testing/memory-sink.ts';
import { createAggregate } from './aggregate.ts';
import { openStatsd } from './index.ts';
import { parseLine } from './parse-line.ts';

describe('a line', () => {
  test.each([
    ['mails.sent:1|c', { name: 'mails_sent', type: 'counter', values: ['1'], rate: 1, labels: {} }],
    ['a:2|c|@0.1', { type: 'counter', values: ['2'], rate: 0.1 }],
    ['a:-3.5|g', { type: 'gauge', values: ['-3.5'] }],
    ['a:320|ms', { type: 'distribution' }],
    ['a:1:2:3|h', { type: 'distribution', values: ['1', '2', '3'] }],
    ['a:1|d|#k:v', { type: 'distribution', labels: { k: 'v' } }],
    ['a:user:7|s', { type: 'set', values: ['user:7'] }],
    [
      'a-b/c:1|c|#team:post,urgent,url:http://x,1st:y,:z,e:,__name__:evil|T1656581400|c:abc',
      { name: 'a_b_c', labels: { team: 'post', urgent: 'true', url: 'http://x', _1st: 'y' } },
    ],
    ['5xx:1|c', { name: '_5xx' }],
  ])('%s', (line, wanted) => {
    expect(parseLine(line)).toMatchObject(wanted);
  });

  test.each([
    '',
    'a',
    'a:1',
    'a|c',
    ':1|c',
    'a:1|x',
    'a:x|c',
    'a:1:|h',
    'a:NaN|g',
    'a:0x10|c',
    'a:1|c|@0',
    'a:1|c|@2',
    'a:1|c|@x',
    '_e{5,4}:title|text',
    '_sc|name|0',
    `${'a'.repeat(9_000)}:1|c`,
  ])('%s is none', (line) => {
    expect(parseLine(line)).toBeNull();
  });
});

describe('summed up', () => {
  const add = (aggregate: ReturnType<typeof createAggregate>, ...lines: string[]) =>
    lines.map((line) => aggregate.add(parseLine(line)!, 0));

  test('counters grow, gauges move, sets count members, distributions have quantiles', () => {
    const aggregate = createAggregate({ mostSeries: 100 });
    add(
      aggregate,
      'c:1|c',
      'c:2|c|@0.5',
      'c:1|c|#a:b',
      'g:5|g',
      'g:-2|g',
      'g:+1|g',
      's:x|s',
      's:y|s',
      's:x|s',
    );
    add(aggregate, ...Array.from({ length: 100 }, (_, n) => `d:${n + 1}|ms`));
    expect(aggregate.flush()).toEqual([
      { labels: { __name__: 'c_total' }, value: 5 },
      { labels: { __name__: 'c_total', a: 'b' }, value: 1 },
      { labels: { __name__: 'g' }, value: 4 },
      { labels: { __name__: 's' }, value: 2 },
      { labels: { __name__: 'd_count' }, value: 100 },
      { labels: { __name__: 'd_sum' }, value: 5050 },
      { labels: { __name__: 'd', quantile: '0.5' }, value: 50 },
      { labels: { __name__: 'd', quantile: '0.9' }, value: 90 },
      { labels: { __name__: 'd', quantile: '0.95' }, value: 95 },
      { labels: { __name__: 'd', quantile: '0.99' }, value: 99 },
    ]);
    add(aggregate, 'c:1|c', 'd:7|h|@0.1');
    const next = Object.fromEntries(
      aggregate.flush().map(({ labels, value }) => [Object.values(labels).join(' '), value]),
    );
    expect(next).toMatchObject({ c_total: 6, s: 0, d_count: 110, d_sum: 5120, '0.5 d': 7 });
  });

  test('is bounded in series, and what is unused is forgotten', () => {
    const aggregate = createAggregate({ mostSeries: 2 });
    expect(add(aggregate, 'a:1|c', 'b:1|g', 'c:1|s', 'd:1|ms', 'a:1|c')).toEqual([
      true,
      true,
      false,
      false,
      true,
    ]);
    aggregate.add(parseLine('b:1|g')!, 10);
    aggregate.forget(5);
    expect(aggregate.size).toBe(1);
    expect(add(aggregate, 'c:1|s')).toEqual([true]);
  });

  test('keeps a fair share of very many values, and counts them all', () => {
    const aggregate = createAggregate({ mostSeries: 10 });
    for (let value = 1; value <= 100_000; value++)
      aggregate.add({ name: 'd', type: 'distribution', values: [String(value)], rate: 1, labels: {} }, 0);
    const of = (suffix: string, quantile?: string) => {
      const found = flushed.find(
        ({ labels }) => labels['__name__'] === `d${suffix}` && labels['quantile'] === quantile,
      );
      return found?.value ?? 0;
    };
    const flushed = aggregate.flush();
    expect(of('_count')).toBe(100_000);
    // Of a thousand fair draws the middle lies this far out once in 10^9 times.
    expect(of('', '0.5')).toBeGreaterThan(40_000);
    expect(of('', '0.5')).toBeLessThan(60_000);
  });
});

describe('over UDP', () => {
  async function start() {
    const clock = new ManualClock();
    const sink = createMemorySink();
    const intake = createIntake({ sink, clock });
    const statsd = await openStatsd({ host: '127.0.0.1', port: 0, intake, clock });
    const heard = (lines: number) => expect.poll(() => statsd.counts().lines).toBe(lines);
    return { clock, sink, statsd, heard, intake };
  }

  test('what hot-shots sends arrives, once in ten seconds', async () => {
    const { clock, sink, statsd, heard } = await start();
    const client = new StatsD({
      host: '127.0.0.1',
      port: statsd.port,
      prefix: 'shop.',
      globalTags: { env: 'dev' },
    });
    client.increment('orders', 2, ['region:jp']);
    client.gauge('stock', 5);
    client.timing('checkout', 120);
    client.distribution('weight', 1.5);
    client.set('users', 'ann');
    await heard(5);
    expect(sink.all()).toEqual([]);
    const at = clock.now() + 10_000;
    clock.advance(10_000);
    expect(sink.named('shop_orders_total')).toMatchObject([
      { source: 'statsd', labels: { env: 'dev', region: 'jp' }, samples: [[at, 2]] },
    ]);
    expect(sink.named('shop_stock')[0]?.samples).toEqual([[at, 5]]);
    expect(sink.named('shop_checkout_sum')[0]?.samples).toEqual([[at, 120]]);
    expect(sink.named('shop_weight')[0]?.labels).toMatchObject({ quantile: '0.5' });
    expect(sink.named('shop_users')[0]?.samples).toEqual([[at, 1]]);
    clock.advance(10_000);
    // Quantiles of an interval in which nothing came are none.
    expect(sink.named('shop_weight')[0]).toMatchObject({ samples: [[at, 1.5]], ends: [at + 10_000] });
    expect(sink.named('shop_orders_total')[0]?.samples).toEqual([
      [at, 2],
      [at + 10_000, 2],
    ]);
    await new Promise<void>((resolve) => client.close(() => resolve()));
    await statsd.close();
  });

  test('broken lines are counted, the others of the packet count; what was not flushed is not lost', async () => {
    const { sink, statsd, heard, clock } = await start();
    const socket = createSocket('udp4');
    socket.send('a:1|c\nnonsense\n\xff\xfe|x\na:2|c\n', statsd.port, '127.0.0.1');
    await heard(4);
    socket.close();
    expect(statsd.counts()).toEqual({ lines: 4, broken: 2, beyond: 0 });
    await statsd.close();
    expect(sink.named('a_total')[0]?.samples).toEqual([[clock.now(), 3]]);
  });

  test('a series that nobody uses for an hour ends', async () => {
    const { sink, statsd, heard, clock } = await start();
    const socket = createSocket('udp4');
    socket.send('a:1|c', statsd.port, '127.0.0.1');
    await heard(1);
    socket.close();
    clock.advance(3_620_000);
    expect(sink.named('a_total')[0]?.ends).toHaveLength(1);
    await statsd.close();
  });

  test('a port that is taken is said', async () => {
    const { statsd, intake, clock } = await start();
    await expect(openStatsd({ host: '127.0.0.1', port: statsd.port, intake, clock })).rejects.toThrow(
      `StatsD cannot listen on 127.0.0.1:${statsd.port}: another program listens there already`,
    );
    await statsd.close();
  });
});
