/** Which workers a list shows, and in which order. Pure. */
import type { Figures } from './live/fleet-state.ts';
import { byTrouble, compareNames, shownState } from './standing.ts';
import type { Worker, WorkerState } from './types.ts';

export const sortKeys = ['trouble', 'name', 'cpu', 'memory', 'restarts', 'uptime'] as const;
export type SortKey = (typeof sortKeys)[number];

export interface Arrangement {
  /** Words that must all occur in the name, the host or a label (`team:post` or just `post`). */
  q: string;
  state: WorkerState | null;
  sort: SortKey;
}

type Newest = Pick<Figures, 'index' | 'cpuRatio' | 'rssBytes'>;

export function arrange(workers: Iterable<Worker>, by: Arrangement, figures: Newest): Worker[] {
  const words = by.q.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = [...workers].filter(
    (worker) =>
      (by.state === null || shownState(worker) === by.state) &&
      words.every((word) => searchable(worker).includes(word)),
  );
  return shown.sort(comparisons(figures)[by.sort]);
}

function searchable(worker: Worker): string {
  const labels = Object.entries(worker.labels).map(([key, value]) => `${key}:${value}`);
  return [worker.name, worker.host, ...labels].join('\n').toLowerCase();
}

function comparisons(figures: Newest): Record<SortKey, (a: Worker, b: Worker) => number> {
  const newest = (column: 'cpuRatio' | 'rssBytes', worker: Worker) =>
    figures[column][figures.index.get(worker.name) ?? -1] ?? worker[column] ?? -1;
  const startedAt = (worker: Worker) =>
    worker.pid !== null && worker.startedAt !== null ? worker.startedAt : '9';
  const name = (a: Worker, b: Worker) => compareNames(a.name, b.name);
  return {
    trouble: byTrouble,
    name,
    cpu: (a, b) => newest('cpuRatio', b) - newest('cpuRatio', a) || name(a, b),
    memory: (a, b) => newest('rssBytes', b) - newest('rssBytes', a) || name(a, b),
    restarts: (a, b) => b.restarts - a.restarts || name(a, b),
    // Longest first; what doesn't run comes last.
    uptime: (a, b) => (startedAt(a) < startedAt(b) ? -1 : startedAt(a) > startedAt(b) ? 1 : name(a, b)),
  };
}

/** How many are in each state, in the order of trouble. */
export function countStates(workers: Iterable<Worker>): [WorkerState, number][] {
  const counts = new Map<WorkerState, { count: number; example: Worker }>();
  for (const worker of workers) {
    const state = shownState(worker);
    const seen = counts.get(state);
    if (seen) seen.count++;
    else counts.set(state, { count: 1, example: worker });
  }
  return [...counts]
    .sort(([, a], [, b]) => byTrouble(a.example, b.example))
    .map(([state, { count }]) => [state, count]);
}
