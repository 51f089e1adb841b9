import { type Clock, isoTime, type Timer } from '../../../shared/clock.ts';
import { messageOf as textOf } from '../../../shared/failure.ts';
import { whyUnreachable } from '../../../shared/unreachable.ts';
import { Later, Refused, type Sent } from '../channel.ts';
import type { KeptNotice } from '../notice.ts';
import type { Delivery } from '../notifier.ts';
import type { Outbox, Settled, Waiting } from './outbox.ts';
import { delayMs, isGivenUp, remainingMs } from './retry.ts';

export type Outcome = { sent: Sent } | { later: Later } | { refused: Refused };

export interface QueueHealth {
  /** Why the newest try failed, since when none succeeds, and when the next one is; null: it did not fail. */
  error: { text: string; since: string; nextTryAt: string | null } | null;
}

export interface Queue {
  /** Something may be waiting. */
  wake(): void;
  /** Tries at once what waits: the channel's config is another one. */
  hurry(): Promise<void>;
  /** One try past the queue, never repeated. */
  tryOnce(notice: KeptNotice): Promise<Delivery>;
  health(): QueueHealth;
  /** How long nothing has moved here although something is due, ms; a peer that takes its time is no standstill. */
  lagMs(): number;
  close(): Promise<void>;
}

const timeoutMs = 30_000;
/** A try that is under way when Yagura ends may take so long: an aborted one is repeated later and may arrive twice. */
const finishWithinMs = 3_000;
/** After the database refused to take what is known. */
const writeAgainMs = 1_000;

