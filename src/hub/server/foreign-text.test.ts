import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, testWorker } from './testing/index.ts';

let test: TestServer;
beforeAll(async () => {
  test = await startTestServer();
});
afterAll(() => test.close());

/** What others may have written into labels, logs, reasons and events. */
const texts = [
  '<img src=x onerror=alert(1)><script>alert(2)</script>',
  '"\'`&lt;</script><!--',
  '\u202egnp.exe \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627',
  '🐙👩‍👩‍👧‍👦🇯🇵 配送係 が',
  'line one\nline two\r\n\ttab \u0000\u001b[31mred\u0007 \u2028\u2029',
  'a lone surrogate \ud800 and \\u0041 \\',
  'x'.repeat(200),
];

/** Half a character cannot be in an address. */
const whole = (text: string) => text.replace(/\p{Surrogate}/gu, '\ufffd');

/** As a client that knows nothing but JSON reads it. */
async function read(path: string): Promise<{ data: unknown; raw: string }> {
  const answer = await test.ask('GET', path);
  expect(answer.headers.get('content-type')).toContain('application/json');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  const raw = await answer.text();
  return { data: JSON.parse(raw), raw };
}

describe('text that others wrote', () => {
  it.each(texts)('reaches the page as it is, as data and nothing else: %j', async (text) => {
    const checks = [
      { name: 'http', type: 'http', result: 'failing', detail: text, at: null, consecutive: 1, tookMs: null },
    ] as const;
    const worker = testWorker('mailer', { reason: text, labels: { team: text }, checks: [...checks] });
    test.fleet.tell({ kind: 'workers', changed: [worker], removed: [] });
    test.fleet.print('mailer', text);
    test.fleet.record('worker.note', 'mailer', { text, [text]: 1 });

    const { data: one } = await read('/api/v1/workers/mailer');
    expect(one).toMatchObject({ reason: text, labels: { team: text }, checks: [{ detail: text }] });
    const { data: found } = await read(`/api/v1/workers?label=${encodeURIComponent(`team=${whole(text)}`)}`);
    if (whole(text) === text) expect(found).toMatchObject({ workers: [{ name: 'mailer' }] });
    const { data: logs } = await read('/api/v1/workers/mailer/logs?limit=1');
    expect(logs).toMatchObject({ lines: [{ text }] });
    const { data: events, raw } = await read('/api/v1/events?limit=1');
    expect(events).toMatchObject({ events: [{ data: { text, [text]: 1 } }] });
    expect(raw).not.toMatch(/[\u0000-\u001f]/); // oxlint-disable-line no-control-regex -- they must be escaped
  });

  it('is no name of a worker: those go into files, addresses and metrics', async () => {
    for (const text of [...texts, 'm\u00fcller', 'a'.repeat(64), '.hidden', '../../etc']) {
      const answer = await test.ask('GET', `/api/v1/workers/${encodeURIComponent(whole(text))}/states`);
      expect([400, 404], text).toContain(answer.status);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      const acted = await test.ask('POST', '/api/v1/workers/actions', {
        body: { action: 'stop', workers: [text] },
      });
      expect(acted.status, text).toBe(400);
    }
  });

  it('is no kind of address either: what is not there is answered as data', async () => {
    const answer = await test.ask('GET', '/api/v1/%3Cscript%3Ealert(1)%3C/script%3E', {
      headers: { accept: 'text/html' },
    });
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});
