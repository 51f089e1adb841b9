import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { errnoOf, Failure, messageOf } from '../../../shared/failure.ts';

const gunzipAsync = promisify(gunzip);

/** The content of a gzip body. Stops at the bound, however much more a bomb would give. */
export async function unzip(body: Buffer, mostBytes: number): Promise<Buffer> {
  try {
    return await gunzipAsync(body, { maxOutputLength: mostBytes });
  } catch (error) {
    if (errnoOf(error) === 'ERR_BUFFER_TOO_LARGE')
      throw new Failure('too_large', `unpacked it has more than ${mostBytes} bytes`);
    throw new Failure('bad_request', `the body is not valid gzip: ${messageOf(error)}`, { cause: error });
  }
}
