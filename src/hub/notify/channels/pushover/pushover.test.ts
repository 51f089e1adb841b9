import { describe, expect, it } from 'vitest';
import {
  configOf,
  formParts,
  type PeerAnswer,
  startPeer,
  tellThrough,
  testNotice,
} from '../../testing/index.ts';

/** The fields of a form, read without waiting: the peer answers at once. */
const fieldsIn = (body: Buffer): Record<string, string> =>
  Object.fromEntries(
    [...body.toString('latin1').matchAll(/name="([^"]+)"\r\n\r\n([\s\S]*?)\r\n--/g)].map(
      ([, name = '', value = '']) => [name, Buffer.from(value, 'latin1').toString()],
    ),
  );

async function startPushover() {
  const cancelled: string[] = [];
  const peer = await startPeer(({ path, body }): PeerAnswer => {
    const [, receipt] = /^\/1\/receipts\/(\w+)\/cancel\.json$/.exec(path) ?? [];
    if (receipt) {
      cancelled.push(receipt);
      return { body: { status: 1, request: 'r' } };
    }
    const fields = fieldsIn(body);
    const { token, user, message = '', title = '', url = '', priority, retry, expire } = fields;
    const errors = [
      ...(token === 'a'.repeat(30) ? [] : ['application token is invalid']),
      ...(user === 'u'.repeat(30) ? [] : ['user identifier is invalid']),
      ...(message === '' ? ['message cannot be blank'] : []),
      ...(message.length > 1024 || title.length > 250 || url.length > 512 ? ['too long'] : []),
      ...(['-2', '-1', '0', '1', '2'].includes(priority ?? '') ? [] : ['priority is invalid']),
      ...(priority === '2' && !(Number(retry) >= 30 && Number(expire) <= 10_800)
        ? ['retry and expire are needed']
        : []),
    ];
    if (errors.length > 0) return { status: 400, body: { status: 0, errors, request: 'r' } };
    return { body: { status: 1, request: 'r', ...(priority === '2' ? { receipt: 'rcpt1' } : {}) } };
  });
  const config = configOf({ type: 'pushover', token: 'a'.repeat(30), user: 'u'.repeat(30), api: peer.url });
  return { peer, config, cancelled };
}

describe('Pushover', () => {
  it('gets title, text, an address and a priority, within its bounds', async () => {
    const { peer, config } = await startPushover();
    const lines = Array.from({ length: 50 }, () => '復旧'.repeat(200));
    await tellThrough(config, testNotice({ lines, title: '題'.repeat(300) }), { chart: true });
    const [request] = peer.requests;
    const parts = request ? await formParts(request) : [];
    expect(parts.find(({ name }) => name === 'attachment')).toMatchObject({
      filename: 'chart.png',
      type: 'image/png',
    });
    expect(fieldsIn(request?.body ?? Buffer.alloc(0))).toMatchObject({
      priority: '1',
      url: 'https://yagura.example/incidents/7',
    });
  });

  it('repeats an emergency until it is over here', async () => {
    const { peer, config, cancelled } = await startPushover();
    const urgent = { ...config, emergency: true };
    const { receipt } = await tellThrough(urgent, testNotice());
    expect(receipt).toEqual({ receipt: 'rcpt1' });
    await tellThrough(urgent, testNotice({ kind: 'resolved' }), { first: receipt });
    expect(cancelled).toEqual(['rcpt1']);
    expect(fieldsIn(peer.requests.at(-1)?.body ?? Buffer.alloc(0))['priority']).toBe('0');
  });

  it('says what is wrong', async () => {
    const { config } = await startPushover();
    await expect(tellThrough({ ...config, user: 'x' }, testNotice())).rejects.toThrow(
      'user identifier is invalid',
    );
  });
});
