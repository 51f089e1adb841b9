import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Failure } from '../../shared/failure.ts';
import { assertSafeToListen, explainListenError } from './listen.ts';
import { startTestServer, testCertificate, testKey } from './testing/index.ts';

describe('where it may listen', () => {
  it.each(['127.0.0.1', 'localhost', '::1', '127.1.2.3'])('%s is safe', (host) => {
    expect(() => assertSafeToListen({ host, tls: false, insecure: false })).not.toThrow();
  });
  it.each(['0.0.0.0', '::', '192.168.1.2', 'tower.example'])('%s needs TLS or a word of consent', (host) => {
    expect(() => assertSafeToListen({ host, tls: false, insecure: false })).toThrow(/--insecure/);
    expect(() => assertSafeToListen({ host, tls: true, insecure: false })).not.toThrow();
    expect(() => assertSafeToListen({ host, tls: false, insecure: true })).not.toThrow();
  });
});

describe('a port that is taken', () => {
  it('is named, and that another Yagura has it', async () => {
    const first = await startTestServer();
    const second = startTestServer({ port: first.port });
    await expect(second).rejects.toThrow(`port ${first.port} on 127.0.0.1 is taken by another Yagura`);
    await expect(second).rejects.toBeInstanceOf(Failure);
    await first.close();
  });

  it.each([
    [
      'by something that talks',
      (_: unknown, response: { end(text: string): void }) => response.end('x'.repeat(200_000)),
    ],
    ['by something that is silent', () => {}],
  ])('%s', async (_who, answer) => {
    const other = createHttpServer(answer).listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    await expect(startTestServer({ port })).rejects.toThrow(
      'taken by another program; choose another with --port',
    );
    other.closeAllConnections();
    other.close();
  });

  it.each([
    ['EACCES', 'may not be opened by this user'],
    ['EADDRNOTAVAIL', 'has no address'],
    ['ENOTFOUND', 'has no address'],
    ['EMFILE', 'cannot listen on 127.0.0.1:80'],
  ])('%s is explained', async (code, words) => {
    const failure = await explainListenError(Object.assign(new Error('listen'), { code }), '127.0.0.1', 80);
    expect(failure.message).toContain(words);
  });

  it('names no program when nobody answers any more', async () => {
    const failure = await explainListenError(
      Object.assign(new Error('listen'), { code: 'EADDRINUSE' }),
      '127.0.0.1',
      1,
    );
    expect(failure.message).toContain('taken by another program');
  });
});

describe('with TLS', () => {
  let dir: string;
  const at = (name: string) => join(dir, name);
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'yagura-tls-'));
    writeFileSync(at('cert.pem'), testCertificate);
    writeFileSync(at('key.pem'), testKey);
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it('is served encrypted, with cookies that never travel in the clear', async () => {
    const test = await startTestServer({ tls: { cert: at('cert.pem'), key: at('key.pem') } });
    const link = test.server.loginLink();
    expect(link).toMatch(/^https:/);
    const headers = await new Promise<NodeJS.Dict<string | string[]>>((resolve, reject) => {
      const get = request(link, { rejectUnauthorized: false, agent: false }, (response) => {
        response.resume();
        resolve(response.headers);
      });
      get.on('error', reject).end();
    });
    expect(headers['set-cookie']?.[0]).toMatch(/^__Host-yagura_\d+=.*Secure/);
    expect(headers['strict-transport-security']).toContain('max-age');
    await test.close();
  });

  it('says which file cannot be read', async () => {
    await expect(startTestServer({ tls: { cert: at('cert.pem'), key: at('none.pem') } })).rejects.toThrow(
      /server\.tls\.key.*none\.pem.*ENOENT/,
    );
  });
});

describe('the address for people', () => {
  it('is one that can be opened from this machine', async () => {
    const test = await startTestServer({ host: '0.0.0.0', insecure: true });
    expect(test.url).toBe(`http://127.0.0.1:${test.port}`);
    expect((await test.ask('GET', '/healthz')).status).toBe(200);
    await test.close();
  });
});
