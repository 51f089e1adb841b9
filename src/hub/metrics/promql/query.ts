import { type Clock, systemClock } from '../../../shared/clock.ts';
import type { Labels, ReadLimits, SeriesSource } from '../samples.ts';
import { type Expr, unwrap } from './ast.ts';
import { typeOf } from './check.ts';
import type { Column, Grid, Value } from './column.ts';
import { evaluate, readPoints } from './evaluate.ts';
import { claim, type Evaluation } from './evaluation.ts';
import { QueryFailure } from './failure.ts';
import { Pace } from './pace.ts';
import { parseQuery } from './parse.ts';
import { inOrder, pointsOf } from './read.ts';

/** What one query may cost. Beyond it is refused with the limit's name. */
export interface QueryLimits extends ReadLimits {
  /** Instants of a range query, as Prometheus has it. */
  steps: number;
  /** Values held in memory, all series of all parts of the query together. */
  points: number;
  timeoutMs: number;
}

export const usualLimits: QueryLimits = {
  steps: 11_000,
  series: 10_000,
  samples: 50_000_000,
  points: 10_000_000,
  timeoutMs: 30_000,
};

export interface QueryOptions {
  source: SeriesSource;
  limits?: Partial<QueryLimits> | undefined;
  /** Ends the query when nobody waits for it any more. */
  signal?: AbortSignal | undefined;
  /** How old the newest sample of an instant vector may be. */
  lookbackMs?: number | undefined;
  clock?: Clock | undefined;
}

export interface ResultSeries {
  labels: Labels;
  /** ms since the epoch. */
  times: Float64Array;
  values: Float64Array;
}

export type QueryResult =
  | { type: 'scalar'; timeMs: number; value: number }
  | { type: 'string'; timeMs: number; value: string }
  /** Series of one sample each. The order counts: `sort` and `topk` make it. */
  | { type: 'vector'; timeMs: number; series: { labels: Labels; value: number }[] }
  | { type: 'matrix'; series: ResultSeries[] };

const usualLookbackMs = 300_000;
/** Prometheus's default evaluation interval, which is the step of subqueries that name none. */
const subqueryStepMs = 60_000;

/** Answers a query at one instant; throws a QueryFailure. */
export async function queryInstant(
  query: string,
  { timeMs, ...options }: QueryOptions & { timeMs: number },
): Promise<QueryResult> {
  const expr = parseQuery(query);
  const grid: Grid = { startMs: timeMs, stepMs: 1, count: 1 };
  const of = begin(options, timeMs, timeMs);
  const inner = unwrap(expr);
  if (inner.type === 'string') return { type: 'string', timeMs, value: inner.value };
  if (inner.type === 'matrix selector' || inner.type === 'subquery') {
    const series: ResultSeries[] = [];
    for await (const points of readPoints(inner, grid, of, { aspect: 'last', stepMs: 0 })) {
      claim(of, points.times.length);
      if (points.times.length > 0) series.push(points);
    }
    return { type: 'matrix', series: inOrder(series) };
  }
  const value = await evaluate(expr, grid, of);
  if (value.type === 'scalar') return { type: 'scalar', timeMs, value: value.values[0] as number };
  const series = value.columns.flatMap(({ labels, values, has }) =>
    has[0] === 0 ? [] : [{ labels, value: values[0] as number }],
  );
  return { type: 'vector', timeMs, series };
}

/** The value at one instant of an expression that was read before; `known` has the values of parts that need not be evaluated. */
export function evaluateInstant(
  expr: Expr,
  { timeMs, known, ...options }: QueryOptions & { timeMs: number; known?: (part: Expr) => Value | undefined },
): Promise<Value> {
  const grid: Grid = { startMs: timeMs, stepMs: 1, count: 1 };
  return evaluate(expr, grid, { ...begin(options, timeMs, timeMs), known });
}

/** Answers a query at each `stepMs` from `startMs` to `endMs`; throws a QueryFailure. */
export async function queryRange(
  query: string,
  { startMs, endMs, stepMs, ...options }: QueryOptions & { startMs: number; endMs: number; stepMs: number },
): Promise<QueryResult & { type: 'matrix' }> {
  const { steps } = { ...usualLimits, ...options.limits };
  if (!(stepMs > 0)) {
    throw new QueryFailure(
      'bad_data',
      'zero or negative query resolution step widths are not accepted. Try a positive integer',
    );
  }
  if (endMs < startMs) throw new QueryFailure('bad_data', 'end timestamp must not be before start time');
  if ((endMs - startMs) / stepMs > steps) {
    const most = steps.toLocaleString('en');
    throw new QueryFailure(
      'bad_data',
      `exceeded maximum resolution of ${most} points per timeseries. Try decreasing the query resolution (?step=XX)`,
    );
  }
  const expr = parseQuery(query);
  const type = typeOf(expr);
  if (type !== 'instant vector' && type !== 'scalar') {
    throw new QueryFailure(
      'bad_data',
      `invalid expression type "${type}" for range query, must be Scalar or instant Vector`,
    );
  }
  const grid: Grid = { startMs, stepMs, count: Math.floor((endMs - startMs) / stepMs) + 1 };
  const value = await evaluate(expr, grid, begin(options, startMs, endMs));
  const columns: Column[] =
    value.type === 'vector'
      ? value.columns
      : [{ labels: {}, values: value.values, has: new Uint8Array(grid.count).fill(1) }];
  const series = columns.map((column) => pointsOf(column, grid)).filter(({ times }) => times.length > 0);
  return { type: 'matrix', series: inOrder(series) };
}

function begin(options: QueryOptions, startMs: number, endMs: number): Evaluation {
  const { source, signal, lookbackMs = usualLookbackMs, clock = systemClock } = options;
  const limits = { ...usualLimits, ...options.limits };
  return {
    source,
    reads: { series: limits.series, samples: limits.samples },
    points: limits.points,
    mostPoints: limits.points,
    lookbackMs,
    subqueryStepMs,
    startMs,
    endMs,
    pace: new Pace(clock, limits.timeoutMs, signal),
  };
}
