import { createConnection } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { startTestServer, type TestServer, testSample, testWorker } from '../testing/index.ts';

interface Message {
  type: string;
  topic: string;
  cursor: string;
  code?: string;
  at?: number;
  data: Record<string, unknown>;
}

/** A page: what it received so far, and what became of its connection. */
class Client {
  readonly got: Message[] = [];
  readonly socket: WebSocket;
  closed: { code: number; reason: string } | null = null;

  constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data) => this.got.push(JSON.parse((data as Buffer).toString()) as Message));
    socket.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString() };
    });
    socket.on('error', () => {});
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  subscribe(topic: string, cursor?: string): void {
    this.send({ type: 'subscribe', topic, cursor });
  }

  of(type: string, topic: string): Message[] {
    return this.got.filter((message) => message.type === type && message.topic === topic);
  }

  /** The first message of a kind, as soon as it is there. */
  async first(type: string, topic: string): Promise<Message> {
    await expect.poll(() => this.of(type, topic).length, { timeout: 10_000, interval: 5 }).toBeGreaterThan(0);
    return this.of(type, topic)[0]!;
  }
}

let test: TestServer;
let clients: WebSocket[];
const start = async (options: Parameters<typeof startTestServer>[0] = {}) => {
  test = await startTestServer(options);
};
beforeEach(() => {
  clients = [];
});
afterEach(async () => {
  for (const socket of clients) socket.terminate();
  await test.close();
});

const socketTo = (headers: Record<string, string>) => {
  const socket = new WebSocket(`${test.url.replace('http', 'ws')}/api/v1/live`, { headers });
  clients.push(socket);
  return socket;
};
async function connect(
  headers: Record<string, string> = { authorization: `Bearer ${test.token}` },
): Promise<Client> {
  const client = new Client(socketTo(headers));
  await new Promise((resolve, reject) => client.socket.once('open', resolve).once('error', reject));
  return client;
}
const refusal = (headers: Record<string, string>) =>
  new Promise<number>((resolve) => {
    const socket = socketTo(headers);
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('open', () => resolve(101));
    socket.on('error', () => {});
  });
const eventually = (read: () => unknown) => expect.poll(read, { timeout: 10_000, interval: 5 });

