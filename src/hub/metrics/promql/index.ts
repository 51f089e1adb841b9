/** PromQL over whatever keeps samples: reads queries, checks them, and evaluates them over all steps at once. */
export { QueryFailure, type QueryFailureKind } from './failure.ts';
export { parseQuery, parseSelector } from './parse.ts';
export {
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
