import { statSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { LiveMessage } from '../../src/hub/server/index.ts';
import { living } from '../fixtures/pid.ts';
import { rssBytes } from '../fixtures/sightings.ts';
import { startTower, type Tower } from '../fixtures/tower.ts';
import { waitUntil } from '../fixtures/wait-until.ts';

const MB = 1_000_000;
/** Three megabytes a second. */
const chatter = `
  const lines = ('y'.repeat(4_999) + '\\n').repeat(60);
  setInterval(() => process.stdout.write(lines), 100);`;

let tower: Tower;
const sockets: Socket[] = [];
const clients: WebSocket[] = [];
let unfinished: { headers: Socket[]; bodies: Socket[] };
let drip: NodeJS.Timeout | undefined;
let hub: number;
let hubBytesBefore: number;

beforeAll(async () => {
  tower = await startTower({
    config: {
      workers: {
        calm: { command: ['sleep', '1000'] },
        chatter: { command: [process.execPath, '-e', chatter] },
      },
    },
  });
  await tower.waitForWorker('chatter', ({ state }) => state === 'running');
  hub = living(tower.hubPid());
  hubBytesBefore = rssBytes(hub);
  // All the while 500 clients send their headers, and 500 their body, a letter a second.
  const startOf = 'POST /api/v1/login HTTP/1.1\r\nHost: localhost\r\n';
  unfinished = {
    headers: await connectAll(500, `${startOf}X-Slow: `),
    bodies: await connectAll(
      500,
      `${startOf}Content-Type: application/json\r\nContent-Length: 9999\r\n\r\n{`,
    ),
  };
  drip = setInterval(() => {
    for (const socket of [...unfinished.headers, ...unfinished.bodies])
      if (!socket.destroyed) socket.write('a');
  }, 1_000);
});
afterAll(async () => {
  clearInterval(drip);
  for (const socket of sockets) socket.destroy();
  for (const client of clients) client.terminate();
  await tower?.cleanUp();
});

describe('live', () => {
  const live = () => `ws://127.0.0.1:${tower.port}/api/v1/live`;
  const own = () => ({ authorization: `Bearer ${tower.token}` });

  test.each([
    ['without a token', async () => ({})],
    ['with a wrong token', async () => ({ authorization: 'Bearer wrong' })],
    [
      'with a cookie from another site',
      async () => ({ cookie: await logIn(), origin: 'https://evil.example' }),
    ],
    ['with a cookie from nowhere', async () => ({ cookie: await logIn() })],
    ['by another name', async () => ({ ...own(), host: 'evil.example' })],
  ])('a stranger %s is turned away', async (_, headers) => {
    const client = track(new WebSocket(live(), { headers: await headers() }));
    const outcome = await new Promise<string>((resolve) => {
      client.on('open', () => resolve('open'));
      client.on('unexpected-response', (_request, response) => resolve(String(response.statusCode)));
      client.on('error', () => resolve('error'));
    });
    expect(outcome).toMatch(/^(401|403|421)$/);
  });

  test('the page itself is let in by its cookie', async () => {
    const client = await open({ cookie: await logIn(), origin: tower.url });
    client.close();
  });

  test.each([
    ['is not JSON', '{'],
    ['is no request', '{"type":"shutdown"}'],
    ['is a list', '[]'],
    ['asks for nothing known', '{"type":"subscribe","topic":"secrets"}'],
    ['asks for a log out of its folder', '{"type":"subscribe","topic":"logs:../token"}'],
    ['has a cursor from nowhere', '{"type":"subscribe","topic":"workers","cursor":"\\u0000"}'],
    ['is binary', Buffer.from([0, 1, 2])],
  ])('a message that %s gets an answer, and the connection lives', async (what, message) => {
    const client = await open(own());
    client.send(message);
    const answer = await next(client);
    expect(answer.type).toBe(what.startsWith('has a cursor') ? 'snapshot' : 'problem');
    expect(JSON.stringify(answer)).not.toMatch(/node:internal|node_modules|\\n\s+at /);
    client.send('{"type":"ping","at":1}');
    expect(await next(client)).toEqual({ type: 'pong', at: 1 });
    client.close();
  });

  test('an oversized frame ends its own connection', async () => {
    const client = await open(own());
    const closed = new Promise<number>((resolve) => client.on('close', resolve));
    client.send('x'.repeat(10 * MB));
    expect([1009, 1006]).toContain(await closed);
    await answersSoon();
  });

  test('a flood of a hundred thousand requests is answered with "wait", and others are served meanwhile', async () => {
    const client = await open(own());
    let refused = 0;
    client.on('message', (data) => {
      if ((data as Buffer).toString().includes('too_many_requests')) refused += 1;
    });
    for (let sent = 0; sent < 100_000; sent += 1) client.send('{"type":"subscribe","topic":"workers"}');
    await answersSoon();
    await waitUntil('the flood is noticed', () => refused > 0 || client.readyState === client.CLOSED);
    client.terminate();
    await answersSoon();
  });
});

describe('many at a time', () => {
  test('500 subscribers of which 50 never read: the others hear of everything soon, and memory is bounded', async () => {
    const readers = await openAll(450);
    const sleepers = await openAll(50);
    for (const sleeper of sleepers) {
      sleeper.send('{"type":"subscribe","topic":"logs:chatter"}');
      sleeper.pause();
    }
    const heard = new Set<WebSocket>();
    for (const reader of readers) {
      reader.on('message', (data) => {
        if ((data as Buffer).toString().includes('worker.stopped')) heard.add(reader);
      });
      reader.send('{"type":"subscribe","topic":"workers"}');
      reader.send('{"type":"subscribe","topic":"events"}');
    }
    const log = join(tower.home.workerLogs, 'chatter', 'stdout.log');
    const enough = statSync(log).size + 12 * MB;
    await waitUntil('more was printed than is kept for the sleepers', () => statSync(log).size > enough);
    const before = performance.now();
    await tower.api('/workers/calm/stop', { method: 'POST' });
    await waitUntil('all readers heard of it', () => heard.size === readers.length);
    const grown = rssBytes(hub) - hubBytesBefore;
    console.log(
      `500 subscribers, 50 of them asleep: the others heard within ${Math.round(performance.now() - before)} ms, hub +${Math.round(grown / MB)} MB`,
    );
    expect(grown).toBeLessThan(250 * MB);
    await answersSoon();
    for (const client of [...readers, ...sleepers]) client.terminate();
  });

  test('2,000 idle connections do not keep others waiting', async () => {
    const idle = await connectAll(2_000, '');
    await answersSoon();
    const { stdout, code } = await tower.cli('status');
    expect(code).not.toBe(3);
    expect(stdout).toContain('calm');
    for (const socket of idle) socket.destroy();
  });

  test('those that never finished their headers were let go, and nobody waited for the others', async () => {
    // The time for a whole request is longer; both are looked after by the same means.
    await waitUntil('those without headers are let go', () =>
      unfinished.headers.every(({ destroyed }) => destroyed),
    );
    await answersSoon();
  });

  test('after all that it is the same hub, not much larger, and its workers never noticed', async () => {
    for (const socket of sockets) socket.destroy();
    expect(tower.hubPid()).toBe(hub);
    console.log(
      `hub: ${Math.round(hubBytesBefore / MB)} MB before, ${Math.round(rssBytes(hub) / MB)} MB after everything`,
    );
    expect(rssBytes(hub) - hubBytesBefore).toBeLessThan(250 * MB);
    expect(await tower.worker('chatter')).toMatchObject({ state: 'running', restarts: 0 });
  });
});

function track(client: WebSocket): WebSocket {
  client.on('error', () => {}); // being cut off is what some of these ask for
  clients.push(client);
  return client;
}

async function open(headers: Record<string, string>): Promise<WebSocket> {
  const client = track(new WebSocket(`ws://127.0.0.1:${tower.port}/api/v1/live`, { headers }));
  await new Promise((resolve, reject) => {
    client.once('open', resolve);
    client.once('error', reject);
  });
  return client;
}

const openAll = (count: number) =>
  Promise.all(Array.from({ length: count }, () => open({ authorization: `Bearer ${tower.token}` })));

function next(client: WebSocket): Promise<LiveMessage> {
  return new Promise((resolve, reject) => {
    client.once('message', (data) => resolve(JSON.parse((data as Buffer).toString()) as LiveMessage));
    client.once('close', (code) => reject(new Error(`closed with ${code}`)));
  });
}

async function connectAll(count: number, text: string): Promise<Socket[]> {
  return Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<Socket>((resolve, reject) => {
          const socket = connect(tower.port, '127.0.0.1', () => {
            socket.off('error', reject);
            socket.on('error', () => {}); // being cut off is what is expected
            socket.write(text);
            resolve(socket);
          });
          socket.once('error', reject);
          socket.resume();
          sockets.push(socket);
        }),
    ),
  );
}

async function logIn(): Promise<string> {
  const response = await tower.fetch('/api/v1/login', {
    method: 'POST',
    token: null,
    body: JSON.stringify({ token: tower.token }),
    headers: { 'content-type': 'application/json' },
  });
  return (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

async function answersSoon(): Promise<void> {
  const before = performance.now();
  expect((await tower.fetch('/api/v1/workers')).status).toBe(200);
  expect(performance.now() - before).toBeLessThan(5_000);
}
