import { describe, expect, it } from 'vitest';
import { configOf, type PeerAnswer, startPeer, tellThrough, testNotice } from '../../testing/index.ts';

async function startRocketChat() {
  const posted: string[] = [];
  const peer = await startPeer(({ path, headers, json }): PeerAnswer => {
    if (path === '/hooks/a/b') return json['text'] ? { body: { success: true } } : { status: 400 };
    if (path !== '/api/v1/chat.postMessage') return { status: 404 };
    if (headers['x-auth-token'] !== 't' || headers['x-user-id'] !== 'u')
      return { status: 401, body: { status: 'error', message: 'You must be logged in to do this.' } };
    if (json['channel'] !== '#ops')
      return { status: 400, body: { success: false, errorType: 'error-invalid-room' } };
    if (json['tmid'] !== undefined && !posted.includes(json['tmid'] as string)) return { status: 400 };
    const _id = `m${posted.length + 1}`;
    posted.push(_id);
    return { body: { success: true, message: { _id, rid: 'r' } } };
  });
  return {
    peer,
    config: configOf({ type: 'rocketchat', server: peer.url, token: 't', user: 'u', channel: '#ops' }),
  };
}

describe('Rocket.Chat', () => {
  it('gets the message by an incoming webhook', async () => {
    const { peer } = await startRocketChat();
    const sent = await tellThrough(
      configOf({ type: 'rocketchat', url: `${peer.url}/hooks/a/b` }),
      testNotice(),
    );
    expect(sent.answer).toContain('"success":true');
    expect(peer.requests[0]?.json['text']).toBe('🔴 Critical: mailer is down');
  });

  it('is answered in the thread by a user', async () => {
    const { peer, config } = await startRocketChat();
    const { receipt } = await tellThrough(config, testNotice());
    expect(receipt).toEqual({ id: 'm1' });
    await tellThrough(config, testNotice({ kind: 'updated' }), { first: receipt });
    await tellThrough(config, testNotice({ kind: 'resolved' }), { first: receipt });
    expect(peer.requests.map(({ json }) => json['tmid'])).toEqual([undefined, 'm1', 'm1']);
  });

  it('lets a message wait while the token is wrong', async () => {
    const { config } = await startRocketChat();
    await expect(tellThrough({ ...config, token: 'x' }, testNotice())).rejects.toThrow(
      'You must be logged in',
    );
  });
});
