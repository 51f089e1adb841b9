/** Whether a worker is one of those that a filter asks for. What is not known holds in no comparison. Pure. */
import type { Figures } from '../live/fleet-state.ts';
import { isTroubled, shownState, toneOf } from '../standing.ts';
import type { Worker } from '../types.ts';
import type { FigureField } from './fields.ts';
import { type Comparison, type Filter, narrow, type Term } from './parse.ts';

export type Newest = Pick<Figures, 'index' | 'cpuRatio' | 'rssBytes'>;

export interface Present {
  figures: Newest;
  /** Ms since the epoch. */
  now: number;
}

export function matches(filter: Pick<Filter, 'terms'>, worker: Worker, present: Present): boolean {
  return filter.terms.every((term) => holds(term, worker, present) !== term.not);
}

/** Whether it asks for what changes by itself from second to second. */
export function asksForFigures({ terms }: Pick<Filter, 'terms'>): boolean {
  return terms.some((term) => term.kind === 'figure' && !['restarts', 'crashes', 'pid'].includes(term.field));
}

function holds(term: Term, worker: Worker, present: Present): boolean {
  switch (term.kind) {
    case 'word': {
      const word = plain(term.word);
      return searchable(worker).some((text) => plain(text).includes(word));
    }
    case 'choice':
      return term.values.some((value) => isOf(term.field, value, worker));
    case 'text':
      return term.values.some((value) =>
        textsOf(term.field, worker).some((text) =>
          term.exact || term.field === 'exit' || value.includes('*')
            ? isLike(text, value)
            : plain(text).includes(plain(value)),
        ),
      );
    case 'label': {
      const entry = Object.entries(worker.labels).find(([key]) => plain(key) === plain(term.label));
      return entry !== undefined && term.values.some((value) => isLike(entry[1], value));
    }
    default: {
      const figure = figureOf(term.field, worker, present);
      return figure !== null && compare(figure, term.comparison, term.amount);
    }
  }
}

/** Upper and lower case, wide and narrow letters are one. */
function plain(text: string): string {
  return narrow(text).toLowerCase();
}

/** The whole text; `*` stands for anything. */
function isLike(text: string, pattern: string): boolean {
  const parts = plain(pattern).split('*');
  const whole = plain(text);
  const [first = '', ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return whole === first;
  if (!whole.startsWith(first) || whole.length < first.length + last.length || !whole.endsWith(last))
    return false;
  let at = first.length;
  const end = whole.length - last.length;
  for (const part of rest) {
    const found = whole.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

function searchable(worker: Worker): string[] {
  const labels = Object.entries(worker.labels).map(([key, value]) => `${key}:${value}`);
  return [worker.name, worker.host, worker.reason, ...labels];
}

function textsOf(field: 'name' | 'host' | 'reason' | 'exit', worker: Worker): string[] {
  if (field !== 'exit') return [worker[field]];
  const { lastExit } = worker;
  if (!lastExit) return ['none'];
  const { code, signal, reason } = lastExit;
  return [
    reason,
    ...(code === null ? [] : [String(code)]),
    ...(signal === null ? [] : [signal, signal.replace(/^SIG/, '')]),
  ];
}

function isOf(field: 'state' | 'is' | 'health' | 'kind', value: string, worker: Worker): boolean {
  if (field === 'kind') return worker.kind === value;
  if (field === 'health') return (worker.fresh ? worker.health : 'unknown') === value;
  const state = shownState(worker);
  if (field === 'state') return state === value;
  switch (value) {
    case 'trouble':
      return isTroubled(worker);
    case 'well':
      return toneOf(state) === 'well' && !isTroubled(worker);
    case 'busy':
      return toneOf(state) === 'busy';
    case 'resting':
      return state === 'stopped';
    default:
      return worker.fresh && worker.crashLoop;
  }
}

/** The figure as it may be claimed; null when it is not known. */
export function figureOf(field: FigureField, worker: Worker, { figures, now }: Present): number | null {
  const sinceMs = (time: string | null) => (time === null ? null : Math.max(0, now - Date.parse(time)));
  switch (field) {
    case 'cpu':
      return newest('cpuRatio', worker, figures);
    case 'mem':
      return newest('rssBytes', worker, figures);
    case 'uptime':
      return worker.pid === null ? null : sinceMs(worker.startedAt);
    case 'since':
      return sinceMs(worker.since);
    case 'exited':
      return sinceMs(worker.lastExit?.at ?? null);
    case 'next':
      return worker.nextStartAt === null ? null : Math.max(0, Date.parse(worker.nextStartAt) - now);
    default:
      return worker[field];
  }
}

function newest(column: 'cpuRatio' | 'rssBytes', worker: Worker, figures: Newest): number | null {
  if (worker.pid === null) return null;
  return figures[column][figures.index.get(worker.name) ?? -1] ?? worker[column];
}

function compare(figure: number, comparison: Comparison, amount: number): boolean {
  switch (comparison) {
    case '>':
      return figure > amount;
    case '>=':
      return figure >= amount;
    case '<':
      return figure < amount;
    case '<=':
      return figure <= amount;
    default:
      return figure === amount;
  }
}
