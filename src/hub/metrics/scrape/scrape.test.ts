import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { ManualClock, systemClock } from '../../../shared/clock.ts';
import { createIntake } from '../intake/index.ts';
import { createMemorySink } from '../testing/memory-sink.ts';
import { fetchPage } from './fetch-page.ts';
import { createTargetReader } from './scrape-target.ts';
import { createScraper } from './index.ts';
import { withTargetLabels } from './target-labels.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`;
}

const at = Date.UTC(2026, 0, 1);

/** A target whose page is what the test says it is. */
function start(options: { mostSeries?: number } = {}) {
  const sink = createMemorySink(options);
  const clock = new ManualClock(at);
  const intake = createIntake({ sink, clock });
  const page: { text: string | Error } = { text: '' };
  const reader = createTargetReader({
    target: {
      worker: 'mailer-0',
      host: 'here',
      group: 'mailer',
      scrapeUrl: 'http://x',
      everyMs: 5000,
      timeoutMs: 1000,
    },
    intake,
    clock,
    fetchPage: async () => {
      if (page.text instanceof Error) throw page.text;
      return { text: page.text, format: 'text' };
    },
  });
  const scrape = async (text: string | Error) => {
    page.text = text;
    await reader.scrape();
    clock.advance(5000);
  };
  const of = (name: string) =>
    sink.named(name).map(({ labels, samples, ends }) => ({ labels, samples, ends }));
  return { sink, clock, intake, reader, scrape, of };
}

const own = { worker: 'mailer-0', host: 'here', group: 'mailer' };

describe('a scrape', () => {
  test('gives each sample the time of the scrape and the labels of the worker', async () => {
    const { scrape, of, reader } = start();
    await scrape('mails_total{team="post"} 7\n');
    await scrape('mails_total{team="post"} 9\n');
    expect(of('mails_total')).toEqual([
      {
        labels: { __name__: 'mails_total', team: 'post', ...own },
        samples: [
          [at, 7],
          [at + 5000, 9],
        ],
        ends: [],
      },
    ]);
    expect(of('up')[0]?.samples).toEqual([
      [at, 1],
      [at + 5000, 1],
    ]);
    expect(of('scrape_samples_scraped')[0]).toMatchObject({
      labels: own,
      samples: [
        [at, 1],
        [at + 5000, 1],
      ],
    });
    expect(of('scrape_duration_seconds')[0]?.samples).toEqual([
      [at, 0],
      [at + 5000, 0],
    ]);
    expect(reader.state).toEqual({ lastScrapeAt: '2026-01-01T00:00:05.000Z', samples: 1, error: null });
  });

  test('remembers what the page says that its metrics are, unless the page is wrong', async () => {
    const { scrape, intake } = start();
    await scrape('# HELP a Of \\\\ and\\nmore\n# TYPE a counter\na 1\n# TYPE b untyped\nb 2\n');
    await scrape('# HELP a wrong\na one\n');
    expect([...intake.metadata()]).toEqual([
      ['a', { type: 'counter', help: 'Of \\ and\nmore', unit: '' }],
      ['b', { type: 'unknown', help: '', unit: '' }],
    ]);
  });

  test('a series that is no longer on the page ends, and may come back', async () => {
    const { scrape, of } = start();
    await scrape('a 1\nb 2\n');
    await scrape('b 3\n');
    await scrape('a 4\nb 5\n');
    expect(of('a')).toMatchObject([
      {
        samples: [
          [at, 1],
          [at + 10_000, 4],
        ],
        ends: [at + 5000],
      },
    ]);
    expect(of('b')[0]?.ends).toEqual([]);
  });

  test('when the worker cannot be asked all series end, once, and the failure has its beginning', async () => {
    const { scrape, of, reader } = start();
    await scrape('a 1\n');
    await scrape(new Error('connection refused'));
    await scrape(new Error('connection refused'));
    expect(of('a')[0]?.ends).toEqual([at + 5000]);
    expect(of('up')[0]).toMatchObject({
      samples: [
        [at, 1],
        [at + 5000, 0],
        [at + 10_000, 0],
      ],
      ends: [],
    });
    expect(reader.state).toEqual({
      lastScrapeAt: '2026-01-01T00:00:10.000Z',
      samples: 0,
      error: { text: 'connection refused', since: '2026-01-01T00:00:05.000Z' },
    });
    await scrape('a 2\n');
    expect(of('a')[0]?.samples).toEqual([
      [at, 1],
      [at + 15_000, 2],
    ]);
    expect(reader.state.error).toBeNull();
  });

  test('a page with a mistake is wrong as a whole', async () => {
    const { scrape, of, reader } = start();
    await scrape('a 1\n');
    await scrape('a 2\nnew 1\nb{x=1} 3\n');
    expect(of('a')).toMatchObject([{ samples: [[at, 1]], ends: [at + 5000] }]);
    expect(of('new')).toMatchObject([{ samples: [], ends: [] }]);
    expect(reader.state.error?.text).toBe('expected a value in quotes at "1}"');
    await scrape('a\n');
    expect(reader.state.error?.text).toBe('the page cannot be read: line 1: a sample has no value');
  });

  test('times of the worker itself count when they are near, and their series do not end by absence', async () => {
    const { scrape, of, intake } = start();
    await scrape(`a 1 ${at - 60_000}\nold 1 ${at - 4_000_000}\nahead 1 ${at + 4_000_000}\n`);
    await scrape('\n');
    expect(of('a')).toMatchObject([{ samples: [[at - 60_000, 1]], ends: [] }]);
    expect(of('old')[0]?.samples).toEqual([]);
    expect(of('ahead')[0]?.samples).toEqual([]);
    expect(intake.counts()[0]?.refused.time).toBe(2);
  });

  test('of a series that is there twice the first counts', async () => {
    const { scrape, of } = start();
    await scrape('a 1\na 2\n');
    expect(of('a')[0]?.samples).toEqual([[at, 1]]);
  });

  test('beyond the bound on series the rest is counted and the scrape goes on', async () => {
    const { scrape, of, intake } = start({ mostSeries: 5 });
    await scrape(Array.from({ length: 10 }, (_, n) => `x{n="${n}"} ${n}`).join('\n'));
    expect(of('x')).toHaveLength(5);
    expect(intake.counts()[0]?.refused['too-many-series']).toBe(5 + 3);
  });

  test('a label of 60 kB is refused, its neighbours are taken', async () => {
    const { scrape, of, intake } = start();
    await scrape(`a{b="${'x'.repeat(60_000)}"} 1\na 2\n`);
    expect(of('a')).toMatchObject([{ samples: [[at, 2]] }]);
    expect(intake.counts()[0]?.refused.labels).toBe(1);
  });

  test('the end of a target ends everything, also what is still on its way', async () => {
    const { scrape, of, reader } = start();
    await scrape('a 1\n');
    reader.end();
    expect(of('a')[0]?.ends).toEqual([at + 5000]);
    expect(of('up')[0]?.ends).toEqual([at + 5000]);
    await scrape('a 2\n');
    expect(of('a')[0]?.samples).toEqual([[at, 1]]);
    expect(of('up')[0]?.samples).toEqual([[at, 1]]);
  });
});

