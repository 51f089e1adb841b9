import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from './testing/index.ts';

let test: TestServer;
let cookie: string;
const page = { 'x-yagura-request': 'page', 'sec-fetch-site': 'same-origin' };
const body = async (answer: Response) => (await answer.json()) as Record<string, unknown>;
const logIn = (token: string) => test.ask('POST', '/api/v1/login', { body: { token }, token: null });
const asSession = (method: string, path: string, headers: Record<string, string> = {}) =>
  test.ask(method, path, { token: null, headers: { cookie, ...headers } });

beforeAll(async () => {
  test = await startTestServer();
  const answer = await logIn(test.token);
  cookie = answer.headers.getSetCookie()[0]!.split(';')[0]!;
});
afterAll(() => test.close());

/** `fetch` does not let a Host header be chosen. */
function withHost(host: string, path = '/healthz'): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(test.url + path, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on('error', reject).end();
  });
}

describe('who comes in', () => {
  it.each([
    ['nobody', {}],
    ['an unknown token', { authorization: `Bearer yg_${'a'.repeat(43)}` }],
    ['another scheme', { authorization: 'Basic YTpi' }],
    ['an empty token', { authorization: 'Bearer ' }],
    ['an unknown session', { cookie: 'yagura_1=abc' }],
  ])('not %s', async (_who, headers: Record<string, string>) => {
    const answer = await test.ask('GET', '/api/v1/system', { token: null, headers });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expect(await body(answer)).toMatchObject({ code: 'unauthorized' });
  });

  it('takes a token as the password of basic auth, but only where senders come', async () => {
    const basic = (secret: string) => `Basic ${Buffer.from(`prometheus:${secret}`).toString('base64')}`;
    const status = async (path: string, authorization: string) =>
      (await test.ask('GET', path, { token: null, headers: { authorization } })).status;
    expect(await status('/metrics', basic(test.token))).toBe(200);
    expect(await status('/metrics', basic('wrong'))).toBe(401);
    expect(await status('/metrics', 'Basic')).toBe(401);
    expect(await status('/api/v1/workers', basic(test.token))).toBe(401);
  });

  it('a bad token is not saved by a good cookie', async () => {
    expect((await asSession('GET', '/api/v1/me', { authorization: 'Bearer wrong' })).status).toBe(401);
  });

  it('each role reaches its own and no more', async () => {
    const matrix: [string, string, 'viewer' | 'operator' | 'admin'][] = [
      ['GET', '/api/v1/system', 'viewer'],
      ['GET', '/api/v1/workers', 'viewer'],
      ['GET', '/api/v1/workers/mailer', 'viewer'],
      ['GET', '/api/v1/workers/mailer/logs', 'viewer'],
      ['GET', '/api/v1/events', 'viewer'],
      ['GET', '/api/v1/hosts', 'viewer'],
      ['GET', '/metrics', 'viewer'],
      ['GET', '/api/v1/me', 'viewer'],
      ['POST', '/api/v1/workers/mailer/restart', 'operator'],
      ['POST', '/api/v1/workers/mailer/heartbeat', 'operator'],
      ['GET', '/api/v1/config/changes', 'operator'],
      ['POST', '/api/v1/config/apply', 'admin'],
      ['GET', '/api/v1/tokens', 'admin'],
      ['POST', '/api/v1/login-links', 'admin'],
      ['GET', '/api/v1/audit', 'admin'],
    ];
    const ranks = ['viewer', 'operator', 'admin'] as const;
    for (const role of ranks) {
      const { token } = await test.newToken(role, `matrix ${role}`);
      for (const [method, path, needed] of matrix) {
        const may = ranks.indexOf(role) >= ranks.indexOf(needed);
        const { status } = await test.ask(method, path, { token });
        expect(`${role} ${method} ${path} ${status < 300 ? 'in' : status}`).toBe(
          `${role} ${method} ${path} ${may ? 'in' : 403}`,
        );
      }
    }
  });
});

