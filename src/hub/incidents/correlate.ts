/**
 * What belongs together. Pure: given the incidents that there are and what arrives, it answers where each goes. Two things belong
 * together when they are about the same worker or a worker and one that it needs, when a machine and what runs on it fail at about the
 * same time, when instances of one worker do, or when so many of one kind come at once that it cannot be chance. What links several
 * incidents makes them one, the oldest of them, unless a person parted them.
 */
import { isOver, type Member } from './member.ts';
import type { Topology } from './topology.ts';

/** As much of an incident as decides what belongs to it. */
export interface Group {
  id: number;
  startsMs: number;
  /** Null while it lasts. */
  resolvedMs: number | null;
  members: Iterable<Member>;
  /** Ids that a person parted from it. */
  apart: readonly number[];
}

export interface Correlation {
  /** A negative incident is one that is to be opened. */
  placements: { member: Member; incident: number }[];
  merges: { from: number; into: number }[];
}

const minuteMs = 60_000;
/** Of what lasts and follows from what lasts, the time does not matter; else things belong together within these. */
const windows = {
  sameWorkerMs: 30 * minuteMs,
  dependencyMs: 5 * minuteMs,
  hostMs: 2 * minuteMs,
  instancesMs: minuteMs,
  otherMs: 5 * minuteMs,
  surgeMs: minuteMs / 4,
} as const;
/** What comes back so soon after it was over is the same incident. */
export const reopenMs = 10 * minuteMs;
/** So many of a kind at once are no chance. */
const surgeCount = 5;
/** Past so many, whatever fits nowhere joins the newest: a flood must fill neither memory nor heads. */
const mostOpen = 500;

interface Presence {
  firstMs: number;
  lastMs: number;
  /** Something of it lasts. */
  lasts: boolean;
}

interface Known {
  id: number;
  startsMs: number;
  lastMs: number;
  resolvedMs: number | null;
  apart: ReadonlySet<number>;
  workers: Map<string, Presence>;
  hosts: Map<string, Presence>;
  rules: Set<string>;
  isTower: boolean;
  isTest: boolean;
}

type Index = Map<string, Set<Known>>;

