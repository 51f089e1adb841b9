import type { Expr, Placed } from './ast.ts';
import { type Grid, timeAt } from './column.ts';
import type { Evaluation } from './evaluation.ts';

/** Functions whose result depends on when they are asked, even when their arguments do not. */
const dependOnTime: ReadonlySet<string> = new Set([
  'days_in_month',
  'day_of_month',
  'day_of_week',
  'day_of_year',
  'hour',
  'minute',
  'month',
  'year',
  'predict_linear',
  'time',
  'timestamp',
]);

/** Up to when a selector looks at a step: the step itself, moved by `offset`, or the instant that `@` names. */
export function endAt(placed: Placed, grid: Grid, of: Evaluation): (step: number) => number {
  const { at, offsetMs } = placed;
  if (at === null) return (step) => timeAt(grid, step) - offsetMs;
  const fixedMs = (at === 'start' ? of.startMs : at === 'end' ? of.endMs : at) - offsetMs;
  return () => fixedMs;
}

/** Whether an expression has the same value at all steps, so that it need be evaluated only once. */
export function isFixed(expr: Expr): boolean {
  switch (expr.type) {
    case 'number':
    case 'string':
      return true;
    case 'vector selector':
    case 'subquery':
      return expr.at !== null;
    case 'matrix selector':
      return expr.selector.at !== null;
    case 'call':
      return !dependOnTime.has(expr.name) && expr.args.every(isFixed);
    case 'aggregation':
      return isFixed(expr.expr) && (expr.param === null || isFixed(expr.param));
    case 'binary':
      return isFixed(expr.left) && isFixed(expr.right);
    default:
      return isFixed(expr.expr);
  }
}
