import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { PushBook } from '../../push-book.ts';
import {
  configOf,
  type PeerAnswer,
  type PeerRequest,
  startPeer,
  tellThrough,
  testNotice,
} from '../../testing/index.ts';
import webPushLibrary from 'web-push';

/** A browser: its keys, and how it reads what is sent to it (RFC 8291). */
function createBrowser() {
  const ecdh = createECDH('prime256v1');
  const p256dh = ecdh.generateKeys();
  const auth = randomBytes(16);
  const bytesOf = (key: ArrayBuffer) => Buffer.from(key);
  return {
    p256dh: p256dh.toString('base64url'),
    auth: auth.toString('base64url'),
    read(body: Buffer): Record<string, unknown> {
      const salt = body.subarray(0, 16);
      const idLength = body[20] ?? 0;
      const sender = body.subarray(21, 21 + idLength);
      const sealed = body.subarray(21 + idLength);
      const info = Buffer.concat([Buffer.from('WebPush: info\0'), p256dh, sender]);
      const secret = bytesOf(hkdfSync('sha256', ecdh.computeSecret(sender), auth, info, 32));
      const key = bytesOf(hkdfSync('sha256', secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16));
      const nonce = bytesOf(hkdfSync('sha256', secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12));
      const decipher = createDecipheriv('aes-128-gcm', key, nonce);
      decipher.setAuthTag(sealed.subarray(-16));
      const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
      return JSON.parse(padded.subarray(0, padded.lastIndexOf(2)).toString()) as Record<string, unknown>;
    },
  };
}

/** Whether the tower proved who it is (RFC 8292). */
function isProven({ headers }: PeerRequest, origin: string): boolean {
  const [, token = '', key = ''] = /^vapid t=([^,]+), *k=(.+)$/.exec(headers.authorization ?? '') ?? [];
  const [head = '', claims = '', signature = ''] = token.split('.');
  const point = Buffer.from(key, 'base64url');
  if (point.length !== 65) return false;
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  };
  const isSigned = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  const { aud, exp, sub } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<
    string,
    string | number
  >;
  return isSigned && aud === origin && Number(exp) > Date.now() / 1000 && String(sub).startsWith('mailto:');
}

async function startPushService() {
  const gone = new Set<string>();
  const peer = await startPeer((request): PeerAnswer => {
    if (!isProven(request, peer.url)) return { status: 403, body: 'invalid JWT provided' };
    if (request.headers['ttl'] === undefined || request.headers['content-encoding'] !== 'aes128gcm')
      return { status: 400 };
    if (!/^[\w-]{1,32}$/.test(String(request.headers['topic'])))
      return { status: 400, body: 'invalid topic' };
    if (request.body.length > 4096) return { status: 413 };
    return gone.has(request.path)
      ? { status: 410, body: 'push subscription has unsubscribed or expired.' }
      : { status: 201 };
  });
  const browser = createBrowser();
  const keys = webPushLibrary.generateVAPIDKeys();
  const subscriptions = [1, 2].map((id) => ({
    id: String(id),
    endpoint: `${peer.url}/push/${id}`,
    p256dh: browser.p256dh,
    auth: browser.auth,
  }));
  const forgotten: string[] = [];
  const pushes: PushBook = {
    keys: () => Promise.resolve(keys),
    subscribe: () => Promise.resolve(''),
    forget: async (id) => void forgotten.push(id),
    of: () => subscriptions,
  };
  const config = configOf({ type: 'web-push', contact: 'mailto:ops@example.org' });
  return { peer, browser, pushes, gone, forgotten, subscriptions, config };
}

describe('Web Push', () => {
  it('reaches every browser, which alone can read it', async () => {
    const { peer, browser, pushes, config } = await startPushService();
    const sent = await tellThrough(config, testNotice({ language: 'ja' }), { pushes });
    expect(sent.answer).toBe('taken for 2 of 2 browsers');
    expect(peer.requests[0]?.headers).toMatchObject({ urgency: 'high', ttl: '86400' });
    expect(peer.requests.map(({ body }) => browser.read(body))).toMatchObject([
      { title: '🔴 【緊急】mailer is down', tag: 'incident-7', url: 'https://yagura.example/incidents/7' },
      { language: 'ja' },
    ]);
  });

  it('forgets browsers that have unsubscribed', async () => {
    const { pushes, config, gone, forgotten } = await startPushService();
    gone.add('/push/1');
    expect((await tellThrough(config, testNotice(), { pushes })).answer).toBe('taken for 1 of 2 browsers');
    expect(forgotten).toEqual(['1']);
  });

  it('is never told more than it takes', async () => {
    const { pushes, config } = await startPushService();
    const lines = Array.from({ length: 50 }, () => '復旧'.repeat(200));
    expect((await tellThrough(config, testNotice({ lines }), { pushes })).answer).toBe(
      'taken for 2 of 2 browsers',
    );
  });

  it('fails while no browser has asked for it', async () => {
    const { pushes, config, subscriptions } = await startPushService();
    subscriptions.length = 0;
    await expect(tellThrough(config, testNotice(), { pushes })).rejects.toThrow('no browser has asked');
  });
});