describe('the topics', () => {
  beforeEach(() => start());

  it('workers: all of them, then what changed', async () => {
    const client = await connect();
    client.subscribe('workers');
    expect((await client.first('snapshot', 'workers')).data['workers']).toHaveLength(3);
    test.fleet.tell({
      kind: 'workers',
      changed: [testWorker('mailer', { state: 'backoff' })],
      removed: ['broker'],
    });
    expect((await client.first('delta', 'workers')).data).toMatchObject({
      changed: [{ name: 'mailer', state: 'backoff' }],
      removed: ['broker'],
    });
  });

  it('changes that come together are told together, each worker once', async () => {
    const client = await connect();
    client.subscribe('workers');
    await client.first('snapshot', 'workers');
    const tell = (state: 'starting' | 'running', name = 'mailer') =>
      test.fleet.tell({ kind: 'workers', changed: [testWorker(name, { state })], removed: [] });
    tell('starting');
    tell('running');
    tell('starting', 'gone');
    test.fleet.tell({ kind: 'workers', changed: [], removed: ['gone', 'back'] });
    tell('running', 'back');
    const delta = await client.first('delta', 'workers');
    expect(delta.data).toMatchObject({
      changed: [{ name: 'mailer', state: 'running' }, { name: 'back' }],
      removed: ['gone'],
    });
  });

  it('samples: the newest, then each', async () => {
    const client = await connect();
    client.subscribe('samples');
    expect((await client.first('snapshot', 'samples')).data).toBeNull();
    test.fleet.tell({ kind: 'sample', sample: testSample(['mailer'], 5) });
    expect((await client.first('delta', 'samples')).data).toMatchObject({ time: 5, names: ['mailer'] });
  });

  it('events: the newest fifty, newest last, then each exactly once', async () => {
    for (let i = 1; i <= 60; i++) test.fleet.record('worker.early', 'mailer', { i });
    const client = await connect();
    client.subscribe('events');
    const ids = (message: Message) => (message.data['events'] as { id: number }[]).map((event) => event.id);
    const first = ids(await client.first('snapshot', 'events'));
    expect([first.length, first[0], first.at(-1)]).toEqual([50, 11, 60]);
    test.fleet.record('worker.late', 'mailer', {});
    test.fleet.record('worker.late', 'mailer', {});
    const other = await connect();
    other.subscribe('events');
    const second = ids(await other.first('snapshot', 'events'));
    test.fleet.record('worker.last', 'mailer', {});
    const seen = (one: Client) => one.of('delta', 'events').flatMap(ids);
    await eventually(() => seen(client)).toEqual([61, 62, 63]);
    await eventually(() => [...second, ...seen(other)].slice(-3)).toEqual([61, 62, 63]);
  });

  it('system: at once when a part fails, and every second', async () => {
    const client = await connect();
    client.subscribe('system');
    await client.first('snapshot', 'system');
    const part = { name: 'database', state: 'troubled' as const, detail: 'disk full', since: null };
    test.fleet.tell({ kind: 'parts', parts: [part] });
    await eventually(() =>
      client.of('delta', 'system').some((delta) => JSON.stringify(delta).includes('disk full')),
    ).toBe(true);
    const before = client.of('delta', 'system').length;
    await eventually(() => client.of('delta', 'system').length).toBeGreaterThan(before);
  });

  it('logs: the newest lines, then each exactly once, also when they come while the log is read', async () => {
    test.fleet.print('mailer', 'one', 'two');
    let read = () => {};
    test.fleet.beforeLogs = new Promise<void>((resolve) => {
      read = resolve;
    });
    const client = await connect();
    client.subscribe('logs:mailer');
    const texts = (message: Message) =>
      (message.data['lines'] as { text: string }[]).map((line) => line.text);
    await eventually(() => test.fleet.followers).toBe(1);
    test.fleet.print('mailer', 'three');
    read();
    await client.first('snapshot', 'logs:mailer');
    test.fleet.print('mailer', 'four');
    const all = () =>
      [...client.of('snapshot', 'logs:mailer'), ...client.of('delta', 'logs:mailer')].flatMap(texts);
    await eventually(all).toEqual(['one', 'two', 'three', 'four']);
    const other = await connect();
    other.subscribe('logs:mailer');
    expect(texts(await other.first('snapshot', 'logs:mailer'))).toEqual(['one', 'two', 'three', 'four']);
    expect(test.fleet.followers).toBe(1);
  });

  it('logs?QUERY: the newest records of all workers that answer it, then each that comes', async () => {
    const record = (worker: string, text: string, level: 'info' | 'error') => ({
      worker,
      source: 'output' as const,
      stream: 'stdout' as const,
      record: { time: Date.now(), level, message: text, text, exceptions: [], traceId: null, fields: {} },
    });
    const { feed } = test.logs;
    await feed.receive([record('a', 'order one', 'error'), record('b', 'order two', 'info')]);
    const client = await connect();
    const topic = 'logs?q=order&level=error';
    client.subscribe(topic);
    const texts = (message: Message) =>
      (message.data['records'] as { text: string }[]).map(({ text }) => text);
    expect(texts(await client.first('snapshot', topic))).toEqual(['order one']);
    await feed.receive([
      record('b', 'order three', 'error'),
      record('b', 'order four', 'info'),
      record('b', 'other', 'error'),
    ]);
    expect(texts(await client.first('delta', topic))).toEqual(['order three']);
    client.subscribe('logs?level=loud');
    await eventually(() => client.got.some(({ type }) => type === 'problem')).toBe(true);
  });

  it('a flood of lines while the log is read leaves the newest', async () => {
    let read = () => {};
    test.fleet.beforeLogs = new Promise<void>((resolve) => {
      read = resolve;
    });
    const client = await connect();
    client.subscribe('logs:mailer');
    await eventually(() => test.fleet.followers).toBe(1);
    for (let i = 0; i < 1_000; i++) test.fleet.print('mailer', `line ${i}`);
    read();
    const { lines } = (await client.first('snapshot', 'logs:mailer')).data as { lines: { text: string }[] };
    expect([lines.length, lines[0]?.text, lines.at(-1)?.text]).toEqual([500, 'line 500', 'line 999']);
  });

  it('a flood of lines is cut, and says by how much', async () => {
    const client = await connect();
    client.subscribe('logs:mailer');
    await client.first('snapshot', 'logs:mailer');
    test.fleet.print('mailer', ...Array.from({ length: 1_200 }, (_, i) => `line ${i}`));
    const delta = await client.first('delta', 'logs:mailer');
    expect(delta.data).toMatchObject({ skipped: 700 });
    expect(JSON.stringify(delta.data)).toContain('line 1199');
    test.fleet.print('mailer', ...Array.from({ length: 10 }, () => 'x'.repeat(200_000)));
    await eventually(() => client.of('delta', 'logs:mailer').at(-1)?.data['skipped']).toBe(8);
  });

  it.each([
    ['logs:nobody', 'worker_not_found'],
    ['weather', 'not_found'],
  ])('%s is refused', async (topic, code) => {
    const client = await connect();
    client.subscribe(topic);
    expect(await client.first('problem', topic)).toMatchObject({ code });
  });

  it('a log that cannot be read is refused without telling why', async () => {
    test.fleet.logs = () => Promise.reject(new Error('secret'));
    const client = await connect();
    client.subscribe('logs:mailer');
    expect(await client.first('problem', 'logs:mailer')).toMatchObject({
      code: 'internal',
      detail: 'the details are in the log of the hub',
    });
    expect(String(test.logged[0]?.error)).toContain('secret');
    expect(test.fleet.followers).toBe(0);
  });
});

