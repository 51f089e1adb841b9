import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface PeerRequest {
  method: string;
  /** With its query. */
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** The body as JSON; null when it is none. */
  json: Record<string, unknown>;
}

export interface PeerAnswer {
  status?: number;
  headers?: Record<string, string>;
  body?: string | object;
}

export interface Peer {
  url: string;
  requests: PeerRequest[];
  /** Ends it, with whoever is connected. */
  close(): void;
}

/** A real server that answers as `answer` says; null never answers. It ends with the test. */
export async function startPeer(answer: (request: PeerRequest) => PeerAnswer | null): Promise<Peer> {
  const requests: PeerRequest[] = [];
  const server = createServer((incoming, response) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      const body = Buffer.concat(parts);
      const request: PeerRequest = {
        method: incoming.method ?? '',
        path: incoming.url ?? '',
        headers: incoming.headers,
        body,
        json: parse(body),
      };
      requests.push(request);
      const said = answer(request);
      if (said === null) return;
      const { status = 200, headers = {}, body: text = '' } = said;
      const isObject = typeof text === 'object';
      response.writeHead(status, { ...(isObject ? { 'content-type': 'application/json' } : {}), ...headers });
      response.end(isObject ? JSON.stringify(text) : text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  onTestFinished(close);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests, close };
}

function parse(body: Buffer): Record<string, unknown> {
  try {
    return JSON.parse(body.toString()) as Record<string, unknown>;
  } catch {
    return {};
  }
}
