/** What others send must not hurt the tower: floods of series, bombs, garbage, pages without end. */
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import protobuf from 'protobufjs/minimal.js';
import { compressSync } from 'snappy';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTower, type Tower } from '../fixtures/tower.ts';
import { waitUntil } from '../fixtures/wait-until.ts';

let tower: Tower;
let endless: Server;

beforeAll(async () => {
  endless = createServer((_, response) => {
    const more = () => {
      while (!response.destroyed && response.write('x 1\n'.repeat(16_384)));
    };
    response.on('drain', more);
    more();
  });
  await new Promise<void>((resolve) => endless.listen(0, '127.0.0.1', resolve));
  const scrape = `http://127.0.0.1:${(endless.address() as AddressInfo).port}/metrics`;
  const workers = { endless: { command: 'sleep 1000', metrics: { scrape, every: '1s' } } };
  tower = await startTower({ config: { workers } });
});
afterAll(async () => {
  await tower?.cleanUp();
  endless?.closeAllConnections();
  endless?.close();
});

function send(body: Buffer, headers: Record<string, string> = {}, path = '/prometheus/api/v1/write') {
  return tower.fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-protobuf', ...headers },
    body: new Uint8Array(body),
  });
}

/** Series with a sample of now each. */
function writeRequest(series: Iterable<readonly (readonly [name: string, value: string])[]>): Buffer {
  const writer = protobuf.Writer.create();
  for (const labels of series) {
    writer.uint32(10).fork();
    for (const [name, value] of labels)
      writer.uint32(10).fork().uint32(10).string(name).uint32(18).string(value).ldelim();
    writer.uint32(18).fork().uint32(9).double(1).uint32(16).int64(Date.now()).ldelim();
    writer.ldelim();
  }
  return compressSync(Buffer.from(writer.finish()));
}

/** So many series that were never there before. */
function newSeries(from: number, count: number): Buffer {
  return writeRequest(
    Array.from(
      { length: count },
      (_, n) =>
        [
          ['__name__', 'flood'],
          ['n', String(from + n)],
        ] as const,
    ),
  );
}

test('a hundred thousand new series, bombs, garbage and a page without end leave it answering', async () => {
  const hub = tower.hubPid();
  const watch = watchAnswers();
  const batch = 20_000;
  for (let from = 0; from < 100_000; from += batch)
    expect((await send(newSeries(from, batch))).status).toBe(204);

  const fourGiB = Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f, 1]);
  expect((await send(fourGiB)).status).toBe(413);
  const whole = newSeries(0, 100);
  for (let n = 1; n <= 20; n++) {
    expect([400, 413]).toContain((await send(randomBytes(500))).status);
    expect((await send(whole.subarray(0, whole.length - n))).status).toBe(400);
  }
  const long = [
    ['__name__', 'long'],
    ['label', 'x'.repeat(1_000_000)],
  ] as const;
  expect(await (await send(writeRequest([long]))).text()).toMatch(/^1 of 1 samples were not taken: /);
  const bomb = gzipSync(Buffer.alloc(100_000_000));
  expect((await send(bomb, { 'content-encoding': 'gzip' }, '/otlp/v1/metrics')).status).toBe(413);
  await waitUntil('the endless page is refused', async () => {
    const { metrics } = await tower.api<{ metrics: { error: { text: string } | null } }>('/workers/endless');
    return metrics.error?.text.startsWith('the page has more than 10485760 bytes');
  });

  // A tenth of a second where nothing else runs; a crowded machine takes longer.
  expect(await watch.slowestMs()).toBeLessThan(5_000);
  expect(tower.hubPid()).toBe(hub);
  const page = await (await tower.fetch('/metrics')).text();
  expect(page).toMatch(/^yagura_intake_samples_total\{source="remote-write"\} 100000$/m);
  expect(page).toMatch(/^yagura_intake_refused_samples_total\{source="remote-write",reason="labels"\} 1$/m);
});

/** Asks again and again whether the tower is there. */
function watchAnswers() {
  let slowest = 0;
  let over = false;
  const watching = (async () => {
    while (!over) {
      const started = performance.now();
      expect((await tower.fetch('/healthz')).status).toBe(200);
      slowest = Math.max(slowest, performance.now() - started);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  })();
  // Told by whoever waits for it.
  watching.catch(() => {});
  return {
    async slowestMs() {
      over = true;
      await watching;
      return slowest;
    },
  };
}
