import { describe, expect, it } from 'vitest';
import { configOf, type PeerAnswer, startPeer, tellThrough, testNotice } from '../../testing/index.ts';

async function startLine() {
  const keys = new Set<string>();
  const quotable = new Set<string>();
  const peer = await startPeer(({ path, headers, json }): PeerAnswer => {
    if (path !== '/v2/bot/message/push') return { status: 404, body: { message: 'Not found' } };
    if (headers.authorization !== 'Bearer t')
      return { status: 401, body: { message: 'Authentication failed' } };
    const key = String(headers['x-line-retry-key']);
    if (!/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(key))
      return { status: 400, body: { message: 'The retry key is invalid' } };
    const { to, messages = [] } = json as {
      to?: string;
      messages?: { type: string; text: string; quoteToken?: string }[];
    };
    const isValid =
      to === 'C1' &&
      messages.length >= 1 &&
      messages.length <= 5 &&
      messages.every(
        ({ type, text, quoteToken }) =>
          type === 'text' &&
          text !== '' &&
          text.length <= 5000 &&
          (quoteToken === undefined || quotable.has(quoteToken)),
      );
    if (!isValid) return { status: 400, body: { message: 'The request body has 1 error(s)' } };
    if (keys.has(key)) return { status: 409, body: { message: 'The retry key is already accepted' } };
    keys.add(key);
    const quoteToken = `q${keys.size}`;
    quotable.add(quoteToken);
    return { body: { sentMessages: [{ id: `${keys.size}`, quoteToken }] } };
  });
  return { peer, keys, config: configOf({ type: 'line', token: 't', to: 'C1', api: peer.url }) };
}

describe('LINE', () => {
  it('gets the message once, however often it is sent', async () => {
    const { peer, config } = await startLine();
    expect((await tellThrough(config, testNotice())).receipt).toEqual({ quoteToken: 'q1' });
    expect((await tellThrough(config, testNotice())).answer).toContain('already accepted');
    expect(peer.requests).toHaveLength(2);
  });

  it('quotes the first message in later ones, and disturbs nobody with an update', async () => {
    const { peer, keys, config } = await startLine();
    const { receipt } = await tellThrough(config, testNotice({ language: 'ja' }));
    keys.clear();
    await tellThrough(config, testNotice({ kind: 'updated', language: 'ja' }), { first: receipt });
    const [first, second] = peer.requests.map(({ json }) => json);
    expect(first).toMatchObject({ notificationDisabled: false });
    expect(second).toMatchObject({ messages: [{ quoteToken: 'q1' }], notificationDisabled: true });
  });

  it('is never told more than it takes', async () => {
    const { config } = await startLine();
    const lines = Array.from({ length: 50 }, () => '😀'.repeat(200));
    expect((await tellThrough(config, testNotice({ lines }))).receipt).toEqual({ quoteToken: 'q1' });
  });

  it('waits while the token is wrong', async () => {
    const { config } = await startLine();
    await expect(tellThrough({ ...config, token: 'x' }, testNotice())).rejects.toThrow(
      'Authentication failed',
    );
  });
});
