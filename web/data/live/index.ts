/** What the page knows of the fleet, kept fresh over one connection. Components read it through the hooks of `data`. */
import { ApiProblem, ask } from '../api.ts';
import { noteServerTime, onTick, startTicking } from '../clock.ts';
import { createStore } from '../store.ts';
import type {
  EventsDelta,
  SamplesSnapshot,
  System,
  WorkersDelta,
  WorkersSnapshot,
  FleetEvent,
} from '../types.ts';
import {
  addSample,
  eventsSnapshot,
  type Figures,
  mergeEvents,
  nextSystem,
  noFigures,
  type Workers,
  workersDelta,
  workersSnapshot,
} from './fleet-state.ts';
import { createLiveClient, type LiveClient, type LiveStatus } from './live-client.ts';

/** Null until the first snapshot. */
export const fleet = {
  workers: createStore<Workers | null>(null),
  figures: createStore<Figures>(noFigures),
  /** The figures of a few seconds ago at most: for orders, which must not change under the reader's finger. */
  steadyFigures: createStore<Figures>(noFigures),
  events: createStore<readonly FleetEvent[] | null>(null),
  system: createStore<System | null>(null),
};

/** Figures older than this are said to be old. */
export const freshMs = 4_000;
/** Age of what is shown, in whole seconds, once it is too old to be taken for the present; null while it is fresh. */
export const staleSeconds = createStore<number | null>(null);

const steadyMs = 3_000;
/** Looking away this long hangs up; switching tabs quickly does not. */
const hiddenGraceMs = 10_000;

let client: LiveClient | null = null;

/** The page's connection, opened by the first who asks. */
export function liveClient(): LiveClient {
  client ??= start();
  return client;
}

function start(): LiveClient {
  const live = createLiveClient({
    connect(listener) {
      const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/api/v1/live`);
      socket.addEventListener('open', () => listener.opened());
      socket.addEventListener('message', (message) => listener.received(String(message.data)));
      socket.addEventListener('close', () => listener.closed());
      return socket;
    },
    now: Date.now,
    setTimeout: (run, delayMs) => setTimeout(run, delayMs),
    clearTimeout: (timer) => clearTimeout(timer as number | undefined),
    onFrame: (run) => requestAnimationFrame(run),
    random: Math.random,
    isSignedIn: () =>
      ask('GET /api/v1/me').then(
        () => true,
        (error: unknown) => !(error instanceof ApiProblem && error.status === 401),
      ),
  });

  live.subscribe('workers', {
    snapshot: (data) => fleet.workers.set(workersSnapshot(data as WorkersSnapshot)),
    delta: (data) => fleet.workers.set(workersDelta(fleet.workers.get() ?? new Map(), data as WorkersDelta)),
  });
  const takeSample = (data: unknown) => {
    const sample = data as SamplesSnapshot;
    if (sample === null) return;
    const figures = addSample(fleet.figures.get(), sample);
    fleet.figures.set(figures);
    if (Math.abs(figures.time - fleet.steadyFigures.get().time) >= steadyMs) fleet.steadyFigures.set(figures);
  };
  live.subscribe('samples', { snapshot: takeSample, delta: takeSample });
  const takeEvents = (join: typeof eventsSnapshot) => (data: unknown) =>
    fleet.events.set(join(fleet.events.get() ?? [], (data as EventsDelta).events));
  live.subscribe('events', { snapshot: takeEvents(eventsSnapshot), delta: takeEvents(mergeEvents) });
  const takeSystem = (data: unknown, receivedAt: number) => {
    const system = data as System;
    noteServerTime(Date.parse(system.time), receivedAt);
    fleet.system.set(nextSystem(fleet.system.get(), system));
  };
  live.subscribe('system', { snapshot: takeSystem, delta: takeSystem });

  const noteAge = () => staleSeconds.set(staleSecondsOf(live.status.get()));
  live.status.subscribe(noteAge);
  onTick(noteAge);
  startTicking();
  let hiddenTimer: ReturnType<typeof setTimeout> | undefined;
  document.addEventListener('visibilitychange', () => {
    clearTimeout(hiddenTimer);
    if (document.hidden) hiddenTimer = setTimeout(() => client?.pause(), hiddenGraceMs);
    else client?.resume();
  });
  window.addEventListener('online', () => client?.retryNow());
  return live;
}

function staleSecondsOf({ phase, heardAt }: LiveStatus): number | null {
  if (heardAt === null || phase === 'paused') return null;
  const ageMs = Date.now() - heardAt;
  return ageMs > freshMs ? Math.round(ageMs / 1000) : null;
}
