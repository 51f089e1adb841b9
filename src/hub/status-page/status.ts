/** What the page says, from what workers are and were. Pure. */
import type { Worker } from '../fleet/index.ts';
import { type DayCounts, dayMs, dayOf } from './uptime.ts';

/** `resting`: nothing of it is meant to run now. */
export type GroupState = 'up' | 'degraded' | 'partly' | 'down' | 'resting' | 'unknown';
/** Of a day: all the time, nearly, or not; `unknown`: nobody looked, or nothing was meant to run. */
export type DayState = 'up' | 'partly' | 'down' | 'unknown';

export interface Day {
  /** ms; midnight in UTC. */
  timeMs: number;
  state: DayState;
  /** Null where it is unknown. */
  upRatio: number | null;
}

export interface GroupView {
  name: string;
  state: GroupState;
  /** The oldest first, the present day last; null while the history cannot be read. */
  days: Day[] | null;
  /** Of all days together. */
  upRatio: number | null;
}

export interface TroubleView {
  /** Names of groups. */
  groups: string[];
  startsAtMs: number;
  acknowledged: boolean;
}

export interface StatusView {
  title: string;
  state: GroupState;
  groups: GroupView[];
  troubles: TroubleView[];
  timeMs: number;
}

type Group = { name: string; workers: readonly string[] };

export const shownDays = 90;
const mostTroubles = 20;
/** 86 seconds of a day; an hour and twelve minutes. */
const lowest = { up: 0.999, partly: 0.95 };

type WorkerIs = 'up' | 'degraded' | 'down' | 'resting' | 'unknown';

function whatIs({ state, fresh, crashLoop, nextStartAt }: Worker): WorkerIs {
  if (!fresh || state === 'unknown') return 'unknown';
  if (state === 'running') return crashLoop ? 'degraded' : 'up';
  if (state === 'degraded') return 'degraded';
  // One with a schedule is as well between its runs.
  if (state === 'stopped' && !crashLoop) return nextStartAt === null ? 'resting' : 'up';
  return 'down';
}

export function stateOfGroup(workers: readonly Worker[]): GroupState {
  const are = workers.map(whatIs);
  const awake = are.filter((is) => is !== 'resting');
  if (are.length > 0 && awake.length === 0) return 'resting';
  const known = awake.filter((is) => is !== 'unknown');
  if (known.length === 0) return 'unknown';
  if (known.length === awake.length && known.every((is) => is === 'down')) return 'down';
  if (known.includes('down')) return 'partly';
  // What nobody knows is not told to be well.
  if (known.length < awake.length) return 'unknown';
  return known.includes('degraded') ? 'degraded' : 'up';
}

const worstFirst: readonly GroupState[] = ['down', 'partly', 'degraded', 'unknown', 'up', 'resting'];

export function daysOf(group: Group, counts: DayCounts, nowMs: number): Day[] {
  return Array.from({ length: shownDays }, (_, index) => {
    const day = dayOf(nowMs) - (shownDays - 1) + index;
    const found = group.workers.flatMap((name) => counts.get(name)?.get(day) ?? []);
    const upRatio = ratioOf(found);
    return { timeMs: day * dayMs, upRatio, state: stateOfDay(upRatio) };
  });
}

function stateOfDay(upRatio: number | null): DayState {
  if (upRatio === null) return 'unknown';
  return upRatio >= lowest.up ? 'up' : upRatio >= lowest.partly ? 'partly' : 'down';
}

function ratioOf(counts: readonly { known: number; up: number }[]): number | null {
  const known = counts.reduce((sum, count) => sum + count.known, 0);
  return known === 0 ? null : counts.reduce((sum, count) => sum + count.up, 0) / known;
}

export function statusOf(seen: {
  title: string;
  groups: readonly Group[];
  workers: readonly Worker[];
  /** Null while it cannot be read. */
  counts: DayCounts | null;
  /** Open incidents; those that no group has a part in are nobody's business. */
  troubles: readonly { workers: readonly string[]; startsAtMs: number; acknowledged: boolean }[];
  nowMs: number;
}): StatusView {
  const { title, workers, counts, nowMs } = seen;
  const declaredAs = new Map(workers.map((worker) => [worker.name, worker.declaredAs]));
  const groups = seen.groups.map((group): GroupView => {
    const oldest = dayOf(nowMs) - (shownDays - 1);
    const recent = group.workers.flatMap((name) =>
      [...(counts?.get(name) ?? [])].filter(([day]) => day >= oldest).map(([, count]) => count),
    );
    return {
      name: group.name,
      state: stateOfGroup(workers.filter((worker) => group.workers.includes(worker.declaredAs))),
      days: counts && daysOf(group, counts, nowMs),
      upRatio: ratioOf(recent),
    };
  });
  const troubles = seen.troubles.flatMap(({ workers: hit, startsAtMs, acknowledged }): TroubleView[] => {
    const names = new Set(hit.map((name) => declaredAs.get(name) ?? name));
    const concerned = seen.groups.filter((group) => group.workers.some((name) => names.has(name)));
    return concerned.length === 0
      ? []
      : [{ groups: concerned.map(({ name }) => name), startsAtMs, acknowledged }];
  });
  return {
    title,
    state: worstFirst.find((state) => groups.some((group) => group.state === state)) ?? 'unknown',
    groups,
    troubles: troubles.toSorted((a, b) => b.startsAtMs - a.startsAtMs).slice(0, mostTroubles),
    timeMs: nowMs,
  };
}
