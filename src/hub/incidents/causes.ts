/**
 * What an incident most likely comes from, with the evidence. Pure. Each piece of evidence speaks for a cause with a weight; several speak
 * together as independent ones do (one minus the product of the doubts). The weights are set by hand, so that what explains the others
 * (a machine, a dependency, what somebody did right before) comes before what only describes the failure.
 */
import { isoTime } from '../../shared/clock.ts';
import type { Entry } from './entry.ts';
import type { Member } from './member.ts';
import { both, sayDuration, sayEnd, sayEntry, sayNames, sayNeeds, sayWorkers } from './say.ts';
import type { Topology } from './topology.ts';
import type { Cause, CauseKind, Evidence, Words } from './views.ts';

export interface Facts {
  members: readonly Member[];
  /** Oldest first; with what happened shortly before. */
  entries: readonly Entry[];
  topology: Topology;
}

const minuteMs = 60_000;
/** What is done before a trouble may explain it for so long; the sooner, the more likely. */
export const changeWindowMs = 15 * minuteMs;
const requestWindowMs = minuteMs;
const errorWindowMs = minuteMs;
const mostCauses = 5;
const mostRoots = 20;
const mostEvidence = 8;
/** Something that needs another which is in trouble as well is seldom the cause. */
const followerShare = 0.4;

interface Candidate {
  kind: CauseKind;
  worker: string | null;
  host: string | null;
  errorGroup: number | null;
  evidence: Evidence[];
}

export function rankCauses({ members, entries, topology }: Facts): Cause[] {
  const firstOf = new Map<string, number>();
  const alertsOf = new Map<string, Member[]>();
  for (const member of members) {
    const { worker, startsMs, kind } = member;
    if (worker === null) continue;
    firstOf.set(worker, Math.min(firstOf.get(worker) ?? Number.POSITIVE_INFINITY, startsMs));
    const own = alertsOf.get(worker);
    if (kind === 'alert' && own) own.push(member);
    else if (kind === 'alert') alertsOf.set(worker, [member]);
  }
  const troubled = [...firstOf].sort((a, b) => a[1] - b[1]);
  const isFollower = (worker: string) => {
    for (const needed of topology.needs(worker)) if (firstOf.has(needed)) return true;
    return false;
  };
  const roots: [string, number][] = [];
  const followers: [string, number][] = [];
  for (const one of troubled) {
    const list = isFollower(one[0]) ? followers : roots;
    if (list.length < mostRoots) list.push(one);
  }
  const causes = [
    ...ofTower(members),
    ...ofHosts(members, entries, topology, firstOf),
    ...roots.flatMap(([worker, sinceMs], index) =>
      ofWorker({
        worker,
        sinceMs,
        isFirst: index === 0 && troubled.length > 1,
        alertsOf,
        entries,
        topology,
        firstOf,
      }),
    ),
    ...followers.flatMap(([worker, sinceMs]) =>
      ofWorker({ worker, sinceMs, isFirst: false, alertsOf, entries, topology, firstOf: new Map() })
        .filter(({ kind }) => kind !== 'alert' && kind !== 'exit')
        .map((cause) => ({ ...cause, score: cause.score * followerShare })),
    ),
  ];
  const ranked = causes.sort((a, b) => b.score - a.score).slice(0, mostCauses);
  return ranked.length > 0 ? ranked : ofAlerts(members);
}

function toCause({ evidence, ...candidate }: Candidate, text: Words, needs?: Words | null): Cause {
  const score = 1 - evidence.reduce((doubt, { weight }) => doubt * (1 - weight), 1);
  return {
    ...candidate,
    score: Math.round(score * 100) / 100,
    text,
    needs: needs === undefined ? sayNeeds(candidate.kind, candidate) : needs,
    evidence: evidence.toSorted((a, b) => b.weight - a.weight).slice(0, mostEvidence),
  };
}