describe('logging in', () => {
  it('gives a cookie that scripts and other sites do not get', async () => {
    const answer = await logIn(test.token);
    expect(await body(answer)).toMatchObject({ name: 'home', role: 'admin', via: 'session' });
    const set = answer.headers.getSetCookie()[0];
    expect(set).toMatch(new RegExp(`^yagura_${test.port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`));
  });

  it('by link sets the cookie once and leads to the page', async () => {
    const link = test.server.loginLink();
    expect(link.startsWith(`${test.url}/login?code=`)).toBe(true);
    expect((await fetch(link, { method: 'HEAD', redirect: 'manual' })).status).toBe(404);
    const first = await fetch(link, { redirect: 'manual' });
    expect([first.status, first.headers.get('location')]).toEqual([303, '/']);
    expect(first.headers.getSetCookie()[0]).toContain('HttpOnly');
    const second = await fetch(link, { redirect: 'manual' });
    expect([second.status, second.headers.get('location')]).toEqual([303, '/login?link=expired']);
    expect(second.headers.getSetCookie()).toEqual([]);
  });

  it('by a link that an admin asked for', async () => {
    const { url } = (await body(await test.ask('POST', '/api/v1/login-links'))) as { url: string };
    expect((await fetch(url, { redirect: 'manual' })).headers.get('location')).toBe('/');
  });

  it('refuses a wrong token, writes it down, and slows down guessing without locking bearers out', async () => {
    const other = await startTestServer();
    const login = (token: string) => other.ask('POST', '/api/v1/login', { body: { token }, token: null });
    const own = (await login(other.token)).headers.getSetCookie()[0]!.split(';')[0]!;
    const guess = () => login(`yg_${'b'.repeat(43)}`);
    expect(await body(await guess())).toMatchObject({ code: 'unauthorized', status: 401 });
    const { entries } = (await body(await other.ask('GET', '/api/v1/audit?limit=1'))) as {
      entries: unknown[];
    };
    expect(entries).toMatchObject([
      { actor: 'nobody', role: null, action: 'login', outcome: 'unauthorized', detail: { how: 'token' } },
    ]);
    for (let i = 0; i < 9; i++) await guess();
    const answer = await guess();
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await login(other.token)).status).toBe(429);
    expect((await other.ask('GET', '/api/v1/me')).status).toBe(200);
    expect((await other.ask('GET', '/api/v1/me', { token: null, headers: { cookie: own } })).status).toBe(
      200,
    );
    await other.close();
  });
});

describe('a session', () => {
  it('reads without further proof', async () => {
    expect(await body(await asSession('GET', '/api/v1/me'))).toMatchObject({
      via: 'session',
      expiresAt: expect.any(String),
    });
  });

  it.each([
    ['without anything', {}],
    ['from another site', { ...page, 'sec-fetch-site': 'cross-site' }],
    ['from another port', { ...page, origin: 'http://127.0.0.1:1' }],
    ['from a form, which cannot send the header', { 'sec-fetch-site': 'same-origin' }],
    ['from a client that tells no origin', { 'x-yagura-request': 'page' }],
  ])('changes nothing %s', async (_how, headers: Record<string, string>) => {
    const before = test.fleet.recorded.length;
    expect(await body(await asSession('POST', '/api/v1/workers/mailer/stop', headers))).toMatchObject({
      code: 'csrf',
      status: 403,
    });
    expect(test.fleet.recorded).toHaveLength(before);
  });

  it('changes nothing by any route without the header of the page', async () => {
    const { paths } = (await body(await test.ask('GET', '/api/v1/openapi.json'))) as unknown as {
      paths: Record<string, Record<string, { security: unknown[] }>>;
    };
    const changing = Object.entries(paths).flatMap(([path, verbs]) =>
      Object.entries(verbs).flatMap(([verb, { security }]) =>
        verb === 'get' || security.length === 0
          ? []
          : [[verb.toUpperCase(), path.replace(/\{\w+\}/g, 'mailer')]],
      ),
    );
    expect(changing).toContainEqual(['POST', '/api/v1/workers/actions']);
    for (const [method = '', path = ''] of changing) {
      const answer = await asSession(method, path, { 'sec-fetch-site': 'same-origin' });
      // Alertmanager's API answers a text.
      const refusal: unknown = path.startsWith('/alertmanager/')
        ? expect.stringContaining('x-yagura-request')
        : expect.objectContaining({ code: 'csrf' });
      expect(await body(answer), `${method} ${path}`).toEqual(refusal);
    }
  });

  it('changes things from the page itself', async () => {
    expect((await asSession('POST', '/api/v1/workers/mailer/stop', page)).status).toBe(202);
    expect(test.fleet.recorded.at(-1)).toMatchObject({ data: { by: 'session:home' } });
    const origin = { 'x-yagura-request': 'page', origin: test.url };
    expect((await asSession('POST', '/api/v1/workers/mailer/start', origin)).status).toBe(202);
  });

  it('ends with logging out', async () => {
    const link = await fetch(test.server.loginLink(), { redirect: 'manual' });
    const own = link.headers.getSetCookie()[0]!.split(';')[0]!;
    const out = await test.ask('POST', '/api/v1/logout', { token: null, headers: { cookie: own, ...page } });
    expect(out.status).toBe(204);
    expect(out.headers.getSetCookie()[0]).toContain('1970');
    expect((await test.ask('GET', '/api/v1/me', { token: null, headers: { cookie: own } })).status).toBe(401);
  });
});