describe('coming back', () => {
  it('goes on behind the cursor, for workers and logs', async () => {
    await start();
    const client = await connect();
    client.subscribe('workers');
    client.subscribe('logs:mailer');
    const cursors = [
      (await client.first('snapshot', 'workers')).cursor,
      (await client.first('snapshot', 'logs:mailer')).cursor,
    ];
    client.socket.terminate();
    await eventually(() => client.closed).not.toBeNull();
    test.fleet.tell({ kind: 'workers', changed: [testWorker('mailer', { restarts: 5 })], removed: [] });
    test.fleet.print('mailer', 'missed');
    const again = await connect();
    again.subscribe('workers', cursors[0]);
    again.subscribe('logs:mailer', cursors[1]);
    expect((await again.first('delta', 'workers')).data).toMatchObject({ changed: [{ restarts: 5 }] });
    expect((await again.first('delta', 'logs:mailer')).data).toMatchObject({ lines: [{ text: 'missed' }] });
    expect(again.got.some((message) => message.type === 'snapshot')).toBe(false);
  });

  it('begins anew at another hub', async () => {
    await start();
    const client = await connect();
    client.subscribe('workers', 'epoch-of-before.7');
    await client.first('snapshot', 'workers');
  });

  it('a log that nobody watches is let go after a while', async () => {
    await start({ liveLimits: { lingerMs: 20 } });
    const client = await connect();
    client.subscribe('logs:mailer');
    await client.first('snapshot', 'logs:mailer');
    client.send({ type: 'unsubscribe', topic: 'logs:mailer' });
    await eventually(() => test.fleet.followers).toBe(0);
    client.subscribe('logs:mailer');
    await eventually(() => client.of('snapshot', 'logs:mailer').length).toBe(2);
  });
});

