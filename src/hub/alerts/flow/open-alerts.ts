import { createHash } from 'node:crypto';
import { type Clock, isoTime, type Timer } from '../../../shared/clock.ts';
import { Failure, messageOf } from '../../../shared/failure.ts';
import type { Fleet } from '../../fleet/index.ts';
import { compileMatchers } from '../../metrics/index.ts';
import type { Store } from '../../store/index.ts';
import type { Condition, Evaluation } from '../evaluation/index.ts';
import { checkMatchers, type RunningSilences } from '../silences/index.ts';
import { createAlertBook } from './alert-book.ts';
import type { Alert, AlertCounts } from './alert.ts';
import type { AlertQuery, Alerts } from './alerts.ts';
import { damp, dampingBounds, holdOf, isFlapping, memoryOf } from './damp.ts';
import { defaultInhibitRules } from './default-inhibit-rules.ts';
import { type Episode, isNoticeable, labelsOf, type Sign } from './episode.ts';
import { createEventTeller } from './event-teller.ts';
import { resolveAfterMs, signOfExternal } from './external.ts';
import { compileInhibitRules, type Inhibitable, inhibit, type InhibitRule } from './inhibit.ts';
import { createKinship } from './kinship.ts';

export interface FlowSettings {
  /** Beside Yagura's own. */
  inhibit: readonly InhibitRule[];
  /** How long an alert waits, at first, whether it comes back before it is resolved. */
  holdMs: number;
}

