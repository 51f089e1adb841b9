import type { Clock, Timer } from '../../../shared/clock.ts';
import { Failure, messageOf } from '../../../shared/failure.ts';
import type { Fleet } from '../../fleet/index.ts';
import { compileMatchers } from '../../metrics/index.ts';
import type { Store } from '../../store/index.ts';
import type { Evaluation } from '../evaluation/index.ts';
import { checkMatchers, type RunningSilences } from '../silences/index.ts';
import { createAlertBook } from './alert-book.ts';
import type { Alert } from './alert.ts';
import type { Alerts } from './alerts.ts';
import { dampingBounds } from './damp.ts';
import type { Episode } from './episode.ts';
import { createEventTeller } from './event-teller.ts';
import { createExternal } from './external.ts';
import { createAlertFigures } from './figures.ts';
import { createFlow, type FlowSettings, type Step } from './flow.ts';
import { createLists } from './lists.ts';
import { createMemory } from './memory.ts';
import { labelsOf, type Sign, signOfCondition } from './sign.ts';

export interface RunningAlerts extends Alerts {
  configure(settings: FlowSettings): void;
  /** For how long what is due has waited, ms. */
  lagMs(): number;
  /** When all that is known by now has gone through the flow, and is on disk unless that takes nothing. */
  settled(): Promise<void>;
}

export interface FlowBounds {
  /** Alerts that are not over; of what is beyond the number is told. */
  open: number;
  /** Of these, from outside. */
  external: number;
  /** Of those that are over. */
  kept: number;
  keptMs: number;
}
export const flowBounds: FlowBounds = {
  open: 20_000,
  external: 10_000,
  kept: 50_000,
  keptMs: 90 * 86_400_000,
};
export const usualFlow: FlowSettings = { inhibit: [], holdMs: dampingBounds.holdMs };

/** After a start, what is not said yet may still be so. */
const earlyMs = 2_000;
/** Looks again after so long at the latest: the wall clock, by which silences go, may have been set. */
const idleMs = 15_000;
/** Workers that come and go are looked at together. */
const settleMs = 250;
const retryMs = 1_000;
const pruneEveryMs = 3_600_000;
const mostPreviewed = 50;