export function correlate(
  groups: Iterable<Group>,
  arriving: readonly Member[],
  topology: Topology,
): Correlation {
  const known = new Map<number, Known>();
  const by: Record<'worker' | 'declared' | 'host' | 'rule' | 'member', Index> = {
    worker: new Map(),
    declared: new Map(),
    host: new Map(),
    rule: new Map(),
    member: new Map(),
  };
  const standing = [...groups];
  const surges = findSurges(arriving, standing, topology);
  const merges = new Map<number, number>();
  const placements: Correlation['placements'] = [];
  let nextNew = -1;

  for (const { id, startsMs, resolvedMs, apart, members } of standing) {
    const one = open(id, startsMs, resolvedMs, new Set(apart));
    for (const member of members) note(one, member);
  }
  for (const member of inOrder(arriving, topology)) {
    const linked = [...linksOf(member)].sort(byAge);
    const lasting = linked.filter((one) => one.resolvedMs === null);
    const home =
      lasting[0] ?? latestOver(linked) ?? overflow() ?? open(nextNew--, member.startsMs, null, new Set());
    home.resolvedMs = null;
    for (const other of lasting) {
      if (other !== home && !home.apart.has(other.id) && !other.apart.has(home.id)) absorb(home, other);
    }
    note(home, member);
    placements.push({ member, incident: home.id });
  }
  const final = (id: number): number => {
    const into = merges.get(id);
    return into === undefined ? id : final(into);
  };
  return {
    placements: placements.map(({ member, incident }) => ({ member, incident: final(incident) })),
    merges: [...merges.keys()].filter((from) => from > 0).map((from) => ({ from, into: final(from) })),
  };

  function open(id: number, startsMs: number, resolvedMs: number | null, apart: ReadonlySet<number>): Known {
    const one: Known = {
      id,
      startsMs,
      lastMs: startsMs,
      resolvedMs,
      apart,
      workers: new Map(),
      hosts: new Map(),
      rules: new Set(),
      isTower: false,
      isTest: false,
    };
    known.set(id, one);
    return one;
  }

  function note(one: Known, member: Member): void {
    const { worker, host, rule, about } = member;
    one.startsMs = Math.min(one.startsMs, member.startsMs);
    one.lastMs = Math.max(one.lastMs, member.startsMs);
    one.isTower ||= about === 'tower';
    one.isTest ||= member.isTest;
    add(by.member, member.id, one);
    if (worker !== null) {
      enter(one.workers, worker, member);
      add(by.worker, worker, one);
      add(by.declared, topology.declaredAs(worker), one);
    }
    if (about === 'host' && host !== null) enter(one.hosts, host, member);
    // Where many fail at once the machine is what they have in common, though nothing says so yet.
    if (host !== null && (about === 'host' || (about === 'worker' && surges.hosts.has(host))))
      add(by.host, host, one);
    if (rule !== null) {
      one.rules.add(rule);
      add(by.rule, rule, one);
    }
  }

  function absorb(into: Known, other: Known): void {
    merges.set(other.id, into.id);
    for (const key of ['workers', 'hosts'] as const) {
      for (const [name, presence] of other[key]) {
        const mine = into[key].get(name);
        into[key].set(name, mine ? unite(mine, presence) : presence);
      }
    }
    for (const rule of other.rules) into.rules.add(rule);
    into.startsMs = Math.min(into.startsMs, other.startsMs);
    into.lastMs = Math.max(into.lastMs, other.lastMs);
    const replace = (index: Index, names: Iterable<string>) => {
      for (const name of names) {
        const set = index.get(name);
        if (set?.delete(other)) set.add(into);
      }
    };
    replace(by.worker, other.workers.keys());
    replace(
      by.declared,
      [...other.workers.keys()].map((worker) => topology.declaredAs(worker)),
    );
    replace(by.host, by.host.keys());
    replace(by.rule, other.rules);
    replace(by.member, by.member.keys());
    known.delete(other.id);
  }

  function overflow(): Known | undefined {
    if (known.size < mostOpen) return undefined;
    return [...known.values()]
      .filter((one) => one.resolvedMs === null && !one.isTest)
      .sort(byAge)
      .at(-1);
  }

  function linksOf(member: Member): Set<Known> {
    const { worker, host, rule, about, startsMs } = member;
    const found = new Set<Known>();
    const near = (ms: number | undefined, windowMs: number) =>
      ms !== undefined && Math.abs(startsMs - ms) <= windowMs;
    const link = (candidates: Iterable<Known> | undefined, isLinked: (one: Known) => boolean) => {
      for (const one of candidates ?? []) {
        if (one.isTest === member.isTest && one.isTower === (about === 'tower') && isLinked(one))
          found.add(one);
      }
    };
    const lasts = (one: Known) => one.resolvedMs === null;
    const goesOn = (one: Known, windowMs: number) =>
      one.resolvedMs === null ? near(one.lastMs, windowMs) : startsMs - one.resolvedMs <= reopenMs;

    if (rule !== null && (member.isTest || surges.rules.has(rule)))
      link(by.rule.get(rule), (one) => lasts(one) && near(one.lastMs, windows.surgeMs));
    if (member.isTest) return found;
    for (const covering of member.follows) link(by.member.get(covering), lasts);
    if (about === 'tower') link(known.values(), (one) => goesOn(one, windows.sameWorkerMs));
    if (about === 'other' && rule !== null) link(by.rule.get(rule), (one) => goesOn(one, windows.otherMs));
    if (about === 'host' && host !== null) {
      link(by.host.get(host), (one) => goesOn(one, windows.sameWorkerMs));
      link(known.values(), (one) => lasts(one) && near(one.lastMs, windows.hostMs) && isOfHost(one, host));
    }
    if (worker === null) return found;
    link(by.worker.get(worker), (one) => {
      const isSame = lasts(one) && one.workers.get(worker)?.lasts === true && one.rules.has(rule ?? '');
      return isSame || goesOn(one, windows.sameWorkerMs);
    });
    for (const needed of topology.needs(worker)) {
      link(by.worker.get(needed), (one) => {
        const presence = one.workers.get(needed);
        return lasts(one) && (presence?.lasts === true || near(presence?.lastMs, windows.dependencyMs));
      });
    }
    for (const dependant of topology.neededBy(worker)) {
      link(
        by.worker.get(dependant),
        (one) => lasts(one) && near(one.workers.get(dependant)?.firstMs, windows.dependencyMs),
      );
    }
    const declared = topology.declaredAs(worker);
    if (declared !== worker)
      link(by.declared.get(declared), (one) => lasts(one) && near(one.lastMs, windows.instancesMs));
    if (host !== null) {
      link(by.host.get(host), (one) => {
        const presence = one.hosts.get(host);
        if (!presence) return lasts(one) && near(one.lastMs, windows.surgeMs);
        return (
          lasts(one) && (near(presence.firstMs, windows.hostMs) || (presence.lasts && topology.isLost(host)))
        );
      });
    }
    return found;
  }

  /** A machine's trouble draws in what happened on it just before only where that was much of it, or the machine is gone. */
  function isOfHost(one: Known, host: string): boolean {
    const here = [...one.workers.keys()].filter((worker) => topology.hostOf(worker) === host);
    return (
      here.length > 0 && (topology.isLost(host) || here.length >= Math.max(2, topology.workersOn(host) / 2))
    );
  }
}

