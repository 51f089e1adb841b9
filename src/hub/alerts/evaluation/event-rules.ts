/** Rules on events: what stands is looked at, what happens is heard. */
import { keyOf } from '../../metrics/index.ts';
import type { Fleet, FleetEvent, Host, Part, Worker } from '../../fleet/index.ts';
import type { EventRule } from '../rules/index.ts';
import type { ConditionBook, KnownRule } from './condition-book.ts';
import {
  endsOf,
  eventLabels,
  hostAwayMs,
  isResting,
  matches,
  type Seen,
  type Standing,
  standingOf,
  typeOf,
} from '../happenings/index.ts';
import type { Timing } from './phase.ts';
import type { SteadyTime } from './steady-time.ts';
import { timingOf } from './timing.ts';

export interface EventRules {
  setRules(): void;
  event(event: FleetEvent): void;
  workers(changed: readonly Worker[], removed: readonly string[]): void;
  parts(parts: readonly Part[]): void;
  /** What changes with time alone, and what nobody told. */
  tick(): void;
  isResting: (worker: string) => boolean;
  labelsOf: (worker: string) => Readonly<Record<string, string>>;
}

/** What happened stays so for so long, where nothing ends it. */
const overAfterMs = 900_000;

interface Known extends KnownRule {
  rule: EventRule;
}

