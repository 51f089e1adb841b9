import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../src/shared/clock.ts';
import { createLiveClient, type SocketListener } from './live-client.ts';

/** Plays server and browser: connections are opened by hand, frames are drawn by hand. */
function stage(options: { signedIn?: boolean } = {}) {
  const clock = new ManualClock();
  const connections: { listener: SocketListener; sent: Record<string, unknown>[]; isClosed: boolean }[] = [];
  let frames: (() => void)[] = [];
  const client = createLiveClient({
    connect(listener) {
      const connection = { listener, sent: [] as Record<string, unknown>[], isClosed: false };
      connections.push(connection);
      return {
        send: (text) => connection.sent.push(JSON.parse(text) as Record<string, unknown>),
        close: () => {
          connection.isClosed = true;
        },
      };
    },
    now: () => clock.now(),
    setTimeout: (run, delayMs) => clock.setTimeout(run, delayMs),
    clearTimeout: (timer) => clock.clearTimeout(timer as ReturnType<ManualClock['setTimeout']>),
    onFrame: (run) => frames.push(run),
    random: () => 1,
    isSignedIn: async () => options.signedIn ?? true,
  });
  const heard: unknown[] = [];
  const handler = (name: string) => ({
    snapshot: (data: unknown) => heard.push([name, 'snapshot', data]),
    delta: (data: unknown) => heard.push([name, 'delta', data]),
    problem: (code: string) => heard.push([name, 'problem', code]),
  });
  return {
    clock,
    client,
    connections,
    heard,
    handler,
    newest: () => {
      const connection = connections.at(-1);
      if (!connection) throw new Error('nothing was connected');
      return connection;
    },
    say(message: object) {
      this.newest().listener.received(JSON.stringify(message));
    },
    draw() {
      const due = frames;
      frames = [];
      for (const run of due) run();
    },
    framesWaiting: () => frames.length,
  };
}

const snapshot = (topic: string, cursor: string, data: unknown) => ({
  type: 'snapshot',
  topic,
  cursor,
  data,
});
const delta = (topic: string, cursor: string, data: unknown) => ({ type: 'delta', topic, cursor, data });

