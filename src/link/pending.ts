/** Requests that wait for their answer, each with a number and a time limit. */
import type { Clock, Timer } from '../shared/clock.ts';

export interface Pending {
  /** Gives the request a number and waits for `settle` with it; rejects with what `onTimeout` makes after `timeoutMs`. */
  ask(send: (id: number) => void, timeoutMs: number, onTimeout: () => Error): Promise<unknown>;
  settle(id: number, answer: { value: unknown } | { error: Error }): void;
  /** The other side is gone: nothing will be answered any more. */
  rejectAll(error: Error): void;
}

export function createPending(clock: Clock): Pending {
  interface Waiting {
    resolve(value: unknown): void;
    reject(error: Error): void;
    timer: Timer;
  }
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  const take = (id: number) => {
    const one = waiting.get(id);
    waiting.delete(id);
    clock.clearTimeout(one?.timer);
    return one;
  };
  return {
    ask(send, timeoutMs, onTimeout) {
      const id = ++lastId;
      return new Promise((resolve, reject) => {
        const timer = clock.setTimeout(() => take(id)?.reject(onTimeout()), timeoutMs);
        waiting.set(id, { resolve, reject, timer });
        send(id);
      });
    },
    settle(id, answer) {
      const one = take(id);
      if ('error' in answer) one?.reject(answer.error);
      else one?.resolve(answer.value);
    },
    rejectAll(error) {
      for (const id of waiting.keys()) take(id)?.reject(error);
    },
  };
}
