import { createStore, type Store } from '../store.ts';
import type { LiveMessage, LiveRequest } from '../types.ts';

/** What the client needs of a WebSocket, so that tests can play the server. */
export interface LiveSocket {
  send(text: string): void;
  close(): void;
}

export interface SocketListener {
  opened(): void;
  received(text: string): void;
  closed(): void;
}

export interface LiveStatus {
  /** `paused`: the tab is hidden. `signed-out`: the server does not accept this session any more. */
  phase: 'connecting' | 'live' | 'reconnecting' | 'paused' | 'signed-out';
  /** When the server was last heard, ms since the epoch; null before the first time. */
  heardAt: number | null;
  /** When the next attempt is made, ms since the epoch. */
  retryAt: number | null;
}

export interface TopicHandler {
  /** `receivedAt`: when it came, ms since the epoch; it may have waited for a frame since. */
  snapshot(data: unknown, receivedAt: number): void;
  delta(data: unknown, receivedAt: number): void;
  /** The server refused the topic. */
  problem?(code: string, detail: string): void;
}

export interface LiveClient {
  readonly status: Store<LiveStatus>;
  subscribe(topic: string, handler: TopicHandler): () => void;
  /** A hidden tab does no work: it hangs up, and comes back with its cursors. */
  pause(): void;
  resume(): void;
  /** Tries at once, for instance because the network is back. */
  retryNow(): void;
  /** Somebody has signed in again. */
  signedIn(): void;
  close(): void;
}

export interface LiveOptions {
  connect: (listener: SocketListener) => LiveSocket;
  now: () => number;
  setTimeout: (run: () => void, delayMs: number) => unknown;
  clearTimeout: (timer: unknown) => void;
  /** Runs once before the next frame is painted. */
  onFrame: (run: () => void) => void;
  random: () => number;
  /** Asked when a connection could not be opened: is the session still good? */
  isSignedIn: () => Promise<boolean>;
}

const firstRetryMs = 250;
const longestRetryMs = 10_000;
/** A server that says nothing for this long, not even to a ping, is gone. */
const silenceMs = 8_000;
const pingEveryMs = 3_000;
/** More than this between two frames means that the tab fell behind: a fresh snapshot is cheaper. */
const longestQueue = 2_000;

/**
 * One connection for the whole page. Each topic is subscribed once, however many components look at it; the cursor of the last
 * message is kept, so that after a gap only what was missed comes over. Messages wait for the next frame and are applied together.
 */
export function createLiveClient(options: LiveOptions): LiveClient {
  const status = createStore<LiveStatus>({ phase: 'connecting', heardAt: null, retryAt: null });
  const topics = new Map<string, { handlers: Set<TopicHandler>; cursor: string | null }>();
  let socket: LiveSocket | null = null;
  let opened = false;
  let attempts = 0;
  let retryTimer: unknown;
  let pingTimer: unknown;
  let heardAt: number | null = null;
  let queue: { message: LiveMessage; receivedAt: number }[] = [];
  let closed = false;

  function report(phase: LiveStatus['phase'], retryAt: number | null = null): void {
    status.set({ phase, heardAt, retryAt });
  }

  function send(message: LiveRequest): void {
    if (opened) socket?.send(JSON.stringify(message));
  }

  function ask(topic: string): void {
    const cursor = topics.get(topic)?.cursor ?? null;
    send({ type: 'subscribe', topic, ...(cursor === null ? {} : { cursor }) });
  }

  function open(): void {
    options.clearTimeout(retryTimer);
    opened = false;
    let heardSince = options.now();
    // What an abandoned connection still says is not heard.
    const isCurrent = () => socket === current;
    const current: LiveSocket = options.connect({
      opened() {
        if (!isCurrent()) return;
        opened = true;
        heardSince = options.now();
        for (const topic of topics.keys()) ask(topic);
        watch();
      },
      received(text) {
        if (!isCurrent()) return;
        heardSince = options.now();
        heardAt = heardSince;
        attempts = 0;
        const message = parse(text);
        if (message === null) return;
        if (queue.length === 0) options.onFrame(apply);
        queue.push({ message, receivedAt: heardSince });
        if (queue.length > longestQueue) startOver();
      },
      closed() {
        if (isCurrent()) lost();
      },
    });
    socket = current;

    function watch(): void {
      pingTimer = options.setTimeout(() => {
        const now = options.now();
        if (now - heardSince > silenceMs) {
          lost();
          return;
        }
        send({ type: 'ping', at: now });
        watch();
      }, pingEveryMs);
    }
  }

  /** Forgets the connection without hearing from it again. */
  function hangUp(): void {
    options.clearTimeout(pingTimer);
    options.clearTimeout(retryTimer);
    const old = socket;
    socket = null;
    opened = false;
    old?.close();
  }

  function lost(): void {
    const neverOpened = !opened;
    hangUp();
    if (closed) return;
    const delayMs =
      Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(attempts++, 10)) * (0.5 + options.random() / 2);
    report(heardAt === null ? 'connecting' : 'reconnecting', options.now() + delayMs);
    retryTimer = options.setTimeout(open, delayMs);
    // A browser hides why an upgrade was refused, so the API is asked.
    if (neverOpened) void checkSession();
  }

  async function checkSession(): Promise<void> {
    if ((await options.isSignedIn()) || opened || closed) return;
    hangUp();
    report('signed-out');
  }

  function startOver(): void {
    queue = [];
    for (const topic of topics.values()) topic.cursor = null;
    hangUp();
    open();
  }

  function apply(): void {
    const arrived = queue;
    queue = [];
    for (const { message, receivedAt } of arrived) {
      if (message.type === 'pong') continue;
      const topic = message.topic === null ? undefined : topics.get(message.topic);
      if (message.type === 'problem') {
        for (const handler of topic?.handlers ?? []) handler.problem?.(message.code, message.detail);
        continue;
      }
      if (!topic) continue;
      topic.cursor = message.cursor;
      for (const handler of topic.handlers) handler[message.type](message.data, receivedAt);
    }
    if (opened) report('live');
  }

  open();

  return {
    status,
    subscribe(name, handler) {
      const topic = topics.get(name);
      if (topic) {
        topic.handlers.add(handler);
        // The newcomer needs a snapshot of its own; the others take it as well, which does them no harm.
        topic.cursor = null;
        ask(name);
      } else {
        topics.set(name, { handlers: new Set([handler]), cursor: null });
        ask(name);
      }
      return () => {
        const left = topics.get(name);
        if (!left?.handlers.delete(handler) || left.handlers.size > 0) return;
        topics.delete(name);
        send({ type: 'unsubscribe', topic: name });
      };
    },
    pause() {
      if (closed || status.get().phase === 'signed-out') return;
      hangUp();
      report('paused');
    },
    resume() {
      if (closed || socket !== null || status.get().phase !== 'paused') return;
      attempts = 0;
      report(heardAt === null ? 'connecting' : 'reconnecting');
      open();
    },
    retryNow() {
      if (closed || socket !== null || !['connecting', 'reconnecting'].includes(status.get().phase)) return;
      attempts = 0;
      report(heardAt === null ? 'connecting' : 'reconnecting');
      open();
    },
    signedIn() {
      if (closed || status.get().phase !== 'signed-out') return;
      attempts = 0;
      // Another person may see something else: no cursor of before is asked for.
      startOver();
      report('reconnecting');
    },
    close() {
      closed = true;
      hangUp();
    },
  };
}

function parse(text: string): LiveMessage | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'type' in value ? (value as LiveMessage) : null;
  } catch {
    return null;
  }
}
