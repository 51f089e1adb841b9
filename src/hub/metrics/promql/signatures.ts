import type { ValueType } from './ast.ts';

export interface Signature {
  args: readonly ValueType[];
  /** How many of the last kind of argument may be left out or, when negative, that there may be any number of them. */
  variadic: number;
  returns: ValueType;
}

const vector = 'instant vector';
const range = 'range vector';

function signature(args: readonly ValueType[], variadic = 0, returns: ValueType = vector): Signature {
  return { args, variadic, returns };
}

const ofVector = signature([vector]);
const ofRange = signature([range]);
const ofTime = signature([vector], 1);

function each(names: string, of: Signature): [string, Signature][] {
  return names.split(' ').map((name) => [name, of]);
}

/** The functions of PromQL as of Prometheus 2.42, and the newer name of `holt_winters`. */
export const signatures: ReadonlyMap<string, Signature> = new Map([
  ...each(
    'abs absent acos acosh asin asinh atan atanh ceil cos cosh deg exp floor ln log10 log2 rad',
    ofVector,
  ),
  ...each('sgn sin sinh sort sort_desc sqrt tan tanh timestamp', ofVector),
  ...each(
    'absent_over_time avg_over_time changes count_over_time delta deriv idelta increase irate',
    ofRange,
  ),
  ...each('last_over_time max_over_time min_over_time present_over_time rate resets', ofRange),
  ...each('stddev_over_time stdvar_over_time sum_over_time', ofRange),
  ...each('days_in_month day_of_month day_of_week day_of_year hour minute month year', ofTime),
  ...each('clamp_max clamp_min', signature([vector, 'scalar'])),
  ...each('holt_winters double_exponential_smoothing', signature([range, 'scalar', 'scalar'])),
  ...each('pi time', signature([], 0, 'scalar')),
  ['clamp', signature([vector, 'scalar', 'scalar'])],
  ['histogram_quantile', signature(['scalar', vector])],
  ['label_replace', signature([vector, 'string', 'string', 'string', 'string'])],
  ['label_join', signature([vector, 'string', 'string', 'string'], -1)],
  ['predict_linear', signature([range, 'scalar'])],
  ['quantile_over_time', signature(['scalar', range])],
  ['round', signature([vector, 'scalar'], 1)],
  ['scalar', signature([vector], 0, 'scalar')],
  ['vector', signature(['scalar'])],
]);

/** What a newer Prometheus has and this one has not, with the reason. */
export const refused: ReadonlyMap<string, string> = new Map([
  ...named(
    'histogram_avg histogram_count histogram_fraction histogram_stddev histogram_stdvar histogram_sum',
    'native histograms are not kept here',
  ),
  ...named(
    'end first_over_time histogram_quantiles info mad_over_time range sort_by_label sort_by_label_desc start start_timestamp step ' +
      'ts_of_first_over_time ts_of_last_over_time ts_of_max_over_time ts_of_min_over_time',
    'it is experimental in Prometheus',
  ),
]);

function named(names: string, reason: string): [string, string][] {
  return names.split(' ').map((name) => [name, reason]);
}
