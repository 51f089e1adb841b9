import { randomBytes } from 'node:crypto';

/** Deltas kept for clients that come back; whichever bound is met first drops the oldest. */
const mostDeltas = 500;
const mostDeltaBytes = 1024 * 1024;
/** After the last subscriber left, deltas are kept for this long; then nothing is serialised any more. */
const keepMs = 30_000;

export interface Subscriber {
  /** Called once for each message; the same bytes go to everyone. Must not throw. */
  deliver(message: Buffer): void;
}

/**
 * One stream of changes. A message is serialised once, however many subscribers it has, and kept for a while so that one who
 * lost the connection can go on where it was. Cursors are `epoch.n`: a topic that was made anew has another epoch.
 */
export class Topic {
  readonly name: string;
  readonly #read: () => unknown;
  readonly #monotonic: () => number;
  #deserted = Number.NEGATIVE_INFINITY;
  readonly #epoch = randomBytes(6).toString('base64url');
  readonly #subscribers = new Set<Subscriber>();
  #n = 0;
  /** Messages `#n - length + 1` to `#n`. */
  #deltas: Buffer[] = [];
  #deltaBytes = 0;
  #snapshot: Buffer | null = null;

  constructor(options: { name: string; read: () => unknown; monotonic: () => number }) {
    this.name = options.name;
    this.#read = options.read;
    this.#monotonic = options.monotonic;
  }

  /** Tells everyone. Without anyone it only notes that something changed: `read` knows all. */
  publish(data: () => unknown): void {
    this.#n += 1;
    this.#snapshot = null;
    if (this.#subscribers.size === 0 && this.#monotonic() - this.#deserted > keepMs) {
      this.#deltas = [];
      this.#deltaBytes = 0;
      return;
    }
    const message = this.#message('delta', data());
    this.#deltas.push(message);
    this.#deltaBytes += message.length;
    while (this.#deltas.length > mostDeltas || this.#deltaBytes > mostDeltaBytes) {
      this.#deltaBytes -= this.#deltas.shift()?.length ?? 0;
    }
    for (const subscriber of this.#subscribers) subscriber.deliver(message);
  }

  /** Answers what the subscriber missed since its cursor, or a snapshot. From now on it gets every delta. */
  subscribe(subscriber: Subscriber, cursor: string | undefined): Buffer[] {
    this.#subscribers.add(subscriber);
    return this.#missedSince(cursor) ?? [this.snapshot()];
  }

  unsubscribe(subscriber: Subscriber): void {
    this.#subscribers.delete(subscriber);
    if (this.#subscribers.size === 0) this.#deserted = this.#monotonic();
  }

  /** What `read` answers has changed in a way that needs no delta. */
  refresh(): void {
    this.#snapshot = null;
  }

  /** The state now, serialised at most once for each change. */
  snapshot(): Buffer {
    this.#snapshot ??= this.#message('snapshot', this.#read());
    return this.#snapshot;
  }

  #missedSince(cursor: string | undefined): Buffer[] | null {
    const at = cursor?.lastIndexOf('.') ?? -1;
    if (cursor === undefined || at < 0 || cursor.slice(0, at) !== this.#epoch) return null;
    const missed = this.#n - Number(cursor.slice(at + 1));
    if (!Number.isInteger(missed) || missed < 0 || missed > this.#deltas.length) return null;
    return missed === 0 ? [] : this.#deltas.slice(-missed);
  }

  #message(type: 'snapshot' | 'delta', data: unknown): Buffer {
    return Buffer.from(JSON.stringify({ type, topic: this.name, cursor: `${this.#epoch}.${this.#n}`, data }));
  }
}
