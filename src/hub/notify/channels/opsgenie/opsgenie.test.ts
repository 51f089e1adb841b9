import { describe, expect, it } from 'vitest';
import { configOf, type PeerAnswer, startPeer, tellThrough, testNotice } from '../../testing/index.ts';

const startOpsgenie = () =>
  startPeer(({ path, headers, json }): PeerAnswer => {
    if (headers.authorization !== 'GenieKey k')
      return { status: 403, body: { message: 'You are not authorized' } };
    const url = new URL(path, 'http://opsgenie');
    const accepted = { status: 202, body: { result: 'Request will be processed', requestId: 'r' } };
    if (url.pathname === '/v2/alerts') {
      const { message = '', alias = '', description = '', priority } = json as Record<string, string>;
      const isValid =
        message !== '' &&
        message.length <= 130 &&
        alias.length <= 512 &&
        description.length <= 15_000 &&
        /^P[1-5]$/.test(priority ?? '');
      return isValid ? accepted : { status: 422, body: { message: 'Request body is not processable' } };
    }
    const isKnown = /^\/v2\/alerts\/[^/]+\/(close|acknowledge|notes)$/.test(url.pathname);
    if (!isKnown || url.searchParams.get('identifierType') !== 'alias') return { status: 404 };
    return url.pathname.endsWith('notes') && !json['note'] ? { status: 422 } : accepted;
  });

describe('Opsgenie', () => {
  it('opens, notes, acknowledges and closes one alert for an incident', async () => {
    const peer = await startOpsgenie();
    const config = configOf({ type: 'opsgenie', key: 'k', api: peer.url });
    await tellThrough(config, testNotice({ title: 't'.repeat(300) }));
    await tellThrough(config, testNotice({ kind: 'updated' }));
    await tellThrough(config, testNotice({ kind: 'updated', acknowledgedBy: 'mika' }));
    await tellThrough(config, testNotice({ kind: 'resolved' }));
    await tellThrough(config, testNotice({ kind: 'digest' }));
    expect(peer.requests.map(({ path }) => path)).toEqual([
      '/v2/alerts',
      '/v2/alerts/yagura-incident-7/notes?identifierType=alias',
      '/v2/alerts/yagura-incident-7/acknowledge?identifierType=alias',
      '/v2/alerts/yagura-incident-7/close?identifierType=alias',
    ]);
    expect(peer.requests[0]?.json).toMatchObject({
      alias: 'yagura-incident-7',
      priority: 'P1',
      entity: 'mailer',
    });
  });

  it('leaves nothing open by a test', async () => {
    const peer = await startOpsgenie();
    await tellThrough(configOf({ type: 'opsgenie', key: 'k', api: peer.url }), testNotice({ kind: 'test' }));
    expect(peer.requests.map(({ path }) => path.split('/').at(-1))).toEqual([
      'alerts',
      'close?identifierType=alias',
    ]);
  });

  it('waits while the key is wrong', async () => {
    const peer = await startOpsgenie();
    const config = configOf({ type: 'opsgenie', key: 'x', api: peer.url });
    await expect(tellThrough(config, testNotice())).rejects.toThrow('You are not authorized');
  });
});