/** Brings the notices of one channel to it, one at a time. Whatever happens here holds up no other channel. */
export function createQueue(options: {
  channel: string;
  outbox: Outbox;
  /** One try. It must end when the signal does; if it does not, it is left behind. */
  send: (notice: KeptNotice, signal: AbortSignal) => Promise<Sent>;
  clock: Clock;
  onDelivery: (delivery: Delivery) => void;
  onHealth: (health: QueueHealth) => void;
  random?: () => number;
}): Queue {
  const { channel, outbox, send, clock, onDelivery, onHealth, random = Math.random } = options;
  let closed = false;
  const closing = new AbortController();
  let running: Promise<void> | null = null;
  /** Another step is worth its while. */
  let wanted = false;
  let timer: Timer | undefined;
  /** Tries that failed in a row, and the monotonic time until which the channel is left alone. */
  let failures = 0;
  let pausedUntil = 0;
  /** Monotonic times: since when a try is under way, and when something moved last. */
  let triedSince: number | null = null;
  let movedAt = clock.monotonic();
  let health: QueueHealth = { error: null };

  function wake(): void {
    wanted = true;
    if (!closed && !running) running = work();
  }

  async function work(): Promise<void> {
    while (wanted && !closed) {
      wanted = false;
      // When the database says no, it tells of its trouble itself.
      const waitMs = await step().catch(() => writeAgainMs);
      if (waitMs === 0) wanted = true;
      else if (waitMs !== null) wakeIn(waitMs);
    }
    running = null;
  }

  function wakeIn(ms: number): void {
    clock.clearTimeout(timer);
    timer = clock.setTimeout(wake, ms);
  }

  /** Tries the next one; answers how long to wait before another step, null when nothing waits. */
  async function step(): Promise<number | null> {
    const next = outbox.next(channel);
    if (next === null) return null;
    const waitMs = Math.max(pausedUntil - clock.monotonic(), remainingMs(next.notBeforeMs, clock.now()));
    if (waitMs > 0) return waitMs;
    const deliveryId = await outbox.begin(next.notice);
    const startedAt = clock.monotonic();
    triedSince = startedAt;
    const outcome = await attempt(next.notice);
    triedSince = null;
    movedAt = clock.monotonic();
    const settled = judge(outcome, next);
    await writeDown(next.notice, deliveryId, clock.monotonic() - startedAt, settled);
    return 0;
  }

  async function attempt(notice: KeptNotice): Promise<Outcome> {
    const ending = new AbortController();
    const late = clock.setTimeout(
      () => ending.abort(new Later(`no answer within ${timeoutMs / 1000} s`)),
      timeoutMs,
    );
    const signal = AbortSignal.any([ending.signal, closing.signal]);
    const ended = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
    try {
      return { sent: await Promise.race([send(notice, signal), ended]) };
    } catch (error) {
      const reason = signal.aborted && signal.reason instanceof Error ? signal.reason : error;
      if (reason instanceof Refused) return { refused: reason };
      return { later: reason instanceof Later ? reason : new Later(whyUnreachable(reason)) };
    } finally {
      clock.clearTimeout(late);
    }
  }

  function judge(outcome: Outcome, { tries, enqueuedAtMs }: Waiting): Settled {
    if ('sent' in outcome) {
      failures = 0;
      pausedUntil = 0;
      report(null, null);
      const { answer, receipt = null } = outcome.sent;
      return { outcome: 'delivered', answer, receipt };
    }
    const [why, error] =
      'refused' in outcome ? (['refused', outcome.refused] as const) : (['later', outcome.later] as const);
    const answer = textOf(error);
    if (closing.signal.aborted) return { outcome: 'retry', answer, notBeforeMs: clock.now() };
    let waitMs = delayMs(tries + 1, 0, random());
    if (error instanceof Later) {
      // It is the channel's trouble, so that the other messages wait as well.
      failures += 1;
      waitMs = delayMs(failures, error.afterMs, random());
      pausedUntil = clock.monotonic() + waitMs;
    }
    const notBeforeMs = clock.now() + waitMs;
    report(answer, notBeforeMs);
    return isGivenUp(why, tries + 1, clock.now() - enqueuedAtMs)
      ? { outcome: 'failed', answer: `given up after ${tries + 1} tries; the last one: ${answer}` }
      : { outcome: 'retry', answer, notBeforeMs };
  }

  function report(text: string | null, nextTryMs: number | null): void {
    if (text === null && health.error === null) return;
    health = {
      error:
        text === null
          ? null
          : {
              text,
              since: health.error?.since ?? isoTime(clock.now()),
              nextTryAt: nextTryMs === null ? null : isoTime(nextTryMs),
            },
    };
    // What somebody does with it must not keep what was sent from being written down.
    try {
      onHealth(health);
    } catch {
      // It is told again with the next change.
    }
  }

  function tell(delivery: Delivery): void {
    try {
      onDelivery(delivery);
    } catch {
      // The log of deliveries has it.
    }
  }

  /** What became of a try is kept until the database takes it: it must not be sent again for want of a note. */
  async function writeDown(
    notice: KeptNotice,
    deliveryId: number,
    tookMs: number,
    settled: Settled,
  ): Promise<void> {
    for (;;) {
      try {
        tell(await outbox.end(notice.key, deliveryId, tookMs, settled));
        return;
      } catch (error) {
        if (closed) throw error;
        await new Promise<void>((resolve) => {
          clock.setTimeout(resolve, writeAgainMs);
        });
      }
    }
  }

  async function hurry(): Promise<void> {
    pausedUntil = 0;
    failures = 0;
    await outbox.hurry(channel).catch(() => {});
    wake();
  }

  return {
    wake,
    hurry,
    async tryOnce(notice) {
      const deliveryId = await outbox.begin(notice);
      const startedAt = clock.monotonic();
      const outcome = await attempt(notice);
      const settled: Settled =
        'sent' in outcome
          ? { outcome: 'delivered', answer: outcome.sent.answer, receipt: null }
          : { outcome: 'failed', answer: textOf('later' in outcome ? outcome.later : outcome.refused) };
      const delivery = await outbox.end(notice.key, deliveryId, clock.monotonic() - startedAt, settled);
      tell(delivery);
      if (settled.outcome === 'delivered' && health.error !== null) {
        report(null, null);
        await hurry();
      }
      return delivery;
    },
    health: () => health,
    lagMs() {
      if (closed) return 0;
      const now = clock.monotonic();
      if (triedSince !== null) return Math.max(0, now - triedSince - timeoutMs);
      const next = outbox.next(channel);
      if (next === null || pausedUntil > now) return 0;
      const dueForMs = clock.now() - Math.max(next.enqueuedAtMs, next.notBeforeMs);
      return Math.max(0, Math.min(dueForMs, now - movedAt));
    },
    async close() {
      closed = true;
      clock.clearTimeout(timer);
      const abort = clock.setTimeout(
        () => closing.abort(new Later('Yagura ended while it was being sent')),
        finishWithinMs,
      );
      await running;
      clock.clearTimeout(abort);
    },
  };
}
