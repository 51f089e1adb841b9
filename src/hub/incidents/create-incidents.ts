/**
 * Incidents as they come, go on and end. Whatever arrives (alerts, events, what people do, time) changes them in memory; a step then
 * derives which notices there must be, writes all of it in one transaction, and hands the notices over. Killed between any two of these,
 * the next hub finds what was written, compares alerts and events with it, and goes on: notices have keys that are the same each time.
 */
import { type Clock, isoTime, type Timer } from '../../shared/clock.ts';
import { Failure, messageOf } from '../../shared/failure.ts';
import type { Alert, Alerts } from '../alerts/index.ts';
import type { Fleet, FleetEvent, Routing, Team, Worker } from '../fleet/index.ts';
import type { LinkTarget, Notice, Notifier } from '../notify/index.ts';
import { dayMs, instantOf, localTime, type OnCall } from '../oncall/index.ts';
import { readSetting, type Store } from '../store/index.ts';
import { changeWindowMs, rankCauses } from './causes.ts';
import { certainty, type Healing } from './certain.ts';
import { digestOf, type Language, noticeOf } from './compose.ts';
import { correlate } from './correlate.ts';
import { attemptsOf, detailOf, viewOf } from './describe.ts';
import { type Entry, entryOfEvent, isTold, touches } from './entry.ts';
import { createIncidentsStore, type Decided, type IncidentQuery, isSettled } from './incidents-store.ts';
import {
  dropMember,
  isAllOver,
  isNoticeable,
  type LiveIncident,
  newIncident,
  putEntry,
  putMember,
  reopen,
  severityOf,
  statusOf,
  subjectOf,
} from './live-incident.ts';
import {
  isOfInterest,
  isOver,
  isWorse,
  type Member,
  memberOfAlert,
  memberOfTrouble,
  troubleOf,
} from './member.ts';
import { partiesFor, quietUntil } from './routes.ts';
import { createTopology, type Topology } from './topology.ts';
import type {
  Incident,
  IncidentCounts,
  IncidentDetail,
  IncidentPage,
  IncidentsDelta,
  IncidentTimes,
} from './views.ts';
import { type Plan, type Told, wantedNotices } from './wanted-notices.ts';
import { writeUp } from './write-up.ts';

export interface IncidentsSettings {
  routing: Routing;
  channels: readonly { name: string; language: Language }[];
  teams: readonly Team[];
}

/** Unknown incidents throw `Failure('not_found')`, what makes no sense `conflict`, a disk that takes nothing `storage_unavailable`. */
export interface Incidents {
  configure(settings: IncidentsSettings): void;
  /** Compares what was with what is, and begins to tell. */
  begin(): void;
  /** `next`: what to ask for as `before`. */
  page(query: IncidentQuery): Omit<IncidentPage, 'next'> & { next: number | null };
  detail(id: number): IncidentDetail;
  /** Those that are not over, newest first; at most so many. */
  newest(limit: number): IncidentsDelta;
  times(sinceMs: number): IncidentTimes;
  /** A write-up in Markdown. */
  report(id: number, language: Language): string;

  /** All of these are durable when they settle; done twice they change nothing. */
  acknowledge(id: number, by: string): Promise<void>;
  /** Null: nobody. */
  assign(id: number, to: string | null, by: string): Promise<void>;
  note(id: number, text: string, by: string): Promise<void>;
  snooze(id: number, untilMs: number, by: string): Promise<void>;
  resolve(id: number, by: string): Promise<void>;
  reopen(id: number, by: string): Promise<void>;
  /** The others go on as a part of the first. */
  merge(into: number, others: readonly number[], by: string): Promise<void>;
  /** Parts again what was merged. */
  part(id: number, other: number, by: string): Promise<void>;

  /** What the links of messages do. */
  linkTarget: LinkTarget;
  onChange(listener: (delta: IncidentsDelta) => void): () => void;
  /** Those that people were told of and that last. */
  troubles(): { workers: readonly string[]; startsAtMs: number; acknowledged: boolean }[];
  /** Steps taken and still to take, for whoever watches the tower. */
  lag(): { waiting: number; oldestMs: number | null };
  close(): Promise<void>;
}

const cursorKey = 'incidents.cursor';
const digestKey = 'incidents.digest';
/** What comes at once is dealt with at once. */
const soonMs = 10;
const mostPatienceMs = 250;
const retryMs = 1_000;
/** Deadlines are by the wall clock, which may jump: they are looked at so often at least. */
const lookEveryMs = 5_000;
const compareEveryMs = 15_000;
const pruneEveryMs = 3_600_000;
const topologyForMs = 1_000;
/** Logs are read a little after they were printed. */
const errorLooksMs = [0, 2_000, 10_000];
const errorsBeforeMs = 60_000;
const mostErrorWorkers = 3;
/** Of one incident; more are told as a number. */
const mostAlertEntries = 50;
const mostDigestLines = 50;
/** A worker that is up and not failing for so long is well, even when nobody said so. */
const provenMs = 30_000;
const longestSnoozeMs = 30 * dayMs;
/** Of what happened while no hub was there, the newest: more belongs to no incident that is still open. */
const eventPages = 2;
const eventsAPage = 1_000;
const scarce = { memory: 0.03, disk: 0.02 };
/** What somebody did, looked for when an incident opens. */
const contextTypes = [
  'config.applied',
  'deploy.marked',
  'worker.stop-requested',
  'worker.restart-requested',
  'error.new',
  'error.regression',
  'error.spike',
];

export interface IncidentsOptions {
  store: Store;
  clock: Clock;
  log: (text: string) => void;
  fleet: Pick<Fleet, 'workers' | 'hosts' | 'events' | 'onChange' | 'record'>;
  alerts: Pick<Alerts, 'firing' | 'alert' | 'onChange'>;
  onCall: OnCall;
  notifier: Pick<Notifier, 'enqueue' | 'linkTo' | 'pageAt'>;
  /** Kinds of errors that a worker reported since then, the latest first. */
  errorsOf(
    worker: string,
    sinceMs: number,
  ): { group: number; title: string; category: string; lastSeenMs: number }[];
  /** Whether what the rule finds can go away by a restart. */
  isHealable(rule: string): boolean;
  /** What to draw of a rule. */
  chartOf(
    rule: string,
    labels: Readonly<Record<string, string>>,
  ): { expr: string; threshold: number | null } | null;
  /** Keeps an alert's like from being told for a while. */
  silence(labels: Readonly<Record<string, string>>, rule: string | null, by: string): Promise<void>;
}

