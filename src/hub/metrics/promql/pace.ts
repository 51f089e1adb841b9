import type { Clock } from '../../../shared/clock.ts';
import { QueryFailure } from './failure.ts';

/** So long a query may hold the event loop, on which everything else of the hub waits. */
const longestTurnMs = 10;

/** Lets a query make room for others now and then, and ends it when its time is up or nobody wants the answer any more. */
export class Pace {
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  readonly #signal: AbortSignal | undefined;
  readonly #startedMs: number;
  #turnMs: number;

  constructor(clock: Clock, timeoutMs: number, signal?: AbortSignal) {
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
    this.#signal = signal;
    this.#startedMs = clock.monotonic();
    this.#turnMs = this.#startedMs;
  }

  /** Whether it is time to rest. */
  get isDue(): boolean {
    return this.#clock.monotonic() - this.#turnMs >= longestTurnMs;
  }

  /** Throws when the query has to end. */
  check(): void {
    if (this.#signal?.aborted) {
      throw new QueryFailure('canceled', 'query was canceled in expression evaluation');
    }
    if (this.#clock.monotonic() - this.#startedMs > this.#timeoutMs) {
      const seconds = this.#timeoutMs / 1000;
      throw new QueryFailure(
        'timeout',
        `query timed out in expression evaluation (limit timeout, ${seconds} s)`,
      );
    }
  }

  async rest(): Promise<void> {
    this.check();
    await new Promise((resolve) => setImmediate(resolve));
    this.check();
    this.#turnMs = this.#clock.monotonic();
  }
}
