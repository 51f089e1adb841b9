import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isoTime, ManualClock } from '../../../shared/clock.ts';
import { Failure } from '../../../shared/failure.ts';
import { openHome } from '../../../shared/home.ts';
import type { Alert } from '../../alerts/index.ts';
import type { FleetEvent, Routing, Worker } from '../../fleet/index.ts';
import type { Notice } from '../../notify/index.ts';
import { createOnCall, type OnCall, type OnCallSettings } from '../../oncall/index.ts';
import { TestFleet, testWorker } from '../../server/testing/test-fleet.ts';
import { openStore, type Store } from '../../store/index.ts';
import {
  createIncidents,
  type Incidents,
  type IncidentsOptions,
  type IncidentsSettings,
} from '../create-incidents.ts';

export const startMs = Date.UTC(2026, 0, 5, 3); // noon of a Monday in Tokyo

export function testAlert(changes: Partial<Alert> & { id: string }): Alert {
  const startsAt = changes.startsAt ?? isoTime(startMs);
  return {
    key: changes.id,
    rule: 'WorkerDown',
    severity: 'critical',
    labels: {},
    annotations: {},
    value: null,
    state: 'firing',
    startsAt,
    endsAt: null,
    ceasedAt: null,
    source: 'rule',
    generatorUrl: null,
    silencedBy: [],
    inhibitedBy: [],
    flapping: false,
    returns: 0,
    noticeable: true,
    noticedAt: startsAt,
    updatedAt: startsAt,
    page: false,
    isTest: false,
    ...changes,
  };
}

export const testRouting: Routing = {
  language: 'en',
  timezone: 'Asia/Tokyo',
  routes: null,
  quietHours: [],
  graceMs: { critical: 0, warning: 30_000, info: 60_000 },
  remindMs: { critical: null, warning: null, info: null },
  digest: null,
};

/** What lasts when the hub is killed: the fleet, the alerts and the outbox, each as its own room keeps it. */
export interface Scene {
  clock: ManualClock;
  fleet: TestFleet;
  store: Store;
  incidents: Incidents;
  onCall: OnCall;
  alerts: Map<string, Alert>;
  /** What the notifier took, by key: a second time changes nothing. */
  notices: Map<string, Notice>;
  silenced: string[];
  errors: Map<string, { group: number; title: string; category: string; lastSeenMs: number }[]>;
  /** Throws in the place of the notifier, when set. */
  notifierFails: (() => void) | null;
  raise(alert: Partial<Alert> & { id: string }): void;
  /** Many in one step of the flow. */
  raiseAll(alerts: readonly (Partial<Alert> & { id: string })[]): void;
  end(id: string): void;
  happen(type: string, worker: string | null, data?: Record<string, unknown>): FleetEvent;
  worker(name: string, changes?: Partial<Worker>): void;
  /** Lets time pass and everything settle. */
  pass(ms: number): Promise<void>;
  /** Ends the hub without a word and starts another one. */
  kill(): void;
  configure(routing: Partial<Routing>, channels?: string[], teams?: OnCallSettings['teams']): void;
  /** `opened hook: title`, in order. */
  said(): string[];
  close(): Promise<void>;
}

