import type { Clock, Timer } from '../../../shared/clock.ts';
import { Failure, messageOf } from '../../../shared/failure.ts';
import { createTurns } from '../../../shared/turns.ts';
import type { Fleet } from '../../fleet/index.ts';
import type { Family } from '../../metrics/index.ts';
import { readSetting, type Store } from '../../store/index.ts';
import type { HeartbeatRule, Rule } from '../rules/index.ts';
import { type ConditionBook, createConditionBook, cursorKey, type KnownRule } from './condition-book.ts';
import type { Evaluation, RuleReport } from './evaluation.ts';
import { createEventRules, type EventRules } from './event-rules.ts';
import { evaluationFigures } from './figures.ts';
import { createHeartbeats } from './heartbeats.ts';
import { look, type MetricLook, plansOf, prepare } from './metric-rules.ts';
import { createLooker, type RuleSource } from './plan.ts';
import { createSteadyTime } from './steady-time.ts';

export interface RunningEvaluation extends Evaluation {
  /** One round of everything that is due, as happens each second; for tests. */
  round(): Promise<void>;
}

const everyMs = 1_000;
/** A round takes a fifth of the time at most: when there is too much to do, rounds come less often. */
const pauseOfRound = 4;
const longestPauseMs = 30_000;
/** After a start, and after the clock was set, figures may not be there yet. */
const settleMs = 15_000;
const replayedAtATime = 500;
const mostReplayed = 10_000;

interface Report {
  evaluatedAtMs: number | null;
  tookMs: number | null;
  failure: string | null;
}

