import { Failure } from '../../../shared/failure.ts';

const frame = 0xfd2fb528;
const skippable = 0x184d2a5;
/** What every reader should allow. */
const usualWindow = 8 * 1024 * 1024;

/**
 * Unpacks zstd (RFC 8878) where Node cannot. Throws `too_large` where there is more than `mostBytes` of it, or where a frame says that it looks
 * further back than that and than is usual: the library would set aside as much memory as a frame asks for.
 */
export async function unpackZstd(body: Buffer, mostBytes: number): Promise<Buffer> {
  if (widestWindow(body) > Math.max(usualWindow, mostBytes)) throw tooLarge(mostBytes);
  const { Decompress } = await import('fzstd');
  const parts: Uint8Array[] = [];
  let bytes = 0;
  const unpacker = new Decompress((part) => {
    bytes += part.length;
    if (bytes > mostBytes) throw tooLarge(mostBytes);
    parts.push(part);
  });
  unpacker.push(body, true);
  return Buffer.concat(parts, bytes);
}

/** How far back any frame looks, in bytes; throws a RangeError where the body ends before a frame does. */
function widestWindow(body: Buffer): number {
  let widest = 0;
  for (let at = 0; at < body.length; ) {
    const magic = body.readUInt32LE(at);
    if (magic >>> 4 === skippable) {
      at += 8 + body.readUInt32LE(at + 4);
      continue;
    }
    if (magic !== frame) throw new RangeError('no frame begins where one should');
    const flags = body.readUInt8(at + 4);
    const isSingle = (flags & 0x20) !== 0;
    const sizeBytes = flags >> 6 === 0 ? (isSingle ? 1 : 0) : 1 << (flags >> 6);
    const size = at + 5 + (isSingle ? 0 : 1) + ([0, 1, 2, 4][flags & 3] ?? 0);
    widest = Math.max(widest, isSingle ? sizeAt(body, size, sizeBytes) : windowOf(body.readUInt8(at + 5)));
    at = size + sizeBytes;
    for (let isLast = false; !isLast; ) {
      const block = body.readUIntLE(at, 3);
      isLast = (block & 1) !== 0;
      // A run of one byte is told by that byte.
      at += 3 + (((block >> 1) & 3) === 1 ? 1 : block >> 3);
    }
    if ((flags & 4) !== 0) at += 4;
  }
  return widest;
}

function sizeAt(body: Buffer, at: number, bytes: number): number {
  if (bytes === 8) return Number(body.readBigUInt64LE(at));
  return body.readUIntLE(at, bytes) + (bytes === 2 ? 256 : 0);
}

function windowOf(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}

const tooLarge = (mostBytes: number) =>
  new Failure('too_large', `unpacked it has more than ${mostBytes} bytes`);
