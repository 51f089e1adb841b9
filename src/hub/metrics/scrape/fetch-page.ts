import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { errnoOf } from '../../../shared/failure.ts';
import { whyUnreachable } from '../../../shared/unreachable.ts';
import { type Format, formatOf } from '../exposition/index.ts';

const mostBytes = 10 * 1024 * 1024;
/** Of all pages that are being read at this moment, so that many endless ones cannot take the memory. */
const mostBytesInAll = 64 * 1024 * 1024;
const accept = 'application/openmetrics-text;version=1.0.0;q=0.9,text/plain;version=0.0.4;q=0.5,*/*;q=0.1';

let bytesInAll = 0;

/**
 * Asks for a page and answers its text. Throws an `Error` in words for people: refused, too slow, too big, not text. Redirects are not followed:
 * what is named is what is asked.
 */
export async function fetchPage(url: string, timeoutMs: number): Promise<{ text: string; format: Format }> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await ask(new URL(url), timeoutMs, signal);
    const { statusCode = 0, headers } = response;
    if (statusCode !== 200) {
      response.destroy();
      const redirected = statusCode >= 300 && statusCode < 400 ? '; redirects are not followed' : '';
      throw new ScrapeError(`it answered status ${statusCode}${redirected}`);
    }
    const format = formatOf(headers['content-type'] ?? null);
    return { text: await readText(response, signal), format };
  } catch (error) {
    if (signal.aborted) throw new Error(`no whole answer within ${timeoutMs / 1000} s`, { cause: error });
    if (error instanceof ScrapeError) throw error;
    throw new Error(whyUnreachable(error), { cause: error });
  }
}

/** Its message is for people as it stands. */
class ScrapeError extends Error {}

function ask(url: URL, timeoutMs: number, signal: AbortSignal): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    request(url, {
      signal,
      // A kept connection may be closed by the worker in the moment in which it is used again, which would look like a failure.
      agent: false,
      headers: {
        accept,
        'accept-encoding': 'gzip',
        'user-agent': 'yagura',
        'x-prometheus-scrape-timeout-seconds': String(timeoutMs / 1000),
      },
    })
      .on('response', resolve)
      .on('error', reject)
      .end();
  });
}

async function readText(response: IncomingMessage, signal: AbortSignal): Promise<string> {
  const isZipped = response.headers['content-encoding'] === 'gzip';
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // The bound counts what comes out of the packing, and the source is stopped with it.
    for await (const chunk of isZipped ? unpacked(response, signal) : response) {
      const { length } = chunk as Buffer;
      size += length;
      bytesInAll += length;
      if (size > mostBytes) throw new ScrapeError(`the page has more than ${mostBytes} bytes`);
      if (bytesInAll > mostBytesInAll)
        throw new ScrapeError('too many pages are being read at once, or too big ones');
      chunks.push(chunk as Buffer);
    }
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch (error) {
    if (errnoOf(error)?.startsWith('Z_'))
      throw new ScrapeError('the page is not valid gzip', { cause: error });
    if (errnoOf(error) === 'ERR_ENCODING_INVALID_ENCODED_DATA')
      throw new ScrapeError('the page is not UTF-8', { cause: error });
    throw error;
  } finally {
    bytesInAll -= size;
    response.destroy();
  }
}

function unpacked(response: IncomingMessage, signal: AbortSignal): Readable {
  const gunzip = createGunzip();
  const stop = () => gunzip.destroy(new Error('it took too long'));
  signal.addEventListener('abort', stop, { once: true });
  response.on('error', (error) => gunzip.destroy(error));
  return response.pipe(gunzip).on('close', () => signal.removeEventListener('abort', stop));
}
