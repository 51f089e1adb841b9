import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { channels } from '../../../fleet/config/channels.ts';
import { configOf, startPeer, tellThrough, testNotice } from '../../testing/index.ts';

const take = () => startPeer(() => ({ body: 'thanks' }));

describe('a webhook', () => {
  it('gets all there is to know, as JSON with a key that is the same for each try', async () => {
    const peer = await take();
    const sent = await tellThrough(configOf({ type: 'webhook', url: `${peer.url}/hook` }), testNotice());
    expect(sent.answer).toBe('status 200: thanks');
    const [request] = peer.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/hook' });
    expect(request?.headers).toMatchObject({
      'content-type': 'application/json',
      'idempotency-key': '6a0f3a3e-0000-8000-a000-000000000000',
    });
    expect(request?.json).toMatchObject({
      version: 1,
      kind: 'opened',
      thread: 'incident-7',
      severity: 'critical',
      title: 'mailer is down',
      headline: 'Critical: mailer is down',
      startsAt: '2026-11-26T08:00:00.000Z',
      endsAt: null,
      workers: ['mailer'],
      tried: [{ what: 'restarted: did not help', outcome: 'failed' }],
      links: { acknowledge: 'https://yagura.example/a/ack' },
    });
  });

  it('signs the body when it shares a secret', async () => {
    const peer = await take();
    await tellThrough(configOf({ type: 'webhook', url: peer.url, secret: 's3cret' }), testNotice());
    const [request] = peer.requests;
    const expected = createHmac('sha256', 's3cret')
      .update(request?.body ?? '')
      .digest('hex');
    expect(request?.headers['x-yagura-signature']).toBe(`sha256=${expected}`);
  });

  it("speaks version 4 of Alertmanager's webhook", async () => {
    const peer = await startPeer(({ json }) => {
      const { version, status, alerts } = json as {
        version?: string;
        status?: string;
        alerts?: { startsAt: string; endsAt: string; fingerprint: string; labels: { alertname?: string } }[];
      };
      const isValid =
        version === '4' &&
        ['firing', 'resolved'].includes(status ?? '') &&
        alerts?.every(
          ({ startsAt, endsAt, fingerprint, labels }) =>
            !Number.isNaN(Date.parse(startsAt)) &&
            !Number.isNaN(Date.parse(endsAt)) &&
            /^[0-9a-f]{16}$/.test(fingerprint) &&
            labels.alertname,
        );
      return isValid ? {} : { status: 400, body: 'bad payload' };
    });
    const config = configOf({ type: 'webhook', url: peer.url, format: 'alertmanager' });
    await tellThrough(config, testNotice());
    await tellThrough(config, testNotice({ kind: 'resolved', endsAtMs: Date.UTC(2026, 10, 26, 8, 12) }));
    const [firing, resolved] = peer.requests.map(
      ({ json }) => json as { groupKey: string; alerts: Record<string, unknown>[] },
    );
    expect(firing?.groupKey).toBe(resolved?.groupKey);
    expect(firing?.alerts[0]).toMatchObject({ status: 'firing', endsAt: '0001-01-01T00:00:00Z' });
    expect(resolved?.alerts[0]).toMatchObject({ status: 'resolved', endsAt: '2026-11-26T08:12:00.000Z' });
  });

  it.each([
    [
      'application/json',
      '{"text": "{{ title }}", "team": "{{labels.team}}"}',
      '{"text": "a \\"b\\"\\n<c>", "team": "post"}',
    ],
    [
      'application/x-www-form-urlencoded',
      'text={{title}}&no={{labels.nothing}}',
      'text=a%20%22b%22%0A%3Cc%3E&no=',
    ],
    ['text/xml', '<m>{{title}}</m>', '<m>a &quot;b&quot;\n&lt;c&gt;</m>'],
    ['text/plain', '{{title}} {{acknowledge}}', 'a "b"\n<c> https://yagura.example/a/ack'],
  ])('fills a template of %s in and escapes the values', async (content_type, body, expected) => {
    const peer = await take();
    const config = configOf({
      type: 'webhook',
      url: peer.url,
      method: 'PUT',
      body,
      content_type,
      headers: { 'x-a': 'b' },
    });
    await tellThrough(config, testNotice({ title: 'a "b"\n<c>' }));
    expect(peer.requests[0]).toMatchObject({
      method: 'PUT',
      headers: { 'x-a': 'b', 'content-type': content_type },
    });
    expect(peer.requests[0]?.body.toString()).toBe(expected);
  });

  it('refuses a template that names what is not there, or that is no JSON once filled in', () => {
    const mistakeOf = (body: string) =>
      channels.safeParse({ x: { type: 'webhook', url: 'http://a', body } }).error?.issues[0]?.message;
    expect(mistakeOf('{"a": "{{titel}}"}')).toContain('{{title}}');
    expect(mistakeOf('{"a": {{title}}}')).toContain('no JSON');
    expect(mistakeOf('{"a": "{{title}}"}')).toBeUndefined();
  });
});
