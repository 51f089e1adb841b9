import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failureOf } from './problem.ts';
import { startTestServer, type TestServer } from './testing/index.ts';

let test: TestServer;
beforeAll(async () => {
  test = await startTestServer({ patience: { headersMs: 300, requestMs: 600, checkEveryMs: 50 } });
});
afterAll(() => test.close());

/** Sends bytes as they are; answers what came back once the server closed the connection. */
function send(first: string, more: (write: (text: string) => void) => void = () => {}): Promise<string> {
  return new Promise((resolve) => {
    let received = '';
    const socket = connect(test.port, '127.0.0.1', () => {
      socket.write(first);
      more((text) => socket.writable && socket.write(text));
    });
    socket.on('data', (data) => {
      received += data.toString();
    });
    socket.on('error', () => {}); // a reset is one way of being turned away
    socket.on('close', () => resolve(received));
  });
}
const post = (path: string, headers: string) =>
  `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${test.token}\r\nContent-Type: application/json\r\n${headers}\r\n`;

describe('a failure', () => {
  it.each([
    ['GET', '/api/v1/nothing', 404, 'not_found'],
    ['GET', '/api/v1/workers/mailer/restart', 405, 'method_not_allowed'],
    ['DELETE', '/api/v1/workers/mailer', 405, 'method_not_allowed'],
    ['PUT', '/ping/x', 405, 'method_not_allowed'],
  ])('%s %s is answered %i', async (method, path, status, code) => {
    const answer = await test.ask(method, path);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({
      type: `urn:yagura:failure:${code}`,
      code,
      status,
      title: expect.any(String),
    });
    if (status === 405) expect(answer.headers.get('allow')).toBeTruthy();
  });

  it.each(['{', '[1,', '\u0000', 'nope'])('malformed JSON %j is answered 400', async (text) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${test.token}` };
    const answer = await fetch(`${test.url}/api/v1/tokens`, { method: 'POST', body: text, headers });
    expect(await answer.json()).toMatchObject({
      code: 'bad_request',
      status: 400,
      detail: 'the body is not valid JSON',
    });
  });

  it.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'nonsense'])(
    '%s is answered 415',
    async (type) => {
      const headers = { 'content-type': type, authorization: `Bearer ${test.token}` };
      const answer = await fetch(`${test.url}/api/v1/tokens`, { method: 'POST', body: 'name=x', headers });
      expect(await answer.json()).toMatchObject({ code: 'unsupported_media_type', status: 415 });
    },
  );

  it('does not let a body poison prototypes', async () => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${test.token}` };
    const text = '{"name":"poison","role":"viewer","__proto__":{"polluted":true}}';
    const answer = await fetch(`${test.url}/api/v1/tokens`, { method: 'POST', body: text, headers });
    expect(answer.status).toBe(201);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('inside is told to the log, not to the caller', async () => {
    test.fleet.planError = new Error('secret detail');
    const answer = await test.ask('GET', '/api/v1/config/changes');
    test.fleet.planError = null;
    const text = await answer.text();
    expect(JSON.parse(text)).toMatchObject({ code: 'internal', status: 500 });
    expect(text).not.toContain('secret');
    expect(text).not.toContain('at ');
    expect(String(test.logged.at(-1)?.error)).toContain('secret detail');
  });

  it('of any other kind keeps its status', () => {
    expect(failureOf(Object.assign(new Error('x'), { statusCode: 413 })).code).toBe('too_large');
    expect(failureOf(Object.assign(new Error('x'), { statusCode: 418 })).code).toBe('internal');
  });
});

describe('a request that is too much', () => {
  it('100 MB are refused before they were sent', async () => {
    const answer = await send(post('/api/v1/tokens', `Content-Length: ${100 * 1024 * 1024}\r\n`));
    expect(answer).toContain('413');
    expect(answer).toContain('too_large');
  });

  it('100 MB without a length are cut off at the limit', async () => {
    let sent = 0;
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    await send(post('/api/v1/tokens', 'Transfer-Encoding: chunked\r\n'), (write) => {
      const timer = setInterval(() => {
        if (sent > 100 * 1024 * 1024) return clearInterval(timer);
        for (let i = 0; i < 8; i++) write(chunk);
        sent += 8 * chunk.length;
      }, 1);
      setTimeout(() => clearInterval(timer), 5_000).unref();
    });
    expect(sent).toBeLessThan(100 * 1024 * 1024);
    expect((await test.ask('GET', '/api/v1/me')).status).toBe(200);
  });

  it('endless headers are refused', async () => {
    const answer = await send(`GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`);
    expect(answer).toContain('431');
  });
});

describe('slow clients', () => {
  it('are let go when their headers do not end', async () => {
    const answer = await send('GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n', (write) => {
      const timer = setInterval(() => write('X-Slow: 1\r\n'), 40);
      setTimeout(() => clearInterval(timer), 5_000).unref();
    });
    expect(answer).toContain('408');
  });

  it('are let go when their body does not end', async () => {
    const answer = await send(post('/api/v1/tokens', 'Content-Length: 100000\r\n'), (write) => {
      const timer = setInterval(() => write(' '), 40);
      setTimeout(() => clearInterval(timer), 5_000).unref();
    });
    expect(answer).toContain('408');
  });

  it('that only connect do not keep others out', async () => {
    const sockets = await Promise.all(
      Array.from(
        { length: 300 },
        () =>
          new Promise<ReturnType<typeof connect>>((resolve) => {
            const socket = connect(test.port, '127.0.0.1', () => resolve(socket));
            socket.on('error', () => {});
          }),
      ),
    );
    expect((await test.ask('GET', '/healthz')).status).toBe(200);
    await Promise.all(
      sockets.map(
        (socket) =>
          new Promise((resolve) => (socket.destroyed ? resolve(0) : socket.on('close', resolve).resume())),
      ),
    );
  });
});

describe('odd requests', () => {
  it.each([
    'GET /../../etc/passwd',
    'GET /%2e%2e/%2e%2e/etc/passwd',
    'GET /..%2f..%2fetc/passwd',
    'GET //etc/passwd',
    'GET /%00',
    'GET /%',
  ])('%s leads nowhere', async (line) => {
    const answer = await send(`${line} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(answer).not.toContain('root:');
  });

  it('noise is answered 400', async () => {
    expect(await send('\u0001\u0002 what\r\n\r\n')).toContain('400');
  });
});