export interface RunningAlerts extends Alerts {
  configure(settings: FlowSettings): void;
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

/** After a start, what is not said yet may still be so. */
const earlyMs = 10_000;
/** Looks again after so long at the latest: the wall clock, by which silences go, may have been set. */
const idleMs = 15_000;
const retryMs = 1_000;
/** A clock that was set back makes an alert from outside last no longer than this after a start. */
const longestLeftMs = 86_400_000;
const pruneEveryMs = 3_600_000;
const mostShown = 50;
const endedAtATime = 500;
/** Of those that are over, so many are looked through for one page. */
const mostLookedThrough = 20_000;

export async function openAlerts(options: {
  store: Pick<Store, 'db' | 'rows'>;
  fleet: Pick<Fleet, 'workers' | 'hosts' | 'onChange' | 'record'>;
  evaluation: Pick<Evaluation, 'conditions' | 'onChange'>;
  silences: RunningSilences;
  clock: Clock;
  log: (text: string) => void;
  part: (name: string, state: 'well' | 'troubled', detail?: string) => void;
  bounds?: FlowBounds;
}): Promise<RunningAlerts> {
  const { store, fleet, evaluation, silences, clock, log, part, bounds = flowBounds } = options;
  const book = createAlertBook(store);
  const kinship = createKinship();
  const teller = createEventTeller(fleet, clock);
  const openedMs = clock.monotonic();
  let damping = dampingBounds;
  let inhibitRules = compileInhibitRules(defaultInhibitRules);

  /** Open ones, and those that are over and remembered, by key. */
  const episodes = new Map<string, Episode>();
  const byId = new Map<number, Episode>();
  /** By the monotonic clock: since when each ceased, and came back last. */
  const ceasedAt = new Map<string, number>();
  const returnedAt = new Map<string, number>();
  /** What was said from outside, and until when (monotonic) it holds unless it is said again. */
  const external = new Map<string, { sign: Sign; untilMs: number }>();
  let signs = new Map<string, Sign>();
  /** Whom silences cover stays the same while the same ones hold. */
  let coverVersion = 0;
  const unsaved = new Map<number, Episode>();
  let leftOut = 0;
  let refused = 0;
  let transitions = { firing: 0, resolved: 0, returned: 0 };
  const listeners = new Set<(changed: readonly Alert[]) => void>();
  let stepping: Promise<void> | null = null;
  let isAgainWanted = false;
  let timer: Timer | undefined;
  let paced: Timer | undefined;
  let freeAtMs = openedMs;
  let closed = false;
  let nextId: number;
  let prunedMs = openedMs;

  takeUp();

  /** What was persisted. A wall clock that was set meanwhile makes no hold longer than it is. */
  function takeUp(): void {
    const nowMs = clock.now();
    const loaded = book.load(nowMs - damping.longestHoldMs - memoryOf(0, damping) - damping.longestHoldMs);
    nextId = loaded.lastId + 1;
    for (const episode of loaded.episodes) {
      const { key, ceasedAtMs, returnedAtMs, returns, isResolved, source } = episode;
      keep(episode);
      const longest = holdOf(returns, damping) + (isResolved ? memoryOf(returns, damping) : 0);
      if (ceasedAtMs !== null) ceasedAt.set(key, openedMs - within(nowMs - ceasedAtMs, 0, longest));
      if (returnedAtMs !== null)
        returnedAt.set(key, openedMs - within(nowMs - returnedAtMs, 0, damping.calmMs));
      if (source === 'alertmanager' && ceasedAtMs === null) {
        const leftMs = within((episode.untilMs ?? nowMs) - nowMs, resolveAfterMs, longestLeftMs);
        external.set(key, {
          sign: signOfEpisode(episode),
          untilMs: openedMs + leftMs,
        });
      }
    }
  }

  function keep(episode: Episode): void {
    const before = episodes.get(episode.key);
    if (before && before.id !== episode.id) byId.delete(before.id);
    episodes.set(episode.key, episode);
    byId.set(episode.id, episode);
  }

  function forget({ key, id }: Episode): void {
    episodes.delete(key);
    byId.delete(id);
    ceasedAt.delete(key);
    returnedAt.delete(key);
  }

  // ---- the flow ----

  function presentSigns(monotonicMs: number): Map<string, Sign> {
    const present = new Map<string, Sign>();
    for (const condition of evaluation.conditions()) present.set(condition.key, signOfCondition(condition));
    for (const [key, { sign, untilMs }] of external) {
      if (untilMs <= monotonicMs) external.delete(key);
      else present.set(key, sign);
    }
    return present;
  }

  /** One step over the whole present: conditions, damping, inhibition, silences. Answers what is different from before. */
  function flow(): Episode[] {
    const wallMs = clock.now();
    const monotonicMs = clock.monotonic();
    signs = presentSigns(monotonicMs);
    const before = new Map<number, Episode>();
    const begun = new Set<number>();
    const change = (from: Episode | undefined, to: Episode) => {
      if (from && !begun.has(to.id) && !before.has(to.id)) before.set(to.id, from);
      keep(to);
    };
    const begin = (sign: Sign) => {
      const episode = beginning(sign, nextId, wallMs);
      nextId += 1;
      ceasedAt.delete(sign.key);
      returnedAt.delete(sign.key);
      begun.add(episode.id);
      keep(episode);
    };

    const isEarly = monotonicMs - openedMs < earlyMs;
    for (const episode of episodes.values()) {
      const { key } = episode;
      const now = {
        wallMs,
        sinceCeasedMs: monotonicMs - (ceasedAt.get(key) ?? monotonicMs),
        sinceReturnMs: monotonicMs - (returnedAt.get(key) ?? monotonicMs),
        isEarly,
      };
      const damped = damp(episode, signs.get(key), now, damping);
      if ('forgotten' in damped) forget(episode);
      else if ('begun' in damped) forget(episode);
      else if (damped.episode !== episode) {
        const next = damped.episode;
        if (next.ceasedAtMs !== null && episode.ceasedAtMs === null) ceasedAt.set(key, monotonicMs);
        if (next.ceasedAtMs === null) ceasedAt.delete(key);
        if (next.returns > episode.returns) returnedAt.set(key, monotonicMs);
        change(episode, next);
      }
    }
    let open = 0;
    for (const { isResolved } of episodes.values()) if (!isResolved) open += 1;
    let beyond = 0;
    for (const sign of signs.values()) {
      if (sign.isPending || episodes.has(sign.key)) continue;
      if (open >= bounds.open) beyond += 1;
      else {
        begin(sign);
        open += 1;
      }
    }
    tellLeftOut(beyond);

    const cover = silences.coverAt(wallMs);
    const isOtherCover = cover.version !== coverVersion;
    coverVersion = cover.version;
    const openEpisodes = [...episodes.values()].filter(({ isResolved }) => !isResolved);
    const lingersMs = kinship.look(fleet.workers(), fleet.hosts(), monotonicMs);
    const inhibitedBy = inhibit(openEpisodes.map(inhibitable), inhibitRules, kinship);
    for (const episode of openEpisodes) {
      const wasNew = begun.has(episode.id);
      const silencedBy =
        isOtherCover || wasNew ? cover.silencedBy(labelsOf(episode)).slice(0, 10) : episode.silencedBy;
      const inhibitors = (inhibitedBy.get(episode.id) ?? []).map(String);
      const isSame = sameIds(silencedBy, episode.silencedBy) && sameIds(inhibitors, episode.inhibitedBy);
      const next: Episode = isSame
        ? episode
        : { ...episode, silencedBy, inhibitedBy: inhibitors, updatedAtMs: wallMs };
      const noticed: Episode =
        next.noticedAtMs === null && isNoticeable(next) ? { ...next, noticedAtMs: wallMs } : next;
      if (noticed !== episode) change(episode, noticed);
    }
    wakeAt(nextDue(monotonicMs, wallMs, cover.changesAtMs, lingersMs));
    const changed = [...before.keys(), ...begun].flatMap((id) => byId.get(id) ?? []);
    for (const episode of changed) {
      count(before.get(episode.id), episode);
      teller.note(before.get(episode.id) ?? null, episode);
    }
    return changed.map((episode) => withValue(episode));
  }

  function count(from: Episode | undefined, to: Episode): void {
    if (!from) transitions = { ...transitions, firing: transitions.firing + 1 };
    else if (to.isResolved && !from.isResolved)
      transitions = { ...transitions, resolved: transitions.resolved + 1 };
    else if (to.returns > from.returns) transitions = { ...transitions, returned: transitions.returned + 1 };
  }

  function tellLeftOut(beyond: number): void {
    if (beyond === leftOut) return;
    if (beyond === 0) part('alerts', 'well');
    else if (leftOut === 0 || Math.abs(beyond - leftOut) > leftOut / 10)
      part(
        'alerts',
        'troubled',
        `${bounds.open} alerts are firing, more are not taken up: ${beyond} are left out`,
      );
    leftOut = beyond;
  }

  /** In how many ms something changes by itself. */
  function nextDue(
    monotonicMs: number,
    wallMs: number,
    coverChangesAtMs: number | null,
    lingersMs: number | null,
  ): number {
    let dueMs = idleMs;
    const sooner = (ms: number) => {
      dueMs = Math.min(dueMs, Math.max(0, ms));
    };
    if (coverChangesAtMs !== null) sooner(coverChangesAtMs - wallMs);
    if (lingersMs !== null) sooner(lingersMs + 1);
    if (monotonicMs - openedMs < earlyMs) sooner(openedMs + earlyMs - monotonicMs);
    for (const [key, at] of ceasedAt) {
      const episode = episodes.get(key);
      if (episode && !episode.isResolved) sooner(at + holdOf(episode.returns, damping) - monotonicMs);
    }
    for (const { untilMs } of external.values()) sooner(untilMs - monotonicMs);
    return dueMs;
  }

  function wakeAt(dueMs: number): void {
    clock.clearTimeout(timer);
    if (!closed) timer = clock.setTimeout(stepSoon, Math.max(1, dueMs));
  }

  // ---- steps: compute, persist in one transaction, tell ----

  /** Something may be different. The first step after a quiet time comes at once; after that, steps take half of the time at most. */
  function stepSoon(): void {
    if (closed || paced !== undefined) return;
    if (stepping) {
      isAgainWanted = true;
      return;
    }
    const waitMs = freeAtMs - clock.monotonic();
    if (waitMs <= 0) void step();
    else
      paced = clock.setTimeout(() => {
        paced = undefined;
        void step();
      }, waitMs);
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
    const changed = flow();
    freeAtMs = 2 * clock.monotonic() - beganMs;
    for (const episode of changed) unsaved.set(episode.id, episode);
    if (unsaved.size > 0) {
      const saved = [...unsaved.values()];
      try {
        await book.write(saved);
        for (const episode of saved) if (unsaved.get(episode.id) === episode) unsaved.delete(episode.id);
      } catch (error) {
        // What is wrong is told all the same: a full disk is among what people have to hear of.
        log(`alerts cannot be written: ${messageOf(error)}`);
        wakeAt(retryMs);
      }
    }
    if (changed.length > 0) tell(changed);
    await pruneSometimes();
  }

  function tell(changed: readonly Episode[]): void {
    const alerts = changed.map(view);
    for (const listener of listeners) {
      try {
        listener(alerts);
      } catch (error) {
        log(`somebody could not take changed alerts: ${messageOf(error)}`);
      }
    }
    teller.tell();
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
      // Who is down decides what is inhibited; without an alert nobody asks.
      if (change.kind === 'workers' && hasOpen()) stepSoon();
    }),
  ];

  function hasOpen(): boolean {
    for (const { isResolved } of episodes.values()) if (!isResolved) return true;
    return false;
  }

  // ---- for whoever asks ----

  const withValue = (episode: Episode): Episode => {
    const value = episode.ceasedAtMs === null ? signs.get(episode.key)?.value : undefined;
    return value === undefined || value === episode.value ? episode : { ...episode, value };
  };

  function view(kept: Episode): Alert {
    const episode = withValue(kept);
    const { id, key, rule, severity, labels, annotations, value, source, generatorUrl, page, isTest } =
      episode;
    const { isResolved, ceasedAtMs, noticedAtMs } = episode;
    return {
      id: String(id),
      key,
      rule,
      severity,
      labels: { ...labels },
      annotations: { ...annotations },
      value,
      state: isResolved ? 'resolved' : 'firing',
      startsAt: isoTime(episode.startsAtMs),
      endsAt: isResolved && ceasedAtMs !== null ? isoTime(ceasedAtMs) : null,
      ceasedAt: ceasedAtMs === null ? null : isoTime(ceasedAtMs),
      source,
      generatorUrl,
      silencedBy: [...episode.silencedBy],
      inhibitedBy: [...episode.inhibitedBy],
      flapping: isFlapping(episode),
      returns: episode.returns,
      noticeable: isNoticeable(episode),
      noticedAt: noticedAtMs === null ? null : isoTime(noticedAtMs),
      updatedAt: isoTime(episode.updatedAtMs),
      page,
      isTest,
    };
  }

  function pending(): Alert[] {
    const wallMs = clock.now();
    const { silencedBy } = silences.coverAt(wallMs);
    return [...signs.values()]
      .filter(({ key, isPending }) => isPending && (episodes.get(key)?.isResolved ?? true))
      .sort((a, b) => b.sinceMs - a.sinceMs || (a.key < b.key ? -1 : 1))
      .map((sign) => ({
        ...view({ ...beginning(sign, 0, wallMs), silencedBy: silencedBy(labelsOf(sign)) }),
        id: pendingId(sign.key),
        state: 'pending' as const,
        startsAt: isoTime(sign.sinceMs),
        noticeable: false,
      }));
  }

  const openNewestFirst = () =>
    [...episodes.values()].filter(({ isResolved }) => !isResolved).sort((a, b) => b.id - a.id);

  function counts(): AlertCounts {
    const counted: AlertCounts = {
      critical: 0,
      warning: 0,
      info: 0,
      silenced: 0,
      inhibited: 0,
      flapping: 0,
      firing: 0,
      pending: 0,
    };
    for (const episode of episodes.values()) {
      if (episode.isResolved) continue;
      counted.firing += 1;
      if (isNoticeable(episode)) counted[episode.severity] += 1;
      if (episode.silencedBy.length > 0) counted.silenced += 1;
      if (episode.inhibitedBy.length > 0) counted.inhibited += 1;
      if (isFlapping(episode)) counted.flapping += 1;
    }
    for (const { key, isPending } of signs.values())
      if (isPending && (episodes.get(key)?.isResolved ?? true)) counted.pending += 1;
    return counted;
  }

  function page(query: AlertQuery): { alerts: Alert[]; next: string | null } {
    const { state, limit, cursor } = query;
    const isWanted = filterOf(query);
    const wants = (one: Alert['state']) => !state || state.includes(one);
    const [skip, before] = positionOf(cursor);
    const found: { alert: Alert; position: string }[] = [];
    if (before === null && wants('pending'))
      for (const [index, alert] of pending().filter(isWanted).entries())
        if (index >= skip) found.push({ alert, position: `pending ${index + 1}` });
    const inMemory = [...episodes.values()]
      .filter(({ id, isResolved }) => id < (before ?? Infinity) && wants(isResolved ? 'resolved' : 'firing'))
      .sort((a, b) => b.id - a.id);
    const ended = wants('resolved')
      ? endedOnes(query, before ?? Number.MAX_SAFE_INTEGER)
      : [][Symbol.iterator]();
    let nextEnded = ended.next();
    const take = (alert: Alert) => {
      if (isWanted(alert)) found.push({ alert, position: alert.id });
    };
    for (const episode of inMemory) {
      while (!nextEnded.done && nextEnded.value.id > episode.id && found.length <= limit) {
        take(view(nextEnded.value));
        nextEnded = ended.next();
      }
      if (found.length > limit) break;
      take(view(episode));
    }
    while (!nextEnded.done && found.length <= limit) {
      take(view(nextEnded.value));
      nextEnded = ended.next();
    }
    const shown = found.slice(0, limit);
    return {
      alerts: shown.map(({ alert }) => alert),
      next: found.length > limit ? (shown.at(-1)?.position ?? null) : null,
    };
  }

  /** Those that are over and not in memory. */
  function* endedOnes(query: AlertQuery, before: number): Generator<Episode, undefined> {
    let last = before;
    for (let looked = 0; looked < mostLookedThrough; looked += endedAtATime) {
      const some = book.ended(query, last, endedAtATime);
      for (const episode of some) if (!byId.has(episode.id)) yield episode;
      if (some.length < endedAtATime) return;
      last = some.at(-1)?.id ?? 0;
    }
  }

  const self: RunningAlerts = {
    alerts: (query) => ({ ...page(query), counts: counts() }),
    alert(id) {
      const known = /^\d{1,15}$/.test(id) ? (byId.get(Number(id)) ?? book.episode(Number(id))) : null;
      const found = known ? view(known) : pending().find((each) => each.id === id);
      if (!found) throw new Failure('not_found', `there is no alert ${id}`);
      return found;
    },
    firing: () => openNewestFirst().map(view),
    counts,
    silences,
    preview(matchers) {
      checkMatchers(matchers);
      const matches = compileMatchers(matchers);
      const found = [...openNewestFirst().map(view), ...pending()].filter((alert) =>
        matches(labelsOf(alert)),
      );
      return { alerts: found.slice(0, mostShown), total: found.length };
    },
    async post(posted) {
      const wallMs = clock.now();
      const monotonicMs = clock.monotonic();
      const taken = posted.map((each) => ({ each, sign: signOfExternal(each, wallMs) }));
      const fresh = taken.filter(({ sign }) => !external.has(sign.key)).length;
      if (external.size + fresh > bounds.external) {
        refused += posted.length;
        throw new Failure('busy', `at most ${bounds.external} alerts from outside at a time`);
      }
      for (const { each, sign } of taken) {
        const leftMs = each.endsAtMs === undefined ? resolveAfterMs : each.endsAtMs - wallMs;
        // Most are sent again before long; only those that are not have to remember when they end.
        const untilMs = leftMs > 2 * resolveAfterMs ? (each.endsAtMs ?? null) : null;
        if (leftMs <= 0) external.delete(sign.key);
        else external.set(sign.key, { sign: { ...sign, untilMs }, untilMs: monotonicMs + leftMs });
      }
      await step();
      if (taken.some(({ sign }) => unsaved.has(episodes.get(sign.key)?.id ?? -1)))
        throw new Failure('storage_unavailable', 'the alerts cannot be written');
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    families() {
      const { critical, warning, info, silenced, inhibited, flapping, firing, pending: waiting } = counts();
      const { firing: begun, resolved, returned } = transitions;
      return [
        {
          name: 'yagura_alerts',
          type: 'gauge',
          help: 'Alerts by what they are; those that are worth telling by severity.',
          points: [
            [{ state: 'noticeable', severity: 'critical' }, critical],
            [{ state: 'noticeable', severity: 'warning' }, warning],
            [{ state: 'noticeable', severity: 'info' }, info],
            [{ state: 'firing' }, firing],
            [{ state: 'pending' }, waiting],
            [{ state: 'silenced' }, silenced],
            [{ state: 'inhibited' }, inhibited],
            [{ state: 'flapping' }, flapping],
            [{ state: 'left-out' }, leftOut],
          ],
        },
        {
          name: 'yagura_alert_transitions_total',
          type: 'counter',
          help: 'Alerts that began, came back while they were held or remembered, and were resolved.',
          points: [
            [{ to: 'firing' }, begun],
            [{ to: 'returned' }, returned],
            [{ to: 'resolved' }, resolved],
          ],
        },
        {
          name: 'yagura_alerts_refused_total',
          type: 'counter',
          help: 'Alerts from outside that were too many.',
          points: [[{}, refused]],
        },
        ...silences.families(),
      ];
    },
    configure({ inhibit: more, holdMs }) {
      inhibitRules = compileInhibitRules([...defaultInhibitRules, ...more]);
      damping = { ...dampingBounds, holdMs };
      stepSoon();
    },
    settled: step,
    async close() {
      for (const stop of stops) stop();
      await step();
      closed = true;
      clock.clearTimeout(timer);
      clock.clearTimeout(paced);
      teller.close();
    },
  };
  stepSoon();
  return self;
}

