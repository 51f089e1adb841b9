import { QueryFailure } from './failure.ts';

/** Lets few queries work at a time, so that what they hold in memory stays within bounds; the others wait, as many as fit. */
export class Gate {
  readonly #most: number;
  readonly #mostWaiting: number;
  readonly #waiting: (() => void)[] = [];
  #working = 0;

  constructor(most: number, mostWaiting: number) {
    this.#most = most;
    this.#mostWaiting = mostWaiting;
  }

  /** Runs the work when it is its turn. */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.#working >= this.#most) {
      if (this.#waiting.length >= this.#mostWaiting) {
        throw new QueryFailure(
          'unavailable',
          `more than ${this.#mostWaiting} queries wait already (limit queries)`,
        );
      }
      // Whoever leaves hands on its place.
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#working++;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#working--;
    }
  }
}
