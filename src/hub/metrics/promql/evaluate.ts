import type { Aspect } from '../samples.ts';
import { aggregated } from './aggregate.ts';
import {
  type Aggregation,
  type Binary,
  type Call,
  type Expr,
  isSetOperator,
  type MatrixSelector,
  type Subquery,
  unwrap,
} from './ast.ts';
import { combinedWithScalar, scalarsCombined, setCombined, vectorsCombined, withoutName } from './binary.ts';
import { absence, absentLabels, called } from './calls.ts';
import { typeOf } from './check.ts';
import {
  anyOf,
  type Column,
  constant,
  emptyColumn,
  type Grid,
  repeated,
  settled,
  timeAt,
  type Value,
} from './column.ts';
import { claim, type Evaluation } from './evaluation.ts';
import { endAt, isFixed } from './placement.ts';
import { coarsestStepMs, inOrder, type Points, pointsOf, readInstants, readRanges } from './read.ts';
import { inSlices } from './slices.ts';
import type { Window } from './window.ts';
import { type RangeFunction, rangeFunctions } from './windows.ts';

/** After so many samples in windows it is looked at the clock. */
const samplesBetweenLooks = 20_000;

/**
 * Evaluates an expression at all steps of a grid at once, series by series: each selector reads its samples once and goes through them with a
 * moving window, each operator takes whole columns. The result is the same as if every step had been asked for by itself.
 */
export async function evaluate(expr: Expr, grid: Grid, of: Evaluation): Promise<Value> {
  if (of.pace.isDue) await of.pace.rest();
  const known = of.known?.(expr);
  if (known) return known;
  if (grid.count > 1 && expr.type !== 'number' && isFixed(expr)) {
    const once = await evaluate(expr, { ...grid, count: 1 }, of);
    if (once.type === 'scalar')
      return { type: 'scalar', values: constant(once.values[0] as number, grid.count) };
    claim(of, once.columns.length * grid.count);
    return { type: 'vector', columns: once.columns.map((column) => repeated(column, grid.count)) };
  }
  switch (expr.type) {
    case 'number':
      return { type: 'scalar', values: constant(expr.value, grid.count) };
    case 'paren':
      return evaluate(expr.expr, grid, of);
    case 'unary':
      return negated(expr.op, await evaluate(expr.expr, grid, of));
    case 'vector selector':
      return { type: 'vector', columns: await readInstants(expr, grid, of) };
    case 'aggregation':
      return { type: 'vector', columns: await aggregation(expr, grid, of) };
    case 'binary':
      return binary(expr, grid, of);
    case 'call':
      return call(expr, grid, of);
    default:
      throw new Error(`a ${expr.type} has no value at a step`);
  }
}

function negated(op: '+' | '-', value: Value): Value {
  if (op === '+') return value;
  const negative = (values: Float64Array) => values.map((each) => -each);
  if (value.type === 'scalar') return { type: 'scalar', values: negative(value.values) };
  const columns = value.columns.map(({ labels, values, has }) => ({
    labels: withoutName(labels),
    values: negative(values),
    has,
  }));
  return { type: 'vector', columns: settled(columns, true) };
}

async function aggregation(expr: Aggregation, grid: Grid, of: Evaluation): Promise<Column[]> {
  const columns = columnsOf(await evaluate(expr.expr, grid, of));
  const inner = expr.param && unwrap(expr.param);
  const param =
    inner === null ? null : inner.type === 'string' ? inner.value : scalarOf(await evaluate(inner, grid, of));
  const inputs: Value[] = [{ type: 'vector', columns }];
  if (param instanceof Float64Array) inputs.push({ type: 'scalar', values: param });
  const result = await inSlices(inputs, grid, of, ([vector, number], { count }) => {
    const given = number?.type === 'scalar' ? number.values : typeof param === 'string' ? param : null;
    return { type: 'vector', columns: aggregated(expr, columnsOf(vector as Value), given, count, of) };
  });
  return columnsOf(result);
}

async function binary(expr: Binary, grid: Grid, of: Evaluation): Promise<Value> {
  const a = await evaluate(expr.left, grid, of);
  const b = await evaluate(expr.right, grid, of);
  claim(of, (columnsOf(a).length + columnsOf(b).length) * grid.count);
  return inSlices([a, b], grid, of, ([x, y], { count }) => combined(expr, x as Value, y as Value, count));
}

function combined({ op, bool, matching }: Binary, a: Value, b: Value, count: number): Value {
  if (a.type === 'scalar' && b.type === 'scalar') {
    return { type: 'scalar', values: scalarsCombined(op, a.values, b.values) };
  }
  if (a.type === 'scalar') {
    const options = { bool, scalarIsLeft: true };
    return { type: 'vector', columns: combinedWithScalar(op, columnsOf(b), a.values, options) };
  }
  if (b.type === 'scalar') {
    const options = { bool, scalarIsLeft: false };
    return { type: 'vector', columns: combinedWithScalar(op, a.columns, b.values, options) };
  }
  const columns = isSetOperator(op)
    ? setCombined(op, a.columns, b.columns, matching, count)
    : vectorsCombined(op, a.columns, b.columns, { bool, matching, count });
  return { type: 'vector', columns };
}