const within = (value: number, least: number, most: number) => Math.min(Math.max(value, least), most);

function sameIds(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, index) => id === b[index]);
}

const pendingId = (key: string) => `pending-${createHash('sha256').update(key).digest('hex').slice(0, 16)}`;

const inhibitable = (episode: Episode): Inhibitable => ({
  id: episode.id,
  severity: episode.severity,
  startsAtMs: episode.startsAtMs,
  labels: labelsOf(episode),
});

function signOfCondition(condition: Condition): Sign {
  const { key, rule, severity, labels, annotations, value, state, sinceMs, firingMs, page, isTest } =
    condition;
  return {
    key,
    rule,
    severity,
    labels,
    annotations,
    value,
    isPending: state === 'pending',
    sinceMs: firingMs ?? sinceMs,
    source: 'rule',
    generatorUrl: null,
    untilMs: null,
    page,
    isTest,
  };
}

/** What was said from outside, as it is known of the alert that came of it. */
const signOfEpisode = (episode: Episode): Sign => ({
  ...episode,
  isPending: false,
  sinceMs: episode.startsAtMs,
});

function beginning(sign: Sign, id: number, nowMs: number): Episode {
  const { key, rule, severity, labels, annotations, value, source, generatorUrl, untilMs, page, isTest } =
    sign;
  return {
    id,
    key,
    rule,
    severity,
    labels,
    annotations,
    value,
    source,
    generatorUrl,
    untilMs,
    page,
    isTest,
    startsAtMs: Math.min(sign.sinceMs, nowMs),
    ceasedAtMs: null,
    isResolved: false,
    returns: 0,
    returnedAtMs: null,
    silencedBy: [],
    inhibitedBy: [],
    noticedAtMs: null,
    updatedAtMs: nowMs,
  };
}

