import { oneLine } from '../../../shared/one-line.ts';
import { whyUnreachable } from '../../../shared/unreachable.ts';
import type { RemoteAddress } from './address.ts';

/** What became of a block: it is there, it is not wanted and never will be, or it may be tried again (`afterMs`: not before). */
export type Sent =
  | { outcome: 'taken' }
  | { outcome: 'refused'; why: string }
  | { outcome: 'later'; why: string; afterMs: number };

const timeoutMs = 30_000;
const longestAfterMs = 300_000;
/**
 * Not the fault of what is sent: too much at once, a password that someone has to mend, a path that someone has to mend. All 5xx are the same.
 * Any other 4xx says that this block is wrong, and it would be for ever.
 */
const passing = [401, 403, 404, 408, 429];

/** Sends one block. Never throws. */
export async function sendBlock(
  { url, headers }: RemoteAddress,
  body: Buffer,
  { now, signal }: { now: () => number; signal: AbortSignal },
): Promise<Sent> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      headers: {
        'content-type': 'application/x-protobuf',
        'content-encoding': 'snappy',
        'x-prometheus-remote-write-version': '0.1.0',
        ...headers,
      },
      body: new Uint8Array(body),
    });
    const text = oneLine(await readStart(response));
    const { status } = response;
    if (response.ok) return { outcome: 'taken' };
    const why = `it answered status ${status}${text === '' ? '' : `: ${text}`}`;
    return status >= 500 || passing.includes(status)
      ? { outcome: 'later', why, afterMs: retryAfter(response.headers.get('retry-after'), now()) }
      : { outcome: 'refused', why };
  } catch (error) {
    // `fetch` wraps what happened.
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    const why =
      error instanceof DOMException && error.name === 'TimeoutError'
        ? `no answer within ${timeoutMs / 1000} s`
        : whyUnreachable(cause);
    return { outcome: 'later', why, afterMs: 0 };
  }
}

/** Enough of the answer for a message. */
async function readStart(response: Response): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    if (text.length > 1_000) break;
  }
  return text;
}

/** Seconds, or a date. */
function retryAfter(header: string | null, now: number): number {
  if (header === null) return 0;
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isNaN(ms) ? 0 : Math.min(Math.max(0, ms), longestAfterMs);
}