export async function createScene(options: { settle?: number } = {}): Promise<Scene> {
  const folder = mkdtempSync(join(tmpdir(), 'yagura-incidents-'));
  const clock = new ManualClock(startMs);
  const store = await openStore({ home: openHome(folder), clock, onCorrupt: () => {} });
  const fleet = new TestFleet();
  let listeners = new Set<(changed: readonly Alert[]) => void>();
  let settings: IncidentsSettings | null = null;
  const alerts: IncidentsOptions['alerts'] = {
    firing: () => [...scene.alerts.values()].filter(({ state }) => state === 'firing'),
    alert(id) {
      const found = scene.alerts.get(id);
      if (!found) throw new Failure('not_found', `there is no alert ${id}`);
      return found;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  /** A hub that was killed does nothing any more. */
  let generation = 0;
  const open = () => {
    generation += 1;
    const mine = generation;
    listeners = new Set();
    const dead = () => new Promise<never>(() => {});
    const guarded = new Proxy(clock, {
      get(target, name) {
        if (name === 'setTimeout')
          return (run: () => void, ms: number) =>
            target.setTimeout(() => {
              if (mine === generation) run();
            }, ms);
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
    const onCall = createOnCall({ store, clock });
    const incidents = createIncidents({
      store: { ...store, db: writtenWhile(() => mine === generation, store.db) },
      clock: guarded,
      log: (text) => {
        if (!text.includes('killed')) throw new Error(text);
      },
      fleet,
      alerts,
      onCall,
      notifier: {
        async enqueue(notices) {
          if (mine !== generation) await dead();
          scene.notifierFails?.();
          for (const notice of notices)
            if (!scene.notices.has(notice.key)) scene.notices.set(notice.key, notice);
        },
        linkTo: (act, subject) => `https://tower.test/link/${act}/${subject}`,
        pageAt: (path) => `https://tower.test${path}`,
      },
      errorsOf: (worker) => scene.errors.get(worker) ?? [],
      isHealable: (rule) => !rule.startsWith('Error'),
      chartOf: (rule) => (rule === 'HighCpu' ? { expr: 'cpu > 0.9', threshold: 0.9 } : null),
      async silence(_labels, rule) {
        scene.silenced.push(rule ?? '');
      },
    });
    scene.onCall = onCall;
    scene.incidents = incidents;
    if (settings) incidents.configure(settings);
    incidents.begin();
  };
  const tell = (changed: readonly Alert[]) => {
    for (const listener of listeners) listener(changed);
  };
  const scene: Scene = {
    clock,
    fleet,
    store,
    incidents: undefined as unknown as Incidents,
    onCall: undefined as unknown as OnCall,
    alerts: new Map(),
    notices: new Map(),
    silenced: [],
    errors: new Map(),
    notifierFails: null,
    raise: (alert) => scene.raiseAll([alert]),
    raiseAll(raised) {
      const now = isoTime(clock.now());
      const made = raised.map((alert) => {
        const before = scene.alerts.get(alert.id);
        return before
          ? { ...before, ...alert, updatedAt: now }
          : testAlert({ startsAt: now, ...alert, updatedAt: now });
      });
      for (const one of made) scene.alerts.set(one.id, one);
      tell(made);
    },
    end(id) {
      const now = isoTime(clock.now());
      scene.raise({ id, state: 'resolved', endsAt: now, noticeable: false });
    },
    happen(type, worker, data = {}) {
      const event: FleetEvent = {
        id: fleet.recorded.length + 1,
        time: isoTime(clock.now()),
        type,
        worker,
        host: 'here',
        data,
      };
      fleet.recorded.push(event);
      fleet.tell({ kind: 'event', event });
      return event;
    },
    worker(name, changes = {}) {
      const before = fleet.list.get(name) ?? testWorker(name);
      fleet.tell({
        kind: 'workers',
        changed: [{ ...before, since: isoTime(clock.now()), ...changes }],
        removed: [],
      });
    },
    async pass(ms) {
      const steps = Math.max(1, Math.min(60, Math.ceil(ms / 500)));
      for (let step = 0; step < steps; step++) {
        clock.advance(ms / steps);
        await settled(options.settle);
      }
    },
    kill: open,
    configure(routing, channels = ['hook'], teams = []) {
      settings = {
        routing: { ...testRouting, ...routing },
        channels: channels.map((name) => ({ name, language: routing.language ?? 'en' })),
        teams,
      };
      scene.incidents.configure(settings);
    },
    said: () => [...scene.notices.values()].map(({ kind, channel, title }) => `${kind} ${channel}: ${title}`),
    async close() {
      generation += 1;
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  open();
  return scene;
}

/** The database of a process: once that is dead, nothing of it is written any more. */
function writtenWhile(isAlive: () => boolean, db: Store['db']): Store['db'] {
  return new Proxy(db, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      if (name === 'transaction' && !isAlive()) return () => ({ execute: () => new Promise(() => {}) });
      return value.bind(target) as unknown;
    },
  });
}

/** Lets promises of the database, which needs no time but turns of the loop, come to their end. */
async function settled(turns = 3): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
}