async function call(expr: Call, grid: Grid, of: Evaluation): Promise<Value> {
  const overRange = rangeFunctions.get(expr.name);
  if (overRange) return { type: 'vector', columns: await overWindows(expr, overRange, grid, of) };
  const first = expr.args[0] && unwrap(expr.args[0]);
  if (expr.name === 'timestamp' && first?.type === 'vector selector') {
    const columns = await readInstants(first, grid, of, 'seconds');
    return {
      type: 'vector',
      columns: settled(columns.map((column) => ({ ...column, labels: withoutName(column.labels) }))),
    };
  }
  const args: (Value | null)[] = [];
  for (const arg of expr.args) args.push(typeOf(arg) === 'string' ? null : await evaluate(arg, grid, of));
  for (const arg of args) if (arg?.type === 'vector') claim(of, arg.columns.length * grid.count);
  return inSlices(args, grid, of, (some, slice) => called(expr, some, slice));
}

async function overWindows(
  { name, args }: Call,
  fn: RangeFunction,
  grid: Grid,
  of: Evaluation,
): Promise<Column[]> {
  const params: Float64Array[] = [];
  let ranged: MatrixSelector | Subquery | null = null;
  for (const arg of args) {
    const inner = unwrap(arg);
    if (inner.type === 'matrix selector' || inner.type === 'subquery') ranged = inner;
    else params.push(scalarOf(await evaluate(inner, grid, of)));
  }
  if (!ranged) throw new Error(`${name} has no range vector`);
  const end = endAt(ranged.type === 'subquery' ? ranged : ranged.selector, grid, of);
  const stepMs = fn.exact ? 0 : coarsestStepMs(grid, ranged.rangeMs);
  const found = readPoints(ranged, grid, of, { aspect: fn.aspect, stepMs });
  const columns: Column[] = [];
  for await (const points of found) {
    claim(of, grid.count);
    const labels = name === 'last_over_time' ? points.labels : withoutName(points.labels);
    const column = emptyColumn(labels, grid.count);
    const rangeMs = widened(ranged.rangeMs, fn, points);
    const factor = fn.grows ? ranged.rangeMs / rangeMs : 1;
    await fill(column, points, fn.over(points, params), { end, rangeMs, factor, grid, of });
    columns.push(column);
  }
  if (name === 'absent_over_time')
    return absence(anyOf(columns, grid.count), absentLabels(unwrap(args[0] as Expr)));
  return settled(inOrder(columns), true);
}

/**
 * Where only coarser points are left, a window that was made for samples may be too narrow to hold any: it is made as wide as they need, and
 * what grows with it is brought back to what was asked for. So a dashboard's `rate(x[5m])` shows last year too.
 */
function widened(rangeMs: number, { least }: RangeFunction, { coarsestMs = 0 }: Points): number {
  return Math.max(rangeMs, coarsestMs * least * 1.25);
}

/** Goes through the samples once, with a window that both its borders push forward. */
async function fill(
  column: Column,
  { times }: Points,
  over: (window: Window) => number | undefined,
  at: { end: (step: number) => number; rangeMs: number; factor: number; grid: Grid; of: Evaluation },
): Promise<void> {
  const { grid, end, rangeMs, factor } = at;
  const { pace } = at.of;
  const window: Window = { low: 0, high: 0, fromMs: 0, toMs: 0, step: 0, timeMs: 0 };
  let touched = 0;
  for (let step = 0; step < grid.count; step++) {
    window.toMs = end(step);
    window.fromMs = window.toMs - rangeMs;
    while (window.high < times.length && (times[window.high] as number) <= window.toMs) window.high++;
    while (window.low < window.high && (times[window.low] as number) < window.fromMs) window.low++;
    const samples = window.high - window.low;
    if (samples > 0) {
      window.step = step;
      window.timeMs = timeAt(grid, step);
      const value = over(window);
      if (value !== undefined) {
        column.has[step] = 1;
        column.values[step] = value * factor;
      }
    }
    touched += samples + 1;
    if (touched >= samplesBetweenLooks) {
      touched = 0;
      if (pace.isDue) await pace.rest();
    }
  }
}

/** All samples that the windows of a range vector can reach, series by series. */
export function readPoints(
  ranged: MatrixSelector | Subquery,
  grid: Grid,
  of: Evaluation,
  wanted: { aspect: Aspect; stepMs: number },
): AsyncGenerator<Points> {
  return ranged.type === 'subquery' ? fromSubquery(ranged, grid, of) : readRanges(ranged, grid, of, wanted);
}

/** The inner expression at the multiples of its step within reach of the windows, as if these were samples. */
async function* fromSubquery(subquery: Subquery, grid: Grid, of: Evaluation): AsyncGenerator<Points> {
  const end = endAt(subquery, grid, of);
  const stepMs = subquery.stepMs ?? of.subqueryStepMs;
  const startMs = Math.ceil((end(0) - subquery.rangeMs) / stepMs) * stepMs;
  const count = Math.floor((end(grid.count - 1) - startMs) / stepMs) + 1;
  if (count <= 0) return;
  const inner: Grid = { startMs, stepMs, count };
  claim(of, count);
  for (const column of columnsOf(await evaluate(subquery.expr, inner, of))) {
    yield pointsOf(column, inner);
  }
}

function columnsOf(value: Value): Column[] {
  return value.type === 'vector' ? value.columns : [];
}

function scalarOf(value: Value): Float64Array {
  if (value.type !== 'scalar') throw new Error('a scalar was expected');
  return value.values;
}