test.each([
  [{ job: 'x' }, { worker: 'w' }, { job: 'x', worker: 'w' }],
  [{ worker: 'x' }, { worker: 'w' }, { exported_worker: 'x', worker: 'w' }],
  [
    { worker: 'x', exported_worker: 'y' },
    { worker: 'w' },
    { exported_exported_worker: 'x', exported_worker: 'y', worker: 'w' },
  ],
])('%j with the target %j is %j', (labels, target, wanted) => {
  expect(withTargetLabels(labels, target)).toEqual(wanted);
});

describe('asking for a page', () => {
  test('names what it takes, and unpacks gzip', async () => {
    let headers = {};
    const url = await serve((request, response) => {
      headers = request.headers;
      response.setHeader('content-type', 'application/openmetrics-text; version=1.0.0');
      response.setHeader('content-encoding', 'gzip');
      response.end(gzipSync('a{b="櫓"} 1\n# EOF\n'));
    });
    expect(await fetchPage(url, 1000)).toEqual({ text: 'a{b="櫓"} 1\n# EOF\n', format: 'openmetrics' });
    expect(headers).toMatchObject({
      accept: expect.stringContaining('application/openmetrics-text'),
      'accept-encoding': 'gzip',
      'x-prometheus-scrape-timeout-seconds': '1',
    });
  });

  test.each<[string, RequestListener, string]>([
    ['a failure', (_, response) => response.writeHead(500).end(), 'it answered status 500'],
    [
      'a redirect',
      (_, response) => response.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
      'it answered status 302; redirects are not followed',
    ],
    ['silence', () => {}, 'no whole answer within 0.3 s'],
    [
      'a page without end, slowly',
      (_, response) => {
        const timer = setInterval(() => response.write('a 1\n'), 20);
        response.on('close', () => clearInterval(timer));
      },
      'no whole answer within 0.3 s',
    ],
    [
      'bytes that are not text',
      (_, response) => response.end(Buffer.from([0x61, 0x20, 0xff, 0xfe])),
      'the page is not UTF-8',
    ],
    [
      'what is not gzip',
      (_, response) => response.setHeader('content-encoding', 'gzip').end('plain'),
      'the page is not valid gzip',
    ],
    [
      'gzip that is cut short',
      (_, response) => response.setHeader('content-encoding', 'gzip').end(gzipSync('a 1\n').subarray(0, 15)),
      'the page is not valid gzip',
    ],
    ['a dropped connection', (_, response) => response.destroy(), 'connection closed by the other side'],
  ])('%s is said in words', async (_, listener, why) => {
    await expect(fetchPage(await serve(listener), 300)).rejects.toThrow(why);
  });

  test('a worker that is not there is said in words', async () => {
    const url = await serve(() => {});
    servers.splice(0).forEach((server) => server.close());
    await expect(fetchPage(url, 1000)).rejects.toThrow('connection refused');
  });

  test('a page that never ends stops at 10 MB, a bomb too', async () => {
    let sent = 0;
    const endless = await serve((_, response) => {
      const more = () => {
        while (!response.destroyed && response.write('x 1\n'.repeat(16_384))) sent++;
        sent++;
      };
      response.on('drain', more);
      more();
    });
    await expect(fetchPage(endless, 10_000)).rejects.toThrow('the page has more than 10485760 bytes');
    expect(sent * 65_536).toBeLessThan(40_000_000);
    const bomb = gzipSync(Buffer.alloc(200_000_000, 'x 1\n'));
    const url = await serve((_, response) => response.setHeader('content-encoding', 'gzip').end(bomb));
    await expect(fetchPage(url, 10_000)).rejects.toThrow('the page has more than 10485760 bytes');
  });
});