describe('a connection', () => {
  it('is only for those who may see the fleet, from the page itself', async () => {
    await start();
    expect(await refusal({})).toBe(401);
    expect(await refusal({ authorization: 'Bearer wrong' })).toBe(401);
    const login = await test.ask('POST', '/api/v1/login', { token: null, body: { token: test.token } });
    const cookie = login.headers.getSetCookie()[0]!.split(';')[0]!;
    expect(await refusal({ cookie })).toBe(403);
    expect(await refusal({ cookie, origin: 'http://evil.example' })).toBe(403);
    expect(await refusal({ cookie, origin: 'http://127.0.0.1:1' })).toBe(403);
    expect(await refusal({ cookie, origin: test.url })).toBe(101);
    expect(await refusal({ cookie, origin: test.url, host: 'evil.example' })).toBe(421);
  });

  it.each(['/api/v1/live', '/healthz', '/nothing'])(
    'that is refused at %s is not left open',
    async (path) => {
      await start();
      const lines = [`GET ${path} HTTP/1.1`, 'Host: 127.0.0.1', 'Connection: Upgrade', 'Upgrade: websocket'];
      const socket = createConnection(test.port, '127.0.0.1');
      socket.write(
        `${lines.join('\r\n')}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${'a'.repeat(22)}==\r\n\r\n`,
      );
      const ended = new Promise((resolve) => socket.on('end', resolve).resume());
      await ended; // only the server can have ended it
      socket.destroy();
    },
  );

  it('needs a WebSocket', async () => {
    await start();
    expect((await test.ask('GET', '/api/v1/live')).status).toBe(404);
  });

  it('answers pings and complains about nonsense without ending', async () => {
    await start();
    const client = await connect();
    for (const nonsense of ['{', '[]', '{"type":"dance"}', '{"type":"subscribe"}']) client.send(nonsense);
    client.socket.send(Buffer.from('{"type":"ping","at":1}'), { binary: true });
    client.send({ type: 'ping', at: 42 });
    await eventually(() => client.got.map((message) => message.code ?? message.type)).toEqual([
      ...Array.from({ length: 5 }, () => 'bad_request'),
      'pong',
    ]);
    expect(client.got.at(-1)).toEqual({ type: 'pong', at: 42 });
  });

  it('ends when a message is too long', async () => {
    await start();
    const client = await connect();
    client.send('x'.repeat(5_000));
    await eventually(() => client.closed?.code).toBe(1009);
    expect((await test.ask('GET', '/healthz')).status).toBe(200);
  });

  it('stops hearing of what it unsubscribed from', async () => {
    await start();
    const client = await connect();
    client.subscribe('samples');
    client.send({ type: 'unsubscribe', topic: 'samples' });
    client.send({ type: 'unsubscribe', topic: 'never-subscribed' });
    client.send({ type: 'ping', at: 1 });
    await eventually(() => client.got.length).toBe(2);
    test.fleet.tell({ kind: 'sample', sample: testSample([]) });
    client.send({ type: 'ping', at: 2 });
    await eventually(() => client.got.at(-1)?.at).toBe(2);
    expect(client.of('delta', 'samples')).toEqual([]);
  });

  it('has bounded topics, and the server bounded logs and connections', async () => {
    await start({ liveLimits: { topics: 2, logTopics: 1, connections: 2 } });
    const client = await connect();
    for (const topic of ['workers', 'samples', 'events']) client.subscribe(topic);
    expect(await client.first('problem', 'events')).toMatchObject({ code: 'too_many_requests' });
    client.subscribe('workers'); // again is not one more
    await eventually(() => client.of('snapshot', 'workers').length).toBe(2);
    const other = await connect();
    other.subscribe('logs:mailer');
    other.subscribe('logs:broker');
    expect(await other.first('problem', 'logs:broker')).toMatchObject({ code: 'too_many_requests' });
    expect(await refusal({ authorization: `Bearer ${test.token}` })).toBe(429);
    client.socket.terminate();
    await eventually(() => client.closed).not.toBeNull();
    await expect.poll(() => refusal({ authorization: `Bearer ${test.token}` })).toBe(101);
  });

  it('is not served faster than it reads its answers', async () => {
    await start({ liveLimits: { topics: 2 } });
    const client = await connect();
    for (let i = 0; i < 200; i++) client.send({ type: 'ping', at: i });
    await eventually(() => client.got.length).toBe(200);
    expect(
      client.got.every((message) => message.type === 'pong' || message.code === 'too_many_requests'),
    ).toBe(true);
  });

  it('ends with the token it was opened with', async () => {
    await start();
    const { id, token } = await test.newToken('viewer');
    const client = await connect({ authorization: `Bearer ${token}` });
    await test.ask('DELETE', `/api/v1/tokens/${id}`);
    await eventually(() => client.closed).toEqual({ code: 4401, reason: 'the session or token has ended' });
  });

  it('ends when the other side is gone without a word', async () => {
    await start({ liveLimits: { pingMs: 10 } });
    const client = await connect();
    const quiet = await connect();
    quiet.socket.pause();
    await eventually(() => client.closed).toBeNull();
    // A second ping without an answer to the first ends it; the one that answers stays.
    await new Promise<void>((resolve) => {
      let pings = 0;
      client.socket.on('ping', () => {
        pings += 1;
        if (pings === 4) resolve();
      });
    });
    quiet.socket.resume();
    await eventually(() => quiet.closed?.code).toBe(1006);
    expect(client.closed).toBeNull();
  });

  it('is told when the server ends', async () => {
    await start();
    const client = await connect();
    await test.server.close();
    await eventually(() => client.closed?.code).toBe(1001);
  });

  it('does not hold the server up when nobody reads at its end', async () => {
    await start();
    const client = await connect();
    client.socket.pause();
    await test.server.close();
    client.socket.resume();
    await eventually(() => client.closed?.code).toBe(1001);
  });
});

