import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiProblem, ask } from './api.ts';

let server: Server;
let origin: string;
let seen: {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingMessage['headers'];
  body: string;
}[];
let answer: (response: ServerResponse) => void;

beforeEach(async () => {
  seen = [];
  answer = (response) => response.end('{}');
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      seen.push({ method: request.method, url: request.url, headers: request.headers, body });
      answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  origin = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
  // A page's paths are relative to where it came from; here they are told.
  const { fetch } = globalThis;
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => fetch(origin + path, init));
});
afterEach(async () => {
  vi.unstubAllGlobals();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const problem = (status: number, body: string) => {
  answer = (response) => response.writeHead(status, { 'content-type': 'application/json' }).end(body);
};

describe('asking the server', () => {
  it('takes an answer that breaks off for none, since the server may have done what it was asked', async () => {
    answer = (response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('{"eventId":', () => response.destroy());
    };
    const asked = ask('POST /api/v1/workers/{name}/restart', { name: 'a' });
    await expect(asked).rejects.toMatchObject({ status: 0, code: 'unreachable' });
  });

  it('fills in the name and the query, and says that the page asks', async () => {
    answer = (response) => response.end('{"lines":[],"before":null}');
    const query = { limit: 5, q: 'a&b' };
    expect(await ask('GET /api/v1/workers/{name}/logs', { name: 'a b/c', query })).toEqual({
      lines: [],
      before: null,
    });
    expect(seen[0]).toMatchObject({
      method: 'GET',
      url: '/api/v1/workers/a%20b%2Fc/logs?limit=5&q=a%26b',
      body: '',
    });
    expect(seen[0]?.headers).toMatchObject({ 'x-yagura-request': 'page', accept: 'application/json' });
    expect(seen[0]?.headers['content-type']).toBeUndefined();
  });

  it('sends a body as JSON, and takes no content for null', async () => {
    answer = (response) => response.writeHead(204).end();
    expect(await ask('POST /api/v1/shutdown', { body: { keepWorkers: true } })).toBeNull();
    expect(seen[0]).toMatchObject({ method: 'POST', url: '/api/v1/shutdown', body: '{"keepWorkers":true}' });
    expect(seen[0]?.headers['content-type']).toBe('application/json');
  });
});

describe('a failure', () => {
  const failure = async () => {
    try {
      await ask('GET /api/v1/me');
    } catch (error) {
      if (error instanceof ApiProblem)
        return { status: error.status, code: error.code, message: error.message };
      throw error;
    }
    throw new Error('it did not fail');
  };

  it('is thrown as the server described it', async () => {
    problem(403, '{"code":"forbidden","detail":"yours is viewer"}');
    expect(await failure()).toEqual({ status: 403, code: 'forbidden', message: 'yours is viewer' });
    problem(500, '{"code":"internal"}');
    expect(await failure()).toEqual({ status: 500, code: 'internal', message: '' });
  });

  it('that another server describes counts as not reached', async () => {
    for (const body of ['<h1>Bad gateway</h1>', '{"error":"x"}', 'null']) {
      problem(502, body);
      expect(await failure()).toEqual({ status: 502, code: 'unreachable', message: '502 Bad Gateway' });
    }
  });

  it('to reach the server is told as one, but a question that was given up is not', async () => {
    answer = (response) => response.destroy();
    expect(await failure()).toMatchObject({ status: 0, code: 'unreachable' });
    const controller = new AbortController();
    answer = () => controller.abort(new Error('given up'));
    await expect(ask('GET /api/v1/me', { signal: controller.signal })).rejects.toThrow('given up');
  });
});