/** The flow at work: each step is computed over the whole present, persisted in one transaction, and then told. */
export async function openAlerts(options: {
  store: Pick<Store, 'db' | 'rows'>;
  fleet: Pick<Fleet, 'workers' | 'hosts' | 'onChange' | 'record'>;
  evaluation: Pick<Evaluation, 'conditions' | 'onChange'>;
  silences: RunningSilences;
  clock: Clock;
  log: (text: string) => void;
  part: (name: string, state: 'well' | 'troubled', detail?: string) => void;
  settings?: FlowSettings;
  bounds?: FlowBounds;
}): Promise<RunningAlerts> {
  const { store, fleet, evaluation, silences, clock, log, part } = options;
  const { settings = usualFlow, bounds = flowBounds } = options;
  const book = createAlertBook(store);
  const memory = createMemory();
  const flow = createFlow(memory, bounds.open, settings);
  const external = createExternal(bounds.external);
  const teller = createEventTeller(fleet, clock);
  const figures = createAlertFigures();
  const openedMs = clock.monotonic();
  let signs: ReadonlyMap<string, Sign> = new Map();
  const lists = createLists({
    memory,
    book,
    signs: () => signs,
    cover: () => silences.coverAt(clock.now()),
    nowMs: () => clock.now(),
  });
  /** What a disk that takes nothing keeps waiting. */
  const unsaved = new Map<number, Episode>();
  let leftOut = 0;
  const listeners = new Set<(changed: readonly Alert[]) => void>();
  let stepping: Promise<void> | null = null;
  let isAgainWanted = false;
  let timer: Timer | undefined;
  let paced: Timer | undefined;
  let settling: Timer | undefined;
  let freeAtMs = openedMs;
  /** When a step was or will be due. */
  let dueAtMs = openedMs;
  let prunedMs = openedMs;
  let closed = false;

  const now = () => ({ wallMs: clock.now(), monotonicMs: clock.monotonic() });
  flow.takeUp(book.load(clock.now() - flow.longestMemoryMs()), now());
  for (const episode of memory.open())
    if (episode.source === 'alertmanager' && episode.ceasedAtMs === null) external.takeUp(episode, now());

  function look(): Step {
    const { wallMs, monotonicMs } = now();
    const present = new Map<string, Sign>();
    for (const condition of evaluation.conditions()) present.set(condition.key, signOfCondition(condition));
    for (const sign of external.signs(monotonicMs)) present.set(sign.key, sign);
    signs = present;
    const earlyLeftMs = openedMs + earlyMs - monotonicMs;
    const step = flow.step({
      wallMs,
      monotonicMs,
      signs,
      cover: silences.coverAt(wallMs),
      workers: fleet.workers(),
      hosts: fleet.hosts(),
      isEarly: earlyLeftMs > 0,
    });
    const externalMs = external.nextEndMs() - monotonicMs;
    wakeIn(Math.min(step.dueMs, externalMs, idleMs, earlyLeftMs > 0 ? earlyLeftMs : idleMs));
    return step;
  }

  function wakeIn(dueMs: number): void {
    clock.clearTimeout(timer);
    if (closed) return;
    dueAtMs = clock.monotonic() + Math.max(1, dueMs);
    timer = clock.setTimeout(stepSoon, Math.max(1, dueMs));
  }

  /** Something may be different. The first step after a quiet time comes at once; after that, steps take half of the time at most. */
  function stepSoon(): void {
    if (closed || paced !== undefined) return;
    dueAtMs = Math.min(dueAtMs, clock.monotonic());
    if (stepping) {
      isAgainWanted = true;
      return;
    }
    const waitMs = freeAtMs - clock.monotonic();
    if (waitMs <= 0) stepNow();
    else
      paced = clock.setTimeout(() => {
        paced = undefined;
        stepNow();
      }, waitMs);
  }

  function stepNow(): void {
    step().catch((error: unknown) => {
      log(`a step of the alerts failed: ${messageOf(error)}`);
      wakeIn(retryMs);
    });
  }

  /** Settles when all that is known by now has gone through. */
  async function step(): Promise<void> {
    while (stepping) await stepping;
    if (closed) return;
    stepping = run().finally(() => {
      stepping = null;
      if (!isAgainWanted) return;
      isAgainWanted = false;
      stepSoon();
    });
    await stepping;
  }

  async function run(): Promise<void> {
    const beganMs = clock.monotonic();
    const { changes, leftOut: beyond } = look();
    tellLeftOut(beyond);
    for (const change of changes) {
      unsaved.set(change.to.id, change.to);
      figures.count(change);
      teller.note(change);
    }
    await save();
    if (changes.length > 0) tell(changes.map(({ to }) => lists.view(to)));
    await pruneSometimes();
    freeAtMs = 2 * clock.monotonic() - beganMs;
  }

  async function save(): Promise<void> {
    if (unsaved.size === 0) return;
    const saved = [...unsaved.values()];
    try {
      await book.write(saved);
      for (const episode of saved) if (unsaved.get(episode.id) === episode) unsaved.delete(episode.id);
    } catch (error) {
      // What is wrong is told all the same: a full disk is among what people have to hear of.
      log(`alerts cannot be written: ${messageOf(error)}`);
      wakeIn(retryMs);
    }
  }

  function tell(alerts: readonly Alert[]): void {
    for (const listener of listeners) {
      try {
        listener(alerts);
      } catch (error) {
        log(`somebody could not take changed alerts: ${messageOf(error)}`);
      }
    }
    teller.tell();
  }

  function tellLeftOut(beyond: number): void {
    if ((beyond === 0) !== (leftOut === 0)) {
      const detail = `${bounds.open} alerts are firing, those beyond are left out: ${beyond} of them now`;
      part('alerts-full', beyond === 0 ? 'well' : 'troubled', beyond === 0 ? '' : detail);
    }
    leftOut = beyond;
  }

  async function pruneSometimes(): Promise<void> {
    if (clock.monotonic() - prunedMs < pruneEveryMs) return;
    prunedMs = clock.monotonic();
    await book.prune(clock.now() - bounds.keptMs, bounds.kept).catch((error: unknown) => {
      log(`old alerts cannot be deleted: ${messageOf(error)}`);
    });
  }

  const stops = [
    evaluation.onChange(stepSoon),
    silences.onChange(stepSoon),
    fleet.onChange((change) => {
      // Who is down decides what is inhibited; without an alert nobody asks, and whoever goes down has one of its own.
      if (change.kind !== 'workers' || memory.open().length === 0) return;
      settling ??= clock.setTimeout(() => {
        settling = undefined;
        stepSoon();
      }, settleMs);
    }),
  ];

  const self: RunningAlerts = {
    alerts: (query) => ({ ...lists.page(query), counts: lists.counts() }),
    alert(id) {
      const number = /^\d{1,15}$/.test(id) ? Number(id) : null;
      const known = number === null ? null : (memory.ofId(number) ?? book.episode(number));
      const found = known ? lists.view(known) : lists.pending().find((each) => each.id === id);
      if (!found) throw new Failure('not_found', `there is no alert ${id}`);
      return found;
    },
    firing: () => lists.firing(),
    counts: () => lists.counts(),
    silences,
    preview(matchers) {
      checkMatchers(matchers);
      const matches = compileMatchers(matchers);
      const found = [...lists.firing(), ...lists.pending()].filter((alert) => matches(labelsOf(alert)));
      return { alerts: found.slice(0, mostPreviewed), total: found.length };
    },
    async post(alerts) {
      const keys = external.post(alerts, now());
      await step();
      if (keys.some((key) => unsaved.has(memory.ofKey(key)?.id ?? -1)))
        throw new Failure('storage_unavailable', 'the alerts cannot be written');
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    families: () => [
      ...figures.families(lists.counts(), leftOut, external.refused()),
      ...silences.families(),
    ],
    configure(next) {
      flow.configure(next);
      stepSoon();
    },
    lagMs: () => Math.max(0, clock.monotonic() - dueAtMs),
    settled: step,
    async close() {
      for (const stop of stops) stop();
      await step();
      closed = true;
      clock.clearTimeout(timer);
      clock.clearTimeout(paced);
      clock.clearTimeout(settling);
      teller.close();
    },
  };
  stepSoon();
  return self;
}