function ofTower(members: readonly Member[]): Cause[] {
  const own = members.filter(({ about }) => about === 'tower');
  const [first] = own.toSorted((a, b) => a.startsMs - b.startsMs);
  if (!first) return [];
  const evidence = own.map((member) => told(member.startsMs, member.summary, 0.8));
  return [
    toCause(
      { kind: 'tower', worker: null, host: first.host, errorGroup: null, evidence },
      both(`Yagura itself: ${first.summary.en}`, `Yagura 自身：${first.summary.ja}`),
    ),
  ];
}

function ofHosts(
  members: readonly Member[],
  entries: readonly Entry[],
  topology: Topology,
  firstOf: ReadonlyMap<string, number>,
): Cause[] {
  const hosts = new Set(members.flatMap(({ host }) => host ?? []));
  const causes: Cause[] = [];
  for (const host of [...hosts].slice(0, mostRoots)) {
    const alerts = members.filter((member) => member.about === 'host' && member.host === host);
    const own = alerts.slice(0, 3).map((member) => told(member.startsMs, member.summary, 0.5));
    const touched = [...firstOf.keys()].filter((worker) => topology.hostOf(worker) === host);
    const share: Evidence[] =
      touched.length > 1 && touched.length >= topology.workersOn(host) / 2
        ? [
            told(
              null,
              both(
                `${sayWorkers(touched.length).en} of it are in trouble`,
                `そのうち ${sayWorkers(touched.length).ja}に問題が発生`,
              ),
              0.5,
            ),
          ]
        : [];
    const candidate = (kind: CauseKind, evidence: Evidence[]): Candidate => ({
      kind,
      worker: null,
      host,
      errorGroup: null,
      evidence,
    });
    if (topology.isLost(host) && (alerts.length > 0 || share.length > 0)) {
      const silent = told(
        null,
        both(`the agent of ${host} does not answer`, `${host} のエージェントが応答しない`),
        0.9,
      );
      causes.push(
        toCause(
          candidate('host-lost', [silent, ...own, ...share]),
          both(`Host ${host} does not answer.`, `ホスト ${host} が応答していません。`),
        ),
      );
      continue;
    }
    const oom = entries.filter(
      ({ kind, data, host: on }) => on === host && kind === 'worker.exited' && data['reason'] === 'oom',
    );
    const memory = entries.filter(({ kind, host: on }) => kind === 'host.memory' && on === host);
    if (memory.length > 0)
      causes.push(
        toCause(
          candidate('host-memory', [
            ...memory.map((entry) => ofEntry(entry, 0.5)),
            ...oom.slice(0, 3).map((entry) => ofEntry(entry, 0.5)),
            ...share,
          ]),
          both(`Host ${host} ran out of memory.`, `ホスト ${host} のメモリが枯渇しています。`),
        ),
      );
    const disk = entries.filter(({ kind, host: on }) => kind === 'host.disk' && on === host);
    if (disk.length > 0)
      causes.push(
        toCause(
          candidate('host-disk', [...disk.map((entry) => ofEntry(entry, 0.7)), ...share]),
          both(`A disk of host ${host} is full.`, `ホスト ${host} のディスクに空きがありません。`),
        ),
      );
    if (own.length > 0)
      causes.push(toCause(candidate('alert', [...own, ...share]), alerts[0]?.summary ?? both(host, host)));
  }
  return causes;
}

/** A configuration that left these workers as they were explains nothing; nor does one that first made them. */
function changed({ kind, data }: Entry, names: readonly string[]): boolean {
  const workers = data['changed'];
  return (
    kind !== 'config.applied' ||
    !Array.isArray(workers) ||
    workers.some((name) => names.includes(String(name)))
  );
}

