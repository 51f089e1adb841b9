import { request as httpRequest } from 'node:http';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { createEnvelope, serializeEnvelope } from '@sentry/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../../shared/clock.ts';
import { Failure } from '../../../shared/failure.ts';
import { usualMapsRetention } from '../../errors/sentry/index.ts';
import { type SentryProject } from '../schema.ts';
import { startTestServer, type TestServer } from '../testing/index.ts';

const id = '9ec79c33ec9942ab8353589fcb2e04dc';
let clock: ManualClock;
let test: TestServer;
let shop: SentryProject;
let key: string;

beforeAll(async () => {
  clock = new ManualClock();
  test = await startTestServer({ clock });
  await test.sentry.declare({
    projects: [
      { name: 'shop', worker: 'mailer', rate: 100, origins: ['https://shop.example'] },
      { name: 'slow', worker: null, rate: 0.5, origins: [] },
    ],
    sourceMaps: usualMapsRetention,
  });
  shop = await project('shop');
  key = new URL(shop.dsn ?? '').username;
});
afterAll(() => test.close());
beforeEach(() => {
  test.reported.length = 0;
  test.takeFails = null;
});

async function project(name: string, token = test.token): Promise<SentryProject> {
  const answer = await test.ask('GET', '/api/v1/sentry/projects', { token });
  const { projects } = (await answer.json()) as { projects: SentryProject[] };
  const found = projects.find((one) => one.name === name);
  if (!found) throw new Error(`no project ${name}`);
  return found;
}

const envelope = (
  event: Record<string, unknown> = { message: 'no stock' },
  header: Record<string, unknown> = {},
) =>
  Buffer.from(
    serializeEnvelope(createEnvelope({ event_id: id, ...header }, [[{ type: 'event' }, event]] as never)),
  );

function send(
  body: Buffer,
  options: { headers?: Record<string, string>; path?: string; auth?: boolean } = {},
) {
  const { headers = {}, path = `/sentry/api/${shop.id}/envelope/`, auth = true } = options;
  return fetch(test.url + path, {
    method: 'POST',
    headers: {
      ...(auth ? { 'x-sentry-auth': `Sentry sentry_key=${key}, sentry_version=7` } : {}),
      ...headers,
    },
    body: new Uint8Array(body),
  });
}

describe('POST /sentry/api/{project}/envelope/', () => {
  it('takes an event and answers its id', async () => {
    const answer = await send(envelope());
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('application/json');
    expect(await answer.json()).toEqual({ id });
    expect(test.reported).toMatchObject([{ id, message: 'no stock', worker: 'mailer', source: 'sentry' }]);
  });

  it('takes it by number and by name, with the slash and without', async () => {
    for (const path of ['shop/envelope/', 'shop/envelope', `${shop.id}/envelope`])
      expect((await send(envelope(), { path: `/sentry/api/${path}` })).status).toBe(200);
    expect(test.reported).toHaveLength(3);
  });

  it.each(['', 'text/plain;charset=UTF-8', 'application/x-sentry-envelope', 'application/json'])(
    'takes it as %s',
    async (type) => {
      expect((await send(envelope(), { headers: type === '' ? {} : { 'content-type': type } })).status).toBe(
        200,
      );
    },
  );

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('takes it packed by %s', async (encoding, pack) => {
    expect((await send(pack(envelope()), { headers: { 'content-encoding': encoding } })).status).toBe(200);
    expect(test.reported).toHaveLength(1);
  });

  it('knows the key from the header, from the query and from the envelope', async () => {
    const path = `/sentry/api/${shop.id}/envelope/`;
    expect(
      (await send(envelope(), { auth: false, path: `${path}?sentry_key=${key}&sentry_version=7` })).status,
    ).toBe(200);
    expect((await send(envelope(undefined, { dsn: shop.dsn }), { auth: false })).status).toBe(200);
    expect(test.reported).toHaveLength(2);
  });

  it.each([
    ['no key', { auth: false }],
    ['a wrong key', { auth: false, headers: { 'x-sentry-auth': `Sentry sentry_key=${'0'.repeat(32)}` } }],
    ['the key of another project', { path: '/sentry/api/mailer/envelope/' }],
    ['a project that nobody declared', { path: '/sentry/api/4711/envelope/' }],
    ['no project', { path: '/sentry/api/%20/envelope/' }],
  ])('refuses %s', async (_, options) => {
    const answer = await send(envelope(), options);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('x-sentry-error')).toContain('yagura sentry dsn');
    expect(test.reported).toEqual([]);
  });

  it('refuses a wrong key in the envelope, and one that comes with too much to look for it', async () => {
    expect((await send(envelope(undefined, { dsn: 'http://x@host/1' }), { auth: false })).status).toBe(401);
    const large = envelope({ message: 'x'.repeat(2_000_000) }, { dsn: shop.dsn });
    expect((await send(large, { auth: false })).status).toBe(413);
  });

  it.each([
    ['nothing', Buffer.alloc(0), {}, 400],
    ['garbage', Buffer.from('garbage'), {}, 400],
    ['an event that is none', Buffer.from('{}\n{"type":"event"}\n[]'), {}, 400],
    ['what is no gzip', Buffer.from('garbage'), { 'content-encoding': 'gzip' }, 400],
    ['an encoding that nobody knows', envelope(), { 'content-encoding': 'lzma' }, 415],
    ['a bomb', gzipSync(Buffer.alloc(30_000_000)), { 'content-encoding': 'gzip' }, 413],
    ['more than it reads', Buffer.alloc(11 * 1024 * 1024), {}, 413],
  ])('refuses %s', async (_, body, headers, status) => {
    const answer = await send(body, { headers });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.headers.get('x-sentry-error')).not.toBeNull();
    expect(test.reported).toEqual([]);
  });

  it('refuses 200 MB without holding them', async () => {
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    const status = await new Promise<number | string | undefined>((resolve) => {
      const { hostname, port } = new URL(test.url);
      const request = httpRequest(
        { method: 'POST', hostname, port, path: `/sentry/api/${shop.id}/envelope/?sentry_key=${key}` },
        (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        },
      );
      // The answer may come while it still sends, and then nobody listens any more.
      request.on('error', () => setTimeout(resolve, 200, 'hung up'));
      const part = Buffer.alloc(1_000_000);
      let left = 200;
      const write = () => {
        most = Math.max(most, process.memoryUsage().arrayBuffers - before);
        left -= 1;
        if (left < 0) request.end();
        else if (request.write(part)) setImmediate(write);
        else request.once('drain', write);
      };
      write();
    });
    expect([413, 'hung up']).toContain(status);
    expect(most).toBeLessThan(60_000_000);
    expect((await send(envelope())).status).toBe(200);
  });

  it('turns away what is more than the project may send, in the words of its SDKs', async () => {
    const slow = await project('slow');
    const path = `/sentry/api/${slow.id}/envelope/?sentry_key=${new URL(slow.dsn ?? '').username}`;
    const statuses: number[] = [];
    for (let at = 0; at < 6; at++) statuses.push((await send(envelope(), { path, auth: false })).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
    const refused = await send(envelope(), { path, auth: false });
    expect(refused.headers.get('retry-after')).toBe('2');
    expect(refused.headers.get('x-sentry-rate-limits')).toBe('2::project:rate');
    expect((await send(envelope())).status).toBe(200);
    clock.advance(2_000);
    expect((await send(envelope(), { path, auth: false })).status).toBe(200);
    expect(await project('slow')).toMatchObject({ limited: 2, items: { event: 6 } });
  });

  it.each([
    ['storage_unavailable', 503, '30'],
    ['busy', 503, '1'],
  ] as const)('acknowledges nothing that is not stored: %s', async (code, status, retryAfter) => {
    test.takeFails = new Failure(code, 'no room');
    const answer = await send(envelope());
    expect(answer.status).toBe(status);
    expect(answer.headers.get('retry-after')).toBe(retryAfter);
    expect(answer.headers.get('x-sentry-rate-limits')).toBe(`${retryAfter}::project:${code}`);
    expect(await answer.json()).not.toHaveProperty('id');
  });
});

