import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from './testing/index.ts';

let dir: string;
let test: TestServer;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'yagura-page-'));
  mkdirSync(join(dir, 'web', 'assets'), { recursive: true });
  writeFileSync(join(dir, 'web', 'index.html'), '<title>the page</title>');
  writeFileSync(join(dir, 'web', 'assets', 'app-abc123.js'), 'app()');
  writeFileSync(join(dir, 'web', 'assets', 'app-abc123.js.gz'), gzipSync('app()'));
  writeFileSync(join(dir, 'web', '.secret'), 'hidden');
  writeFileSync(join(dir, 'outside.txt'), 'outside');
  test = await startTestServer({ webRoot: join(dir, 'web') });
});
afterAll(async () => {
  await test.close();
  rmSync(dir, { recursive: true, force: true });
});
const html = { accept: 'text/html,application/xhtml+xml' };
const visit = (path: string, headers: Record<string, string> = html) =>
  test.ask('GET', path, { token: null, headers });

describe('the page', () => {
  it.each(['/', '/workers/billing.v2', '/login', '/any/where?q=1'])(
    'answers at %s without a login',
    async (path) => {
      const answer = await visit(path);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toContain('text/html');
      expect(answer.headers.get('cache-control')).toBe('no-cache');
      expect(await answer.text()).toContain('the page');
    },
  );

  it('may be kept for ever where its name holds its hash', async () => {
    const answer = await visit('/assets/app-abc123.js', {});
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(answer.headers.get('content-type')).toContain('javascript');
    expect(await answer.text()).toBe('app()');
  });

  it('comes compressed to those who can read that', async () => {
    const compressed = await visit('/assets/app-abc123.js', { 'accept-encoding': 'gzip, br' });
    expect(compressed.headers.get('content-encoding')).toBe('gzip');
    expect(compressed.headers.get('content-type')).toContain('javascript');
    expect(compressed.headers.get('vary')?.toLowerCase()).toContain('accept-encoding');
    expect(await compressed.text()).toBe('app()');
    const plain = await visit('/assets/app-abc123.js', { 'accept-encoding': 'identity' });
    expect(plain.headers.get('content-encoding')).toBeNull();
  });

  it.each(['/assets/app-old.js', '/api/v1/nothing', '/api'])('does not pretend to be %s', async (path) => {
    const answer = await visit(path);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
  });

  it('does not pretend that an endless name is a matter of the method', async () => {
    const answer = await visit(`/api/v1/workers/${'a'.repeat(1_000)}/logs`);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: 'not_found' });
  });

  it('is not what a script gets that asked for something else', async () => {
    expect((await visit('/nothing', { accept: 'application/json' })).status).toBe(404);
    expect((await test.ask('POST', '/nothing', { headers: html })).status).toBe(404);
  });

  it.each(['/.secret', '/..%2foutside.txt', '/assets/..%2f..%2foutside.txt', '/%2e%2e/outside.txt'])(
    'gives nothing else away: %s',
    async (path) => {
      const answer = await visit(path, {});
      expect(answer.status).toBe(404);
      const text = await answer.text();
      expect(text).not.toContain('hidden');
      expect(text).not.toContain('"outside"');
      expect(text).not.toBe('outside');
    },
  );

  it('says how to get it when it is not built', async () => {
    const bare = await startTestServer();
    expect(await (await bare.ask('GET', '/', { token: null })).text()).toContain('npm run build');
    await bare.close();
  });
});
