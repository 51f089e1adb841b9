import { compareLabels } from '../labels.ts';
import type { Aspect, Labels, Series } from '../samples.ts';
import { Failure } from '../../../shared/failure.ts';
import type { MatrixSelector, VectorSelector } from './ast.ts';
import { type Column, emptyColumn, type Grid, timeAt } from './column.ts';
import { claim, type Evaluation } from './evaluation.ts';
import { executionFailure } from './failure.ts';
import { endAt } from './placement.ts';

/** Samples of one series without stale marks, times ascending. */
export interface Points {
  labels: Labels;
  times: Float64Array;
  values: Float64Array;
  /** How many samples each value stands for; left out when it is one each. */
  counts?: Float64Array | undefined;
  /** Step of the coarsest points among them; left out when there are none. */
  coarsestMs?: number | undefined;
}

/**
 * Of a range query a source may answer from points as coarse as a fifth of the step (and of the window, where there is one): what is drawn
 * is coarser than that. The rule is that of Thanos's automatic downsampling. An instant query is answered from the finest there is.
 */
const finerThanAsked = 5;

/** The coarsest step of samples (ms) that gives the right picture. */
export function coarsestStepMs(grid: Grid, windowMs = Number.POSITIVE_INFINITY): number {
  return grid.count === 1 ? 0 : Math.floor(Math.min(grid.stepMs, windowMs) / finerThanAsked);
}

/** What a selector finds at each step: the newest sample within the look-back, unless the series had ended there; or that sample's time. */
export async function readInstants(
  selector: VectorSelector,
  grid: Grid,
  of: Evaluation,
  what: 'values' | 'seconds' = 'values',
): Promise<Column[]> {
  const end = endAt(selector, grid, of);
  const columns: Column[] = [];
  const selection = {
    matchers: selector.matchers,
    fromMs: end(0) - of.lookbackMs,
    toMs: end(grid.count - 1),
    stepMs: coarsestStepMs(grid),
    aspect: 'last' as const,
  };
  for await (const series of select(of, selection)) {
    claim(of, grid.count);
    const column = emptyColumn(series.labels, grid.count);
    const { times, values, stale, coarsestMs = 0 } = series;
    // The newest sample of coarser points may be as much older.
    const lookbackMs = of.lookbackMs + coarsestMs;
    const ended = new Set(stale);
    let next = 0;
    for (let step = 0; step < grid.count; step++) {
      const toMs = end(step);
      while (next < times.length && (times[next] as number) <= toMs) next++;
      const found = next - 1;
      if (found < 0 || (times[found] as number) < toMs - lookbackMs || ended.has(found)) continue;
      column.has[step] = 1;
      column.values[step] = what === 'values' ? (values[found] as number) : (times[found] as number) / 1000;
    }
    columns.push(column);
    if (of.pace.isDue) await of.pace.rest();
  }
  return inOrder(columns);
}

/** The samples that windows of a range selector can reach. */
export async function* readRanges(
  { selector, rangeMs }: MatrixSelector,
  grid: Grid,
  of: Evaluation,
  wanted: { aspect: Aspect; stepMs: number },
): AsyncGenerator<Points> {
  const end = endAt(selector, grid, of);
  const fromMs = end(0) - rangeMs;
  const toMs = end(grid.count - 1);
  for await (const series of select(of, { matchers: selector.matchers, fromMs, toMs, ...wanted })) {
    yield withoutStale(series);
  }
}

/** The steps at which a column has a value, as samples. */
export function pointsOf({ labels, values, has }: Column, grid: Grid): Points {
  const times = new Float64Array(grid.count).map((_, step) => timeAt(grid, step));
  if (!has.includes(0)) return { labels, times, values };
  const isThere = (_: number, step: number) => has[step] !== 0;
  return { labels, times: times.filter(isThere), values: values.filter(isThere) };
}

export function inOrder<T extends { labels: Labels }>(series: T[]): T[] {
  return series.sort((a, b) => compareLabels(a.labels, b.labels));
}

async function* select(of: Evaluation, selection: Parameters<Evaluation['source']['select']>[0]) {
  of.pace.check();
  try {
    yield* of.source.select(selection, of.reads);
  } catch (error) {
    if (error instanceof Failure && error.code === 'too_much') throw executionFailure(error.message);
    throw error;
  }
}

function withoutStale({ labels, times, values, counts, stale, coarsestMs }: Series): Points {
  if (stale.length === 0) return { labels, times, values, counts, coarsestMs };
  const ended = new Set(stale);
  const isKept = (_: number, index: number) => !ended.has(index);
  return {
    labels,
    times: times.filter(isKept),
    values: values.filter(isKept),
    counts: counts?.filter(isKept),
  };
}
