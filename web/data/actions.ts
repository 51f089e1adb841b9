/** Acts on many workers at once; one notice follows them to their outcomes, wherever one goes on the page meanwhile. */
import { useCallback } from 'react';
import { type Text, useText } from '../i18n/index.ts';
import { ApiProblem, ask } from './api.ts';
import { advance, type Attempt, isOver, judge, tally, undoOf } from './batch.ts';
import { batchText, batchTone, verdictText } from './batch-text.ts';
import { fleet, liveClient } from './live/index.ts';
import { dismiss, type Notice, notify, renotify } from './notices.ts';
import type { Action } from './outcome.ts';
import { progressOf } from './pursuit.ts';
import type { EventsDelta, FleetEvent } from './types.ts';

/** By then each has been started, or tells its own story in its list of events. */
const followMs = 5 * 60_000;
/** One that falls over within its first seconds has not been started. */
const afterwatchMs = 6_000;
/** As many as one request may name. */
const mostInRequest = 1_000;

export function useActOnMany(): (action: Action, workers: readonly string[]) => void {
  const text = useText();
  return useCallback((action, workers) => followMany(text, action, workers), [text]);
}

function followMany(text: Text, action: Action, workers: readonly string[]): void {
  if (workers.length === 0) return;
  const live = liveClient();
  const startedAt = Date.now();
  const newestBefore = fleet.events.get()?.[0]?.id ?? 0;
  const attempts = new Map<string, Attempt>(
    workers.map((worker) => [worker, { worker, request: { state: 'sending' }, events: [], settled: null }]),
  );
  let overAt: number | null = null;
  let asking = false;
  let shown = '';
  let healthyAt: number | null = null;

  const notice = notify({
    tone: 'busy',
    text: text.t(`batch.sending.${action}`, { count: workers.length }),
    progress: 0,
  });
  // The page keeps the newest events only; a thousand restarts are more than that.
  const unsubscribe = [
    live.subscribe('events', { snapshot: takeEvents, delta: takeEvents }),
    fleet.workers.subscribe(look),
    live.status.subscribe(look),
  ];
  const timers = [setTimeout(stop, followMs)];

  function takeEvents(data: unknown): void {
    const byWorker = new Map<string, FleetEvent[]>();
    for (const event of (data as EventsDelta).events) {
      if (event.worker === null || event.id <= newestBefore || !attempts.has(event.worker)) continue;
      byWorker.set(event.worker, [event, ...(byWorker.get(event.worker) ?? [])]);
    }
    for (const [worker, events] of byWorker) step(worker, events);
    look();
  }

  function step(worker: string, events: readonly FleetEvent[], request?: Attempt['request']): void {
    const attempt = attempts.get(worker);
    if (!attempt) return;
    const seen = {
      events,
      worker: fleet.workers.get()?.get(worker) ?? null,
      ...(request ? { request } : {}),
    };
    attempts.set(worker, advance(action, attempt, seen));
  }

  function look(): void {
    for (const [worker, attempt] of attempts) if (!attempt.settled) step(worker, []);
    const isLive = live.status.get().phase === 'live';
    const sum = tally(
      [...attempts].map(([name, attempt]) => [
        name,
        judge(action, attempt, fleet.workers.get()?.get(name) ?? null),
      ]),
    );
    if (isOver(sum)) overAt ??= Date.now();
    else overAt = null;
    tell({
      ...wordsFor(sum, isLive),
      ...(isOver(sum) ? {} : { progress: (sum.done + sum.failed.length) / sum.total }),
      ...(sum.failed.length > 1
        ? {
            details: {
              text: text.t('batch.whichFailed', { count: sum.failed.length }),
              lines: sum.failed.map(({ worker, verdict }) => ({
                name: worker,
                text: verdictText(text, action, verdict),
              })),
            },
          }
        : {}),
      ...(isOver(sum) && sum.done > 0 ? undo() : {}),
    });
    if (overAt !== null && timers.length === 1) timers.push(setTimeout(stop, afterwatchMs));
    if (sum.unclear > 0 && isLive && !asking) void askAgain();
  }

  function wordsFor(sum: ReturnType<typeof tally>, isLive: boolean): Pick<Notice, 'tone' | 'text'> {
    const [only] = attempts.values();
    if (attempts.size > 1 || !only) {
      const tookMs = (overAt ?? Date.now()) - startedAt;
      return { tone: batchTone(sum, isLive), text: batchText(text, action, sum, { live: isLive, tookMs }) };
    }
    const progress = progressOf(
      text,
      { worker: only.worker, action, request: only.request, healthyAt },
      { newestFirst: only.events, worker: fleet.workers.get()?.get(only.worker) ?? null, live: isLive },
    );
    healthyAt = progress.healthyAt;
    return { tone: progress.tone, text: progress.text };
  }

  /** Says only what is new, so that nothing is read out twice. */
  function tell(next: Omit<Notice, 'id'>): void {
    const key = JSON.stringify([next.tone, next.text, next.progress, next.details?.lines.length]);
    if (key === shown) return;
    shown = key;
    renotify(notice, next);
  }

  function undo(): Pick<Notice, 'action'> | Record<string, never> {
    const back = undoOf(action);
    if (back === null) return {};
    return {
      action: {
        text: text.t('batch.undo'),
        run: () => {
          stop();
          dismiss(notice);
          const done = [...attempts].filter(
            ([name, attempt]) =>
              judge(action, attempt, fleet.workers.get()?.get(name) ?? null).standing === 'done',
          );
          followMany(
            text,
            back,
            done.map(([name]) => name),
          );
        },
      },
    };
  }

  function stop(): void {
    for (const each of unsubscribe.splice(0)) each();
    for (const timer of timers) clearTimeout(timer);
    const sum = tally(
      [...attempts].map(([name, attempt]) => [
        name,
        judge(action, attempt, fleet.workers.get()?.get(name) ?? null),
      ]),
    );
    // It may not go by itself any more, and nobody is told that it is still going on.
    if (!isOver(sum))
      tell({ tone: 'warn', text: batchText(text, action, sum, { live: true, tookMs: followMs }) });
  }

  /** The requests' own events tell which of them the server has heard. */
  async function askAgain(): Promise<void> {
    asking = true;
    try {
      const { events } = await ask('GET /api/v1/events', {
        query: { type: `worker.${action}-requested`, limit: mostInRequest },
      });
      const heard = new Map(
        events.filter(({ id }) => id > newestBefore).map((event) => [event.worker, event.id]),
      );
      for (const [worker, { request }] of attempts) {
        if (request.state !== 'unanswered') continue;
        const eventId = heard.get(worker);
        step(worker, [], eventId === undefined ? { state: 'never-arrived' } : { state: 'accepted', eventId });
      }
    } catch {
      // Lost again; the next sign of life asks anew.
    } finally {
      asking = false;
    }
    look();
  }

  async function send(names: readonly string[]): Promise<void> {
    const [first, ...others] = names;
    if (first === undefined) return;
    try {
      const { results } = await ask('POST /api/v1/workers/actions', {
        body: { action, workers: [first, ...others] },
      });
      for (const result of results) {
        step(
          result.worker,
          [],
          'eventId' in result
            ? { state: 'accepted', eventId: result.eventId }
            : { state: 'refused', detail: result.detail },
        );
      }
    } catch (error) {
      const request: Attempt['request'] =
        error instanceof ApiProblem && error.code === 'unreachable'
          ? { state: 'unanswered' }
          : { state: 'refused', detail: error instanceof Error ? error.message : String(error) };
      for (const name of names) step(name, [], request);
    }
    look();
  }

  for (let from = 0; from < workers.length; from += mostInRequest)
    void send(workers.slice(from, from + mostInRequest));
}