describe('the scraper', () => {
  const target = (worker: string, scrapeUrl: string, everyMs = 1000) => ({
    worker,
    host: 'here',
    group: worker,
    scrapeUrl,
    everyMs,
    timeoutMs: 500,
  });

  test('asks each at its own pace, and a slow one holds nobody up', async () => {
    const clock = new ManualClock(at);
    const sink = createMemorySink();
    const asked: string[] = [];
    const scraper = createScraper({
      intake: createIntake({ sink, clock }),
      clock,
      fetchPage: (url) => {
        asked.push(url);
        return url === 'slow' ? new Promise(() => {}) : Promise.resolve({ text: 'a 1\n', format: 'text' });
      },
    });
    const pass = async (ms: number) => {
      for (let passed = 0; passed < ms; passed += 100) {
        clock.advance(100);
        for (let turn = 0; turn < 5; turn++) await Promise.resolve();
      }
    };
    scraper.replace([target('one', 'one'), target('slow', 'slow'), target('rare', 'rare', 5000)]);
    await pass(10_000);
    const count = (url: string) => asked.filter((each) => each === url).length;
    expect([count('one'), count('slow'), count('rare')]).toEqual([10, 1, 2]);

    scraper.replace([target('one', 'one'), target('rare', 'elsewhere', 5000)]);
    expect(sink.named('a').find(({ labels }) => labels['worker'] === 'rare')?.ends).toHaveLength(1);
    expect(sink.named('a').find(({ labels }) => labels['worker'] === 'one')?.ends).toEqual([]);
    await pass(5000);
    expect([count('one'), count('slow'), count('rare'), count('elsewhere')]).toEqual([15, 1, 2, 1]);
    expect(scraper.stateOf('one')).toMatchObject({ url: 'one', samples: 1, error: null });
    expect(scraper.stateOf('slow')).toBeNull();

    scraper.close();
    await pass(5000);
    expect(count('one')).toBe(15);
    expect(sink.named('a').find(({ labels }) => labels['worker'] === 'one')?.ends).toEqual([]);
  });

  test('asks for real', async () => {
    const url = await serve((_, response) => response.end('a 1\n'));
    const sink = createMemorySink();
    const scraper = createScraper({ intake: createIntake({ sink, clock: systemClock }), clock: systemClock });
    scraper.replace([target('w', url, 50)]);
    await expect.poll(() => sink.named('a')[0]?.samples.length ?? 0).toBeGreaterThan(2);
    scraper.close();
  });
});