describe('tokens over HTTP', () => {
  it('are made, listed without their secret, and revoked', async () => {
    const made = await test.ask('POST', '/api/v1/tokens', {
      body: { name: 'ci', role: 'viewer', expiresAt: '2099-01-01T00:00:00Z' },
    });
    expect(made.status).toBe(201);
    const { id, token } = (await body(made)) as { id: string; token: string };
    const listed = await (await test.ask('GET', '/api/v1/tokens')).text();
    expect(listed).toContain(id);
    expect(listed).not.toContain(token);
    expect((await test.ask('GET', '/api/v1/me', { token })).status).toBe(200);
    expect((await test.ask('DELETE', `/api/v1/tokens/${id}`)).status).toBe(204);
    expect((await test.ask('GET', '/api/v1/me', { token })).status).toBe(401);
    expect((await test.ask('DELETE', '/api/v1/tokens/none')).status).toBe(404);
  });

  it.each([
    {},
    { name: 'x' },
    { name: '', role: 'viewer' },
    { name: 'x\nadmin', role: 'viewer' },
    { name: 'x\u202enimda', role: 'viewer' },
    { name: 'x', role: 'root' },
    { name: 'x', role: 'viewer', expiresAt: '30d' },
    { name: 'x', role: 'viewer', expiresAt: '2020-01-01T00:00:00Z' },
  ])('are not made from %j', async (send) => {
    expect((await test.ask('POST', '/api/v1/tokens', { body: send })).status).toBe(400);
  });
});

describe('the audit log', () => {
  it('holds who did what to whom, refused attempts too, and no secret', async () => {
    const { token } = await test.newToken('viewer', 'watcher');
    await test.ask('POST', '/api/v1/workers/mailer/restart');
    await test.ask('POST', '/api/v1/workers/nobody/restart');
    await test.ask('POST', '/api/v1/workers/mailer/stop', { token });
    await test.ask('POST', '/api/v1/workers/mailer/stop', { token: 'nonsense' });
    type Entry = {
      actor: string;
      action: string;
      target: string;
      outcome: string;
      address: string;
      detail: unknown;
    };
    const audit = async (query: string) =>
      (await body(await test.ask('GET', `/api/v1/audit${query}`))) as {
        entries: Entry[];
        next: string | null;
      };
    const brief = (entry: Entry) => `${entry.actor} ${entry.action} ${entry.target} ${entry.outcome}`;
    await expect
      .poll(async () => (await audit('?limit=4')).entries.map(brief))
      .toEqual([
        'token:watcher worker.stop mailer forbidden',
        'token:home worker.restart nobody worker_not_found',
        'token:home worker.restart mailer done',
        'token:home token.create watcher done',
      ]);
    const first = await audit('?limit=2');
    expect((await audit(`?limit=2&cursor=${first.next}`)).entries.map(brief)[0]).toBe(
      'token:home worker.restart mailer done',
    );
    const all = JSON.stringify(await audit('?limit=1000'));
    expect(all).toContain('127.0.0.1');
    expect(all).not.toContain(token);
  });
});

describe('a database that cannot be written', () => {
  it('keeps nobody from working or logging in, and is told to the log', async () => {
    const other = await startTestServer();
    await other.store.db.schema.dropTable('audit').execute();
    expect((await other.ask('POST', '/api/v1/workers/mailer/restart')).status).toBe(202);
    const login = await other.ask('POST', '/api/v1/login', { token: null, body: { token: other.token } });
    expect(login.status).toBe(200);
    await expect
      .poll(() => other.logged.map(({ what }) => what))
      .toEqual(['writing the audit log', 'writing the audit log']);
    expect((await other.ask('GET', '/api/v1/audit')).status).toBe(500);
    await other.close();
  });
});

describe('DNS rebinding', () => {
  it('is turned away by the name in the Host header', async () => {
    expect(await withHost('127.0.0.1')).toBe(200);
    expect(await withHost('localhost')).toBe(200);
    expect(await withHost('evil.example')).toBe(421);
    expect(await withHost('evil.example', '/')).toBe(421);
    expect(await withHost('evil.example', '/nothing')).toBe(421);
  });
});

describe('every answer', () => {
  it('carries the headers that keep browsers careful', async () => {
    for (const path of ['/healthz', '/nothing', '/docs']) {
      const { headers } = await test.ask('GET', path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });
});
