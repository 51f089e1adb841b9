import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { errnoOf, Failure, messageOf } from '../../../shared/failure.ts';
import { unpackZstd } from './zstd.ts';

type Unpacker = (body: Buffer, mostBytes: number) => Promise<Buffer>;
type Bound = { maxOutputLength: number };
type OneShot = (body: Buffer, options: Bound) => Promise<Buffer>;

/** Of a usual event, handing it to another thread and back costs three times what unpacking it costs. */
const atOnceBytes = 64 * 1024;

const oneShot =
  (later: OneShot, now: (body: Buffer, options: Bound) => Buffer): Unpacker =>
  async (body, maxOutputLength) =>
    body.length <= atOnceBytes ? now(body, { maxOutputLength }) : later(body, { maxOutputLength });

const inflate = oneShot(promisify(zlib.inflate) as OneShot, zlib.inflateSync);
const inflateRaw = oneShot(promisify(zlib.inflateRaw) as OneShot, zlib.inflateRawSync);
const gunzip = oneShot(promisify(zlib.gunzip) as OneShot, zlib.gunzipSync);

const unpackers = new Map<string, Unpacker>(
  Object.entries({
    identity: async (body) => body,
    gzip: gunzip,
    'x-gzip': gunzip,
    // Some mean zlib's format, as the standard says, and some the bare one.
    deflate: (body, mostBytes) => (hasZlibHeader(body) ? inflate : inflateRaw)(body, mostBytes),
    br: oneShot(promisify(zlib.brotliDecompress) as OneShot, zlib.brotliDecompressSync),
    zstd: zstd(),
  }),
);

/** Node has it from 22.15 on. A Relay in between is the only sender that is known to use it. */
function zstd(): Unpacker {
  const { zstdDecompress, zstdDecompressSync } = zlib as {
    zstdDecompress?: Parameters<typeof promisify>[0];
    zstdDecompressSync?: (body: Buffer, options: Bound) => Buffer;
  };
  if (!zstdDecompress || !zstdDecompressSync) return unpackZstd;
  return oneShot(promisify(zstdDecompress) as unknown as OneShot, zstdDecompressSync);
}

export const contentEncodings = [...unpackers.keys()];

/** The content of a packed body. Stops at the bound, however much more a bomb would give. */
export async function unpack(body: Buffer, encoding: string, mostBytes: number): Promise<Buffer> {
  const unpacker = unpackers.get(encoding.trim().toLowerCase() || 'identity');
  if (!unpacker)
    throw new Failure(
      'unsupported_media_type',
      `the content encoding ${encoding.slice(0, 100)} is not understood, send ${contentEncodings.join(', ')}`,
    );
  try {
    return await unpacker(body, mostBytes);
  } catch (error) {
    if (error instanceof Failure) throw error;
    if (errnoOf(error) === 'ERR_BUFFER_TOO_LARGE')
      throw new Failure('too_large', `unpacked it has more than ${mostBytes} bytes`);
    throw new Failure('bad_request', `the body is not valid ${encoding}: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

export function hasZlibHeader(body: Buffer): boolean {
  return body.length > 2 && ((body[0] ?? 0) & 0x0f) === 8 && body.readUInt16BE(0) % 31 === 0;
}
