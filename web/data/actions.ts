/** Acts on workers and follows them to their outcomes, wherever one goes on the page meanwhile. */
import { useCallback } from 'react';
import { type Text, useText } from '../i18n/index.ts';
import { ApiProblem, ask } from './api.ts';
import { advance, type Attempt, isOver, judge, type Tally, tally, undoOf } from './batch.ts';
import { batchText, batchTone, verdictText } from './batch-text.ts';
import { fleet, liveClient } from './live/index.ts';
import { dismiss, type Notice, notify, renotify } from './notices.ts';
import { problemText } from './problem-text.ts';
import type { Action } from './outcome.ts';
import { type Progress, progressOf } from './pursuit.ts';
import type { EventsDelta, FleetEvent } from './types.ts';

/** By then each has been started, or tells its own story in its list of events. */
const followMs = 5 * 60_000;
/** One that falls over within its first seconds has not been started. */
const afterwatchMs = 6_000;
/** As many as one request may name. */
const mostInRequest = 1_000;

export function useActOnMany(): (action: Action, workers: readonly string[]) => void {
  const text = useText();
  return useCallback((action, workers) => follow(text, action, workers, noticeTeller()), [text]);
}

/** Told each time that there is something new to say; `progress` of one who is acted on alone. Null: it is taken back. */
export type Tell = (notice: Omit<Notice, 'id'> | null, progress: Progress | null) => void;

export function noticeTeller(): Tell {
  let id: number | null = null;
  return (notice) => {
    if (notice === null) {
      if (id !== null) dismiss(id);
    } else if (id === null) id = notify(notice);
    else renotify(id, notice);
  };
}

export function follow(text: Text, action: Action, workers: readonly string[], show: Tell): void {
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

  // The page keeps the newest events only; a thousand restarts are more than that.
  const unsubscribe = [
    live.subscribe('events', { snapshot: takeEvents, delta: takeEvents }),
    fleet.workers.subscribe(look),
    live.status.subscribe(look),
  ];
  const patience = setTimeout(stop, followMs);
  let afterwatch: ReturnType<typeof setTimeout> | undefined;

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
    if (!isOver(sum)) {
      overAt = null;
      // It was not over after all: one whose checks were heard of later than its start, for instance.
      clearTimeout(afterwatch);
      afterwatch = undefined;
    } else overAt ??= Date.now();
    const { notice, progress } = wordsFor(sum, isLive);
    const next: Omit<Notice, 'id'> = {
      ...notice,
      ...(isOver(sum) || sum.total === 1 ? {} : { progress: (sum.done + sum.failed.length) / sum.total }),
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
      ...(isOver(sum) ? wayOn(sum) : {}),
    };
    tell(next, progress);
    if (overAt !== null) afterwatch ??= setTimeout(stop, afterwatchMs);
    if (sum.unclear > 0 && isLive && !asking) void askAgain();
  }

  function wordsFor(
    sum: Tally,
    isLive: boolean,
  ): { notice: Pick<Notice, 'tone' | 'text'>; progress: Progress | null } {
    const [only] = attempts.values();
    if (attempts.size > 1 || !only) {
      const tookMs = (overAt ?? Date.now()) - startedAt;
      const words = isAllSending()
        ? text.t(`batch.sending.${action}`, { count: workers.length })
        : batchText(text, action, sum, { live: isLive, tookMs });
      return { notice: { tone: batchTone(sum, isLive), text: words }, progress: null };
    }
    const progress = progressOf(
      text,
      { worker: only.worker, action, request: only.request, healthyAt },
      { newestFirst: only.events, worker: fleet.workers.get()?.get(only.worker) ?? null, live: isLive },
    );
    healthyAt = progress.healthyAt;
    return { notice: { tone: progress.tone, text: progress.text }, progress };
  }

  /** Says only what is new, so that nothing is read out twice. */
  function tell(next: Omit<Notice, 'id'>, progress: Progress | null): void {
    const key = JSON.stringify([next.tone, next.text, next.progress, next.details?.lines.length]);
    if (key === shown) return;
    shown = key;
    show(next, progress);
  }

  /** What can be done now that it is over: what never arrived is sent again, what was done is taken back. */
  function wayOn(sum: Tally): Pick<Notice, 'action'> {
    const lost = sum.failed.filter(({ verdict }) => verdict.standing === 'lost').map(({ worker }) => worker);
    if (lost.length > 0) {
      return {
        action: {
          text: text.t('common.retry'),
          run: () => {
            stop();
            follow(text, action, lost, show);
          },
        },
      };
    }
    const back = undoOf(action);
    if (back === null || sum.done === 0) return {};
    return {
      action: {
        text: text.t('batch.undo'),
        run: () => {
          stop();
          show(null, null);
          const done = [...attempts].filter(
            ([name, attempt]) =>
              judge(action, attempt, fleet.workers.get()?.get(name) ?? null).standing === 'done',
          );
          follow(
            text,
            back,
            done.map(([name]) => name),
            noticeTeller(),
          );
        },
      },
    };
  }

  function stop(): void {
    for (const each of unsubscribe.splice(0)) each();
    clearTimeout(patience);
    clearTimeout(afterwatch);
    const sum = tally(
      [...attempts].map(([name, attempt]) => [
        name,
        judge(action, attempt, fleet.workers.get()?.get(name) ?? null),
      ]),
    );
    // It may not go by itself any more, and nobody is told that it is still going on.
    if (isOver(sum)) return;
    const { notice, progress } = wordsFor(sum, true);
    tell({ ...notice, tone: 'warn' }, progress && { ...progress, tone: 'warn', settled: true });
  }

  /** The requests' own events tell which of them the server has heard. */
  async function askAgain(): Promise<void> {
    asking = true;
    // One whose connection is lost meanwhile may be heard too late for this answer.
    const doubtful = [...attempts.values()].filter(({ request }) => request.state === 'unanswered');
    try {
      const { events } = await ask('GET /api/v1/events', {
        query: { type: `worker.${action}-requested`, limit: mostInRequest },
      });
      const heard = new Map(
        events.filter(({ id }) => id > newestBefore).map((event) => [event.worker, event.id]),
      );
      for (const { worker } of doubtful) {
        const eventId = heard.get(worker);
        step(worker, [], eventId === undefined ? { state: 'never-arrived' } : { state: 'accepted', eventId });
      }
    } catch {
      // Lost again; the next sign of life asks anew.
      return;
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
            : { state: 'refused', detail: problemText(text, new ApiProblem(0, result.code, result.detail)) },
        );
      }
    } catch (error) {
      const request: Attempt['request'] =
        error instanceof ApiProblem && error.code === 'unreachable'
          ? { state: 'unanswered' }
          : { state: 'refused', detail: problemText(text, error) };
      for (const name of names) step(name, [], request);
    }
    look();
  }

  function isAllSending(): boolean {
    return [...attempts.values()].every(({ request }) => request.state === 'sending');
  }

  look();
  for (let from = 0; from < workers.length; from += mostInRequest)
    void send(workers.slice(from, from + mostInRequest));
}