function ofWorker(facts: {
  worker: string;
  sinceMs: number;
  isFirst: boolean;
  alertsOf: ReadonlyMap<string, readonly Member[]>;
  entries: readonly Entry[];
  topology: Topology;
  firstOf: ReadonlyMap<string, number>;
}): Cause[] {
  const { worker, sinceMs, isFirst, alertsOf, entries, topology, firstOf } = facts;
  const host = topology.hostOf(worker);
  const mine = entries.filter((entry) => entry.worker === worker);
  const before = (entry: Entry, windowMs: number) =>
    entry.timeMs <= sinceMs + 1_000 && sinceMs - entry.timeMs <= windowMs;
  const declaredAs = topology.declaredAs(worker);
  const causes: Cause[] = [];
  const first: Evidence[] = isFirst
    ? [told(sinceMs, both(`${worker} was the first`, `最初に ${worker} で発生`), 0.3)]
    : [];
  const make = (kind: CauseKind, evidence: Evidence[], text: Words, errorGroup: number | null = null) => {
    if (evidence.length > 0)
      causes.push(toCause({ kind, worker, host, errorGroup, evidence: [...evidence, ...first] }, text));
  };

  const requests = mine.filter(
    ({ kind, by, timeMs }) =>
      /^worker\.(stop|restart)-requested$/.test(kind) &&
      by !== null &&
      timeMs <= sinceMs + 1_000 &&
      sinceMs - timeMs <= requestWindowMs,
  );
  make(
    'operator',
    requests.map((entry) => ofEntry(entry, 0.8)),
    requests[0]
      ? sentence(sayEntry(requests[0].kind, worker, host, requests[0].by, requests[0].data))
      : both('', ''),
  );
  for (const [kind, type, weight] of [
    ['deploy', 'deploy.marked', 0.75],
    ['config', 'config.applied', 0.8],
  ] as const) {
    const touching = entries.filter(
      (entry) =>
        entry.kind === type &&
        before(entry, changeWindowMs) &&
        (entry.worker === null || entry.worker === worker || entry.worker === declaredAs) &&
        changed(entry, [worker, declaredAs]),
    );
    const newest = touching.at(-1);
    if (!newest) continue;
    const ago = sayDuration(sinceMs - newest.timeMs);
    const what = sayEntry(newest.kind, newest.worker, newest.host, newest.by, newest.data);
    make(
      kind,
      touching.map((entry) =>
        ofEntry(entry, weight * (1 - (0.6 * Math.max(0, sinceMs - entry.timeMs)) / changeWindowMs)),
      ),
      both(`${capital(what.en)}, ${ago.en} before.`, `その ${ago.ja}前に、${what.ja}。`),
    );
  }
  const exits = mine.filter(({ kind, timeMs }) => kind === 'worker.exited' && timeMs >= sinceMs - minuteMs);
  const starved = exits.filter(({ data }) => data['reason'] === 'oom' || data['reason'] === 'limit');
  make(
    'memory',
    starved.slice(0, 3).map((entry) => ofEntry(entry, entry.data['reason'] === 'oom' ? 0.85 : 0.8)),
    both(`${worker} ran out of memory.`, `${worker} のメモリが不足しました。`),
  );
  const unstartable = mine.filter(({ kind }) => kind === 'worker.start-failed');
  make(
    'start',
    unstartable.slice(0, 3).map((entry) => ofEntry(entry, 0.85)),
    both(`${worker} cannot be started.`, `${worker} を起動できません。`),
  );
  const lastExitMs = exits.at(-1)?.timeMs ?? sinceMs;
  const errors = mine.filter(
    ({ kind, timeMs }) =>
      kind.startsWith('error.') && timeMs <= lastExitMs + 5_000 && sinceMs - timeMs <= errorWindowMs,
  );
  const byGroup = new Map<number, Entry[]>();
  for (const entry of errors) {
    const group = Number(entry.data['group']);
    if (Number.isInteger(group)) byGroup.set(group, [...(byGroup.get(group) ?? []), entry]);
  }
  // A worker's end is a kind of errors as well, and says no more than the end itself: only what it reported counts.
  const reported = [...byGroup].filter(([, seen]) => seen.some(({ kind }) => kind === 'error.seen'));
  for (const [group, seen] of reported.slice(0, 3)) {
    const title = textOf(seen[0]?.data['title']);
    make(
      'error',
      seen.map((entry) => ofEntry(entry, entry.kind === 'error.seen' ? 0.6 : 0.4)),
      both(`${worker} reported right before: ${title}`, `直前に ${worker} が報告したエラー：${title}`),
      group,
    );
  }
  const checks = mine.filter(
    ({ kind, timeMs }) => kind === 'worker.unhealthy' && timeMs >= sinceMs - minuteMs,
  );
  const check = checks.at(-1);
  const reason = textOf(check?.data['reason']);
  make(
    'check',
    checks.slice(-3).map((entry) => ofEntry(entry, 0.45)),
    both(`${worker} does not work: ${reason}`, `${worker} が正常に動作していません：${reason}`),
  );
  const crashes = exits.filter(
    ({ data }) => !['oom', 'limit', 'health', 'operator', 'config'].includes(String(data['reason'])),
  );
  const crash = crashes.at(-1);
  if (crash) {
    const end = sayEnd(crash.data);
    make(
      'exit',
      crashes.slice(-3).map((entry) => ofEntry(entry, 0.25)),
      both(`${worker} ended: ${end.en}.`, `${worker} が終了しました（${end.ja}）。`),
    );
  }
  const alerts = alertsOf.get(worker) ?? [];
  make(
    'alert',
    alerts.slice(0, 2).map((member) => told(member.startsMs, member.summary, 0.2)),
    alerts[0]?.summary ?? both(worker, worker),
  );

  const followers = [...topology.neededBy(worker)].filter(
    (name) => (firstOf.get(name) ?? -1) >= sinceMs - minuteMs,
  );
  if (followers.length === 0) return causes;
  const best = causes.toSorted((a, b) => b.score - a.score)[0];
  const list = sayNames(followers);
  const evidence: Evidence[] = [
    told(
      firstOf.get(followers[0] as string) ?? null,
      both(`${list.en} need it and failed after it`, `依存する ${list.ja} がその後に失敗`),
      Math.min(0.85, 0.65 + 0.1 * (followers.length - 1)),
    ),
    ...(best?.evidence ?? []).map((one) => ({ ...one, weight: one.weight * 0.6 })),
    ...first,
  ];
  const bestNeeds = best && best.kind !== 'alert' ? best.needs : null;
  const own = sayNeeds('dependency', { worker, host });
  causes.push(
    toCause(
      { kind: 'dependency', worker, host, errorGroup: best?.errorGroup ?? null, evidence },
      both(`${worker} failed, which ${list.en} need.`, `${list.ja} が依存する ${worker} が失敗しました。`),
      bestNeeds && own ? both(`${own.en} ${bestNeeds.en}`, `${own.ja}${bestNeeds.ja}`) : own,
    ),
  );
  return causes;
}

/** Nothing but alerts that are about neither worker nor machine. */
function ofAlerts(members: readonly Member[]): Cause[] {
  return members
    .filter(({ kind }) => kind === 'alert')
    .toSorted((a, b) => a.startsMs - b.startsMs)
    .slice(0, 1)
    .map((member) =>
      toCause(
        {
          kind: 'alert',
          worker: member.worker,
          host: member.host,
          errorGroup: null,
          evidence: [told(member.startsMs, member.summary, 0.2)],
        },
        member.summary,
      ),
    );
}

function told(ms: number | null, text: Words, weight: number): Evidence {
  return { time: ms === null ? null : isoTime(ms), text, weight: Math.round(weight * 100) / 100 };
}

function ofEntry({ kind, worker, host, by, data, timeMs }: Entry, weight: number): Evidence {
  return told(timeMs, sayEntry(kind, worker, host, by, data), weight);
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const sentence = ({ en, ja }: Words): Words => both(`${capital(en)}.`, `${ja}。`);
