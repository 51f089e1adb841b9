import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { living } from '../fixtures/pid.ts';
import { rssBytes } from '../fixtures/sightings.ts';
import { startTower, type Tower } from '../fixtures/tower.ts';
import { waitUntil } from '../fixtures/wait-until.ts';

const MB = 1_000_000;

let tower: Tower;

beforeAll(async () => {
  tower = await startTower({
    config: { workers: { calm: { command: ['sleep', '1000'] }, far: { kind: 'external', heartbeat: '1h' } } },
  });
  await tower.waitForWorker('calm', ({ state }) => state === 'running');
});
afterAll(() => tower?.cleanUp());

describe('a body that is not what was asked for', () => {
  test.each([
    ['half an object', '{"name": "x", '],
    ['not JSON at all', '<xml/>'],
    ['no UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
    ['a number', '42'],
    ['null', 'null'],
    ['the wrong types', '{"name": {"a": 1}, "role": "emperor"}'],
    ['a prototype', '{"__proto__": {"role": "admin"}, "name": "x"}'],
    ['ten thousand brackets', '['.repeat(10_000)],
    ['a million brackets', `${'['.repeat(500_000)}${']'.repeat(500_000)}`],
  ])('%s', async (_, body) => {
    const response = await tower.fetch('/api/v1/tokens', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
    await isProblem(response, 400);
  });

  test('another content type is refused by name', async () => {
    const body = new URLSearchParams({ name: 'x' });
    await isProblem(await tower.fetch('/api/v1/tokens', { method: 'POST', body }), 415);
  });
});

describe('100 MB of body', () => {
  test.each([
    ['announced', '/api/v1/tokens', true],
    ['in chunks', '/api/v1/tokens', false],
    ['announced, as a stranger', '/api/v1/login', true],
    ['in chunks, as a stranger', '/api/v1/login', false],
    ['in chunks, as a ping', 'ping', false],
  ])('%s', async (_, path, announced) => {
    const hub = living(tower.hubPid());
    const before = rssBytes(hub);
    const to = path === 'ping' ? new URL(await pingUrl()).pathname : path;
    const status = await sendBody(to, 100 * MB, { announced, token: path.includes('tokens') });
    expect([413, 'cut off']).toContain(status);
    expect(rssBytes(hub) - before).toBeLessThan(40 * MB);
    await answersSoon();
  });
});

describe('headers', () => {
  test('of 20 kB are refused', async () => {
    const answer = await say(
      `GET /api/v1/workers HTTP/1.1\r\nHost: localhost\r\nX-Big: ${'x'.repeat(20_000)}\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 431/);
    expect(answer).not.toMatch(stackTrace);
  });

  test.each([
    ['no HTTP', 'hello?\r\n\r\n'],
    [
      'two lengths',
      'POST /api/v1/login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!',
    ],
    [
      'a length and chunks',
      'POST /api/v1/login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['no host', 'GET /api/v1/workers HTTP/1.1\r\n\r\n'],
    ['TLS', Buffer.from('16030100c8010000c40303', 'hex')],
  ])('%s', async (_, text) => {
    const answer = await say(text);
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d/);
    expect(answer).not.toMatch(stackTrace);
  });
});

describe('paths', () => {
  test.each([
    '/../../../../etc/passwd',
    '/..%2f..%2f..%2f..%2fetc%2fpasswd',
    '/%2e%2e/%2e%2e/%2e%2e/etc/passwd',
    '/assets/../../../../package.json',
    '/assets/..%2f..%2f..%2fpackage.json',
    '/assets/%2e%2e%5c%2e%2e%5cpackage.json',
    '/assets/%252e%252e/package.json',
    '//etc/passwd',
    '/%00',
    '/%ff%fe',
    '/api/v1/workers/..%2f..%2ftoken/logs',
    '/api/v1/workers/%2e%2e/logs',
    '/api/v1/workers/calm%00/logs',
    '/api/v1/workers/calm/logs?limit=-1',
    '/api/v1/workers/calm/logs?limit=1e9',
    '/api/v1/workers/calm/logs?before=../../token',
    '/api/v1/events?cursor=%27%20OR%201=1--',
    '/api/v1/workers?cursor=%00',
  ])('%s leads nowhere', async (path) => {
    const answer = await say(
      `GET ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${tower.token}\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).not.toMatch(/root:|"dependencies"/);
    expect(answer).not.toContain(`\r\n\r\n${tower.token}`);
    expect(answer).not.toMatch(stackTrace);
    expect(answer).toMatch(/^HTTP\/1\.1 (200|400|404|414)/);
    // What is not there may be the page, which shows that it does not know the place.
    if (answer.startsWith('HTTP/1.1 200')) expect(answer).toMatch(/content-type: text\/html/i);
  });
});

describe('who may', () => {
  test('tokens that are wrong, ended or revoked open nothing', async () => {
    const soon = new Date(Date.now() + 1_500).toISOString();
    const ending = await makeToken('ending', 'viewer', soon);
    const revoked = await makeToken('revoked', 'admin');
    expect((await tower.fetch('/api/v1/workers', { token: ending.token })).status).toBe(200);
    expect((await tower.fetch('/api/v1/workers', { token: revoked.token })).status).toBe(200);
    await tower.api(`/tokens/${revoked.id}`, { method: 'DELETE' });
    await isProblem(await tower.fetch('/api/v1/workers', { token: revoked.token }), 401);
    await waitUntil('the token has ended', () => Date.now() > Date.parse(soon));
    await isProblem(await tower.fetch('/api/v1/workers', { token: ending.token }), 401);
    for (const token of [
      '',
      'x',
      `${tower.token}x`,
      tower.token.slice(0, -1),
      'null',
      "' OR 1=1--",
      'x'.repeat(8_000),
    ])
      await isProblem(await tower.fetch('/api/v1/workers', { token }), 401);
    for (const authorization of [
      'Bearer',
      `Basic ${Buffer.from('admin:admin').toString('base64')}`,
      tower.token,
    ])
      await isProblem(await tower.fetch('/api/v1/workers', { token: null, headers: { authorization } }), 401);
  });

  test('no role does what is beyond it', async () => {
    const viewer = (await makeToken('viewer', 'viewer')).token;
    const operator = (await makeToken('operator', 'operator')).token;
    const changes = ['/workers/calm/stop', '/workers/calm/restart', '/workers/far/heartbeat'];
    const power = ['/config/apply', '/tokens', '/shutdown'];
    for (const path of [...changes, ...power]) await isProblem(await post(path, viewer), 403);
    for (const path of power) await isProblem(await post(path, operator), 403);
    for (const path of ['/tokens', '/audit'])
      for (const token of [viewer, operator])
        await isProblem(await tower.fetch(`/api/v1${path}`, { token }), 403);
    expect(await tower.api('/workers/far', { token: viewer })).toMatchObject({ pingUrl: null });
    expect((await tower.worker('calm')).restarts).toBe(0);
  });

  test('a session changes things from the page alone', async () => {
    const { cookie } = await logIn();
    const stop = (headers: Record<string, string>) =>
      tower.fetch('/api/v1/workers/calm/restart', {
        method: 'POST',
        token: null,
        headers: { cookie, ...headers },
      });
    const own = { origin: tower.url, 'x-yagura-request': '1' };
    await isProblem(await stop({}), 403);
    await isProblem(await stop({ origin: tower.url }), 403);
    await isProblem(await stop({ ...own, origin: 'https://evil.example' }), 403);
    await isProblem(await stop({ ...own, origin: 'null' }), 403);
    expect((await stop(own)).status).toBe(202);
  });

  test('a cookie that was made up opens nothing', async () => {
    const { name } = await logIn();
    for (const value of ['', 'x', '%00', 'a'.repeat(4_000)])
      await isProblem(
        await tower.fetch('/api/v1/workers', { token: null, headers: { cookie: `${name}=${value}` } }),
        401,
      );
  });

  test.each([
    'evil.example',
    'evil.example:8910',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '',
    '@',
    '[::1',
  ])('a request to the name "%s" is not for us', async (host) => {
    const answer = await say(
      `GET /api/v1/workers HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${tower.token}\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 (421|400)/);
  });

  test('guessing is slowed down, and locks no script out', async () => {
    const guess = () =>
      tower.fetch('/api/v1/login', {
        method: 'POST',
        token: null,
        body: JSON.stringify({ token: 'guess' }),
        headers: { 'content-type': 'application/json' },
      });
    const answers = await Promise.all(Array.from({ length: 30 }, guess));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(12);
    expect(statuses).toContain(429);
    expect((await tower.fetch('/api/v1/workers')).status).toBe(200);
  });
});

test('after all that the hub is the same one, not much larger, and its workers never noticed', async () => {
  const hub = living(tower.hubPid());
  await waitUntil('the memory of the hub is bounded', () => rssBytes(hub) < 250 * MB);
  console.log(`the hub takes ${Math.round(rssBytes(hub) / MB)} MB after everything`);
  expect((await tower.events('&type=hub.')).filter(({ type }) => type !== 'hub.started')).toEqual([]);
  expect(await tower.worker('calm')).toMatchObject({ state: 'running', crashes: 0 });
});

const stackTrace = /\n\s+at |node:internal|node_modules|\.[cm]?[jt]s:\d+/;

async function isProblem(response: Response, status: number): Promise<void> {
  const text = await response.text();
  expect(`${response.status} ${text}`).toMatch(new RegExp(`^${status} `));
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  expect(text).not.toMatch(stackTrace);
  expect(JSON.parse(text)).toMatchObject({ status, code: expect.any(String), detail: expect.any(String) });
}

async function answersSoon(): Promise<void> {
  const before = performance.now();
  expect((await tower.fetch('/api/v1/workers')).status).toBe(200);
  expect(performance.now() - before).toBeLessThan(5_000);
}

const post = (path: string, token: string) => tower.fetch(`/api/v1${path}`, { method: 'POST', token });

function makeToken(name: string, role: string, expiresAt?: string): Promise<{ id: string; token: string }> {
  return tower.api('/tokens', { method: 'POST', body: { name, role, ...(expiresAt && { expiresAt }) } });
}

async function pingUrl(): Promise<string> {
  return (await tower.api<{ pingUrl: string }>('/workers/far')).pingUrl;
}

async function logIn(): Promise<{ cookie: string; name: string }> {
  const response = await tower.fetch('/api/v1/login', {
    method: 'POST',
    token: null,
    body: JSON.stringify({ token: tower.token }),
    headers: { 'content-type': 'application/json' },
  });
  expect(response.status).toBe(200);
  const cookie = (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  return { cookie, name: cookie.split('=')[0] ?? '' };
}

/** Sends that much as fast as it is taken, and answers the status, or that the connection was cut. */
function sendBody(
  path: string,
  bytes: number,
  { announced, token }: { announced: boolean; token: boolean },
): Promise<number | 'cut off'> {
  return new Promise((resolve) => {
    const sending = request(tower.url + path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token && { authorization: `Bearer ${tower.token}` }),
        ...(announced && { 'content-length': bytes }),
      },
    });
    const chunk = Buffer.alloc(64 * 1024, 'a');
    let left = bytes;
    const pump = () => {
      while (left > 0 && !sending.destroyed) {
        left -= chunk.length;
        if (!sending.write(chunk.subarray(0, Math.min(chunk.length, left + chunk.length)))) {
          sending.once('drain', pump);
          return;
        }
      }
      sending.end();
    };
    sending.on('response', (response) => {
      resolve(response.statusCode ?? 0);
      sending.destroy();
    });
    sending.on('error', () => resolve('cut off'));
    pump();
  });
}

/** Sends the text as it is and answers everything that came back until the other side was done. */
function say(text: string | Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(tower.port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
    socket.setTimeout(20_000, () => socket.destroy(new Error(`no end of the answer: ${answer}`)));
  });
}
