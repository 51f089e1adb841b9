import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { unpack } from './unpack.ts';

const text = Buffer.from('{"event_id":"9ec79c33ec9942ab8353589fcb2e04dc"}');
const zeros = Buffer.alloc(5_000_000);
const zstdText = Buffer.from(
  'KLUv/SQveQEAeyJldmVudF9pZCI6IjllYzc5YzMzZWM5OTQyYWI4MzUzNTg5ZmNiMmUwNGRjIn0VtvIM',
  'base64',
);

describe('a packed body', () => {
  it.each([
    ['identity', text],
    ['', text],
    ['gzip', gzipSync(text)],
    ['GZIP', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['br', brotliCompressSync(text)],
    ['zstd', zstdText],
  ])('is unpacked from %s', async (encoding, body) => {
    expect(await unpack(body, encoding, 1_000)).toEqual(text);
  });

  it.each([
    ['gzip', gzipSync(zeros)],
    ['deflate', deflateSync(zeros)],
    ['br', brotliCompressSync(zeros)],
  ])('is refused when it is a bomb of %s', async (encoding, body) => {
    expect(body.length).toBeLessThan(10_000);
    await expect(unpack(body, encoding, 1_000_000)).rejects.toMatchObject({ code: 'too_large' });
  });

  it.each(['gzip', 'deflate', 'br', 'zstd'])('is refused when it is no %s', async (encoding) => {
    await expect(unpack(Buffer.from('garbage'), encoding, 1_000)).rejects.toMatchObject({
      code: 'bad_request',
    });
  });

  it.each(['lzma', 'gzip, br', 'constructor'])('is refused in %s', async (encoding) => {
    await expect(unpack(text, encoding, 1_000)).rejects.toMatchObject({ code: 'unsupported_media_type' });
  });
});
