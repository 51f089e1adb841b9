/**
 * Many open pages in one process, as far as the live socket sees them: browsers.ts URL COUNT, the token on standard input's first line.
 * Prints `open` when all have their snapshots; for each event that the Overview shows, one line: type, worker, time and delays.
 */
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';
import { monotonicMs } from '../measure/monotonic.ts';

const [url = '', count = '0'] = process.argv.slice(2);
const topics = ['workers', 'samples', 'events', 'system'];
const arrivals = new Map<string, number[]>();
let sockets: WebSocket[] = [];
let bytes = 0;

interface Message {
  type: string;
  topic: string;
  data: { events?: { type: string; worker: string | null; id: number }[] };
}

function receive(data: Buffer): void {
  bytes += data.length;
  // Others are only taken in; a page reads them too, but each on a machine of its own.
  if (!data.subarray(0, 40).includes('"delta","topic":"events"')) return;
  const atMs = monotonicMs();
  const message = JSON.parse(data.toString()) as Message;
  for (const { type, worker, id } of message.data.events ?? []) {
    const key = `${type} ${worker} ${id}`;
    const times = arrivals.get(key) ?? [];
    arrivals.set(key, times);
    times.push(atMs);
    if (times.length === sockets.length) {
      arrivals.delete(key);
      process.stdout.write(`${key} ${times.map((time) => time.toFixed(2)).join(',')}\n`);
    }
  }
}

function open(token: string): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/live`, {
      headers: { authorization: `Bearer ${token}` },
    });
    let snapshots = 0;
    socket.once('error', reject);
    socket.once('open', () => {
      for (const topic of topics) socket.send(JSON.stringify({ type: 'subscribe', topic }));
    });
    socket.on('message', (data: Buffer) => {
      if (snapshots < topics.length && ++snapshots === topics.length) resolve(socket);
      receive(data);
    });
  });
}

const lines = createInterface({ input: process.stdin });
lines.once('line', (token) => {
  void (async () => {
    const all: WebSocket[] = [];
    for (let i = 0; i < Number(count); i++) all.push(await open(token));
    sockets = all;
    process.stdout.write('open\n');
  })();
});
lines.on('close', () => {
  process.stdout.write(`bytes ${bytes}\n`, () => process.exit(0));
});
