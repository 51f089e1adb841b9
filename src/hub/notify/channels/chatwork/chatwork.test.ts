import { describe, expect, it } from 'vitest';
import { configOf, type PeerAnswer, startPeer, tellThrough, testNotice } from '../../testing/index.ts';

async function startChatwork() {
  const posted = new Map<string, string>();
  const peer = await startPeer(({ method, path, headers, body }): PeerAnswer => {
    if (headers['x-chatworktoken'] !== 't') return { status: 401, body: { errors: ['Invalid API token'] } };
    const [, room, id] = /^\/v2\/rooms\/(\d+)\/messages(?:\/(\d+))?$/.exec(path) ?? [];
    if (room !== '42')
      return { status: 403, body: { errors: ["You don't have permission to access this room"] } };
    const text = new URLSearchParams(body.toString()).get('body') ?? '';
    if (text === '' || text.length > 20_000)
      return { status: 400, body: { errors: ["Parameter 'body' is invalid"] } };
    if (method === 'PUT' && !posted.has(id ?? '')) return { status: 404, body: { errors: ['Not found'] } };
    const message_id = id ?? String(posted.size + 1);
    posted.set(message_id, text);
    return { body: { message_id } };
  });
  return { peer, posted, config: configOf({ type: 'chatwork', token: 't', room: '42', api: peer.url }) };
}

describe('Chatwork', () => {
  it('gets a message, which later ones change', async () => {
    const { peer, posted, config } = await startChatwork();
    const { receipt } = await tellThrough(config, testNotice({ language: 'ja' }));
    expect(posted.get('1')).toMatch(/^\[info\]\[title\]🔴 【緊急】mailer is down\[\/title\]/);
    await tellThrough(config, testNotice({ kind: 'resolved', language: 'ja' }), { first: receipt });
    expect(peer.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /v2/rooms/42/messages',
      'PUT /v2/rooms/42/messages/1',
      'POST /v2/rooms/42/messages',
    ]);
    expect(posted.get('1')).toContain('【復旧】');
  });

  it('calls nobody by what a worker prints, and takes long texts', async () => {
    const { posted, config } = await startChatwork();
    const lines = ['[toall] look!', ...Array.from({ length: 49 }, () => '[x]'.repeat(160))];
    await tellThrough(config, testNotice({ lines }));
    expect(posted.get('1')).not.toContain('[toall]');
    expect(posted.get('1')).toMatch(/\/a\/ack[\s\S]*\[\/info\]$/);
  });

  it('waits while the token is wrong', async () => {
    const { config } = await startChatwork();
    await expect(tellThrough({ ...config, token: 'x' }, testNotice())).rejects.toThrow('Invalid API token');
  });
});
