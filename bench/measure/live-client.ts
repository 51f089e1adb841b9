/** A page's side of the live socket, as far as a bench needs it. */
import { WebSocket } from 'ws';
import type { FleetEvent } from '../../src/hub/fleet/index.ts';
import type { Tower } from '../../test/fixtures/tower.ts';

export interface LiveClient {
  /** When the first such event arrived after this call, monotonic; null when none came in time. */
  event(isWished: (event: FleetEvent) => boolean, withinMs: number): Promise<number | null>;
  close(): void;
}

interface Message {
  type: string;
  topic: string;
  data: { events?: FleetEvent[] };
}

export async function connectLive(tower: Tower): Promise<LiveClient> {
  const socket = new WebSocket(`${tower.url.replace('http', 'ws')}/api/v1/live`, {
    headers: { authorization: `Bearer ${tower.token}` },
  });
  const listeners = new Set<(event: FleetEvent, atMs: number) => void>();
  socket.on('message', (data: Buffer) => {
    const atMs = performance.now();
    const message = JSON.parse(data.toString()) as Message;
    if (message.type !== 'delta' || message.topic !== 'events') return;
    for (const event of message.data.events ?? []) for (const tell of listeners) tell(event, atMs);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.once('message', () => resolve());
    socket.once('open', () => socket.send(JSON.stringify({ type: 'subscribe', topic: 'events' })));
  });
  return {
    event: (isWished, withinMs) =>
      new Promise((resolve) => {
        const done = (atMs: number | null) => {
          clearTimeout(timer);
          listeners.delete(listen);
          resolve(atMs);
        };
        const listen = (event: FleetEvent, atMs: number) => isWished(event) && done(atMs);
        const timer = setTimeout(() => done(null), withinMs);
        listeners.add(listen);
      }),
    close: () => socket.close(),
  };
}
