import type { WebSocket } from 'ws';
import { messageOf } from '../../../shared/failure.ts';
import type { Identity } from '../auth/index.ts';
import { liveRequest } from '../schema.ts';
import type { Topic } from './topic.ts';

/** Close codes of our own. */
export const closeCodes = { goingAway: 1001, tooSlow: 4008, sessionEnded: 4401 } as const;

export interface ConnectionLimits {
  /** Bytes that may wait for a slow client before it is told less. */
  bufferBytes: number;
  /** A client that takes nothing for this long is let go. */
  stalledMs: number;
  topics: number;
}

/** Finds a topic by name, or throws a Failure that the client is told. Every topic that is given out is returned by `leave`. */
export interface Topics {
  join(name: string): Promise<Topic>;
  leave(topic: Topic): void;
}

interface Subscription {
  topic: Topic;
  deliver(message: Buffer): void;
  /** Deltas were left out; a snapshot is due as soon as the client keeps up again. */
  behind: boolean;
}

/** One client. Nothing ever queues up for it beyond a bound: who is slow skips deltas and gets a fresh snapshot. */
export class Connection {
  readonly identity: Identity;
  readonly #socket: WebSocket;
  readonly #topics: Topics;
  readonly #limits: ConnectionLimits;
  readonly #monotonic: () => number;
  readonly #subscriptions = new Map<string, Subscription>();
  #requests: Promise<void> = Promise.resolve();
  #waiting = 0;
  #answered = true;
  #stalledSince: number | null = null;

  constructor(options: {
    socket: WebSocket;
    identity: Identity;
    topics: Topics;
    limits: ConnectionLimits;
    monotonic: () => number;
  }) {
    this.identity = options.identity;
    this.#socket = options.socket;
    this.#topics = options.topics;
    this.#limits = options.limits;
    this.#monotonic = options.monotonic;
    this.#socket.on('message', (data, binary) => this.#receive((data as Buffer).toString(), binary));
    this.#socket.on('pong', () => {
      this.#answered = true;
    });
    this.#socket.on('close', () => this.#leaveAll());
    // `close` follows; an error without a listener would end the hub.
    this.#socket.on('error', () => {});
  }

  /** Asks whether the other end is alive; one that did not answer the last time is gone. */
  ping(): void {
    if (!this.#answered) return this.#socket.terminate();
    this.#answered = false;
    this.#socket.ping();
  }

  /** Called from time to time: sends due snapshots, lets go of clients that take nothing. */
  tick(): void {
    if (this.#socket.bufferedAmount <= this.#limits.bufferBytes / 2) {
      this.#stalledSince = null;
      for (const subscription of this.#subscriptions.values()) this.#catchUp(subscription);
      return;
    }
    this.#stalledSince ??= this.#monotonic();
    if (this.#monotonic() - this.#stalledSince < this.#limits.stalledMs) return;
    this.close(closeCodes.tooSlow, 'this client reads too slowly');
    // The close frame waits behind what was not read, so nobody can wait for it.
    this.#socket.terminate();
  }

  close(code: number, reason: string): void {
    this.#leaveAll();
    this.#socket.close(code, reason);
  }

  terminate(): void {
    this.#socket.terminate();
  }

  #receive(text: string, binary: boolean): void {
    // One request after the other, so that an unsubscribe cannot overtake its subscribe.
    if (this.#waiting >= this.#limits.topics * 2)
      return this.#problem(null, 'too_many_requests', 'wait for answers');
    this.#waiting += 1;
    this.#requests = this.#requests
      .then(() => this.#handle(text, binary))
      .finally(() => {
        this.#waiting -= 1;
      });
  }

  async #handle(text: string, binary: boolean): Promise<void> {
    const request = binary ? null : parse(text);
    if (!request)
      return this.#problem(null, 'bad_request', 'send {type: subscribe | unsubscribe | ping, …} as JSON');
    switch (request.type) {
      case 'ping':
        return this.#send(Buffer.from(JSON.stringify({ type: 'pong', at: request.at })));
      case 'unsubscribe':
        return this.#leave(request.topic);
      case 'subscribe':
        return this.#subscribe(request.topic, request.cursor);
    }
  }

  async #subscribe(name: string, cursor: string | undefined): Promise<void> {
    this.#leave(name);
    if (this.#subscriptions.size >= this.#limits.topics) {
      return this.#problem(name, 'too_many_requests', `at most ${this.#limits.topics} topics at a time`);
    }
    let topic: Topic;
    try {
      topic = await this.#topics.join(name);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'internal';
      return this.#problem(
        name,
        code,
        code === 'internal' ? 'the details are in the log of the hub' : messageOf(error),
      );
    }
    if (this.#socket.readyState !== this.#socket.OPEN) return this.#topics.leave(topic);
    const subscription: Subscription = {
      topic,
      behind: false,
      deliver: (message) => {
        if (this.#isFull()) subscription.behind = true;
        this.#catchUp(subscription, message);
      },
    };
    this.#subscriptions.set(name, subscription);
    const missed = topic.subscribe(subscription, cursor);
    if (this.#isFull()) subscription.behind = true;
    else for (const message of missed) this.#send(message);
  }

  /** Sends the delta to a client that keeps up; one that was behind gets a snapshot, which holds the delta, once it has room. */
  #catchUp(subscription: Subscription, delta?: Buffer): void {
    if (!subscription.behind) {
      if (delta) this.#send(delta);
    } else if (this.#socket.bufferedAmount <= this.#limits.bufferBytes / 2) {
      subscription.behind = false;
      this.#send(subscription.topic.snapshot());
    }
  }

  #isFull(): boolean {
    return this.#socket.bufferedAmount > this.#limits.bufferBytes;
  }

  #leave(name: string): void {
    const subscription = this.#subscriptions.get(name);
    if (!subscription) return;
    this.#subscriptions.delete(name);
    subscription.topic.unsubscribe(subscription);
    this.#topics.leave(subscription.topic);
  }

  #leaveAll(): void {
    for (const name of this.#subscriptions.keys()) this.#leave(name);
  }

  #problem(topic: string | null, code: string, detail: string): void {
    if (this.#isFull()) return;
    this.#send(Buffer.from(JSON.stringify({ type: 'problem', topic, code, detail })));
  }

  #send(message: Buffer): void {
    // A socket that closes in this moment loses nothing: the client comes back with its cursor.
    this.#socket.send(message, { binary: false }, () => {});
  }
}

function parse(text: string) {
  try {
    const result = liveRequest.safeParse(JSON.parse(text));
    return result.success ? result.data : null;
  } catch {
    return null;
  }
}
