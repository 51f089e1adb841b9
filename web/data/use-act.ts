import { useCallback, useEffect, useRef, useState } from 'react';
import { type Text, useText } from '../i18n/index.ts';
import { ApiProblem, ask } from './api.ts';
import { fleet, liveClient } from './live/index.ts';
import { notify, renotify } from './notices.ts';
import type { Action } from './outcome.ts';
import { type Progress, progressOf, type Pursuit } from './pursuit.ts';

/** By then a worker has been started, or tells its own story in its list of events. */
const followMs = 5 * 60_000;

/** Acts on a worker from anywhere; a notice follows it to its real outcome, wherever one goes on the page meanwhile. */
export function useAct(): (worker: string, action: Action) => void {
  const text = useText();
  return useCallback(
    (worker, action) => {
      const tell = noticeTeller(text);
      pursue(text, worker, action, tell);
    },
    [text],
  );
}

/** The same for a place that shows the outcome itself: null until something is done. A notice takes over when the place is left. */
export function useActHere(worker: string): { progress: Progress | null; act: (action: Action) => void } {
  const text = useText();
  const [progress, setProgress] = useState<Progress | null>(null);
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);
  const act = useCallback(
    (action: Action) => {
      const tell = noticeTeller(text);
      pursue(text, worker, action, (next, retry) => (here.current ? setProgress(next) : tell(next, retry)));
    },
    [text, worker],
  );
  return { progress, act };
}

/** Told each time that there is something new to say; `retry` where trying again makes sense. */
type Tell = (progress: Progress, retry: (() => void) | null) => void;

function noticeTeller(text: Text): Tell {
  let notice: number | null = null;
  return ({ tone, text: words }, retry) => {
    const next = {
      tone,
      text: words,
      ...(retry ? { action: { text: text.t('common.retry'), run: retry } } : {}),
    };
    if (notice === null) notice = notify(next);
    else renotify(notice, next);
  };
}

function pursue(text: Text, worker: string, action: Action, tell: Tell): void {
  const live = liveClient().status;
  const newestBefore = fleet.events.get()?.[0]?.id ?? 0;
  let pursuit: Pursuit = { worker, action, request: { state: 'sending' }, healthyAt: null };
  let asking = false;
  let told: Progress | null = null;
  const look = () => {
    const progress = progressOf(text, pursuit, {
      newestFirst: fleet.events.get() ?? [],
      worker: fleet.workers.get()?.get(worker) ?? null,
      live: live.get().phase === 'live',
    });
    pursuit = { ...pursuit, healthyAt: progress.healthyAt };
    if (progress.settled) stop();
    if (progress.text !== told?.text) {
      told = progress;
      tell(progress, pursuit.request.state === 'never-arrived' ? retry : null);
    }
    if (pursuit.request.state === 'unanswered' && live.get().phase === 'live' && !asking) void askAgain();
  };
  const unsubscribe = [fleet.events.subscribe(look), fleet.workers.subscribe(look), live.subscribe(look)];
  const timer = setTimeout(() => {
    stop();
    // It may not go by itself any more, and nobody is told that it is still going on.
    if (told) tell({ ...told, tone: 'warn' }, null);
  }, followMs);
  function stop(): void {
    clearTimeout(timer);
    for (const each of unsubscribe) each();
  }
  function retry(): void {
    pursue(text, worker, action, tell);
  }

  /** The request's own event tells whether the server has heard it. */
  async function askAgain(): Promise<void> {
    asking = true;
    try {
      const { events } = await ask('GET /api/v1/events', {
        query: { worker, type: `worker.${action}-requested`, limit: 5 },
      });
      const found = events.find((event) => event.id > newestBefore);
      advance(found ? { state: 'accepted', eventId: found.id } : { state: 'never-arrived' });
    } catch {
      // Lost again; the next sign of life asks anew.
    } finally {
      asking = false;
    }
  }

  function advance(request: Pursuit['request']): void {
    pursuit = { ...pursuit, request };
    look();
  }

  look();
  ask(`POST /api/v1/workers/{name}/${action}`, { name: worker }).then(
    ({ eventId }) => advance({ state: 'accepted', eventId }),
    (error: unknown) =>
      advance(
        error instanceof ApiProblem && error.code === 'unreachable'
          ? { state: 'unanswered' }
          : { state: 'refused', detail: error instanceof Error ? error.message : String(error) },
      ),
  );
}
