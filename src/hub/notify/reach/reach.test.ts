import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { startPeer } from '../testing/index.ts';
import { ForbiddenAddress, isPrivateAddress, request, resolvePublic } from './index.ts';

describe('an address', () => {
  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.100.100.200',
    '127.0.0.1',
    '127.255.0.1',
    '169.254.169.254',
    '172.31.255.255',
    '192.168.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    'fe80::1',
    'fe80::1%eth0',
    'fc00::1',
    'fd00:ec2::254',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::127.0.0.1',
    '64:ff9b::10.0.0.1',
    '2002:7f00:1::',
    '2001:db8::1',
    'nonsense',
    '',
  ])('%s is private', (address) => {
    expect(isPrivateAddress(address)).toBe(true);
  });

  it.each(['1.1.1.1', '8.8.8.8', '172.32.0.1', '2606:4700:4700::1111', '::ffff:8.8.8.8', '64:ff9b::8.8.8.8'])(
    '%s is not',
    (address) => {
      expect(isPrivateAddress(address)).toBe(false);
    },
  );
});

const ask = (url: string, allowPrivate = false, signal = AbortSignal.timeout(5000)) =>
  request({ url, body: 'hello', allowPrivate, signal });

describe('a request', () => {
  it.each([
    (port: string) => `http://127.0.0.1:${port}/`,
    (port: string) => `http://localhost:${port}/`,
    (port: string) => `http://[::ffff:127.0.0.1]:${port}/`,
    (port: string) => `http://2130706433:${port}/`,
    (port: string) => `http://0x7f.1:${port}/`,
    (port: string) => `http://user@127.1:${port}/`,
  ])('reaches nothing of this machine, however it is written (%#)', async (urlOf) => {
    const peer = await startPeer(() => ({}));
    await expect(ask(urlOf(new URL(peer.url).port))).rejects.toThrow(ForbiddenAddress);
    expect(peer.requests).toHaveLength(0);
  });

  it('reaches it when that is allowed, by name and by address', async () => {
    const peer = await startPeer(() => ({ status: 201, headers: { 'x-a': 'b' }, body: 'welcome' }));
    const { port } = new URL(peer.url);
    expect(await ask(`http://localhost:${port}/x?y=1`, true)).toMatchObject({
      status: 201,
      text: 'welcome',
      headers: { 'x-a': 'b' },
    });
    expect(peer.requests[0]).toMatchObject({ method: 'POST', path: '/x?y=1', body: Buffer.from('hello') });
  });

  it('sends user and password of the address as a header', async () => {
    const peer = await startPeer(() => ({}));
    await ask(peer.url.replace('//', '//me:p%40ss@'), true);
    expect(peer.requests[0]?.headers.authorization).toBe(`Basic ${btoa('me:p@ss')}`);
  });

  it('does not follow a redirect', async () => {
    const inside = await startPeer(() => ({}));
    const peer = await startPeer(() => ({ status: 302, headers: { location: inside.url } }));
    expect(await ask(peer.url, true)).toMatchObject({ status: 302 });
    expect(inside.requests).toHaveLength(0);
  });

  it('keeps the beginning of an answer that does not end', async () => {
    const server = createServer((_, response) => {
      response.writeHead(200);
      const write = () => {
        while (response.write('x'.repeat(16_384)));
      };
      response.on('drain', write);
      write();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const { text } = await ask(`http://127.0.0.1:${port}`, true);
    expect(text).toHaveLength(65_536);
    server.closeAllConnections();
    server.close();
  });

  it('ends with its signal', async () => {
    const peer = await startPeer(() => null);
    await expect(ask(peer.url, true, AbortSignal.timeout(50))).rejects.toThrow();
  });

  it('says that a name is unknown', async () => {
    await expect(resolvePublic('nobody.invalid', false)).rejects.toMatchObject({
      code: expect.stringMatching(/ENOTFOUND|EAI_AGAIN/),
    });
  });
});