describe('the live connection', () => {
  it('subscribes when it opens and applies messages in order, all of a frame at once', () => {
    const page = stage();
    page.client.subscribe('workers', page.handler('w'));
    expect(page.newest().sent).toEqual([]);
    page.newest().listener.opened();
    expect(page.newest().sent).toEqual([{ type: 'subscribe', topic: 'workers' }]);
    page.say(snapshot('workers', 'e.1', 'all'));
    page.say(delta('workers', 'e.2', 'one'));
    page.say(delta('workers', 'e.3', 'two'));
    expect(page.heard).toEqual([]);
    expect(page.framesWaiting()).toBe(1);
    page.draw();
    expect(page.heard).toEqual([
      ['w', 'snapshot', 'all'],
      ['w', 'delta', 'one'],
      ['w', 'delta', 'two'],
    ]);
    expect(page.client.status.get().phase).toBe('live');
  });

  it('resumes each topic by its last cursor after the connection was lost', () => {
    const page = stage();
    page.client.subscribe('workers', page.handler('w'));
    page.client.subscribe('events', page.handler('e'));
    page.newest().listener.opened();
    page.say(snapshot('workers', 'e.7', 'all'));
    page.draw();
    page.newest().listener.closed();
    expect(page.client.status.get()).toMatchObject({ phase: 'reconnecting' });
    page.clock.advance(250);
    expect(page.connections).toHaveLength(2);
    page.newest().listener.opened();
    expect(page.newest().sent).toEqual([
      { type: 'subscribe', topic: 'workers', cursor: 'e.7' },
      { type: 'subscribe', topic: 'events' },
    ]);
  });

  it('waits longer after each failure, up to a bound, and starts short again after a success', () => {
    const page = stage();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 9; attempt++) {
      page.newest().listener.closed();
      waits.push((page.client.status.get().retryAt ?? 0) - page.clock.now());
      page.clock.advance(10_000);
    }
    expect(waits).toEqual([250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000, 10_000]);
    page.newest().listener.opened();
    page.say(snapshot('workers', 'e.1', null));
    page.newest().listener.closed();
    expect((page.client.status.get().retryAt ?? 0) - page.clock.now()).toBe(250);
  });

  it('hangs up on a server that says nothing, not even to a ping', () => {
    const page = stage();
    page.newest().listener.opened();
    page.clock.advance(3_000);
    expect(page.newest().sent).toMatchObject([{ type: 'ping' }]);
    page.clock.advance(7_000);
    expect(page.connections[0]?.isClosed).toBe(true);
    expect(page.client.status.get().phase).not.toBe('live');
  });

  it('keeps a quiet connection whose server answers pings', () => {
    const page = stage();
    page.newest().listener.opened();
    for (let second = 0; second < 60; second += 3) {
      page.clock.advance(3_000);
      page.say({ type: 'pong', at: 0 });
    }
    expect(page.connections).toHaveLength(1);
  });

  it('hears nothing from a connection that it gave up', () => {
    const page = stage();
    page.client.subscribe('workers', page.handler('w'));
    const old = page.newest().listener;
    old.opened();
    page.client.pause();
    old.received(JSON.stringify(snapshot('workers', 'e.1', 'late')));
    old.closed();
    page.draw();
    expect(page.heard).toEqual([]);
    expect(page.client.status.get().phase).toBe('paused');
  });

  it('does no work while hidden and comes back with its cursors', () => {
    const page = stage();
    page.client.subscribe('workers', page.handler('w'));
    page.newest().listener.opened();
    page.say(snapshot('workers', 'e.4', 'all'));
    page.draw();
    page.client.pause();
    expect(page.connections[0]?.isClosed).toBe(true);
    page.clock.advance(3_600_000);
    expect(page.connections).toHaveLength(1);
    page.client.resume();
    page.newest().listener.opened();
    expect(page.newest().sent).toEqual([{ type: 'subscribe', topic: 'workers', cursor: 'e.4' }]);
  });

  it('starts over with snapshots when it fell too far behind', () => {
    const page = stage();
    page.client.subscribe('workers', page.handler('w'));
    page.newest().listener.opened();
    for (let at = 0; at <= 2_000; at++) page.say(delta('workers', `e.${at}`, at));
    expect(page.connections).toHaveLength(2);
    page.newest().listener.opened();
    expect(page.newest().sent).toEqual([{ type: 'subscribe', topic: 'workers' }]);
    page.draw();
    expect(page.heard).toEqual([]);
  });

  it('shares a topic among those who look at it and leaves it with the last', () => {
    const page = stage();
    page.newest().listener.opened();
    const leaveFirst = page.client.subscribe('logs:a', page.handler('first'));
    const leaveSecond = page.client.subscribe('logs:a', page.handler('second'));
    page.say(snapshot('logs:a', 'e.1', 'lines'));
    page.draw();
    expect(page.heard).toEqual([
      ['first', 'snapshot', 'lines'],
      ['second', 'snapshot', 'lines'],
    ]);
    leaveFirst();
    leaveFirst();
    expect(page.newest().sent.filter(({ type }) => type === 'unsubscribe')).toEqual([]);
    leaveSecond();
    expect(page.newest().sent.at(-1)).toEqual({ type: 'unsubscribe', topic: 'logs:a' });
  });

  it('passes on why a topic was refused and survives what it does not understand', () => {
    const page = stage();
    page.client.subscribe('logs:gone', page.handler('log'));
    page.newest().listener.opened();
    page.newest().listener.received('not json');
    page.newest().listener.received('7');
    page.say({ type: 'problem', topic: 'logs:gone', code: 'worker_not_found', detail: '' });
    page.say({ type: 'problem', topic: null, code: 'bad_request', detail: '' });
    page.say(delta('never-asked-for', 'e.1', 1));
    page.draw();
    expect(page.heard).toEqual([['log', 'problem', 'worker_not_found']]);
  });

  it('says so when the session has ended, and does not try again', async () => {
    const page = stage({ signedIn: false });
    page.newest().listener.closed();
    await expect.poll(() => page.client.status.get().phase).toBe('signed-out');
    page.clock.advance(60_000);
    page.client.resume();
    page.client.retryNow();
    expect(page.connections).toHaveLength(1);
  });

  it('tries at once when told that the network is back', () => {
    const page = stage();
    page.newest().listener.closed();
    page.client.retryNow();
    expect(page.connections).toHaveLength(2);
    page.client.close();
    page.client.retryNow();
    page.clock.advance(60_000);
    expect(page.connections).toHaveLength(2);
  });
});
