import { connect, createServer, type Server, type Socket } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createChannel, createLineReader, LinkError } from './socket.ts';

describe('reading lines', () => {
  it('gives each message once, however it is cut into chunks', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(fc.integer({ min: 1, max: 7 })), (texts, cuts) => {
        const lines = texts.map((text) => JSON.stringify(text));
        const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
        const read = createLineReader(1_000_000);
        const got: string[] = [];
        let at = 0;
        for (let i = 0; at < bytes.length; i++) {
          const end = at + (cuts[i] ?? 1_000);
          got.push(...read(bytes.subarray(at, end)));
          at = end;
        }
        expect(got).toEqual(lines);
      }),
    );
  });

  it('keeps characters whole that are split between chunks', () => {
    const bytes = Buffer.from('"櫓"\n');
    const read = createLineReader(100);
    expect([...read(bytes.subarray(0, 2)), ...read(bytes.subarray(2))]).toEqual(['"櫓"']);
  });

  it('refuses a line that is too long, whether it comes at once or in pieces', () => {
    expect(() => [...createLineReader(3)(Buffer.from('1234\n'))]).toThrow(LinkError);
    const read = createLineReader(3);
    expect([...read(Buffer.from('12'))]).toEqual([]);
    expect(() => [...read(Buffer.from('34'))]).toThrow(LinkError);
  });
});

describe('a channel', () => {
  let dir: string;
  let server: Server;
  const sockets: Socket[] = [];
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'yagura-link-'));
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
    rmSync(dir, { recursive: true, force: true });
  });

  async function pair(): Promise<[Socket, Socket]> {
    const accepted = new Promise<Socket>((resolve) => {
      server = createServer(resolve);
    });
    await new Promise<void>((resolve) => server.listen(join(dir, 's'), resolve));
    const left = connect(join(dir, 's'));
    const both: [Socket, Socket] = [left, await accepted];
    sockets.push(...both);
    return both;
  }

  it('carries messages in order in both directions', async () => {
    const [a, b] = await pair();
    const left = createChannel<number, number>(a);
    const right = createChannel<number, number>(b);
    const got: number[] = [];
    right.onMessage((message) => right.send(message * 2));
    left.onMessage((message) => got.push(message));
    for (let i = 0; i < 100; i++) left.send(i);
    await vi.waitFor(() => expect(got).toEqual(Array.from({ length: 100 }, (_, i) => i * 2)));
  });

  it('ends when the other side speaks nonsense or too much', async () => {
    const [a, b] = await pair();
    const why = new Promise<string>((resolve) => {
      createChannel(b, { longestBytes: 50, stuckBytes: 1000 }).onClose(resolve);
    });
    a.write('{"no json\n');
    expect(await why).toMatch(/JSON/);
    const [c, d] = await new Promise<[Socket, Socket]>((resolve) => {
      const client = connect(join(dir, 's'));
      server.removeAllListeners('connection').once('connection', (socket) => resolve([client, socket]));
    });
    sockets.push(c, d);
    const reason = new Promise<string>((resolve) => {
      createChannel(d, { longestBytes: 50, stuckBytes: 1000 }).onClose(resolve);
    });
    c.write('x'.repeat(100));
    expect(await reason).toMatch(/longer than 50 bytes/);
  });

  it('tells that a peer is slow, and when it no longer is', async () => {
    const [a, b] = await pair();
    const left = createChannel<never, string>(a);
    b.pause();
    while (left.writable) left.send('x'.repeat(100_000));
    let again = false;
    left.onWritable(() => {
      again = true;
    });
    b.resume();
    await vi.waitFor(() => expect(again).toBe(true));
    expect(left.writable).toBe(true);
  });

  it('gives up a peer that never reads before memory runs out', async () => {
    const [a, b] = await pair();
    const left = createChannel<never, string>(a, { longestBytes: 1e6, stuckBytes: 3_000_000 });
    const why = new Promise<string>((resolve) => left.onClose(resolve));
    b.pause();
    for (let i = 0; i < 100; i++) left.send('x'.repeat(100_000));
    expect(await why).toBe('the other side does not read');
    left.send('into the void');
    expect(left.writable).toBe(false);
  });

  it('lets what is queued leave before it closes', async () => {
    const [a, b] = await pair();
    const got: string[] = [];
    const right = createChannel<string, never>(b);
    right.onMessage((message) => got.push(message.slice(0, 1)));
    const closed = new Promise<string>((resolve) => right.onClose(resolve));
    const left = createChannel<never, string>(a);
    for (const letter of 'abc') left.send(letter.repeat(200_000));
    left.close();
    expect(await closed).toBe('the other side closed the connection');
    expect(got).toEqual(['a', 'b', 'c']);
  });
});
