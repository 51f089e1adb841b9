import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ManualClock } from '../../../shared/clock.ts';
import { createIntake } from '../intake/index.ts';
import { createRemoteWrite } from '../remote-write/index.ts';
import { createMemorySink } from '../testing/memory-sink.ts';
import { openDiskQueue } from './disk-queue.ts';
import { openRemoteWriter } from './index.ts';

let dir: string;
let store: Awaited<ReturnType<typeof startStore>>;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'yagura-remote-'));
  store = await startStore();
});
afterEach(async () => {
  await store.down();
  rmSync(dir, { recursive: true, force: true });
});

/** A store that takes remote write, by our own way in; can be down, and can answer as the test wishes. */
async function startStore() {
  const sink = createMemorySink();
  const remoteWrite = createRemoteWrite(createIntake({ sink, clock: new ManualClock(Date.UTC(2030, 0)) }));
  const seen: IncomingMessage[] = [];
  const wished: { answer: ((response: ServerResponse) => void) | null } = { answer: null };
  const listener = async (request: IncomingMessage, response: ServerResponse) => {
    seen.push(request);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (wished.answer) return wished.answer(response);
    const refused = await remoteWrite.take(Buffer.concat(chunks));
    response.writeHead(refused === null ? 204 : 400).end(refused ?? '');
  };
  let server: Server | null = null;
  let port = 0;
  const up = async () => {
    server = createServer((request, response) => void listener(request, response));
    await new Promise<void>((resolve) => server?.listen(port, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  };
  const down = async () => {
    server?.closeAllConnections();
    await new Promise((resolve) => (server ? server.close(resolve) : resolve(null)));
    server = null;
  };
  await up();
  return { sink, seen, wished, up, down, url: `http://127.0.0.1:${port}/write` };
}

const at = Date.UTC(2026, 0, 1);

async function open(
  clock: ManualClock,
  more: { url?: string; headers?: Record<string, string>; queueBytes?: number } = {},
) {
  const local = createMemorySink();
  /** Each ends with all sent, or with a timer for the next. */
  const rounds = { over: 0 };
  const writer = await openRemoteWriter({
    to: local,
    url: store.url,
    headers: {},
    queueDir: join(dir, 'queue'),
    queueBytes: 1_000_000,
    clock,
    random: () => 0,
    onState: () => rounds.over++,
    ...more,
  });
  return { writer, local, rounds };
}

const samplesOf = (name: string) => store.sink.named(name).flatMap(({ samples }) => samples);

describe('what is written', () => {
  test('goes to the sink and to the store, ends too', async () => {
    const clock = new ManualClock(at);
    const { writer, local } = await open(clock);
    const ref = writer.sink.refOf('tower', { __name__: 'x', host: 'here' })!;
    writer.sink.append(ref, at, 1.5);
    writer.sink.append(ref, at + 1, Number.NaN);
    writer.sink.endSeries(ref, at + 2);
    clock.advance(1000);
    await expect.poll(() => writer.state().sentSamples).toBe(3);
    expect(store.sink.all()).toEqual([
      {
        source: 'remote-write',
        labels: { __name__: 'x', host: 'here' },
        samples: [
          [at, 1.5],
          [at + 1, Number.NaN],
        ],
        ends: [at + 2],
      },
    ]);
    expect(local.all()[0]?.samples).toHaveLength(2);
    expect(writer.state()).toMatchObject({ queue: { samples: 0, bytes: 0 }, droppedSamples: 0, error: null });
    await writer.close();
  });

  test('carries the headers, and user and password of the address as one of them', async () => {
    const clock = new ManualClock(at);
    const { writer } = await open(clock, {
      url: store.url.replace('127', 'ann:p%40ss@127'),
      headers: { 'x-scope-orgid': 'team' },
    });
    writer.sink.append(writer.sink.refOf('tower', { __name__: 'x' })!, at, 1);
    clock.advance(1000);
    await expect.poll(() => samplesOf('x').length).toBe(1);
    expect(store.seen[0]?.headers).toMatchObject({
      authorization: `Basic ${Buffer.from('ann:p@ss').toString('base64')}`,
      'x-scope-orgid': 'team',
      'content-encoding': 'snappy',
      'x-prometheus-remote-write-version': '0.1.0',
    });
    await writer.close();
  });

  test('a store that is down for ten minutes gets everything afterwards, once and in order', async () => {
    const clock = new ManualClock(at);
    const { writer } = await open(clock);
    const ref = writer.sink.refOf('tower', { __name__: 'x' })!;
    let second = 0;
    const pass = async (seconds: number) => {
      for (let each = 0; each < seconds; each++) {
        writer.sink.append(ref, at + second * 1000, second++);
        clock.advance(1000);
        // An attempt on a closed port ends within these turns.
        if (each % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 3));
      }
    };
    await pass(5);
    await expect.poll(() => samplesOf('x').length).toBe(5);
    await store.down();
    await pass(600);
    expect(writer.state().error?.text).toBe('connection refused');
    expect(writer.state().error?.since).toMatch(/^2026-01-01T00:00:0/);
    expect(writer.state().queue.samples).toBeGreaterThan(580);
    await store.up();
    await pass(60);
    await expect.poll(() => samplesOf('x').length).toBe(second);
    expect(samplesOf('x')).toEqual(Array.from({ length: second }, (_, n) => [at + n * 1000, n]));
    expect(writer.state()).toMatchObject({ droppedSamples: 0, error: null });
    await writer.close();
  });

  test('what was not sent is sent by the next one; a half-written file is none', async () => {
    const clock = new ManualClock(at);
    await store.down();
    const first = await open(clock);
    first.writer.sink.append(first.writer.sink.refOf('tower', { __name__: 'x' })!, at, 1);
    await first.writer.close();
    writeFileSync(join(dir, 'queue', '000000000099-7.block.part'), 'half');
    await store.up();
    const second = await open(clock);
    second.writer.sink.append(second.writer.sink.refOf('tower', { __name__: 'x' })!, at + 1, 2);
    clock.advance(1000);
    await expect
      .poll(() => samplesOf('x'))
      .toEqual([
        [at, 1],
        [at + 1, 2],
      ]);
    expect(readdirSync(join(dir, 'queue'))).toEqual([]);
    await second.writer.close();
  });
});

describe('a store that answers', () => {
  const sendOne = async (answer: (response: ServerResponse) => void) => {
    const clock = new ManualClock(at);
    store.wished.answer = answer;
    const { writer, rounds } = await open(clock);
    await expect.poll(() => rounds.over).toBe(1);
    writer.sink.append(writer.sink.refOf('tower', { __name__: 'x' })!, at, 1);
    clock.advance(1000);
    await expect.poll(() => rounds.over).toBe(2);
    return { clock, writer, rounds };
  };

  test.each([400, 413, 422])('%d gets this block no more, which is counted and said', async (status) => {
    const { writer } = await sendOne((response) => response.writeHead(status).end('out of order\nmore'));
    expect(writer.state()).toMatchObject({
      queue: { samples: 0 },
      sentSamples: 0,
      droppedSamples: 1,
      error: { text: `it answered status ${status}: out of order`, since: '2026-01-01T00:00:01.000Z' },
    });
    await writer.close();
  });

  test.each([500, 503, 429, 401, 403, 404])('%d is asked again, later and later', async (status) => {
    const { clock, writer, rounds } = await sendOne((response) => response.writeHead(status).end());
    const attempts = () => store.seen.length;
    expect(attempts()).toBe(1);
    for (const [delay, count] of [
      [500, 2],
      [1000, 3],
      [2000, 4],
    ] as const) {
      clock.advance(delay - 1);
      expect(attempts()).toBe(count - 1);
      clock.advance(1);
      await expect.poll(() => rounds.over).toBe(count + 1);
      expect(attempts()).toBe(count);
    }
    store.wished.answer = null;
    clock.advance(4000);
    await expect.poll(() => samplesOf('x').length).toBe(1);
    await expect.poll(() => writer.state().error).toBeNull();
    await writer.close();
  });

  test.each([
    ['120', 120_000],
    ['Thu, 01 Jan 2026 00:02:01 GMT', 120_000],
  ])('with Retry-After: %s it is left alone for that long', async (header, ms) => {
    const { clock, writer } = await sendOne((response) =>
      response.writeHead(429, { 'retry-after': header }).end(),
    );
    store.wished.answer = null;
    clock.advance(ms - 1);
    expect(store.seen).toHaveLength(1);
    clock.advance(1);
    await expect.poll(() => samplesOf('x').length).toBe(1);
    await writer.close();
  });

  test('by a redirect is not followed', async () => {
    const { writer } = await sendOne((response) =>
      response.writeHead(307, { location: 'http://169.254.169.254/' }).end(),
    );
    expect(writer.state().queue.samples).toBe(1);
    await writer.close();
  });

  test('with silence does not hold up the end', async () => {
    const clock = new ManualClock(at);
    store.wished.answer = () => {};
    const { writer } = await open(clock);
    writer.sink.append(writer.sink.refOf('tower', { __name__: 'x' })!, at, 1);
    clock.advance(1000);
    await expect.poll(() => store.seen.length).toBe(1);
    await writer.close();
    expect(readdirSync(join(dir, 'queue'))).toHaveLength(1);
  });
});

describe('the queue', () => {
  const block = (size: number, samples = 1) => ({ body: Buffer.alloc(size, 'x'), samples });

  test('is bounded: the oldest goes and is counted', () => {
    const queue = openDiskQueue(join(dir, 'q'), 250);
    for (let n = 1; n <= 4; n++) queue.push(block(100, n));
    expect(queue.stats()).toEqual({ blocks: 2, samples: 7, bytes: 200, dropped: 3, trouble: null });
    expect(queue.next()?.samples).toBe(3);
    expect(readdirSync(join(dir, 'q'))).toHaveLength(2);
  });

  test('goes on where it was left, in order', () => {
    const queue = openDiskQueue(join(dir, 'q'), 1000);
    for (let n = 1; n <= 3; n++) queue.push(block(10, n));
    queue.remove(queue.next()!.id);
    const again = openDiskQueue(join(dir, 'q'), 1000);
    again.push(block(10, 4));
    const order: number[] = [];
    for (let next = again.next(); next; next = again.next()) {
      order.push(next.samples);
      again.remove(next.id);
    }
    expect(order).toEqual([2, 3, 4]);
    expect(again.stats()).toMatchObject({ blocks: 0, samples: 0, bytes: 0, dropped: 0 });
  });

  test('keeps in memory what the disk does not take, and loses only what was taken away', () => {
    const queue = openDiskQueue(join(dir, 'q'), 100_000_000);
    queue.push(block(10, 1));
    rmSync(join(dir, 'q'), { recursive: true });
    queue.push(block(10, 2));
    expect(queue.stats().trouble).toContain('ENOENT');
    for (let n = 0; n < 5; n++) queue.push(block(10_000_000, 10));
    expect(queue.stats()).toMatchObject({ dropped: 2 + 20 });
    expect(queue.next()?.samples).toBe(10);
    expect(queue.stats().dropped).toBe(2 + 20 + 1);
  });
});
