import type { LiveMessage } from '../../hub/server/index.ts';
import type { HubAddress } from './find-hub.ts';
import { isLoopback } from './hub.ts';
import { Refused, Unreachable } from './refusals.ts';

export interface LiveData {
  kind: 'snapshot' | 'delta';
  data: unknown;
}

const retryMs = 500;
const giveUpAfterMs = 30_000;

/**
 * Follows a topic of `/live` until the signal. A lost connection is taken up again where it was: the cursor seen last asks for
 * the deltas that were missed. Gives up when the hub stays away.
 */
export async function followLive(
  { url, token }: HubAddress,
  topic: string,
  signal: AbortSignal,
  onData: (live: LiveData) => void,
): Promise<void> {
  const { WebSocket } = await import('ws');
  const address = new URL('/api/v1/live', url);
  address.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  let cursor: string | undefined;
  let lastSeen = performance.now();

  const connection = () =>
    new Promise<void>((resolve, reject) => {
      const socket = new WebSocket(address, {
        headers: { authorization: `Bearer ${token}` },
        rejectUnauthorized: !isLoopback(url.hostname),
      });
      const stop = () => socket.close();
      signal.addEventListener('abort', stop, { once: true });
      socket.on('open', () => socket.send(JSON.stringify({ type: 'subscribe', topic, cursor })));
      socket.on('message', (frame: Buffer) => {
        const message = JSON.parse(frame.toString('utf8')) as LiveMessage;
        lastSeen = performance.now();
        if (message.type === 'snapshot' || message.type === 'delta') {
          cursor = message.cursor;
          onData({ kind: message.type, data: message.data });
        } else if (message.type === 'problem') {
          reject(new Refused(400, message));
          socket.close();
        }
      });
      socket.on('unexpected-response', (_, response) => {
        reject(
          new Refused(response.statusCode ?? 0, {
            detail: `The hub refused the live connection (${response.statusCode}).`,
          }),
        );
        socket.terminate();
      });
      socket.on('error', () => {}); // `close` follows
      socket.on('close', () => {
        signal.removeEventListener('abort', stop);
        resolve();
      });
    });

  while (!signal.aborted) {
    await connection();
    if (signal.aborted) return;
    if (performance.now() - lastSeen > giveUpAfterMs)
      throw new Unreachable(`The live connection to ${url.origin} was lost and does not come back.`);
    await new Promise((resolve) => setTimeout(resolve, retryMs));
  }
}
