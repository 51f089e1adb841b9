/** The fleet over time, a row for each worker: when and where it hurt. Pure. */
import { type Grain, growthOf, overWindow, selector } from './expressions.ts';
import type { Bounds } from './period.ts';
import type { Found } from './prometheus.ts';
import { compareNames } from './standing.ts';

/** What is shown: share of the time that it was not well, restarts, processor cores, the most memory (bytes). */
export const heatFigures = ['unwell', 'restarts', 'cpu', 'memory'] as const;
export type HeatFigure = (typeof heatFigures)[number];

export const heatOrders = ['worst', 'name'] as const;
export type HeatOrder = (typeof heatOrders)[number];

/** In how many colours it is shown; the first is for what is nothing, or next to it. */
export const heatSteps = 6;

const of = (name: string) => selector(`yagura_worker_${name}`);
const expressions: Record<HeatFigure, (grain: Grain) => string> = {
  unwell: (grain) => overWindow('avg', of('unwell'), grain),
  restarts: (grain) => growthOf(of('restarts_total'), grain),
  cpu: (grain) => overWindow('avg', of('cpu_ratio'), grain),
  memory: (grain) => overWindow('max', of('memory_rss_bytes'), grain),
};

/** As PromQL, one series for each worker. */
export function heatQuery(figure: HeatFigure, grain: Grain): string {
  return `max by (worker) (${expressions[figure](grain)})`;
}

export interface HeatRow {
  worker: string;
  /** One for each column; NaN where nothing is known. */
  values: Float64Array;
  /** Over all columns: how often, how long (ms), the mean, the most; null when nothing is known. */
  total: number | null;
}

export interface Heat {
  /** The end of each column, ms. */
  times: number[];
  stepMs: number;
  rows: HeatRow[];
}

/** Workers that are declared have a row even if nothing is known of them; those that were, as long as something is. */
export function heatOf(
  figure: HeatFigure,
  series: readonly Found[],
  declared: readonly string[],
  { from, to }: Bounds,
  stepMs: number,
): Heat {
  const count = Math.max(0, Math.round((to - from) / stepMs) + 1);
  const times = Array.from({ length: count }, (_, at) => from + at * stepMs);
  const known = new Map(series.map((found) => [found.labels['worker'] ?? '', found]));
  const names = new Set([...declared, ...known.keys()]);
  names.delete('');
  const rows = [...names].map((worker): HeatRow => {
    const values = new Float64Array(count).fill(Number.NaN);
    const found = known.get(worker);
    found?.times.forEach((time, at) => {
      const place = Math.round((time - from) / stepMs);
      if (place >= 0 && place < count) values[place] = found.values[at] ?? Number.NaN;
    });
    return { worker, values, total: totalOf(figure, values, stepMs) };
  });
  return { times, stepMs, rows };
}

function totalOf(figure: HeatFigure, values: Float64Array, stepMs: number): number | null {
  const known = values.filter((value) => !Number.isNaN(value));
  if (known.length === 0) return null;
  const sum = known.reduce((a, b) => a + b, 0);
  if (figure === 'restarts') return sum;
  if (figure === 'unwell') return sum * stepMs;
  return figure === 'cpu' ? sum / known.length : known.reduce((a, b) => Math.max(a, b));
}

export function orderedRows(rows: readonly HeatRow[], order: HeatOrder): HeatRow[] {
  return rows.toSorted(
    (a, b) => (order === 'worst' ? (b.total ?? -1) - (a.total ?? -1) : 0) || compareNames(a.worker, b.worker),
  );
}

const fixedThresholds = {
  unwell: [Number.MIN_VALUE, 0.02, 0.1, 0.3, 0.7],
  restarts: [1, 2, 5, 10, 50],
  cpu: [0.05, 0.25, 0.5, 1, 2],
};

/** Where the next colour begins, ascending; one less than there are colours. */
export function thresholdsOf(figure: HeatFigure, rows: readonly HeatRow[]): number[] {
  if (figure !== 'memory') return fixedThresholds[figure];
  const most = rows.reduce((a, { total }) => Math.max(a, total ?? 0), 1);
  // Round numbers of bytes, the last within reach of the most.
  const top = 2 ** Math.floor(Math.log2(most));
  return [top / 16, top / 8, top / 4, top / 2, top];
}

/** The whole fleet's row: of each column the sum of restarts, else the mean over those of which something is known. */
export function fleetRow(figure: HeatFigure, { rows, times }: Heat): Float64Array {
  const all = new Float64Array(times.length).fill(Number.NaN);
  for (let at = 0; at < all.length; at++) {
    let sum = 0;
    let count = 0;
    for (const { values } of rows) {
      const value = values[at];
      if (value === undefined || Number.isNaN(value)) continue;
      sum += value;
      count++;
    }
    if (count > 0) all[at] = figure === 'restarts' ? sum : sum / count;
  }
  return all;
}

/** So many cells are drawn and asked for at most, however many workers there are. */
const mostCells = 150_000;
const leastColumns = 48;
const leastColumnPx = 4;

export function columnsFor(widthPx: number, workers: number): number {
  const wide = Math.floor(widthPx / leastColumnPx);
  return Math.max(leastColumns, Math.min(wide, Math.floor(mostCells / Math.max(1, workers))));
}

/** What the page of a worker shows of a column: it and its neighbours, ten minutes at least. */
export function periodAround(time: number, stepMs: number, now: number): Bounds {
  const half = Math.max(3 * stepMs, 300_000);
  const middle = time - stepMs / 2;
  return { from: middle - half, to: Math.min(middle + half, now) };
}

/** The rows that hold a text in the worker's name. */
export function namedLike(rows: readonly HeatRow[], text: string): readonly HeatRow[] {
  const wanted = text.trim().toLowerCase();
  return wanted === '' ? rows : rows.filter(({ worker }) => worker.toLowerCase().includes(wanted));
}