function add(index: Index, key: string, one: Known): void {
  const set = index.get(key);
  if (set) set.add(one);
  else index.set(key, new Set([one]));
}

function enter(map: Map<string, Presence>, name: string, member: Member): void {
  const presence = { firstMs: member.startsMs, lastMs: member.startsMs, lasts: !isOver(member) };
  const before = map.get(name);
  map.set(name, before ? unite(before, presence) : presence);
}

function unite(one: Presence, other: Presence): Presence {
  return {
    firstMs: Math.min(one.firstMs, other.firstMs),
    lastMs: Math.max(one.lastMs, other.lastMs),
    lasts: one.lasts || other.lasts,
  };
}

/** The oldest first, those that have a number already before those that are to get one. */
function byAge(one: Known, other: Known): number {
  return Number(one.id < 0) - Number(other.id < 0) || one.startsMs - other.startsMs || one.id - other.id;
}

function latestOver(linked: readonly Known[]): Known | undefined {
  return linked.toSorted((a, b) => (a.resolvedMs ?? 0) - (b.resolvedMs ?? 0)).at(-1);
}

/** What others follow from comes first, where times are alike: machines, then what needs least. */
function inOrder(arriving: readonly Member[], topology: Topology): Member[] {
  const rank = ({ about, worker }: Member) =>
    about === 'host' ? -1 : worker === null ? 0 : topology.needs(worker).size;
  return arriving
    .map((member) => ({ member, rank: rank(member), minute: Math.floor(member.startsMs / minuteMs) }))
    .sort((a, b) => a.minute - b.minute || a.rank - b.rank || a.member.startsMs - b.member.startsMs)
    .map(({ member }) => member);
}

/** Rules and machines of which so much comes at once that one thing must be behind it. */
function findSurges(
  arriving: readonly Member[],
  standing: readonly Group[],
  topology: Topology,
): { rules: ReadonlySet<string>; hosts: ReadonlySet<string> } {
  const newestMs = arriving.reduce((newest, member) => Math.max(newest, member.startsMs), 0);
  const recent = standing
    .filter(({ resolvedMs }) => resolvedMs === null)
    .flatMap(({ members }) => [...members].filter((one) => newestMs - one.startsMs <= windows.surgeMs));
  const rules = new Map<string, Set<string>>();
  const hosts = new Map<string, Set<string>>();
  const count = (map: Map<string, Set<string>>, key: string, what: string) => {
    const set = map.get(key);
    if (set) set.add(what);
    else map.set(key, new Set([what]));
  };
  for (const member of [...recent, ...arriving]) {
    if (member.isTest || member.about === 'tower' || isOver(member)) continue;
    if (member.rule !== null) count(rules, member.rule, member.id);
    if (member.worker !== null && member.host !== null) count(hosts, member.host, member.worker);
  }
  const isSurge = (host: string, workers: number) =>
    workers >= Math.max(surgeCount, topology.workersOn(host) / 2);
  return {
    rules: new Set([...rules].filter(([, ids]) => ids.size >= surgeCount).map(([rule]) => rule)),
    hosts: new Set([...hosts].filter(([host, workers]) => isSurge(host, workers.size)).map(([host]) => host)),
  };
}
