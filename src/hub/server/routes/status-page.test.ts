import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, testWorker } from '../testing/index.ts';

let test: TestServer;
beforeAll(async () => {
  test = await startTestServer();
  test.fleet.tell({ kind: 'workers', changed: [testWorker('mailer'), testWorker('secret')], removed: [] });
});
afterAll(() => test.close());

const anonymous = (path: string, headers: Record<string, string> = {}) =>
  test.ask('GET', path, { token: null, headers });
const groups = [{ name: 'Mail', workers: ['mailer'] }];

describe('the status page', () => {
  it('is not there unless somebody asked for it', async () => {
    test.statusPage.configure(null);
    expect((await anonymous('/status')).status).toBe(404);
    test.statusPage.configure({ title: 'Shop', path: '/status-7f3a', groups });
    expect((await anonymous('/status')).status).toBe(404);
    expect((await anonymous('/status-7f3')).status).toBe(404);
    expect((await anonymous('/status-7f3a')).status).toBe(200);
  });

  it('needs no login, tells no worker, may be kept for a moment', async () => {
    test.statusPage.configure({ title: 'Shop', path: '/status', groups });
    const answer = await anonymous('/status', { 'accept-language': 'ja' });
    expect(answer.headers.get('cache-control')).toBe('public, max-age=15');
    expect(answer.headers.get('vary')).toContain('accept-language');
    expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
    const html = await answer.text();
    expect(html).toContain('すべて正常に動いています');
    expect(html).not.toMatch(/mailer|secret/);
    const etag = answer.headers.get('etag') ?? '';
    const again = await anonymous('/status', { 'accept-language': 'ja', 'if-none-match': etag });
    expect([again.status, await again.text()]).toEqual([304, '']);
    const english = await anonymous('/status?lang=en', { 'accept-language': 'ja', 'if-none-match': etag });
    expect(await english.text()).toContain('Everything works');
  });
});
