import { uncompress } from 'snappy';
import { Failure, messageOf } from '../../../shared/failure.ts';

const mostUnpackedBytes = 32 * 1024 * 1024;

/** The content of a body in snappy's block format. What it claims to hold is checked before memory is taken for it. */
export async function unpack(body: Buffer): Promise<Buffer> {
  const claimed = claimedLength(body);
  if (claimed === null) throw new Failure('bad_request', 'the body is not snappy: it has no length');
  if (claimed > mostUnpackedBytes)
    throw new Failure(
      'too_large',
      `unpacked it has ${claimed} bytes; at most ${mostUnpackedBytes} are taken`,
    );
  try {
    return (await uncompress(body)) as Buffer;
  } catch (error) {
    throw new Failure('bad_request', `the body is not snappy: ${messageOf(error)}`, { cause: error });
  }
}

/** The varint in front, which has at most 32 bits. */
function claimedLength(body: Buffer): number | null {
  let length = 0;
  for (let index = 0; index < 5; index++) {
    const byte = body[index];
    if (byte === undefined) return null;
    length += (byte & 127) * 128 ** index;
    if (byte < 128) return length;
  }
  return null;
}
