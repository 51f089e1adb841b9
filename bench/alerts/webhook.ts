/** A webhook that notes what comes and when. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Call {
  /** By `performance.now()`. */
  atMs: number;
  body: Record<string, unknown>;
  text: string;
}

export interface Webhook {
  url: string;
  calls: Call[];
  /** The first call that fits, also one that came already; null after so long. */
  first(fits: (call: Call) => boolean, withinMs: number): Promise<Call | null>;
  close(): void;
}

export async function openWebhook(): Promise<Webhook> {
  const calls: Call[] = [];
  let wake = () => {};
  const server = createServer((request, response) => {
    const atMs = performance.now();
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      calls.push({ atMs, text, body: JSON.parse(text) as Record<string, unknown> });
      response.end('{}');
      wake();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    calls,
    async first(fits, withinMs) {
      const endsAt = performance.now() + withinMs;
      for (;;) {
        const found = calls.find(fits);
        if (found) return found;
        const leftMs = endsAt - performance.now();
        if (leftMs <= 0) return null;
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, Math.min(leftMs, 1_000));
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
