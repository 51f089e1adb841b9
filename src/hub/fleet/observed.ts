/**
 * What is seen of each worker. A declared worker is always listed. When its agent is away, everything is as last seen and says so, and after
 * some seconds nobody claims to know its state any more. Views are made when they are asked for and kept until something changes.
 */
import type { WorkerSpec } from '../../link/spec.ts';
import type { WorkerSample, WorkerStatus } from '../../link/status.ts';
import { type Clock, isoTime } from '../../shared/clock.ts';
import type { Worker } from './views.ts';

export interface Observed {
  /** The declared workers in their order; answers the names that are gone. */
  declare(specs: readonly WorkerSpec[], host: string): string[];
  spec(name: string): WorkerSpec | null;
  has(name: string): boolean;
  /** Answers the names whose view changed, and those that are gone. */
  report(report: { host: string; complete: boolean; statuses: readonly WorkerStatus[] }): {
    changed: string[];
    removed: string[];
  };
  /** What was seen before this hub started. */
  recall(status: WorkerStatus, host: string, seenAt: string): void;
  sample(host: string, samples: readonly WorkerSample[]): void;
  /** How much to trust what was seen on a host. Answers the names whose view changed. */
  presence(host: string, presence: Presence, since: string): string[];
  view(name: string): Worker | null;
  views(): Worker[];
  count(host: string): number;
}

/** `away`: the agent is gone for a moment. `lost`: so long that nobody knows. */
export type Presence = 'here' | 'away' | 'lost';

interface Entry {
  /** Null: no longer declared, and listed until it has stopped. */
  spec: WorkerSpec | null;
  labels: Record<string, string>;
  declaredAs: string;
  host: string;
  status: WorkerStatus;
  seenAt: string;
  sample: WorkerSample | null;
  view: Worker | null;
}

export function createObserved(clock: Clock): Observed {
  const entries = new Map<string, Entry>();
  const hosts = new Map<string, { presence: Presence; since: string }>();
  let list: Worker[] | null = null;
  const now = () => isoTime(clock.now());

  function touch(entry: Entry): void {
    entry.view = null;
    list = null;
  }

  function drop(name: string): void {
    entries.delete(name);
    list = null;
  }

  function viewOf(entry: Entry): Worker {
    entry.view ??= makeView(entry, hosts.get(entry.host) ?? { presence: 'away', since: entry.seenAt });
    return entry.view;
  }

  function reportOne(status: WorkerStatus, host: string): boolean {
    const entry = entries.get(status.name);
    if (!entry) {
      if (hasEnded(status)) return false; // the end of one that is out of the list already
      entries.set(status.name, newEntry(null, host, status, now()));
      list = null;
      return true;
    }
    Object.assign(entry, { status, host, seenAt: now() });
    touch(entry);
    return entry.spec !== null || !hasEnded(status);
  }

  return {
    declare(specs, host) {
      const removed: string[] = [];
      const before = new Map(entries);
      entries.clear();
      for (const spec of specs) {
        const known = before.get(spec.name);
        before.delete(spec.name);
        const entry = known ?? newEntry(spec, host, unseen(spec, now()), now());
        Object.assign(entry, { spec, labels: spec.labels, declaredAs: spec.declaredAs });
        entry.view = null;
        entries.set(spec.name, entry);
      }
      for (const [name, entry] of before) {
        entry.spec = null;
        if (hasEnded(entry.status) || hosts.get(entry.host)?.presence !== 'here') removed.push(name);
        else entries.set(name, entry);
      }
      list = null;
      return removed;
    },
    spec: (name) => entries.get(name)?.spec ?? null,
    has: (name) => entries.has(name),
    report({ host, complete, statuses }) {
      const changed: string[] = [];
      const removed: string[] = [];
      for (const status of statuses) {
        if (reportOne(status, host)) changed.push(status.name);
        else removed.push(status.name);
      }
      const reported = new Set(statuses.map((status) => status.name));
      for (const [name, entry] of entries) {
        const isGone = complete && entry.spec === null && entry.host === host && !reported.has(name);
        if (isGone) removed.push(name);
      }
      for (const name of removed) drop(name);
      return { changed, removed };
    },
    recall(status, host, seenAt) {
      const entry = entries.get(status.name);
      if (!entry) return;
      Object.assign(entry, { status, host, seenAt });
      touch(entry);
    },
    sample(host, samples) {
      const at = now();
      const byName = new Map(samples.map((sample) => [sample.name, sample]));
      for (const [name, entry] of entries) {
        if (entry.host !== host) continue;
        entry.sample = byName.get(name) ?? null;
        entry.seenAt = at;
        touch(entry);
      }
    },
    presence(host, presence, since) {
      const before = hosts.get(host)?.presence;
      hosts.set(host, { presence, since });
      if (before === presence) return [];
      const names: string[] = [];
      for (const [name, entry] of entries) {
        if (entry.host !== host) continue;
        if (presence !== 'here') entry.sample = null;
        touch(entry);
        names.push(name);
      }
      return names;
    },
    view(name) {
      const entry = entries.get(name);
      return entry ? viewOf(entry) : null;
    },
    views() {
      list ??= [...entries.values()].map(viewOf);
      return list;
    },
    count: (host) => [...entries.values()].filter((entry) => entry.host === host).length,
  };
}

function hasEnded(status: WorkerStatus): boolean {
  return status.state === 'stopped' || status.state === 'failed';
}

function newEntry(spec: WorkerSpec | null, host: string, status: WorkerStatus, seenAt: string): Entry {
  const { labels = {}, declaredAs = status.name } = spec ?? {};
  return { spec, labels, declaredAs, host, status, seenAt, sample: null, view: null };
}

/** What can be said about a worker that no agent has spoken of. */
function unseen(spec: WorkerSpec, since: string): WorkerStatus {
  return {
    name: spec.name,
    kind: spec.kind,
    state: 'unknown',
    reason: 'the agent has not reported it yet',
    since,
    health: 'unknown',
    pid: null,
    startedAt: null,
    restarts: 0,
    crashes: 0,
    crashLoop: false,
    nextStartAt: null,
    lastExit: null,
    checks: [],
  };
}

function makeView(entry: Entry, host: { presence: Presence; since: string }): Worker {
  const { spec, status, sample, declaredAs, labels, seenAt } = entry;
  const isLost = host.presence === 'lost' && status.state !== 'unknown';
  // Spelled out, since an object that is put together by spreading takes twenty times the memory, each second for each worker.
  return {
    name: status.name,
    kind: status.kind,
    state: isLost ? 'unknown' : status.state,
    reason: isLost ? `the agent is away since ${host.since}; last seen ${status.state}` : status.reason,
    since: isLost ? host.since : status.since,
    health: isLost ? 'unknown' : status.health,
    pid: status.pid,
    startedAt: status.startedAt,
    restarts: status.restarts,
    crashes: status.crashes,
    crashLoop: status.crashLoop,
    nextStartAt: status.nextStartAt,
    lastExit: status.lastExit,
    checks: status.checks,
    host: entry.host,
    declaredAs,
    labels,
    dependsOn: spec?.dependsOn.map(({ worker }) => worker) ?? [],
    cpuRatio: sample?.cpuRatio ?? null,
    rssBytes: sample?.rssBytes ?? null,
    processes: sample?.processes ?? null,
    fresh: host.presence === 'here',
    seenAt,
  };
}
