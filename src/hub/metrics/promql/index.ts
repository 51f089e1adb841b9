/** PromQL over whatever keeps samples: reads queries, checks them, and evaluates them over all steps at once. */
export { QueryFailure, type QueryFailureKind } from './failure.ts';
export {
  type Binary,
  type Call,
  type ComparisonOp,
  type Expr,
  isComparison,
  isSetOperator,
  partsOf,
  unwrap,
  type VectorSelector,
} from './ast.ts';
export { comparisons, turned } from './arithmetic.ts';
export { typeOf } from './check.ts';
export { absentLabels } from './calls.ts';
export type { Column, Value } from './column.ts';
export { isFixed } from './placement.ts';
export { parseQuery, parseSelector } from './parse.ts';
export {
  evaluateInstant,
  type QueryLimits,
  type QueryOptions,
  queryInstant,
  queryRange,
  type QueryResult,
  type ResultSeries,
  usualLimits,
} from './query.ts';
export { labelsText, writeResult } from './write-result.ts';
export { formatQuery } from './format-query.ts';
export { parseDuration } from './duration.ts';
