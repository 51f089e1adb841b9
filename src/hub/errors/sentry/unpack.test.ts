import zlib, { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { unpack } from './unpack.ts';

const text = Buffer.from('{"event_id":"9ec79c33ec9942ab8353589fcb2e04dc"}');
const zeros = Buffer.alloc(5_000_000);

describe('a packed body', () => {
  it.each([
    ['identity', text],
    ['', text],
    ['gzip', gzipSync(text)],
    ['GZIP', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['br', brotliCompressSync(text)],
  ])('is unpacked from %s', async (encoding, body) => {
    expect(await unpack(body, encoding, 1_000)).toEqual(text);
  });

  it('is unpacked from zstd where Node can, and refused in words where it cannot', async () => {
    if ('zstdCompressSync' in zlib) {
      const pack = zlib.zstdCompressSync as (body: Buffer) => Buffer;
      expect(await unpack(pack(text), 'zstd', 1_000)).toEqual(text);
      await expect(unpack(pack(zeros), 'zstd', 1_000_000)).rejects.toMatchObject({ code: 'too_large' });
    } else
      await expect(unpack(text, 'zstd', 1_000)).rejects.toMatchObject({ code: 'unsupported_media_type' });
  });

  it.each([
    ['gzip', gzipSync(zeros)],
    ['deflate', deflateSync(zeros)],
    ['br', brotliCompressSync(zeros)],
  ])('is refused when it is a bomb of %s', async (encoding, body) => {
    expect(body.length).toBeLessThan(10_000);
    await expect(unpack(body, encoding, 1_000_000)).rejects.toMatchObject({ code: 'too_large' });
  });

  it.each(['gzip', 'deflate', 'br'])('is refused when it is no %s', async (encoding) => {
    await expect(unpack(Buffer.from('garbage'), encoding, 1_000)).rejects.toMatchObject({
      code: 'bad_request',
    });
  });

  it.each(['lzma', 'gzip, br', 'constructor'])('is refused in %s', async (encoding) => {
    await expect(unpack(text, encoding, 1_000)).rejects.toMatchObject({ code: 'unsupported_media_type' });
  });
});
