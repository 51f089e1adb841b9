import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AgentMessage, AgentRequest, HubMessage } from '../../link/messages.ts';
import { type Channel, createChannel } from '../../link/socket.ts';
import type { MachineSample, WorkerStatus } from '../../link/status.ts';
import { systemClock } from '../../shared/clock.ts';
import { Failure } from '../../shared/failure.ts';
import { createHubLink, type HubLink } from './hub-link.ts';
import { openSpool, type Spool } from './spool.ts';

let dir: string;
let spool: Spool;
let link: HubLink;
let server: Server | undefined;
let received: AgentMessage[];
let hub: Channel<AgentMessage, HubMessage>;
let sockets: Socket[];
let messages: HubMessage[];
let answer: (request: AgentRequest) => unknown;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'yagura-hub-link-'));
  received = [];
  messages = [];
  sockets = [];
  answer = () => null;
  spool = openSpool(join(dir, 'spool'), systemClock);
  link = createHubLink({
    socketPath: join(dir, 's'),
    clock: systemClock,
    spool,
    hello: () => ({
      agentId: 'a',
      host: 'box',
      version: '1',
      pid: process.pid,
      startedAt: '2026-01-01T00:00:00.000Z',
      platform: 'test',
      desiredVersion: 0,
      lastSeq: 0,
      abilities: {},
    }),
    statuses: () => [status('known')],
    onWelcome: () => {},
    onMessage: (message) => messages.push(message),
    onRequest: (request) => answer(request),
    onHeard: () => {},
    onDisconnect: () => {},
  });
});
afterEach(async () => {
  link.close();
  spool.close();
  await stopHub();
  rmSync(dir, { recursive: true, force: true });
});

async function startHub(lastSeq = 0, acknowledge = true): Promise<void> {
  server = createServer((socket) => {
    sockets.push(socket);
    hub = createChannel<AgentMessage, HubMessage>(socket);
    hub.onMessage((message) => {
      received.push(message);
      if (message.kind === 'hello') hub.send({ kind: 'welcome', protocol: 1, pid: 1, lastSeq });
      if (message.kind === 'event' && acknowledge) hub.send({ kind: 'ack', seq: message.event.seq });
    });
  });
  await new Promise<void>((resolve) => server?.listen(join(dir, 's'), resolve));
}
async function stopHub(): Promise<void> {
  for (const socket of sockets.splice(0)) socket.destroy();
  const closing = server;
  server = undefined;
  if (closing) await new Promise((resolve) => closing.close(resolve));
}
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 5 });
const eventSeqs = () => received.flatMap((message) => (message.kind === 'event' ? [message.event.seq] : []));
const status = (name: string, restarts = 0) => ({ name, restarts }) as WorkerStatus;

describe("the agent's end of the link", () => {
  it('waits for a hub, greets it and tells everything', async () => {
    link.open();
    spool.append('worker.started', 'a', {});
    link.trouble([{ code: 'spool.unwritable', detail: 'x' }]);
    await startHub();
    await eventually(() => expect(eventSeqs()).toEqual([1]));
    expect(received.map((message) => message.kind).slice(0, 4)).toEqual([
      'hello',
      'statuses',
      'trouble',
      'event',
    ]);
    expect(received[1]).toMatchObject({ complete: true, workers: [{ name: 'known' }] });
    await eventually(() => expect(spool.after(0, 10)).toEqual([]));
    expect(link.connected).toBe(true);
  });

  it('sends again after a reconnect what was not acknowledged, and nothing else', async () => {
    await startHub(0, false);
    for (let i = 0; i < 3; i++) spool.append('worker.started', 'a', {});
    link.open();
    await eventually(() => expect(eventSeqs()).toEqual([1, 2, 3]));
    await stopHub();
    received = [];
    await startHub(2);
    await eventually(() => expect(eventSeqs()).toEqual([3]));
  });

  it('has only a bounded number of events on the way', async () => {
    await startHub(0, false);
    for (let i = 0; i < 700; i++) spool.append('worker.started', 'a', {});
    link.open();
    await eventually(() => expect(eventSeqs()).toHaveLength(500));
    hub.send({ kind: 'ack', seq: 100 });
    await eventually(() => expect(eventSeqs()).toHaveLength(600));
  });

  it('goes on above the numbers that the hub knows', async () => {
    await startHub(40);
    link.open();
    await eventually(() => expect(link.connected).toBe(true));
    spool.append('worker.started', 'a', {});
    link.eventAdded();
    await eventually(() => expect(eventSeqs()).toEqual([41]));
  });

  it('gathers status changes and sends the newest of each', async () => {
    await startHub();
    link.open();
    await eventually(() => expect(link.connected).toBe(true));
    link.status(status('a', 1));
    link.status(status('b', 1));
    link.status(status('a', 2));
    await eventually(() =>
      expect(received.at(-1)).toMatchObject({ complete: false, workers: [status('a', 2), status('b', 1)] }),
    );
  });

  it('answers requests with a value or with the code of what went wrong', async () => {
    await startHub();
    link.open();
    await eventually(() => expect(link.connected).toBe(true));
    const ask = (id: number) => hub.send({ kind: 'request', id, request: { do: 'processes', worker: 'a' } });
    const answers = () => received.filter((message) => message.kind === 'answer');
    answer = () => Promise.resolve([1]);
    ask(1);
    await eventually(() => expect(answers()).toHaveLength(1));
    answer = () => {
      throw new Failure('worker_not_found', 'no such worker');
    };
    ask(2);
    await eventually(() => expect(answers()).toHaveLength(2));
    answer = () => Promise.reject(new Error('a bug'));
    ask(3);
    await eventually(() =>
      expect(answers()).toEqual([
        { kind: 'answer', id: 1, ok: true, value: [1] },
        { kind: 'answer', id: 2, ok: false, code: 'worker_not_found', message: 'no such worker' },
        { kind: 'answer', id: 3, ok: false, code: 'internal', message: 'a bug' },
      ]),
    );
  });

  it('leaves samples out for a hub that does not read, and sends its statuses when it does', async () => {
    await startHub();
    link.open();
    await eventually(() => expect(link.connected).toBe(true));
    sockets[0]?.pause();
    const large = { filler: 'x'.repeat(100_000) } as unknown as MachineSample;
    for (let i = 0; i < 200; i++) link.sample(large, []);
    link.status(status('late'));
    sockets[0]?.resume();
    await eventually(() => expect(received.at(-1)).toMatchObject({ workers: [status('late')] }));
    expect(received.filter((message) => message.kind === 'sample').length).toBeLessThan(100);
  });

  it('passes on what the hub says, tells trouble once, and flushes before it ends', async () => {
    await startHub();
    link.open();
    await eventually(() => expect(link.connected).toBe(true));
    hub.send({ kind: 'notice', text: 'hello' });
    await eventually(() => expect(messages).toEqual([{ kind: 'notice', text: 'hello' }]));
    link.trouble([{ code: 'a', detail: 'b' }]);
    link.trouble([{ code: 'a', detail: 'b' }]);
    spool.append('agent.ended', null, {});
    link.eventAdded();
    await link.flush(5_000);
    expect(spool.after(0, 10)).toEqual([]);
    expect(received.filter((message) => message.kind === 'trouble')).toHaveLength(2);
    link.close();
    link.send({ kind: 'alive', monotonicMs: 1 });
  });
});