export function createEventRules(options: {
  fleet: Pick<Fleet, 'workers' | 'hosts' | 'parts'>;
  book: () => ConditionBook;
  time: SteadyTime;
  /** Just begun, or the clock was set: who is not there yet is not lost. */
  isSettling: () => boolean;
}): EventRules {
  const { fleet, time, isSettling } = options;
  const workers = new Map(fleet.workers().map((worker) => [worker.name, worker]));
  /** Steady ms since when a machine's agent is away. */
  const awaySince = new Map<string, number>();
  let happenings: Known[] = [];
  let standings: { known: Known; standing: Standing }[] = [];

  const see = (
    known: Known,
    seen: Seen,
    labels: Readonly<Record<string, string>>,
    timing?: Timing,
    event?: FleetEvent,
  ) =>
    options.book().see(
      known,
      seen,
      {
        subject: keyOf(labels),
        labels,
        value: null,
        ...(event ? { event: { ...event.data, type: event.type, time: event.time } } : {}),
      },
      timing,
    );

  /** What it found is not what it asks for any more. */
  function notItsMatter(known: Known, subject: string): void {
    const held = known.held.get(subject);
    if (held && held.testUntilMs === null) options.book().see(known, 'clear', { ...held });
  }

  function seeWorker(known: Known, standing: Standing & { of: 'worker' }, worker: Worker): void {
    const labels = { worker: worker.name, host: worker.host, group: worker.declaredAs };
    const isHeld = known.held.has(keyOf(labels));
    const seen = standing.see(worker);
    if (seen !== 'found' && !isHeld) return;
    if (!matches(known.rule.match, { ...worker.labels, ...labels }))
      return notItsMatter(known, keyOf(labels));
    const event = {
      state: worker.state,
      reason: worker.reason,
      restarts: worker.restarts,
      crashes: worker.crashes,
      exit: worker.lastExit?.detail ?? '',
    };
    options.book().see(known, seen, { subject: keyOf(labels), labels, value: null, event });
  }

  function seeHost(known: Known, standing: Standing & { of: 'host' }, host: Host): void {
    const away = awaySince.get(host.name);
    const isLong = away !== undefined && time.now() - away >= hostAwayMs;
    const seen =
      standing.see(host) === 'clear' ? 'clear' : isSettling() ? 'gone' : isLong ? 'found' : 'between';
    const labels = { host: host.name };
    if (matches(known.rule.match, labels)) see(known, seen, labels);
    else notItsMatter(known, keyOf(labels));
  }

  function seePart(known: Known, standing: Standing & { of: 'part' }, part: Part): void {
    const labels = { part: part.name };
    if (!matches(known.rule.match, labels)) return notItsMatter(known, keyOf(labels));
    options.book().see(known, standing.see(part), {
      subject: keyOf(labels),
      labels,
      value: null,
      event: { state: part.state, detail: part.detail },
    });
  }

  function lookAtHosts(): void {
    const hosts = fleet.hosts();
    for (const { name, agent } of hosts) {
      if (agent.connected) awaySince.delete(name);
      else if (!awaySince.has(name)) awaySince.set(name, time.now());
    }
    for (const { known, standing } of standings)
      if (standing.of === 'host') for (const host of hosts) seeHost(known, standing, host);
  }

  function lookAtParts(parts: readonly Part[]): void {
    for (const { known, standing } of standings)
      if (standing.of === 'part') for (const part of parts) seePart(known, standing, part);
  }

  /** Of each happening that is held: over after a while, unless it happens again. */
  function passOn(): void {
    for (const known of happenings)
      for (const held of known.held.values())
        if (held.testUntilMs === null)
          options.book().see(known, 'clear', { ...held }, timingOfHappening(known.rule));
    for (const { known, standing } of standings)
      if (standing.of === 'worker')
        for (const held of known.held.values()) {
          const worker = workers.get(held.labels['worker'] ?? '');
          if (held.testUntilMs !== null) continue;
          if (worker) seeWorker(known, standing, worker);
          // Its labels are others now, or it is gone.
          const isSame =
            worker !== undefined &&
            held.subject === keyOf({ worker: worker.name, host: worker.host, group: worker.declaredAs });
          if (!isSame) options.book().see(known, 'clear', { ...held });
        }
    if (isSettling()) return;
    // A machine or a part that is not there any more, or what the rule was about before.
    const there = {
      host: new Set(fleet.hosts().map(({ name }) => keyOf({ host: name }))),
      part: new Set(fleet.parts().map(({ name }) => keyOf({ part: name }))),
    };
    for (const { known, standing } of standings)
      if (standing.of !== 'worker')
        for (const subject of known.held.keys())
          if (!there[standing.of].has(subject)) notItsMatter(known, subject);
  }

  function happened(known: Known, event: FleetEvent): void {
    const labels = eventLabels(event, labelsOf);
    if (!matches(known.rule.match, labels, event.data)) return;
    const timing = timingOfHappening(known.rule);
    // One that was kept for long while the hub was away is over already.
    if (Date.parse(event.time) + timing.keepFiringForMs < time.toClock(time.now())) return;
    see(known, 'found', labels, timing, event);
  }

  function endedBy(known: Known, { worker, data }: FleetEvent): void {
    for (const held of known.held.values()) {
      if (held.testUntilMs !== null) continue;
      const isOfWorker = worker === null || (held.labels['worker'] ?? worker) === worker;
      const isSame = ['lock', 'group', 'queue'].every(
        (name) =>
          data[name] === undefined ||
          held.labels[name] === undefined ||
          held.labels[name] === textOf(data[name]),
      );
      if (isOfWorker && isSame) options.book().end(held);
    }
  }

  const labelsOf = (worker: string) => workers.get(worker)?.labels ?? {};

  function seeWorkers(changed: readonly Worker[], removed: readonly string[]): void {
    for (const worker of changed) workers.set(worker.name, worker);
    for (const name of removed) workers.delete(name);
    if (removed.length > 0)
      for (const held of options.book().all())
        if (removed.includes(held.labels['worker'] ?? '')) options.book().end(held);
    for (const { known, standing } of standings)
      if (standing.of === 'worker') for (const worker of changed) seeWorker(known, standing, worker);
  }

  return {
    setRules() {
      const all = [...options.book().rules.values()].filter(
        (known): known is Known => known.rule.kind === 'event',
      );
      standings = all.flatMap((known) => {
        const standing = standingOf(known.rule.on);
        return standing ? [{ known, standing }] : [];
      });
      happenings = all.filter(({ rule }) => standingOf(rule.on) === null);
      seeWorkers([...workers.values()], []);
      lookAtParts(fleet.parts());
    },
    event(event) {
      for (const known of happenings) {
        if (typeOf(known.rule.on) === event.type) happened(known, event);
        else if (endsOf(known.rule.on).includes(event.type)) endedBy(known, event);
      }
    },
    workers: seeWorkers,
    parts: lookAtParts,
    tick() {
      lookAtHosts();
      lookAtParts(fleet.parts());
      passOn();
    },
    isResting(worker) {
      const known = workers.get(worker);
      return known !== undefined && isResting(known);
    },
    labelsOf,
  };
}

/** Of something that happens: `found` once, and kept for as long as it is not over. */
export function timingOfHappening(rule: EventRule): Timing {
  const timing = timingOf(rule);
  const afterMs = rule.overAfterMs ?? (endsOf(rule.on).length > 0 ? Number.POSITIVE_INFINITY : overAfterMs);
  return { ...timing, keepFiringForMs: Math.max(afterMs, timing.keepFiringForMs) };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