describe('a slow reader', () => {
  const flood = (count: number) => {
    for (let i = 0; i < count; i++) {
      test.fleet.tell({ kind: 'sample', sample: { ...testSample([], i), names: ['x'.repeat(1_000_000)] } });
    }
  };

  it('skips what it cannot take and gets the newest state when it reads again, while others miss nothing', async () => {
    await start({ liveLimits: { bufferBytes: 1_000_000 } });
    const [slow, quick] = [await connect(), await connect()];
    for (const client of [slow, quick]) {
      client.subscribe('samples');
      await client.first('snapshot', 'samples');
    }
    slow.socket.pause();
    for (let i = 0; i < 60; i++) {
      const before = quick.of('delta', 'samples').length;
      flood(1);
      await eventually(() => quick.of('delta', 'samples').length).toBe(before + 1);
    }
    slow.socket.resume();
    await eventually(() => slow.of('snapshot', 'samples').length).toBeGreaterThan(1);
    expect(slow.of('delta', 'samples').length).toBeLessThan(60);
    const caughtUp = slow.of('snapshot', 'samples').at(-1)!.cursor;
    expect(caughtUp).toBe(quick.of('delta', 'samples').at(-1)!.cursor);
    const before = slow.of('delta', 'samples').length;
    flood(1);
    await eventually(() => slow.of('delta', 'samples').length).toBe(before + 1);
  });

  it('is let go when it takes nothing at all', async () => {
    await start({ liveLimits: { bufferBytes: 100_000, stalledMs: 10 } });
    const client = await connect();
    client.subscribe('samples');
    await client.first('snapshot', 'samples');
    client.socket.pause();
    // As much as it takes until nothing of it fits between the two any more.
    await expect
      .poll(
        async () => {
          flood(1);
          const doctor = (await (await test.ask('GET', '/api/v1/doctor')).json()) as {
            hub: { liveClients: number };
          };
          return doctor.hub.liveClients;
        },
        { interval: 50 },
      )
      .toBe(0);
    client.socket.resume();
    await eventually(() => client.closed).not.toBeNull();
  });
});