describe('POST /sentry/api/{project}/store/', () => {
  const path = () => `/sentry/api/${shop.id}/store/`;
  const event = Buffer.from(JSON.stringify({ event_id: id, message: 'old' }));

  it.each([
    ['JSON', event],
    ['zlib as base64', Buffer.from(deflateSync(event).toString('base64'))],
  ])('takes an event as %s', async (_, body) => {
    const answer = await send(body, { path: path() });
    expect(await answer.json()).toEqual({ id });
    expect(test.reported).toMatchObject([{ id, message: 'old' }]);
  });

  it('wants the key beside the event', async () => {
    expect((await send(event, { path: path(), auth: false })).status).toBe(401);
  });

  it.each(['garbage', '[]', 'eJw='])('refuses %s', async (body) => {
    expect((await send(Buffer.from(body), { path: path() })).status).toBe(400);
  });
});

describe('a browser', () => {
  const path = () => `/sentry/api/${shop.id}/envelope/?sentry_key=${key}`;

  it('may send from a page that is declared', async () => {
    const asked = await fetch(test.url + path(), {
      method: 'OPTIONS',
      headers: { origin: 'https://shop.example', 'access-control-request-method': 'POST' },
    });
    expect(asked.status).toBe(204);
    expect(asked.headers.get('access-control-allow-origin')).toBe('https://shop.example');
    expect(asked.headers.get('access-control-allow-headers')).toContain('x-sentry-auth');
    const answer = await send(envelope(), {
      path: path(),
      auth: false,
      headers: { origin: 'https://shop.example' },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://shop.example');
    expect(answer.headers.get('access-control-expose-headers')).toContain('x-sentry-rate-limits');
  });

  it.each(['https://other.example', 'https://shop.example.evil', 'null'])(
    'may not send from %s',
    async (origin) => {
      const answer = await send(envelope(), { path: path(), auth: false, headers: { origin } });
      expect(answer.status).toBe(403);
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
      expect(test.reported).toEqual([]);
    },
  );
});

describe('GET /api/v1/sentry/projects', () => {
  it('tells of every worker and of what is declared, with releases', async () => {
    const payload = { attrs: { release: 'shop@1' }, aggregates: [{ exited: 8, crashed: 2 }] };
    const body = Buffer.from(`{}\n{"type":"sessions"}\n${JSON.stringify(payload)}`);
    await send(body);
    await send(body);
    await send(Buffer.from(`{}\n{"type":"check_in"}\n{"monitor_slug":"nightly","status":"ok"}`));
    expect(await project('shop')).toMatchObject({
      worker: 'mailer',
      dsn: `http://${key}@${new URL(test.url).host}/sentry/${shop.id}`,
      items: { sessions: 2 },
      unknownMonitors: ['nightly'],
      releases: [{ release: 'shop@1', sessions: 20, crashed: 4, crashFreeRatio: 0.8 }],
    });
    expect(await project('billing.v2')).toMatchObject({ worker: 'billing.v2', rate: 1000, lastAt: null });
  });

  it('keeps the DSN from viewers', async () => {
    const { token } = await test.newToken('viewer');
    expect((await project('shop', token)).dsn).toBeNull();
  });
});
