/** How a fleet is parted into groups: by one of its labels, by host, or not at all. Pure. */
import { compareNames, shownState } from './standing.ts';
import type { Worker } from './types.ts';

/** As it stands in the address: `state`, `host`, `declared` (instances of one declaration) or `label.KEY`. */
export type Grouping = Placing | 'state' | 'declared';

/** By what does not change from one moment to the next, so that everybody keeps a place. */
export type Placing = `label.${string}` | 'host' | 'none';

export interface Group {
  /** The label's value or the host; null for those without one, or for all when nothing parts them. */
  name: string | null;
  /** Names of its workers, in order: everybody keeps a place, whatever happens to them. */
  members: readonly string[];
}

/** A grouping must tell apart at least this well to be better than none. */
const leastScore = 0.15;

export const isPlacing = (text: string): text is Placing => /^(host|none|label\..+)$/.test(text);
export const isGrouping = (text: string): text is Grouping =>
  isPlacing(text) || text === 'state' || text === 'declared';

/** Groups by name, those without one last. `before` itself when nobody came, went or changed groups: sorting a thousand takes its time. */
export function groupWorkers(
  workers: ReadonlyMap<string, Worker>,
  by: Placing,
  before: readonly Group[] = [],
): readonly Group[] {
  if (isSame(workers, by, before)) return before;
  const groups = new Map<string | null, string[]>();
  for (const worker of workers.values()) {
    const name = groupOf(worker, by);
    const group = groups.get(name);
    if (group) group.push(worker.name);
    else groups.set(name, [worker.name]);
  }
  return [...groups]
    .map(([name, members]) => ({ name, members: members.sort(compareNames) }))
    .sort((a, b) => (a.name === null ? 1 : b.name === null ? -1 : compareNames(a.name, b.name)));
}

function isSame(workers: ReadonlyMap<string, Worker>, by: Placing, groups: readonly Group[]): boolean {
  let members = 0;
  for (const group of groups) {
    members += group.members.length;
    for (const name of group.members) {
      const worker = workers.get(name);
      if (!worker || groupOf(worker, by) !== group.name) return false;
    }
  }
  return members === workers.size;
}

/** What one may choose from: every label in use, by name, then the host. */
export function placings(workers: Iterable<Worker>): Placing[] {
  const keys = new Set<string>();
  for (const worker of workers) for (const key of Object.keys(worker.labels)) keys.add(key);
  return [...[...keys].sort(compareNames).map((key): Placing => `label.${key}`), 'host', 'none'];
}

/** The label that parts the fleet best; else the host when there are several; else none. */
export function bestPlacing(workers: readonly Worker[]): Placing {
  let best: Placing = 'none';
  let bestScore = leastScore;
  for (const by of placings(workers)) {
    const score = scoreOf(workers, by);
    if (score > bestScore) [best, bestScore] = [by, score];
  }
  return best;
}

/**
 * 0..1: how many have it, times the chance that it tells two workers apart (Gini and Simpson's index), times how far the groups are
 * from being as many as the workers. A label that all share scores 0, and so does one that each has for itself.
 */
function scoreOf(workers: readonly Worker[], by: Placing): number {
  const counts = new Map<string, number>();
  let members = 0;
  for (const worker of workers) {
    const name = groupOf(worker, by);
    if (name === null) continue;
    counts.set(name, (counts.get(name) ?? 0) + 1);
    members++;
  }
  if (members === 0 || counts.size < 2) return 0;
  const together = [...counts.values()].reduce((sum, count) => sum + (count / members) ** 2, 0);
  return (members / workers.length) * (1 - together) * (1 - counts.size / members);
}

/** The group's name; null for a worker that is in none. */
export function groupOf(worker: Worker, by: Grouping): string | null {
  if (by === 'none') return null;
  if (by === 'state') return shownState(worker);
  if (by === 'host') return worker.host;
  if (by === 'declared') return worker.declaredAs;
  const key = by.slice('label.'.length);
  return Object.hasOwn(worker.labels, key) ? (worker.labels[key] ?? null) : null;
}

/** What all names begin with, up to a dash or a dot, `mailer-` of `mailer-0` and `mailer-1`; nothing of one name alone. */
export function commonPrefix(names: readonly string[]): string {
  const [first = '', ...others] = names;
  if (others.length === 0) return '';
  let length = first.length;
  for (const other of others) {
    let same = 0;
    while (same < length && first[same] === other[same]) same++;
    length = same;
  }
  return /^.*[-._/]/.exec(first.slice(0, length))?.[0] ?? '';
}