export function createIncidents(options: IncidentsOptions): Incidents {
  const { store, clock, log, fleet, alerts, onCall, notifier } = options;
  const disk = createIncidentsStore(store);
  const live = new Map<number, LiveIncident>();
  /** Which incident an alert belongs to. */
  const homeOf = new Map<string, number>();
  let lastId = disk.lastId();
  let settings: IncidentsSettings | null = null;
  let cursor = Number(readSetting(store, cursorKey) ?? -1);
  let savedCursor = cursor;
  const inbox = { alerts: new Map<string, Alert>(), events: [] as FleetEvent[] };
  let inboxSinceMs: number | null = null;
  const dirty = new Set<LiveIncident>();
  /** Decided on and not on disk yet, on disk and not handed over yet. */
  let decided: (Decided & { incident: number })[] = [];
  let waiting: Decided[] = [];
  const listeners = new Set<(delta: IncidentsDelta) => void>();
  let known: { topology: Topology; workers: ReadonlyMap<string, Worker>; atMs: number } | null = null;
  let stepping: Promise<void> | null = null;
  let turn: Promise<unknown> | null = null;
  let timer: Timer | undefined;
  let timerAtMs = Number.POSITIVE_INFINITY;
  let comparedMs = 0;
  let prunedMs = clock.monotonic();
  let begun = false;
  let closed = false;

  for (const incident of disk.unsettled()) takeUp(incident);
  waiting = disk.waiting();

  const stopAlerts = alerts.onChange((changed) => {
    for (const alert of changed) inbox.alerts.set(alert.id, alert);
    arrived();
  });
  const stopFleet = fleet.onChange((change) => {
    if (change.kind === 'workers' && change.removed.length > 0) known = null;
    if (change.kind !== 'event') return;
    if (change.event.type === 'config.applied') known = null;
    if (!isTold(change.event)) return;
    inbox.events.push(change.event);
    arrived();
  });
  const stopOnCall = onCall.onChange(() => soon(soonMs));

  function configureOnCall(): void {
    if (!settings) return;
    const { routing, channels, teams } = settings;
    onCall.configure({ teams, timezone: routing.timezone, channels: channels.map(({ name }) => name) });
  }

  function takeUp(incident: LiveIncident): void {
    live.set(incident.state.id, incident);
    for (const member of incident.members.values()) homeOf.set(member.id, incident.state.id);
    incident.causes = rankOf(incident);
    incident.lookAtMs = 0;
  }

  // ---- steps ----

  function arrived(): void {
    inboxSinceMs ??= clock.monotonic();
    // Where there is much to look through, more is looked at in one go.
    soon(soonMs + Math.min(mostPatienceMs, homeOf.size / 40));
  }

  function soon(delayMs: number): void {
    if (closed || !begun) return;
    const atMs = clock.monotonic() + delayMs;
    if (timer !== undefined && timerAtMs <= atMs) return;
    clock.clearTimeout(timer);
    timerAtMs = atMs;
    timer = clock.setTimeout(() => {
      timer = undefined;
      timerAtMs = Number.POSITIVE_INFINITY;
      void step();
    }, delayMs);
  }

  /** What changes and what writes goes one after the other: two that write at once would lose what the other took along. */
  function inTurn<Result>(run: () => Promise<Result>): Promise<Result> {
    const result = turn ? turn.then(run) : run();
    const over = result
      .catch(() => {})
      .finally(() => {
        if (turn === over) turn = null;
      });
    turn = over;
    return result;
  }

  function step(): Promise<void> {
    stepping ??= inTurn(steps).finally(() => {
      stepping = null;
    });
    return stepping;
  }

  /** One that goes wrong keeps no other from its turn. */
  function guarded<Result>(what: string, run: () => Result): Result | null {
    try {
      return run();
    } catch (error) {
      log(
        `incidents: ${what}: ${error instanceof Error ? (error.stack ?? error.message) : messageOf(error)}`,
      );
      return null;
    }
  }

  async function steps(): Promise<void> {
    guarded('a step', work);
    try {
      await save();
      await handOver();
    } catch (error) {
      log(`incidents cannot be written or told, it is tried again: ${messageOf(error)}`);
      return soon(retryMs);
    }
    const nowMs = clock.now();
    let nextMs = lookEveryMs;
    for (const { lookAtMs } of live.values())
      if (lookAtMs !== null) nextMs = Math.min(nextMs, Math.max(1, lookAtMs - nowMs));
    soon(inbox.alerts.size + inbox.events.length + dirty.size > 0 ? soonMs : nextMs);
  }

  /** All that needs no waiting: what arrived, what is due. */
  function work(): void {
    const nowMs = clock.now();
    if (clock.monotonic() - comparedMs >= compareEveryMs) {
      comparedMs = clock.monotonic();
      guarded('to compare', () => compareWorkers(nowMs));
      // One that went wrong on its way here comes again.
      for (const alert of alerts.firing())
        if (!homeOf.has(alert.id) && !inbox.alerts.has(alert.id)) inbox.alerts.set(alert.id, alert);
    }
    const arrivedAlerts = [...inbox.alerts.values()];
    const arrivedEvents = inbox.events;
    inbox.alerts.clear();
    inbox.events = [];
    inboxSinceMs = null;
    const arriving = [
      ...arrivedEvents.flatMap((event) => guarded(event.type, () => takeEvent(event, nowMs)) ?? []),
      ...arrivedAlerts.flatMap((alert) => guarded(alert.rule, () => takeAlert(alert, nowMs)) ?? []),
    ];
    if (arriving.length > 0) guarded('to place what came', () => place(arriving, nowMs));
    for (const incident of live.values()) {
      if (!dirty.has(incident) && (incident.lookAtMs === null || incident.lookAtMs > nowMs)) continue;
      guarded(`incident ${incident.state.id}`, () => judge(incident, nowMs));
    }
    guarded('the digest', () => digest(nowMs));
  }

  async function save(): Promise<void> {
    const changed = [...dirty];
    dirty.clear();
    const batch = decided;
    decided = [];
    const written = {
      ...(cursor !== savedCursor && { [cursorKey]: String(cursor) }),
      ...(digestSavedMs !== digestMs && { [digestKey]: String(digestMs) }),
    };
    if (changed.length + batch.length + Object.keys(written).length > 0) {
      const saved = { cursor, digestMs };
      let views: { incident: LiveIncident; view: Incident }[];
      try {
        views = changed.map((incident) => ({ incident, view: show(incident) }));
        await disk.save({ incidents: views, decided: batch, settings: written });
      } catch (error) {
        for (const incident of changed) dirty.add(incident);
        decided = [...batch, ...decided];
        throw error;
      }
      savedCursor = saved.cursor;
      digestSavedMs = saved.digestMs;
      waiting.push(...batch);
      publish(views.map(({ view }) => view));
    }
    const nowMs = clock.now();
    for (const [id, incident] of live)
      if (!dirty.has(incident) && isSettled(incident, nowMs)) await settle(id, incident, nowMs);
    if (clock.monotonic() - prunedMs >= pruneEveryMs) {
      prunedMs = clock.monotonic();
      await disk.prune(nowMs);
    }
  }

  async function settle(id: number, incident: LiveIncident, nowMs: number): Promise<void> {
    incident.state.updatedMs = nowMs;
    await disk.save({ incidents: [{ incident, view: show(incident) }], decided: [], settings: {} });
    live.delete(id);
    for (const member of incident.members.keys()) if (homeOf.get(member) === id) homeOf.delete(member);
  }

  async function handOver(): Promise<void> {
    if (waiting.length === 0) return;
    const batch = [...waiting];
    await notifier.enqueue(batch.map(({ notice }) => notice));
    await disk.handedOver(batch.map(({ told }) => told.key));
    waiting = waiting.slice(batch.length);
  }

  function publish(changed: Incident[]): void {
    if (changed.length === 0 || listeners.size === 0) return;
    const delta = { changed, counts: counts() };
    for (const listener of listeners) listener(delta);
  }

  // ---- what arrives ----

  function world(): NonNullable<typeof known> {
    if (known && clock.monotonic() - known.atMs < topologyForMs) return known;
    const workers = fleet.workers();
    known = {
      topology: createTopology(workers, fleet.hosts()),
      workers: new Map(workers.map((worker) => [worker.name, worker])),
      atMs: clock.monotonic(),
    };
    return known;
  }

  function touch(incident: LiveIncident, nowMs: number): void {
    incident.state.updatedMs = nowMs;
    dirty.add(incident);
  }

  function entryOf(kind: string, by: string | null, nowMs: number, data: Entry['data'] = {}): Entry {
    return { id: `${kind}/${nowMs}/${by ?? ''}`, timeMs: nowMs, kind, worker: null, host: null, by, data };
  }

  function add(incident: LiveIncident, entry: Entry): void {
    putEntry(incident, { ...entry, origin: null });
  }

  /** What of it has no place yet. */
  function takeEvent(event: FleetEvent, nowMs: number): Member[] | null {
    cursor = Math.max(cursor, event.id);
    const { worker } = event;
    if (worker === null) return null;
    const trouble = troubleOf(event);
    let isHeld = false;
    for (const incident of live.values()) {
      if (incident.state.resolvedMs !== null) continue;
      const ids = incident.byWorker.get(worker);
      if (!ids) continue;
      const own = [...ids].flatMap((id) => incident.members.get(id) ?? []);
      add(incident, entryOfEvent(event));
      touch(incident, nowMs);
      for (const member of own) {
        if (member.kind !== 'trouble' || isOver(member)) continue;
        if (trouble === 'begins') isHeld = true;
        if (trouble === 'ends') putMember(incident, { ...member, endsMs: Date.parse(event.time) });
      }
    }
    if (trouble !== 'begins' || isHeld) return null;
    pendingEntries.set(worker, [...(pendingEntries.get(worker) ?? []), entryOfEvent(event)]);
    return [memberOfTrouble({ ...event, worker })];
  }

  function takeAlert(alert: Alert, nowMs: number): Member[] | null {
    const arrived = memberOfAlert(alert);
    const member = { ...arrived, startsMs: Math.min(arrived.startsMs, nowMs) };
    const incident = live.get(homeOf.get(alert.id) ?? -1);
    const before = incident?.members.get(alert.id);
    if (incident && before) {
      const isBack = isOver(before) && member.endsMs === null && !before.dismissed;
      if (isBack && (incident.state.resolvedMs !== null || before.endsMs !== null) && !member.noticeable)
        return null;
      if (isBack && incident.state.resolvedMs !== null) return [member];
      const changed = {
        ...member,
        dismissed: before.dismissed && member.endsMs === null,
        origin: before.origin,
      };
      if (JSON.stringify(changed) === JSON.stringify(before)) return null;
      putMember(incident, changed);
      if (before.endsMs === null && member.endsMs !== null)
        tellOfAlert(incident, member, 'ended', member.endsMs);
      if (isBack) tellOfAlert(incident, member, 'fired', nowMs);
      touch(incident, nowMs);
      return null;
    }
    return member.endsMs === null && isOfInterest(alert) ? [member] : null;
  }

  function tellOfAlert(
    incident: LiveIncident,
    member: Member,
    what: 'fired' | 'ended',
    timeMs: number,
  ): void {
    const { id, rule, summary, severity, worker, host, labels } = member;
    const told = incident.entries.filter(({ kind }) => kind === `alert.${what}`).length;
    if (told < mostAlertEntries)
      return add(incident, {
        id: `alert.${what}/${id}/${timeMs}`,
        timeMs,
        kind: `alert.${what}`,
        worker,
        host,
        by: null,
        data: { alert: id, rule, severity, summary: summary.en, summaryJa: summary.ja, labels },
      });
    const more = incident.entries.find(({ kind }) => kind === `alerts.${what}`);
    add(incident, {
      id: `alerts.${what}`,
      timeMs: more?.timeMs ?? timeMs,
      kind: `alerts.${what}`,
      worker: null,
      host: null,
      by: null,
      data: { count: (Number(more?.data['count']) || 0) + 1 },
    });
  }

  /** Of events that arrived before there was an incident for them. */
  const pendingEntries = new Map<string, Entry[]>();

  function place(arriving: readonly Member[], nowMs: number): void {
    const { topology } = world();
    const groups = [...live.values()]
      .filter(({ state }) => state.mergedInto === null)
      .map(({ state, members }) => ({
        id: state.id,
        startsMs: state.startsMs,
        resolvedMs: state.resolvedMs,
        members: members.values(),
        apart: state.apart,
      }));
    const { placements, merges } = correlate(
      groups.map((group) => ({ ...group, members: [...group.members] })),
      arriving,
      topology,
    );
    const worthIt = new Set(
      placements
        .filter(({ member }) => member.kind === 'trouble' || member.noticeable)
        .map(({ incident }) => incident),
    );
    const opened = new Map<number, LiveIncident>();
    for (const { member, incident: id } of placements) {
      // What is covered by another alert comes along, but opens nothing by itself.
      if (id < 0 && !worthIt.has(id)) continue;
      let incident = id > 0 ? live.get(id) : opened.get(id);
      if (!incident) {
        incident = newIncident(++lastId, member.startsMs, nowMs);
        opened.set(id, incident);
        live.set(incident.state.id, incident);
        add(incident, entryOf('incident.opened', null, nowMs));
        incident.errorLooks = errorLooksMs.map((delayMs) => nowMs + delayMs);
      } else if (incident.state.resolvedMs !== null) {
        reopen(incident, nowMs);
        add(incident, entryOf('incident.reopened', null, nowMs));
        incident.errorLooks = errorLooksMs.map((delayMs) => nowMs + delayMs);
      }
      hold(incident, member, nowMs);
    }
    for (const { from, into } of merges) {
      const target = into > 0 ? live.get(into) : opened.get(into);
      const source = live.get(from);
      if (target && source) absorb(target, source, null, nowMs);
    }
    for (const incident of opened.values()) addContext(incident, nowMs);
    pendingEntries.clear();
  }

  function hold(incident: LiveIncident, member: Member, nowMs: number): void {
    putMember(incident, { ...member, origin: null });
    homeOf.set(member.id, incident.state.id);
    if (member.kind === 'alert') tellOfAlert(incident, member, 'fired', member.startsMs);
    if (member.worker !== null)
      for (const entry of pendingEntries.get(member.worker) ?? []) add(incident, entry);
    touch(incident, nowMs);
  }

  /** What happened shortly before, and how the machines were. */
  function addContext(incident: LiveIncident, nowMs: number): void {
    const { topology } = world();
    const workers = [...incident.byWorker.keys()];
    const fromMs = incident.state.startsMs - changeWindowMs;
    for (const type of contextTypes) {
      for (const event of fleet.events({ type, limit: 20 }).events) {
        const timeMs = Date.parse(event.time);
        if (timeMs < fromMs || timeMs > nowMs) continue;
        const isOwn = event.worker !== null && incident.byWorker.has(event.worker);
        const isTouching = workers.some((worker) => touches(event, worker, topology.declaredAs(worker)));
        if (isOwn || isTouching) add(incident, entryOfEvent(event));
      }
    }
    const hosts = new Set(
      [...incident.members.values()].flatMap(
        (member) => member.host ?? topology.hostOf(member.worker ?? '') ?? [],
      ),
    );
    for (const { name, latest } of fleet.hosts()) {
      if (!hosts.has(name) || !latest) continue;
      const { memory, disks } = latest;
      const note = (kind: string, availableRatio: number, mount: string | null) =>
        add(incident, {
          id: `${kind}/${name}/${mount ?? ''}`,
          timeMs: Math.min(latest.time, nowMs),
          kind,
          worker: null,
          host: name,
          by: null,
          data: { availableRatio, ...(mount !== null && { mount }) },
        });
      const free = memory.availableBytes / Math.max(1, memory.totalBytes);
      if (free < scarce.memory) note('host.memory', free, null);
      for (const { mount, availableBytes, sizeBytes } of disks) {
        const left = availableBytes / Math.max(1, sizeBytes);
        if (sizeBytes > 0 && left < scarce.disk) note('host.disk', left, mount);
      }
    }
  }

  function lookForErrors(incident: LiveIncident, nowMs: number): void {
    const { topology } = world();
    const firstOf = new Map<string, number>();
    for (const { worker, startsMs, endsMs } of incident.members.values())
      if (worker !== null && endsMs === null)
        firstOf.set(worker, Math.min(startsMs, firstOf.get(worker) ?? Number.POSITIVE_INFINITY));
    const roots = [...firstOf]
      .filter(([worker]) => ![...topology.needs(worker)].some((needed) => firstOf.has(needed)))
      .sort((a, b) => a[1] - b[1])
      .slice(0, mostErrorWorkers);
    for (const [worker, sinceMs] of roots) {
      for (const { group, title, category, lastSeenMs } of options.errorsOf(
        worker,
        sinceMs - errorsBeforeMs,
      )) {
        if (incident.entryIds.has(`error.seen/${group}/${worker}`)) continue;
        add(incident, {
          id: `error.seen/${group}/${worker}`,
          timeMs: Math.min(lastSeenMs, sinceMs),
          kind: 'error.seen',
          worker,
          host: null,
          by: null,
          data: { group, title, category },
        });
        touch(incident, nowMs);
      }
    }
  }

  /** The fleet may have gone on while nobody said so: what is up and not failing any more is no trouble. */
  function compareWorkers(nowMs: number): void {
    const { workers } = world();
    for (const incident of live.values()) {
      if (incident.state.resolvedMs !== null) continue;
      for (const member of incident.members.values()) {
        if (member.kind !== 'trouble' || isOver(member) || member.worker === null) continue;
        const worker = workers.get(member.worker);
        const isGone = worker === undefined || (worker.fresh && worker.state === 'stopped');
        if (!isGone && !(isUp(worker) && nowMs - Date.parse(worker.since) >= provenMs)) continue;
        putMember(incident, { ...member, endsMs: nowMs });
        touch(incident, nowMs);
      }
    }
  }

  // ---- judging ----

  function rankOf(incident: LiveIncident) {
    return rankCauses({
      members: [...incident.members.values()],
      entries: incident.entries,
      topology: world().topology,
    });
  }

  const healing = (): Healing => {
    const { workers } = world();
    return {
      graceMs: settings?.routing.graceMs ?? { critical: 0, warning: 30_000, info: 60_000 },
      worker: (name) => workers.get(name) ?? null,
      isHealable: (rule) => options.isHealable(rule),
    };
  };

  function judge(incident: LiveIncident, nowMs: number): void {
    const { state } = incident;
    let lookAtMs: number | null = null;
    const look = (ms: number | null) => {
      if (ms !== null) lookAtMs = Math.min(lookAtMs ?? Number.POSITIVE_INFINITY, ms);
    };
    if (state.resolvedMs === null) {
      while (incident.errorLooks[0] !== undefined && incident.errorLooks[0] <= nowMs) {
        incident.errorLooks.shift();
        lookForErrors(incident, nowMs);
      }
      look(incident.errorLooks[0] ?? null);
      endProvenTroubles(incident, nowMs);
      const severity = severityOf(incident.members.values());
      if (isWorse(severity, state.severity)) state.severity = severity;
      if (state.certainMs === null) {
        const { at, look: laterMs } = certainty(incident.members.values(), healing(), nowMs);
        if (at !== null) {
          state.certainMs = nowMs;
          touch(incident, nowMs);
        }
        look(laterMs);
      }
      if (isAllOver(incident)) close(incident, null, nowMs);
    }
    if (dirty.has(incident)) incident.causes = rankOf(incident);
    const wanted = wantedNotices(situationOf(incident), incident.told, planFor(incident, nowMs), nowMs);
    look(wanted.lookAtMs);
    const isChanged =
      wanted.notices.length > 0 ||
      JSON.stringify([wanted.escalations, wanted.toldAs]) !==
        JSON.stringify([state.escalations, state.toldAs]);
    state.escalations = wanted.escalations;
    state.toldAs = wanted.toldAs;
    if (wanted.notices.length > 0) decide(incident, wanted.notices, nowMs);
    if (state.snoozedUntilMs !== null && state.snoozedUntilMs <= nowMs && state.resolvedMs === null) {
      // In quiet hours the reminder waits, and so does the end of the snooze.
      const isWaiting = wanted.notices.length === 0 && wanted.lookAtMs !== null && incident.told.length > 0;
      if (!isWaiting) {
        state.snoozedUntilMs = null;
        add(incident, entryOf('incident.snooze-over', null, nowMs));
        touch(incident, nowMs);
        look(nowMs);
      }
    }
    if (isChanged) {
      touch(incident, nowMs);
      // What was told may make something else due, such as the reminder after it.
      look(nowMs + 1_000);
    }
    if (state.resolvedMs !== null) look(nowMs + 60_000);
    incident.lookAtMs = lookAtMs;
  }

  /** When all of its alerts are over, a worker that is up again is well, whether or not it has proved so for long. */
  function endProvenTroubles(incident: LiveIncident, nowMs: number): void {
    let hasAlerts = false;
    for (const member of incident.members.values()) {
      if (member.kind !== 'alert') continue;
      hasAlerts = true;
      if (!isOver(member)) return;
    }
    if (!hasAlerts) return;
    const { workers } = world();
    for (const member of incident.members.values()) {
      if (isOver(member) || member.worker === null) continue;
      if (!isUp(workers.get(member.worker))) continue;
      putMember(incident, { ...member, endsMs: nowMs });
      touch(incident, nowMs);
    }
  }

  function situationOf(incident: LiveIncident) {
    const { state, byWorker, causes } = incident;
    return {
      id: state.id,
      generation: state.generation,
      isOver: state.resolvedMs !== null,
      mergedInto: state.mergedInto,
      severity: state.severity,
      certainMs: state.certainMs,
      isAcknowledged: state.acknowledgedMs !== null,
      snoozedUntilMs: state.snoozedUntilMs,
      isNoticeable: isNoticeable(incident),
      cause: subjectOf(causes),
      workers: byWorker.size,
      toldAs: state.toldAs,
      escalations: state.escalations,
    };
  }

  function planFor(incident: LiveIncident, nowMs: number): Plan {
    const { severity } = incident.state;
    if (!settings) return { channels: [], teams: [], quietUntilMs: null, remindMs: null };
    const { routing, channels } = settings;
    const names = channels.map(({ name }) => name);
    const parties = new Set<string>();
    const { topology } = world();
    const relevant = [...new Set((routing.routes ?? []).flatMap(({ match }) => Object.keys(match)))];
    const seen = new Set<string>();
    for (const member of incident.members.values()) {
      if (member.kind !== 'alert' || !member.noticeable || isOver(member)) continue;
      // Thousands of alerts differ in labels that no route looks at.
      const key = relevant.map((label) => labelOf(member, topology, label)).join('\n');
      if (seen.has(key)) continue;
      seen.add(key);
      const labels = labelsOf(member, topology);
      for (const party of partiesFor(labels, routing, names, nowMs)) parties.add(party);
    }
    return {
      channels: [...parties].filter((party) => names.includes(party)),
      teams: [...parties]
        .filter((party) => !names.includes(party) && onCall.isTeam(party))
        .map((name) => ({
          name,
          steps: onCall.steps(name),
          reach: (to) => onCall.reach(name, to, nowMs),
        })),
      quietUntilMs: quietUntil(severity, routing, nowMs),
      remindMs: routing.remindMs[severity],
    };
  }

  function decide(incident: LiveIncident, notices: readonly Omit<Told, 'atMs'>[], nowMs: number): void {
    const isFirst = incident.told.length === 0;
    const told = notices.map((notice) => ({ ...notice, atMs: nowMs }));
    const view = { ...show(incident), paged: true };
    const composing = {
      view,
      causes: incident.causes,
      tried: attemptsOf(incident),
      labels: commonLabels(incident),
      chart: chartFor(incident, nowMs),
    };
    for (const one of told) {
      const language = languageOf(one.channel);
      const notice = noticeOf({ ...composing, links: linksOf(incident, one.kind) }, one, language);
      decided.push({ told: one, notice, incident: incident.state.id });
    }
    incident.told.push(...told);
    const byReason = new Map<string, string[]>();
    for (const { reason, channel } of told) byReason.set(reason, [...(byReason.get(reason) ?? []), channel]);
    for (const [why, channels] of byReason)
      add(incident, {
        ...entryOf('notice.sent', null, nowMs, { channels, why }),
        id: `notice/${incident.state.generation}/${why}/${nowMs}`,
      });
    if (isFirst)
      fleet.record('incident.opened', null, {
        incident: incident.state.id,
        title: view.title.en,
        severity: view.severity,
        workers: view.workers.slice(0, 10),
      });
  }

  const languageOf = (channel: string): Language =>
    settings?.channels.find(({ name }) => name === channel)?.language ?? settings?.routing.language ?? 'en';

  function linksOf(incident: LiveIncident, kind: Told['kind']): NonNullable<Notice['links']> {
    const subject = `incident-${incident.state.id}`;
    const page = notifier.pageAt(`/incidents/${incident.state.id}`);
    if (kind === 'resolved') return { page };
    return {
      page,
      acknowledge: notifier.linkTo('acknowledge', subject),
      silence: notifier.linkTo('silence', subject),
    };
  }

  /** What all that is told of has in common. */
  function commonLabels(incident: LiveIncident): Record<string, string> {
    const { topology } = world();
    let common: Record<string, string> | null = null;
    for (const member of incident.members.values()) {
      if (member.kind !== 'alert') continue;
      const labels = labelsOf(member, topology);
      common = common
        ? Object.fromEntries(Object.entries(common).filter(([name, value]) => labels[name] === value))
        : { ...labels };
      if (Object.keys(common).length === 0) break;
    }
    return common ?? {};
  }

  function chartFor(incident: LiveIncident, nowMs: number): Notice['chart'] {
    for (const member of incident.members.values()) {
      if (member.kind !== 'alert' || member.rule === null || !member.noticeable) continue;
      const { rule, labels } = member;
      const chart = guarded(`the chart of ${rule}`, () => options.chartOf(rule, labels));
      if (chart) return { ...chart, fromMs: member.startsMs - 1_800_000, toMs: nowMs };
    }
    return null;
  }

  // ---- once a day ----

  let digestMs = Number(readSetting(store, digestKey) ?? clock.now());
  let digestSavedMs = digestMs;

  function digest(nowMs: number): void {
    const wanted = settings?.routing.digest;
    if (!settings || !wanted) {
      digestMs = nowMs;
      digestSavedMs = nowMs;
      return;
    }
    const zone = wanted.timezone ?? settings.routing.timezone;
    const { day } = localTime(nowMs, zone);
    const dueMs = [instantOf(day, wanted.atMinute, zone), instantOf(day - 1, wanted.atMinute, zone)].find(
      (ms) => ms <= nowMs,
    );
    if (dueMs === undefined || digestMs >= dueMs) return;
    const incidents = disk.quiet(digestMs, dueMs, mostDigestLines);
    const fromMs = digestMs;
    digestMs = dueMs;
    if (incidents.length === 0) return;
    const names = settings.channels.map(({ name }) => name);
    const channels = new Set(
      wanted.to.flatMap((party) =>
        names.includes(party) ? [party] : onCall.reach(party, ['on-call'], nowMs),
      ),
    );
    for (const channel of channels) {
      const key = `digest/${isoTime(dueMs)}/${channel}`;
      const notice = digestOf(incidents, { key, channel, fromMs, toMs: dueMs }, languageOf(channel), {
        page: notifier.pageAt('/incidents'),
      });
      const told: Told = { key, channel, kind: 'opened', reason: 'opened', generation: 0, atMs: nowMs };
      decided.push({ told, notice, incident: 0 });
    }
  }

  // ---- what people do ----

  function close(incident: LiveIncident, by: string | null, nowMs: number): void {
    const { state } = incident;
    let endMs = 0;
    for (const { endsMs } of incident.members.values()) endMs = Math.max(endMs, endsMs ?? 0);
    state.resolvedMs = by === null && endMs > 0 ? Math.min(endMs, nowMs) : nowMs;
    state.resolvedBy = by;
    state.snoozedUntilMs = null;
    add(incident, {
      ...entryOf('incident.resolved', by, nowMs),
      timeMs: Math.max(state.resolvedMs, state.startsMs),
    });
    touch(incident, nowMs);
    if (incident.told.length > 0)
      fleet.record('incident.resolved', null, { incident: state.id, title: show(incident).title.en, by });
  }

  function absorb(into: LiveIncident, from: LiveIncident, by: string | null, nowMs: number): void {
    const origin = from.state.id;
    for (const member of Array.from(from.members.values())) {
      putMember(into, { ...member, origin: member.origin ?? origin });
      dropMember(from, member);
      homeOf.set(member.id, into.state.id);
    }
    for (const entry of from.entries) putEntry(into, { ...entry, origin: entry.origin ?? origin });
    const { state } = from;
    state.mergedInto = into.state.id;
    state.resolvedMs ??= nowMs;
    state.resolvedBy = by;
    state.snoozedUntilMs = null;
    add(from, entryOf('incident.merged-into', by, nowMs, { into: into.state.id }));
    add(into, {
      ...entryOf('incident.merged', by, nowMs, { from: origin }),
      id: `incident.merged/${origin}/${nowMs}`,
    });
    into.state.detectedMs = Math.min(into.state.detectedMs, state.detectedMs);
    touch(from, nowMs);
    touch(into, nowMs);
  }

  /** From memory, or from disk when it is over for long. */
  function mustKnow(id: number): LiveIncident {
    const known = live.get(id) ?? disk.load(id);
    if (!known) throw new Failure('not_found', `there is no incident ${id}`);
    if (!live.has(id) && known.causes.length === 0) known.causes = rankOf(known);
    return known;
  }

  /** A person does something: it is on disk when this settles. */
  async function act(id: number, change: (incident: LiveIncident, nowMs: number) => void): Promise<void> {
    const incident = mustKnow(id);
    if (incident.state.mergedInto !== null)
      throw new Failure('conflict', `incident ${id} goes on as incident ${incident.state.mergedInto}`);
    if (!live.has(id)) takeUp(incident);
    change(incident, clock.now());
    incident.lookAtMs = 0;
    await saveNow();
  }

  /** Settles when all that is decided by now is on disk. */
  async function saveNow(): Promise<void> {
    try {
      await inTurn(() => {
        work();
        return save();
      });
    } catch (error) {
      soon(retryMs);
      throw new Failure('storage_unavailable', 'it could not be written down', { cause: error });
    }
    soon(soonMs);
  }

  const show = (incident: LiveIncident): Incident => viewOf(incident, world().topology.workers, clock.now());

  function counts(): IncidentCounts {
    const found = { open: 0, acknowledged: 0, critical: 0, quiet: 0 };
    for (const { state, told } of live.values()) {
      const status = statusOf(state);
      if (status === 'resolved') continue;
      if (told.length === 0) found.quiet += 1;
      else found[status] += 1;
      if (told.length > 0 && state.severity === 'critical') found.critical += 1;
    }
    return found;
  }

  /** What an older hub had not dealt with when it ended. */
  function readMissedEvents(): FleetEvent[] {
    const missed: FleetEvent[] = [];
    if (cursor < 0) {
      cursor = fleet.events({ limit: 1 }).events[0]?.id ?? 0;
      return missed;
    }
    let before: number | undefined;
    for (let page = 0; page < eventPages; page++) {
      const { events, next } = fleet.events({ limit: eventsAPage, ...(before !== undefined && { before }) });
      if (page === 0) cursor = Math.min(cursor, events[0]?.id ?? cursor);
      const fresh = events.filter(({ id }) => id > cursor);
      missed.push(...fresh.filter(isTold));
      if (fresh.length < events.length || next === null) break;
      before = next;
    }
    return missed.toReversed();
  }

  const incidents: Incidents = {
    configure(next) {
      settings = next;
      configureOnCall();
      for (const incident of live.values()) incident.lookAtMs = 0;
      soon(soonMs);
    },
    begin() {
      if (begun) return;
      begun = true;
      inbox.events.unshift(...readMissedEvents());
      for (const alert of alerts.firing()) inbox.alerts.set(alert.id, alert);
      for (const [id] of homeOf) {
        if (id.startsWith('trouble:') || inbox.alerts.has(id)) continue;
        try {
          inbox.alerts.set(id, alerts.alert(id));
        } catch {
          endForgotten(id);
        }
      }
      soon(0);
    },
    page(query) {
      return { ...disk.page(query), counts: counts() };
    },
    newest(limit) {
      const open = [...live.values()].filter(({ state }) => state.resolvedMs === null);
      return { changed: open.slice(-limit).toReversed().map(show), counts: counts() };
    },
    detail(id) {
      const incident = mustKnow(id);
      const view = show(incident);
      return detailOf(incident, view, {
        merged: disk.mergedInto(id).map(({ id, title }) => ({ id, title })),
        related: disk
          .related(id, view.workers, 10)
          .map(({ id, title, status, startsAt, severity }) => ({ id, title, status, startsAt, severity })),
      });
    },
    times(sinceMs) {
      const found = disk.since(sinceMs).filter(({ isTest }) => !isTest);
      const mean = (values: (number | null)[]) => {
        const there = values.filter((value) => value !== null);
        return there.length === 0
          ? null
          : Math.round(there.reduce((sum, one) => sum + one, 0) / there.length);
      };
      const paged = found.filter((one) => one.paged);
      return {
        since: isoTime(sinceMs),
        incidents: found.length,
        paged: paged.length,
        healedAlone: found.filter(
          ({ paged, status, resolvedBy, mergedInto }) =>
            !paged && status === 'resolved' && resolvedBy === null && mergedInto === null,
        ).length,
        timeToDetectMs: mean(found.map((one) => one.timeToDetectMs)),
        timeToAcknowledgeMs: mean(paged.map((one) => one.timeToAcknowledgeMs)),
        timeToHealMs: mean(found.map((one) => one.timeToHealMs)),
      };
    },
    report: (id, language) => writeUp(incidents.detail(id), language),

    acknowledge: (id, by) =>
      act(id, (incident, nowMs) => {
        const { state } = incident;
        if (state.resolvedMs !== null || state.acknowledgedMs !== null) return;
        state.acknowledgedMs = nowMs;
        state.acknowledgedBy = by;
        state.snoozedUntilMs = null;
        state.assignee ??= by;
        add(incident, entryOf('incident.acknowledged', by, nowMs));
        touch(incident, nowMs);
        fleet.record('incident.acknowledged', null, { incident: id, by });
      }),
    assign: (id, to, by) =>
      act(id, (incident, nowMs) => {
        if (incident.state.assignee === to) return;
        incident.state.assignee = to;
        add(incident, entryOf('incident.assigned', by, nowMs, { to: to ?? '' }));
        touch(incident, nowMs);
      }),
    note: (id, text, by) =>
      act(id, (incident, nowMs) => {
        add(incident, entryOf('incident.noted', by, nowMs, { text }));
        touch(incident, nowMs);
      }),
    snooze: (id, untilMs, by) =>
      act(id, (incident, nowMs) => {
        if (incident.state.resolvedMs !== null)
          throw new Failure('conflict', `incident ${id} is over already`);
        if (untilMs <= nowMs) throw new Failure('bad_request', 'put it off until a time that is yet to come');
        if (untilMs > nowMs + longestSnoozeMs)
          throw new Failure('bad_request', 'put it off for 30 days at most');
        if (incident.state.snoozedUntilMs === untilMs) return;
        incident.state.snoozedUntilMs = untilMs;
        add(incident, entryOf('incident.snoozed', by, nowMs, { until: isoTime(untilMs) }));
        touch(incident, nowMs);
      }),
    resolve: (id, by) =>
      act(id, (incident, nowMs) => {
        if (incident.state.resolvedMs !== null) return;
        for (const member of incident.members.values())
          if (!isOver(member)) putMember(incident, { ...member, dismissed: true });
        close(incident, by, nowMs);
      }),
    reopen: (id, by) =>
      act(id, (incident, nowMs) => {
        if (incident.state.resolvedMs === null) return;
        const isLasting = [...incident.members.values()].some(({ endsMs }) => endsMs === null);
        if (!isLasting)
          throw new Failure('conflict', `nothing of incident ${id} lasts: there is nothing to deal with`);
        reopen(incident, nowMs);
        for (const member of incident.members.values())
          if (member.dismissed) putMember(incident, { ...member, dismissed: false });
        add(incident, entryOf('incident.reopened', by, nowMs));
        touch(incident, nowMs);
      }),
    async merge(into, others, by) {
      const ids = [...new Set(others)].filter((id) => id !== into);
      for (const id of ids) {
        const { mergedInto } = mustKnow(id).state;
        if (mergedInto !== null && mergedInto !== into)
          throw new Failure('conflict', `incident ${id} goes on as incident ${mergedInto}`);
      }
      await act(into, (target, nowMs) => {
        for (const id of ids) {
          const source = mustKnow(id);
          if (source.state.mergedInto !== null) continue;
          if (!live.has(id)) takeUp(source);
          const isLasting = !isAllOver(source);
          if (isLasting && target.state.resolvedMs !== null) reopen(target, nowMs);
          absorb(target, source, by, nowMs);
        }
      });
    },
    part: (id, other, by) =>
      act(id, (incident, nowMs) => {
        const source = mustKnow(other);
        if (source.state.mergedInto !== id)
          throw new Failure('conflict', `incident ${other} is no part of incident ${id}`);
        if (!live.has(other)) takeUp(source);
        for (const member of Array.from(incident.members.values())) {
          if (member.origin !== other) continue;
          dropMember(incident, member);
          putMember(source, { ...member, origin: null });
          homeOf.set(member.id, other);
        }
        source.state.mergedInto = null;
        source.state.apart = [...new Set([...source.state.apart, id])];
        incident.state.apart = [...new Set([...incident.state.apart, other])];
        if (!isAllOver(source)) reopen(source, nowMs);
        for (const [one, from] of [
          [incident, other],
          [source, id],
        ] as const) {
          add(one, entryOf('incident.parted', by, nowMs, { other: from }));
          one.lookAtMs = 0;
          touch(one, nowMs);
        }
      }),

    linkTarget: {
      describe(_act, subject) {
        const id = idOfSubject(subject);
        if (id === null) return null;
        try {
          return mustKnow(id).state.mergedInto === null ? show(mustKnow(id)).title.en : null;
        } catch {
          return null;
        }
      },
      async perform(what, subject, by) {
        const id = idOfSubject(subject);
        if (id === null) throw new Failure('not_found', 'there is no such incident');
        if (what === 'acknowledge') return incidents.acknowledge(id, by);
        if (what !== 'silence') throw new Failure('bad_request', `an incident cannot be ${what}d`);
        const lasting = [...mustKnow(id).members.values()].filter(
          (one) => one.kind === 'alert' && one.noticeable && !isOver(one),
        );
        for (const { labels, rule } of lasting.slice(0, 20)) await options.silence(labels, rule, by);
        return incidents.acknowledge(id, by);
      },
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    troubles: () =>
      [...live.values()]
        .filter(({ state, told }) => state.resolvedMs === null && told.length > 0)
        .map((incident) => ({
          workers: show(incident).workers,
          startsAtMs: incident.state.startsMs,
          acknowledged: incident.state.acknowledgedMs !== null,
        })),
    lag() {
      return {
        waiting: inbox.alerts.size + inbox.events.length + decided.length + waiting.length,
        oldestMs: inboxSinceMs === null ? null : clock.monotonic() - inboxSinceMs,
      };
    },
    async close() {
      closed = true;
      clock.clearTimeout(timer);
      stopAlerts();
      stopFleet();
      stopOnCall();
      await stepping;
      if (!begun) return;
      try {
        await inTurn(async () => {
          work();
          await save();
          await handOver();
        });
      } catch (error) {
        log(`incidents could not be written at the end: ${messageOf(error)}`);
      }
    },
  };

  /** An alert that nobody knows any more was over long ago. */
  function endForgotten(id: string): void {
    const incident = live.get(homeOf.get(id) ?? -1);
    const member = incident?.members.get(id);
    if (!incident || !member || member.endsMs !== null) return;
    putMember(incident, { ...member, endsMs: clock.now(), noticeable: false });
    touch(incident, clock.now());
  }

  return incidents;
}

function labelOf(member: Member, topology: Topology, label: string): string {
  if (label === 'severity') return member.severity;
  if (member.rule !== null && (label === 'rule' || label === 'alertname')) return member.rule;
  return member.labels[label] ?? topology.labels(member.worker ?? '')[label] ?? '';
}

function labelsOf(member: Member, topology: Topology): Record<string, string> {
  return {
    ...(member.worker === null ? {} : topology.labels(member.worker)),
    ...member.labels,
    ...(member.rule === null ? {} : { rule: member.rule, alertname: member.rule }),
    severity: member.severity,
  };
}

function isUp(worker: Worker | undefined): worker is Worker {
  return (
    worker !== undefined &&
    worker.fresh &&
    worker.state === 'running' &&
    !worker.crashLoop &&
    worker.health !== 'unhealthy' &&
    worker.health !== 'degraded'
  );
}

function idOfSubject(subject: string): number | null {
  const [, id] = /^incident-(\d{1,15})$/.exec(subject) ?? [];
  return id === undefined ? null : Number(id);
}
