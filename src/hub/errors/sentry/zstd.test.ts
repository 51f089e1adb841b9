import zlib from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unpackZstd } from './zstd.ts';

const text = '{"event_id":"9ec79c33ec9942ab8353589fcb2e04dc"}';
/** Written by zstd 1.5: of known length, without it and with a checksum, and five million zeros. */
const packed = {
  whole: 'KLUv/SQveQEAeyJldmVudF9pZCI6IjllYzc5YzMzZWM5OTQyYWI4MzUzNTg5ZmNiMmUwNGRjIn0VtvIM',
  streamed: 'KLUv/QRYeQEAeyJldmVudF9pZCI6IjllYzc5YzMzZWM5OTQyYWI4MzUzNTg5ZmNiMmUwNGRjIn0VtvIM',
  zeros:
    'KLUv/QBYVAAAEAAAAQD7/znAAgIAEAACABAAAgAQAAIAEAACABAAAgAQAAIAEAACABAAAgAQAAIAEAACABAAAgAQAAIAEAACABAAAgAQAAIAEAACABAAAgAQAAIAEAACABAAAgAQAAIAEAACABAAAgAQAAIAEAACABAAAgAQAAIAEAACABAAAgAQAAIAEAACABAAAgAQAAIAEAACABAAAgAQAAIAEAADWgIA',
  farBack:
    'KLUv/QSoTAAACAABAPz/ORACAgAQAAIAEAACABAAAgAQAAIAEAACABAAAgAQAAIAEAACABAAAgAQAAIAEAACABAAAgAQAAIAEAACABAAAgAQAAIAEAACABAAAgAQAAIAEAACABAAAgAQAAIAEAACABAAAgAQAAIAEAACABAAAgAQAAIAEAACABAAAgAQAAIAEAACABAAAgAQAANaAgC2wdU/',
};
const of = (name: keyof typeof packed) => Buffer.from(packed[name], 'base64');

describe('what zstd packed', () => {
  it('is unpacked, in one frame or several, with what may stand between them', async () => {
    expect((await unpackZstd(of('whole'), 1_000_000)).toString()).toBe(text);
    expect((await unpackZstd(of('streamed'), 1_000_000)).toString()).toBe(text);
    const note = Buffer.from([0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
    const several = Buffer.concat([of('whole'), note, of('streamed')]);
    expect((await unpackZstd(several, 1_000_000)).toString()).toBe(text + text);
    expect((await unpackZstd(of('zeros'), 5_000_000)).equals(Buffer.alloc(5_000_000))).toBe(true);
  });

  it.each([
    ['more than may be', 'zeros', 4_000_000],
    ['a frame that wants more memory than may be', 'farBack', 5_000_000],
  ] as const)('is refused when it is %s', async (_, name, mostBytes) => {
    await expect(unpackZstd(of(name), mostBytes)).rejects.toMatchObject({ code: 'too_large' });
    const second = Buffer.concat([of('whole'), of(name)]);
    await expect(unpackZstd(second, mostBytes)).rejects.toMatchObject({ code: 'too_large' });
  });

  it('is refused when it is cut short or something else', async () => {
    for (let length = 1; length < of('whole').length - 4; length++)
      await expect(unpackZstd(of('whole').subarray(0, length), 1_000_000)).rejects.toThrow();
    await expect(unpackZstd(Buffer.from('garbage'), 1_000_000)).rejects.toThrow();
  });

  it.runIf('zstdCompressSync' in zlib)('is unpacked as Node does where it can', async () => {
    const pack = (zlib as unknown as { zstdCompressSync: (body: Buffer) => Buffer }).zstdCompressSync;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.json(), fc.string()), { maxLength: 200 }),
        fc.nat(300_000),
        async (words, zeros) => {
          const body = Buffer.concat([Buffer.from(words.join('')), Buffer.alloc(zeros)]);
          expect((await unpackZstd(pack(body), 20e6)).equals(body)).toBe(true);
        },
      ),
      { numRuns: 100 },
    );
  });
});
