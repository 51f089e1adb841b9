import type { IncomingMessage } from 'node:http';
import { messageOf } from '../../shared/failure.ts';
import type { HubAddress } from './find-hub.ts';
import { Refused, Unreachable } from './refusals.ts';

/** Speaks to the hub's HTTP API. Problems become `Refused`, silence becomes `Unreachable`. */
export interface Hub {
  readonly address: HubAddress;
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body?: unknown): Promise<T>;
  patch<T>(path: string, body: unknown): Promise<T>;
  delete<T>(path: string): Promise<T>;
  /** Every item of a list, page after page. */
  list<T>(path: string, key: string, most?: number): Promise<T[]>;
}

const answerWithinMs = 30_000;
const longestAnswerBytes = 64 * 1024 * 1024;

export function createHub(address: HubAddress): Hub {
  const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const { status, text } = await send(address, method, `/api/v1${path}`, body);
    let value: unknown;
    try {
      value = text === '' ? null : JSON.parse(text);
    } catch {
      throw new Refused(status, {
        detail: `${address.url.origin} does not answer like Yagura. Is another program on this port?`,
      });
    }
    if (status >= 400) throw new Refused(status, typeof value === 'object' && value !== null ? value : {});
    return value as T;
  };
  const get = <T>(path: string) => ask<T>('GET', path);
  return {
    address,
    get,
    post: (path, body) => ask('POST', path, body ?? {}),
    patch: (path, body) => ask('PATCH', path, body),
    delete: (path) => ask('DELETE', path),
    async list<T>(path: string, key: string, most = Number.POSITIVE_INFINITY) {
      const items: T[] = [];
      for (let cursor: string | null = null; ; ) {
        const query: string =
          cursor === null ? '' : `${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`;
        const page: Record<string, unknown> = await get(path + query);
        items.push(...((page[key] as T[] | undefined) ?? []));
        const next = page['next'];
        if (typeof next !== 'string' || items.length >= most) return items.slice(0, most);
        cursor = next;
      }
    },
  };
}

async function send(
  { url, token }: HubAddress,
  method: string,
  path: string,
  body: unknown,
): Promise<{ status: number; text: string }> {
  const { request } = url.protocol === 'https:' ? await import('node:https') : await import('node:http');
  const payload = body === undefined ? null : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const unreachable = (why: string) =>
      reject(
        new Unreachable(
          `Yagura does not answer at ${url.origin} (${why}). See what is wrong with: yagura doctor`,
        ),
      );
    const asked = request(
      new URL(path, url),
      {
        method,
        agent: false,
        timeout: answerWithinMs,
        // On this machine's own address a certificate made for its public name proves nothing more.
        rejectUnauthorized: !isLoopback(url.hostname),
        headers: {
          authorization: `Bearer ${token}`,
          accept: 'application/json',
          ...(payload !== null && {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(payload),
          }),
        },
      },
      (response) => {
        readAll(response).then(
          (text) => resolve({ status: response.statusCode ?? 0, text }),
          (error: unknown) => unreachable(messageOf(error)),
        );
      },
    );
    asked.on('timeout', () => asked.destroy(new Error(`no answer in ${answerWithinMs / 1000} s`)));
    asked.on('error', (error: NodeJS.ErrnoException) => unreachable(error.code ?? error.message));
    asked.end(payload);
  });
}

async function readAll(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > longestAnswerBytes) throw new Error('the answer is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}
