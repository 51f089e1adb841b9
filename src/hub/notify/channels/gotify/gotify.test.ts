import { describe, expect, it } from 'vitest';
import { configOf, type PeerAnswer, startPeer, tellThrough, testNotice } from '../../testing/index.ts';

const startGotify = () =>
  startPeer(({ method, path, headers, json }): PeerAnswer => {
    const problem = (errorCode: number, error: string) => ({ status: errorCode, body: { errorCode, error } });
    if (method !== 'POST' || path !== '/sub/message') return problem(404, 'Not Found');
    if (headers['x-gotify-key'] !== 'A1') return problem(401, 'Unauthorized');
    if (!json['message'] || !Number.isInteger(json['priority'])) return problem(400, 'Bad Request');
    return { body: { id: 25, appid: 5, ...json } };
  });

describe('Gotify', () => {
  it('gets title, text, priority and where a tap leads', async () => {
    const peer = await startGotify();
    const config = configOf({ type: 'gotify', server: `${peer.url}/sub/`, token: 'A1' });
    await tellThrough(config, testNotice());
    expect(peer.requests[0]?.json).toMatchObject({
      title: '🔴 Critical: mailer is down',
      priority: 9,
      extras: { 'client::notification': { click: { url: 'https://yagura.example/incidents/7' } } },
    });
    await expect(tellThrough({ ...config, token: 'x' }, testNotice())).rejects.toThrow('Unauthorized');
  });
});