export async function openEvaluation(options: {
  store: Store;
  /** The figures kept here; not those of a store elsewhere, which may be away. */
  source: RuleSource;
  fleet: Pick<Fleet, 'workers' | 'hosts' | 'parts' | 'events' | 'onChange' | 'record'>;
  clock: Clock;
  log: (text: string) => void;
  rules: readonly Rule[];
  /** The tower itself is in trouble, so that figures, or those of the fleet, say nothing now: what is known is kept. */
  isBlind?: ((isOfFleet: boolean) => boolean) | undefined;
}): Promise<RunningEvaluation> {
  const { store, fleet, clock, log, isBlind = () => false } = options;
  const time = createSteadyTime(clock);
  const looker = createLooker(options.source);
  const heartbeats = createHeartbeats({ store, time, log });
  const reports = new Map<string, Report>();
  let settledMs = time.now() + settleMs;
  let looks: MetricLook[] = [];
  let closed = false;
  let timer: Timer | undefined;
  let dueAt = clock.monotonic();
  let begunAt: number | null = null;
  let lagMs = 0;
  let tookMs = 0;
  let failures = 0;
  let slow: Promise<void> | null = null;
  /** The newest event, and the newest at the last round: only of that is it certain that it is in the log. */
  let newestEvent = 0;
  const seenBefore = readSetting(store, cursorKey);
  let safeEvent = Number(seenBefore ?? 0);

  const isSettling = () => time.now() < settledMs;
  const events: EventRules = createEventRules({ fleet, book: () => book, time, isSettling });
  const book: ConditionBook = createConditionBook({ store, time, labelsOf: events.labelsOf, log });

  const commit = () => {
    void book.commit(safeEvent);
  };

  function setRules(rules: readonly Rule[]): void {
    book.setRules(rules);
    const before = new Map(looks.map((one) => [one.known.rule.name, one.dueMs]));
    looks = [...book.rules.values()].flatMap((known): MetricLook[] => {
      if (known.rule.kind !== 'metric') return [];
      try {
        return [prepare(known, known.rule, before.get(known.rule.name) ?? 0)];
      } catch (error) {
        report(known, { failure: messageOf(error) });
        return [];
      }
    });
    looker.keepOnly(looks.flatMap(plansOf));
    for (const name of reports.keys()) if (!book.rules.has(name)) reports.delete(name);
    events.setRules();
  }

  function report(known: KnownRule, what: Partial<Report>): void {
    const before = reports.get(known.rule.name) ?? { evaluatedAtMs: null, tookMs: null, failure: null };
    reports.set(known.rule.name, { ...before, evaluatedAtMs: clock.now(), ...what });
  }

  function reportOf({ rule, held }: KnownRule): RuleReport {
    const { evaluatedAtMs = null, tookMs: took = null, failure = null } = reports.get(rule.name) ?? {};
    const firing = [...held.values()].filter(({ phase }) => phase.state === 'firing').length;
    const pending = held.size - firing;
    const calm = rule.kind === 'event' || evaluatedAtMs !== null ? 'ok' : 'unknown';
    const state = failure !== null ? 'failing' : firing > 0 ? 'firing' : pending > 0 ? 'pending' : calm;
    return { rule: rule.name, state, pending, firing, evaluatedAtMs, tookMs: took, failure };
  }

  async function lookAt(due: readonly MetricLook[]): Promise<void> {
    const turn = createTurns();
    const round = looker.begin(clock.now());
    for (const one of due) {
      if (closed) return;
      if (isBlind(one.isOfFleet)) continue;
      const startedAt = clock.monotonic();
      // A rule that was taken away meanwhile has no say any more.
      if (book.rules.get(one.known.rule.name) !== one.known) continue;
      try {
        const failure = await look(one, round, book, {
          isResting: events.isResting,
          isSettling: isSettling(),
        });
        report(one.known, { tookMs: clock.monotonic() - startedAt, failure });
      } catch (error) {
        failures += 1;
        report(one.known, { failure: messageOf(error) });
      }
      await turn();
    }
  }

  function lookAtHeartbeats(): void {
    for (const known of book.rules.values()) {
      if (known.rule.kind !== 'heartbeat') continue;
      const labels = { heartbeat: known.rule.heartbeat };
      book.see(known, heartbeats.see(known.rule), {
        subject: 'heartbeat',
        labels,
        value: null,
        event: { last: heartbeats.lastAt(known.rule.name) ?? 'never' },
      });
      report(known, { tookMs: 0, failure: null });
    }
  }

  /** Rules that look over long windows go their own way, so that no other waits for them. */
  function lookSlowly(): void {
    const now = time.now();
    const due = looks.filter(({ expr, dueMs }) => expr.everyMs > everyMs && dueMs <= now);
    if (slow || due.length === 0) return;
    for (const one of due) one.dueMs = now + one.expr.everyMs;
    slow = lookAt(due).finally(() => {
      slow = null;
      commit();
    });
  }

  async function round(): Promise<void> {
    const startedAt = clock.monotonic();
    begunAt = startedAt;
    lagMs = Math.max(0, startedAt - dueAt);
    if (time.look() !== 0) {
      settledMs = time.now() + settleMs;
      book.rewrite();
      log('the clock was set: conditions go on by the time that passed');
    }
    events.tick();
    lookAtHeartbeats();
    lookSlowly();
    await lookAt(looks.filter(({ expr }) => expr.everyMs === everyMs));
    book.tick();
    await heartbeats.flush();
    await book.commit(safeEvent);
    safeEvent = Math.max(safeEvent, newestEvent);
    tookMs = clock.monotonic() - startedAt;
    begunAt = null;
  }

  function schedule(delayMs: number): void {
    if (closed) return;
    dueAt = clock.monotonic() + delayMs;
    timer = clock.setTimeout(() => {
      round()
        .catch((error: unknown) => log(`looking at rules: ${messageOf(error)}`))
        .finally(() => schedule(Math.min(longestPauseMs, Math.max(everyMs - tookMs, pauseOfRound * tookMs))));
    }, delayMs);
  }

  /** What happened while the hub was away, or what it had not written down when it was killed. */
  function replay(): void {
    const newest = fleet.events({ limit: 1 }).events[0]?.id ?? 0;
    newestEvent = newest;
    // On a first start there is nothing to catch up with.
    if (seenBefore !== null) {
      const missed = [];
      let before: number | undefined;
      for (let pages = 0; pages < mostReplayed / replayedAtATime; pages += 1) {
        const { events: page, next } = fleet.events({
          limit: replayedAtATime,
          ...(before === undefined ? {} : { before }),
        });
        const newer = page.filter(({ id }) => id > safeEvent);
        missed.push(...newer);
        if (newer.length < page.length || next === null) break;
        before = next;
      }
      for (const event of missed.toReversed()) events.event(event);
    }
    safeEvent = newest;
  }

  setRules(options.rules);
  await heartbeats.setRules(heartbeatRules(options.rules));
  replay();
  const stopListening = fleet.onChange((change) => {
    if (change.kind === 'event') {
      newestEvent = Math.max(newestEvent, change.event.id);
      events.event(change.event);
    } else if (change.kind === 'workers') events.workers(change.changed, change.removed);
    else if (change.kind === 'parts') events.parts(change.parts);
    else return;
    commit();
  });
  await book.commit(safeEvent);
  schedule(everyMs);

  const evaluation: RunningEvaluation = {
    round,
    conditions: () => book.all().map(book.view),
    onChange: book.onChange,
    reload(rules) {
      setRules(rules);
      void heartbeats.setRules(heartbeatRules(rules));
      commit();
    },
    reports: () => [...book.rules.values()].map(reportOf),
    report(rule) {
      const known = book.rules.get(rule);
      return known ? reportOf(known) : null;
    },
    heartbeat: (rule) => {
      const pingId = heartbeats.pingId(rule);
      return pingId === null ? null : { pingId, lastAt: heartbeats.lastAt(rule) };
    },
    hasPing: (id) => heartbeats.has(id),
    ping(id, sign) {
      const rule = heartbeats.ping(id, sign);
      if (rule === null) return false;
      lookAtHeartbeats();
      commit();
      return true;
    },
    test(rule, by) {
      const known = book.rules.get(rule);
      if (!known) throw new Failure('not_found', `no rule "${rule}" is looked at`);
      const held = book.test(known, { ...testLabels(known), yagura_test: 'true' });
      fleet.record('alert.tested', null, { rule, by });
      commit();
      return book.view(held);
    },
    families: (): Family[] =>
      evaluationFigures({ reports: evaluation.reports(), tookMs, lagMs: evaluation.lagMs(), failures }),
    lagMs: () => (begunAt === null ? lagMs : Math.max(lagMs, clock.monotonic() - begunAt - everyMs)),
    async close() {
      closed = true;
      stopListening();
      clock.clearTimeout(timer);
      await slow;
      await heartbeats.flush();
      await book.commit(safeEvent);
      await book.close();
    },
  };
  return evaluation;
}

function heartbeatRules(rules: readonly Rule[]): HeartbeatRule[] {
  return rules.filter((rule): rule is HeartbeatRule => rule.kind === 'heartbeat');
}

/** As what it would find: what its own expression or match asks for, where that is certain. */
function testLabels({ rule }: KnownRule): Record<string, string> {
  if (rule.kind === 'heartbeat') return { heartbeat: rule.heartbeat };
  if (rule.kind === 'event')
    return Object.fromEntries(Object.entries(rule.match).filter(([, text]) => !text.includes('*')));
  return {};
}
