/** Which columns the list of workers has, and in which order and groups its rows stand. Pure. */
import { figureOf, type Newest } from './filter/match.ts';
import { type Grouping, groupOf } from './grouping.ts';
import { compareNames, isTroubled, troubleRank } from './standing.ts';
import type { Worker } from './types.ts';

export const columnIds = [
  'name',
  'state',
  'reason',
  'cpu',
  'memory',
  'restarts',
  'uptime',
  'exit',
  'labels',
  'host',
  'pid',
  'next',
] as const;
export type ColumnId = (typeof columnIds)[number];

/** Without these two nobody would know what a row says. */
export const alwaysShown: readonly ColumnId[] = ['name', 'state'];
export const usualColumns: readonly ColumnId[] = columnIds.slice(0, 9);

export const isColumn = (text: string): text is ColumnId => columnIds.some((id) => id === text);

/** The name says whose row it is, and stays in view at the left. */
export const isMovable = (id: ColumnId) => id !== 'name';

/** Puts a column where another stands; the ones between move over. */
export function moveColumn(columns: readonly ColumnId[], id: ColumnId, to: number): readonly ColumnId[] {
  if (!isMovable(id) || !columns.includes(id) || to < 1 || to >= columns.length) return columns;
  return columns.filter((other) => other !== id).toSpliced(to, 0, id);
}

/** A column that is shown anew stands after the one that is usually before it. */
export function addColumn(columns: readonly ColumnId[], id: ColumnId): readonly ColumnId[] {
  const before = columnIds.slice(0, columnIds.indexOf(id)).findLast((other) => columns.includes(other));
  return columns.toSpliced(before === undefined ? columns.length : columns.indexOf(before) + 1, 0, id);
}

export interface SortLevel {
  id: ColumnId;
  desc: boolean;
}

/** Trouble first: the order of states is that of trouble. */
export const usualSort: readonly SortLevel[] = [{ id: 'state', desc: false }];

/** The first click shows what is looked for most: the largest figures, the newest exits. */
export const largestFirst: ReadonlySet<ColumnId> = new Set(['cpu', 'memory', 'restarts', 'uptime', 'exit']);

/** A value to sort by; null when there is none, which comes last in both directions. */
type Key = number | string | null;

/** Sorts by the levels, then by name, so that the order is the same each time. `now` in ms since the epoch. */
export function sortWorkers(
  workers: readonly Worker[],
  levels: readonly SortLevel[],
  figures: Newest,
  ranks: NameRanks,
): Worker[] {
  const columns = levels.map(({ id, desc }) => ({ desc, keys: numbered(workers, id, figures, ranks) }));
  const names = workers.map((worker) => ranks.get(worker.name) ?? 0);
  const order = workers.map((_, at) => at);
  order.sort((a, b) => {
    for (const { desc, keys } of columns) {
      const [x, y] = [keys[a] ?? null, keys[b] ?? null];
      if (x === y) continue;
      if (x === null) return 1;
      if (y === null) return -1;
      return desc ? y - x : x - y;
    }
    return (names[a] ?? 0) - (names[b] ?? 0);
  });
  return order.flatMap((at) => workers[at] ?? []);
}

/** Texts become their places among all texts, so that sorting compares numbers only. */
function numbered(
  workers: readonly Worker[],
  id: ColumnId,
  figures: Newest,
  ranks: NameRanks,
): (number | null)[] {
  if (id === 'name') return workers.map((worker) => ranks.get(worker.name) ?? 0);
  const keys = workers.map((worker) => keyOf(id, worker, figures));
  const texts = [...new Set(keys.filter((key) => typeof key === 'string'))].sort(compareNames);
  const places = new Map(texts.map((text, at) => [text, at]));
  return keys.map((key) => (typeof key === 'string' ? (places.get(key) ?? 0) : key));
}

function keyOf(id: ColumnId, worker: Worker, figures: Newest): Key {
  const present = { figures, now: 0 };
  switch (id) {
    case 'name':
      return worker.name;
    case 'state':
      return troubleRank(worker);
    case 'reason':
      return worker.reason === '' ? null : worker.reason;
    case 'cpu':
      return figureOf('cpu', worker, present);
    case 'memory':
      return figureOf('mem', worker, present);
    case 'restarts':
      return worker.restarts;
    case 'uptime':
      // The earlier it was started, the longer it runs.
      return worker.pid === null || worker.startedAt === null ? null : -Date.parse(worker.startedAt);
    case 'exit':
      return worker.lastExit === null ? null : Date.parse(worker.lastExit.at);
    case 'labels':
      return labelTexts(worker).join(' ') || null;
    case 'host':
      return worker.host;
    case 'pid':
      return worker.pid;
    default:
      return worker.nextStartAt === null ? null : Date.parse(worker.nextStartAt);
  }
}

export function labelTexts({ labels }: Pick<Worker, 'labels'>): string[] {
  return Object.keys(labels)
    .toSorted()
    .map((key) => `${key}:${labels[key]}`);
}

export type NameRanks = ReadonlyMap<string, number>;

/** Answers each name's place in natural order. A thousand names are compared again only when there is a new one. */
export function createRanker(): (workers: Iterable<Pick<Worker, 'name'>>) => NameRanks {
  let ranks: NameRanks = new Map();
  return (workers) => {
    const names = [...workers].map(({ name }) => name);
    if (!names.every((name) => ranks.has(name)))
      ranks = new Map(names.sort(compareNames).map((name, at) => [name, at]));
    return ranks;
  };
}

export interface Group {
  /** Empty for those without the label. */
  value: string;
  workers: Worker[];
  troubled: number;
}

/** Groups stand where their first worker stood, so that with trouble first the group in trouble is first, too. */
export function groupWorkers(sorted: readonly Worker[], by: Exclude<Grouping, 'none'>): Group[] {
  const groups = new Map<string, Group>();
  for (const worker of sorted) {
    const value = groupOf(worker, by) ?? '';
    const group = groups.get(value) ?? { value, workers: [], troubled: 0 };
    groups.set(value, group);
    group.workers.push(worker);
    if (isTroubled(worker)) group.troubled++;
  }
  // Those that are in no group come last.
  return [...groups.values()].sort((a, b) => Number(a.value === '') - Number(b.value === ''));
}
