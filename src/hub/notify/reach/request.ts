import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { resolvePublic } from './addresses.ts';

export interface Request {
  url: string;
  method?: 'POST' | 'PUT' | 'PATCH' | 'GET';
  headers?: Readonly<Record<string, string>>;
  body: string | Uint8Array;
  signal: AbortSignal;
  allowPrivate: boolean;
}

export interface Reply {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The beginning of it. */
  text: string;
}

const mostReplyBytes = 64 * 1024;

/**
 * One request over a connection of its own. The addresses that the host's name resolves to are checked and then connected to, so that a name
 * cannot mean one thing to the check and another to the connection. Redirects come back as they are.
 */
export async function request(asked: Request): Promise<Reply> {
  const url = new URL(asked.url);
  const addresses = await resolvePublic(url.hostname, asked.allowPrivate);
  asked.signal.throwIfAborted();
  const lookup: LookupFunction = (_host, options, done) => {
    if (options.all) done(null, addresses);
    else done(null, addresses[0]?.address ?? '', addresses[0]?.family);
  };
  const { username, password } = url;
  const body = typeof asked.body === 'string' ? Buffer.from(asked.body) : asked.body;
  const send = url.protocol === 'https:' ? tlsRequest : plainRequest;
  return new Promise((resolve, reject) => {
    const sent = send(
      url,
      {
        method: asked.method ?? 'POST',
        headers: { 'user-agent': 'yagura', 'content-length': body.length, ...asked.headers },
        // Node sends user and password of the address as basic auth.
        auth: username === '' ? undefined : `${decodeURIComponent(username)}:${decodeURIComponent(password)}`,
        agent: false,
        lookup,
        signal: asked.signal,
      },
      (answer) => {
        const parts: Buffer[] = [];
        let bytes = 0;
        const finish = () => {
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            text: Buffer.concat(parts).toString('utf8', 0, mostReplyBytes),
          });
        };
        answer.on('data', (part: Buffer) => {
          parts.push(part);
          bytes += part.length;
          if (bytes <= mostReplyBytes) return;
          finish();
          sent.destroy();
        });
        answer.on('end', finish);
        answer.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}