/** `pending N`: those before are shown; a number: what is older than this episode. */
function positionOf(cursor: string | undefined): [skip: number, before: number | null] {
  if (cursor === undefined) return [0, null];
  const [, waiting, id] = /^(?:pending (\d{1,9})|(\d{1,15}))$/.exec(cursor) ?? [];
  if (waiting === undefined && id === undefined)
    throw new Failure('bad_cursor', 'use a cursor as it was answered');
  return id === undefined ? [Number(waiting), null] : [0, Number(id)];
}

function filterOf(query: AlertQuery): (alert: Alert) => boolean {
  const { severity, rule, worker, host, source, noticeable, matchers, q } = query;
  const matches = matchers && compileMatchers(matchers);
  const text = q?.toLowerCase();
  return (alert) =>
    (!severity || severity.includes(alert.severity)) &&
    (rule === undefined || alert.rule === rule) &&
    (worker === undefined || alert.labels['worker'] === worker) &&
    (host === undefined || alert.labels['host'] === host) &&
    (source === undefined || alert.source === source) &&
    (noticeable === undefined || alert.noticeable === noticeable) &&
    (!matches || matches(labelsOf(alert))) &&
    (text === undefined || textOf(alert).includes(text));
}

const textOf = ({ rule, labels, annotations }: Alert) =>
  [rule, ...Object.values(labels), ...Object.values(annotations)].join('\n').toLowerCase();
