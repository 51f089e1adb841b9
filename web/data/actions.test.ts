import { createServer, type Server, type ServerResponse } from 'node:http';
import i18next from 'i18next';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFormat } from '../format/index.ts';
import en from '../i18n/en/index.ts';
import type { Text } from '../i18n/index.ts';
import { follow, noticeTeller, useActOnMany } from './actions.ts';
import { fleet, liveClient } from './live/index.ts';
import { dismiss, notices } from './notices.ts';
import type { Action } from './outcome.ts';
import { testWorker } from './testing/fleet.ts';
import type { FleetEvent, Worker } from './types.ts';

const start = Date.parse('2026-03-01T12:00:00.000Z');
const at = (ms: number) => new Date(start + ms).toISOString();
const event = (id: number, worker: string | null, type: string, data = {}): FleetEvent => ({
  id,
  time: at(id),
  type: `worker.${type}`,
  worker,
  host: 'here',
  data,
});

/** The server's end of the live connection; it answers pings, so that only what a test says is silence. */
let socket: Socket;
class Socket extends EventTarget {
  send(text: string): void {
    const { type } = JSON.parse(text) as { type: string };
    if (type === 'ping') this.say({ type: 'pong' });
  }
  close(): void {}
  say(message: object): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }));
    for (const draw of frames.splice(0)) draw();
  }
}
const frames: (() => void)[] = [];
const connect = () => {
  liveClient().retryNow();
  socket.dispatchEvent(new Event('open'));
  socket.say({ type: 'pong' });
};
const disconnect = () => socket.dispatchEvent(new Event('close'));
const happen = (...events: FleetEvent[]) =>
  socket.say({ type: 'delta', topic: 'events', cursor: 'c', data: { events } });
const isNow = (...workers: Worker[]) => fleet.workers.set(new Map(workers.map((each) => [each.name, each])));

interface Asked {
  method: string | undefined;
  url: string | undefined;
  body: { action: Action; workers: string[] } | null;
}
let server: Server;
let seen: Asked[];
/** Null: the connection breaks off without an answer. */
type Answered = { status?: number; body: object } | null;
let answer: (asked: Asked) => Answered | Promise<Answered>;
const text = {} as Text;
const accept = (workers: readonly string[]) => ({
  body: { results: workers.map((worker, place) => ({ worker, eventId: 10 + place })) },
});

beforeAll(async () => {
  await i18next.init({
    lng: 'en',
    defaultNS: 'page',
    interpolation: { escapeValue: false },
    resources: { en: { page: en } },
  });
  Object.assign(text, {
    t: i18next.getFixedT('en', 'page'),
    format: createFormat('en', 'UTC'),
    language: 'en',
    say: (sentence: string) => sentence,
  });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });
});
afterAll(() => vi.useRealTimers());

async function reply(asked: Asked, response: ServerResponse): Promise<void> {
  const answered = await answer(asked);
  if (answered === null) response.destroy();
  else
    response
      .writeHead(answered.status ?? 200, { 'content-type': 'application/json' })
      .end(JSON.stringify(answered.body));
}

beforeEach(async () => {
  vi.setSystemTime(start);
  seen = [];
  answer = ({ body }) => accept(body?.workers ?? []);
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      const { method, url } = request;
      const asked: Asked = { method, url, body: body === '' ? null : (JSON.parse(body) as Asked['body']) };
      seen.push(asked);
      void reply(asked, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const origin = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
  const { fetch } = globalThis;
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => fetch(origin + path, init));
  vi.stubGlobal('WebSocket', function open() {
    socket = new Socket();
    return socket;
  });
  vi.stubGlobal('location', { origin });
  vi.stubGlobal('document', Object.assign(new EventTarget(), { hidden: false }));
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('requestAnimationFrame', (run: () => void) => frames.push(run));
  notices.set([]);
  connect();
  fleet.events.set([event(9, 'a', 'started')]);
  isNow(...['a', 'b', 'c'].map((name) => testWorker(name, { health: 'none' })));
});
afterEach(async () => {
  // Whoever is still followed is let go, and hears no more meanwhile.
  disconnect();
  vi.advanceTimersByTime(5 * 60_000);
  vi.unstubAllGlobals();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const act = (action: Action, ...workers: string[]) => follow(text, action, workers, noticeTeller());
const shown = () => notices.get().map((notice) => notice.text);
const newest = () => notices.get().at(-1);
/** The server answers in real time, the page's own timers do not run meanwhile. */
const until = async (isSo: () => boolean) => {
  for (let turn = 0; !isSo(); turn++) {
    if (turn > 20_000) throw new Error(`it never came to that: ${JSON.stringify(notices.get())}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
};
const untilShown = (part: string) => until(() => shown().some((each) => each.includes(part)));
const someTurns = async () => {
  for (let turn = 0; turn < 300; turn++) await new Promise((resolve) => setImmediate(resolve));
};

describe('one worker that is acted on', () => {
  it('is told of at each step, and as done only once its events say so', async () => {
    act('restart', 'a');
    expect(newest()).toMatchObject({ tone: 'busy', text: 'a: Sending …' });
    expect(newest()?.progress).toBeUndefined();
    await until(() => newest()?.text !== 'a: Sending …');
    expect(seen).toEqual([
      { method: 'POST', url: '/api/v1/workers/actions', body: { action: 'restart', workers: ['a'] } },
    ]);
    const asked = shown();
    happen(event(10, 'a', 'restart-requested'), event(11, 'a', 'exited', { signal: 'SIGTERM' }));
    expect(shown()).not.toEqual(asked);
    expect(newest()?.tone).toBe('busy');
    happen(event(12, 'a', 'started'));
    expect(newest()).toMatchObject({ tone: 'well', text: 'a: Restarted in 2 ms' });
    expect(newest()?.action).toBeUndefined();
    expect(notices.get()).toHaveLength(1);
  });

  it('is not judged by what happened before, to others or to no worker', async () => {
    act('restart', 'a');
    await until(() => newest()?.text !== 'a: Sending …');
    const asked = shown();
    happen(event(9, 'a', 'started'), event(12, 'b', 'started'), event(13, null, 'started'));
    expect(shown()).toEqual(asked);
  });

  it('has failed when it crashes within six seconds, also after it was told as started', async () => {
    act('start', 'a');
    await until(() => newest()?.text !== 'a: Sending …');
    happen(event(10, 'a', 'start-requested'), event(11, 'a', 'started'));
    expect(newest()?.tone).toBe('well');
    vi.advanceTimersByTime(5_900);
    happen(event(2_000, 'a', 'exited', { code: 3, detail: 'exited with code 3' }));
    expect(newest()?.tone).toBe('bad');
    expect(newest()?.text).toContain('exited with code 3');
    expect(newest()?.action).toBeUndefined();
  });

  it('is left alone once it has run for six seconds', async () => {
    act('start', 'a');
    await until(() => newest()?.text !== 'a: Sending …');
    happen(event(10, 'a', 'start-requested'), event(11, 'a', 'started'));
    vi.advanceTimersByTime(6_000);
    happen(event(2_000, 'a', 'exited', { code: 3, detail: 'exited with code 3' }));
    expect(newest()?.tone).toBe('well');
  });

  it('that has checks is done when they say that the new process is healthy', async () => {
    isNow(testWorker('a', { health: 'healthy' }));
    act('restart', 'a');
    await until(() => newest()?.text !== 'a: Sending …');
    happen(event(10, 'a', 'restart-requested'), event(12, 'a', 'started'));
    expect(newest()?.tone).toBe('busy');
    isNow(testWorker('a', { health: 'healthy', startedAt: at(12) }));
    expect(newest()?.tone).toBe('well');
  });

  it('whose checks are heard of later than its start is followed until they have said so', async () => {
    isNow(testWorker('a', { state: 'stopped', pid: null, health: 'none' }));
    act('start', 'a');
    await until(() => newest()?.text !== 'a: Sending …');
    happen(event(10, 'a', 'start-requested'), event(12, 'a', 'started'));
    isNow(testWorker('a', { health: 'unknown', startedAt: at(12) }));
    vi.advanceTimersByTime(10_000);
    expect(newest()?.tone).toBe('busy');
    isNow(testWorker('a', { health: 'healthy', startedAt: at(12) }));
    expect(newest()?.tone).toBe('well');
  });

  it('is done at once when it is as wished already', async () => {
    isNow(testWorker('a', { state: 'stopped', pid: null, health: 'none' }));
    act('stop', 'a');
    await untilShown('a: Stopped');
    expect(newest()).toMatchObject({ tone: 'well', action: { text: 'Undo' } });
  });

  it('is told as refused in the words of the server', async () => {
    answer = () => ({ status: 403, body: { code: 'forbidden', detail: 'yours is viewer' } });
    act('stop', 'a');
    await untilShown('yours is viewer');
    expect(newest()).toMatchObject({ tone: 'bad', text: 'a: Not done: yours is viewer' });
    expect(newest()?.action).toBeUndefined();
    expect(newest()?.details).toBeUndefined();
  });

  it('that is declared no more is told as gone', async () => {
    act('stop', 'a');
    fleet.workers.set(null);
    await untilShown('not declared any more');
    expect(newest()?.tone).toBe('warn');
  });

  it('of which nothing comes for five minutes is not told as still going on', async () => {
    const tell = vi.fn();
    follow(text, 'restart', ['a'], tell);
    await until(() => tell.mock.calls.length > 1);
    vi.advanceTimersByTime(5 * 60_000 - 1);
    expect(tell.mock.lastCall?.[0]).toMatchObject({ tone: 'busy' });
    vi.advanceTimersByTime(1);
    expect(tell.mock.lastCall?.[0]).toMatchObject({ tone: 'warn' });
    expect(tell.mock.lastCall?.[1]).toMatchObject({ tone: 'warn', settled: true });
    const told = tell.mock.calls.length;
    happen(event(10, 'a', 'restart-requested'), event(12, 'a', 'started'));
    expect(tell.mock.calls).toHaveLength(told);
  });
});

describe('many workers that are acted on', () => {
  it('are counted as they come to their outcome, with a bar until the last', async () => {
    act('stop', 'a', 'b');
    expect(newest()).toMatchObject({ tone: 'busy', text: 'Stopping 2 workers …', progress: 0 });
    await untilShown('under way');
    expect(newest()).toMatchObject({ text: '0 of 2 stopped and 2 under way', progress: 0 });
    happen(event(12, 'a', 'stopped'));
    expect(newest()).toMatchObject({ tone: 'busy', progress: 0.5 });
    expect(newest()?.action).toBeUndefined();
    vi.setSystemTime(start + 2_000);
    happen(event(13, 'b', 'stopped'));
    expect(newest()).toMatchObject({ tone: 'well', text: 'All 2 workers stopped, after 2 s' });
    expect(newest()?.progress).toBeUndefined();
    expect(notices.get()).toHaveLength(1);
  });

  it('are each told when they were refused, while the others go on', async () => {
    answer = () => ({
      body: {
        results: [
          { worker: 'a', eventId: 10 },
          { worker: 'b', code: 'forbidden', detail: 'not yours' },
          { worker: 'c', code: 'not_found', detail: 'no such worker' },
          { worker: 'stranger', eventId: 99 },
        ],
      },
    });
    act('stop', 'a', 'b', 'c');
    await untilShown('2 failed');
    expect(newest()).toMatchObject({ tone: 'busy', progress: 2 / 3 });
    happen(event(12, 'a', 'stopped'));
    expect(newest()).toMatchObject({
      tone: 'bad',
      text: '1 of 3 stopped and 2 failed',
      details: {
        text: 'Which 2 failed',
        lines: [
          { name: 'b', text: 'Not done: not yours' },
          { name: 'c', text: 'Not done: no such worker' },
        ],
      },
    });
  });

  it('are sent in requests of a thousand at most, and none at all for nobody', async () => {
    act('stop');
    expect(notices.get()).toEqual([]);
    const names = Array.from({ length: 1_001 }, (_, place) => `w${place}`);
    act('stop', ...names);
    await until(() => seen.length === 2);
    expect(new Set(seen.map(({ body }) => body?.workers.length))).toEqual(new Set([1, 1_000]));
    await someTurns();
  });

  it('are told as over with a warning when some stay under way for five minutes', async () => {
    act('stop', 'a', 'b');
    await untilShown('under way');
    happen(event(12, 'a', 'stopped'));
    vi.advanceTimersByTime(5 * 60_000);
    expect(newest()).toMatchObject({ tone: 'warn', text: '1 of 2 stopped and 1 under way' });
  });

  it('can be acted on from a component', async () => {
    const given: { act?: ReturnType<typeof useActOnMany> } = {};
    const Reader = () => {
      given.act = useActOnMany();
      return null;
    };
    renderToStaticMarkup(createElement(Reader));
    given.act?.('start', ['a', 'b']);
    await until(() => seen.length === 1);
    expect(seen[0]?.body).toEqual({ action: 'start', workers: ['a', 'b'] });
    await untilShown('under way');
  });
});

describe('undoing', () => {
  it('is offered for what was done, takes the notice back and does the opposite to those alone', async () => {
    answer = ({ body }) =>
      body?.action === 'stop'
        ? {
            body: {
              results: [
                { worker: 'a', eventId: 10 },
                { worker: 'b', code: 'x', detail: 'no' },
              ],
            },
          }
        : accept(body?.workers ?? []);
    act('stop', 'a', 'b');
    await untilShown('1 failed');
    happen(event(12, 'a', 'stopped'));
    expect(newest()?.action?.text).toBe('Undo');
    newest()?.action?.run();
    expect(shown()).toEqual(['a: Sending …']);
    await until(() => seen.length === 2);
    expect(seen[1]?.body).toEqual({ action: 'start', workers: ['a'] });
    await until(() => newest()?.text !== 'a: Sending …');
  });

  it('is not offered where nothing was done', async () => {
    answer = () => ({ status: 409, body: { code: 'conflict', detail: 'not now' } });
    act('stop', 'a', 'b');
    await untilShown('2 failed');
    expect(newest()?.action).toBeUndefined();
  });
});

describe('a request whose answer is lost', () => {
  const lose = (events: () => Answered) => {
    answer = ({ method }) => (method === 'POST' ? null : events());
  };
  const listed = (...events: FleetEvent[]) => ({ body: { events, next: null } });
  const questions = () => seen.filter(({ method }) => method === 'GET');

  it('is known again from its own event, and then followed as ever', async () => {
    lose(() => listed(event(10, 'a', 'stop-requested')));
    disconnect();
    act('stop', 'a');
    await untilShown('Whether it is being stopped is not known yet');
    expect(newest()).toMatchObject({ tone: 'warn' });
    await someTurns();
    expect(questions()).toEqual([]);
    connect();
    await until(() => newest()?.tone === 'busy');
    expect(questions()[0]?.url).toBe('/api/v1/events?type=worker.stop-requested&limit=1000');
    happen(event(10, 'a', 'stop-requested'), event(12, 'a', 'stopped'));
    expect(newest()).toMatchObject({ tone: 'well', text: 'a: Stopped in 2 ms' });
  });

  it('is told as lost when the server has not heard it, and can be sent again in the same notice', async () => {
    lose(() => listed(event(11, 'b', 'stop-requested'), event(5, 'a', 'stop-requested')));
    act('stop', 'a', 'b');
    await untilShown('1 failed');
    expect(shown()[0]).toContain('Not stopped: the request was lost on the way.');
    happen(event(12, 'b', 'stopped'));
    expect(newest()).toMatchObject({ tone: 'bad', action: { text: en.common.retry } });
    answer = ({ body }) => accept(body?.workers ?? []);
    newest()?.action?.run();
    expect(shown()).toEqual(['a: Sending …']);
    await until(() => seen.at(-1)?.method === 'POST' && newest()?.text !== 'a: Sending …');
    expect(seen.at(-1)?.body).toEqual({ action: 'stop', workers: ['a'] });
  });

  it('leaves those alone of which an answer came', async () => {
    const names = Array.from({ length: 1_001 }, (_, place) => `w${place}`);
    isNow(...names.map((name) => testWorker(name, { health: 'none' })));
    answer = ({ method, body }) => {
      if (method === 'GET') return listed();
      return body?.workers.length === 1 ? null : accept(body?.workers ?? []);
    };
    act('stop', ...names);
    await untilShown('1 failed');
    await untilShown('1,000 under way');
  });

  it('after the server was asked what it had heard is asked after anew', async () => {
    const names = Array.from({ length: 1_001 }, (_, place) => `w${place}`);
    isNow(...names.map((name) => testWorker(name, { health: 'none' })));
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    answer = async ({ method, body }) => {
      if (method === 'POST') {
        // The second is lost once the server has told what it knows, and before that has arrived.
        if (body?.workers.length === 1) await until(() => questions().length === 1);
        return null;
      }
      if (questions().length > 1) return listed(event(10, 'w1000', 'stop-requested'));
      await held;
      return listed();
    };
    act('stop', ...names);
    await untilShown('1,001 not known');
    release();
    await untilShown('1 under way, and 1,000 failed');
    expect(questions()).toHaveLength(2);
  });

  it('is asked after once for each sign of life, not again and again while that fails, too', async () => {
    lose(() => ({ status: 500, body: { code: 'internal', detail: 'broken' } }));
    act('stop', 'a');
    await until(() => questions().length === 1);
    await someTurns();
    expect(questions()).toHaveLength(1);
    lose(() => listed());
    socket.say({ type: 'pong' });
    await untilShown('Not stopped: the request was lost on the way.');
    expect(questions()).toHaveLength(2);
  });

  it('stays a warning when nobody ever learns what came of it', async () => {
    lose(() => null);
    disconnect();
    act('stop', 'a', 'b');
    await untilShown('2 not known');
    vi.advanceTimersByTime(5 * 60_000);
    expect(newest()?.tone).toBe('warn');
    expect(newest()?.text).toContain('2 not known');
  });
});

describe('while the connection is lost', () => {
  it('what is under way is told as out of sight, and again when it is back', async () => {
    act('stop', 'a', 'b');
    await untilShown('under way');
    disconnect();
    expect(newest()).toMatchObject({ tone: 'warn' });
    expect(newest()?.text).toContain('the rest is told as soon as it is back');
    connect();
    expect(newest()).toMatchObject({ tone: 'busy', text: '0 of 2 stopped and 2 under way' });
  });
});

describe('a notice', () => {
  it('that was closed comes back for the outcome only', async () => {
    act('stop', 'a', 'b');
    await untilShown('under way');
    dismiss(newest()?.id ?? 0);
    happen(event(12, 'a', 'stopped'));
    expect(shown()).toEqual([]);
    happen(event(13, 'b', 'stopped'));
    expect(shown()).toEqual([expect.stringContaining('All 2 workers stopped')]);
  });

  it('is not renewed when there is nothing new to say', async () => {
    act('stop', 'a', 'b');
    await untilShown('under way');
    const before = newest();
    happen(event(12, 'c', 'stopped'));
    isNow(...['a', 'b'].map((name) => testWorker(name, { health: 'none', restarts: 1 })));
    expect(newest()).toBe(before);
  });

  it('that was never shown cannot be taken back', () => {
    noticeTeller()(null, null);
    expect(notices.get()).toEqual([]);
  });
});
