import { keyWithout, metricName, pickLabels, valueOf, withLabel } from '../labels.ts';
import { messageOf } from '../../../shared/failure.ts';
import { compileRe2 } from '../matchers.ts';
import type { Labels, Matcher } from '../samples.ts';
import { dateFunctions, larger, numberFunctions, smaller } from './arithmetic.ts';
import { type Call, type Expr, unwrap } from './ast.ts';
import { withoutName } from './binary.ts';
import {
  anyOf,
  type Column,
  constant,
  emptyColumn,
  type Grid,
  groupBy,
  settled,
  timeAt,
  type Value,
} from './column.ts';
import { executionFailure } from './failure.ts';
import { readNumber } from './number-text.ts';
import { type Bucket, bucketQuantile } from './statistics.ts';

const labelName = /^[A-Za-z_]\w*$/;

/** A function whose arguments are instant vectors, scalars and strings; `args` are what they came to, null for strings. */
export function called(call: Call, args: readonly (Value | null)[], grid: Grid): Value {
  const { name } = call;
  const { count } = grid;
  const columns = (index: number): Column[] => {
    const arg = args[index];
    return arg?.type === 'vector' ? arg.columns : [];
  };
  const numbers = (index: number): Float64Array => {
    const arg = args[index];
    return arg?.type === 'scalar' ? arg.values : new Float64Array(count);
  };
  const vector = (given: Column[]): Value => ({ type: 'vector', columns: given });

  const ofNumber = numberFunctions.get(name) ?? (args.length > 0 ? dateFunctions.get(name) : undefined);
  if (ofNumber) return vector(mapped(columns(0), ofNumber));
  const ofDate = dateFunctions.get(name);
  if (ofDate) {
    const values = new Float64Array(count).map((_, step) => ofDate(timeAt(grid, step) / 1000));
    return vector([{ labels: {}, values, has: new Uint8Array(count).fill(1) }]);
  }
  switch (name) {
    case 'absent':
      return vector(absence(anyOf(columns(0), count), absentLabels(call.args[0] as Expr)));
    case 'clamp':
      return vector(clamped(columns(0), numbers(1), numbers(2)));
    case 'clamp_max':
      return vector(mapped(columns(0), (value, step) => smaller(numbers(1)[step] as number, value)));
    case 'clamp_min':
      return vector(mapped(columns(0), (value, step) => larger(numbers(1)[step] as number, value)));
    case 'histogram_quantile':
      return vector(histogramQuantiles(numbers(0), columns(1)));
    case 'label_join':
      return vector(joined(columns(0), call.args.slice(1).map(textOf)));
    case 'label_replace':
      return vector(replaced(columns(0), call.args.slice(1).map(textOf)));
    case 'pi':
      return { type: 'scalar', values: constant(Math.PI, count) };
    case 'round':
      return vector(rounded(columns(0), args.length > 1 ? numbers(1) : constant(1, count)));
    case 'scalar':
      return { type: 'scalar', values: onlyValues(columns(0), count) };
    case 'sort':
      return vector(sorted(columns(0), (a, b) => a < b));
    case 'sort_desc':
      return vector(sorted(columns(0), (a, b) => a > b));
    case 'time':
      return { type: 'scalar', values: new Float64Array(count).map((_, step) => timeAt(grid, step) / 1000) };
    case 'timestamp':
      return vector(mapped(columns(0), (_, step) => timeAt(grid, step) / 1000));
    case 'vector':
      return vector([{ labels: {}, values: numbers(0), has: new Uint8Array(count).fill(1) }]);
    default:
      throw new Error(`no function ${name}`);
  }
}

/** Of an expression that the types say is a string: it can be nothing but written out. */
function textOf(expr: Expr): string {
  const inner = unwrap(expr);
  return inner.type === 'string' ? inner.value : '';
}

function mapped(columns: readonly Column[], map: (value: number, step: number) => number): Column[] {
  return settled(
    columns.map(({ labels, values, has }) => ({ labels: withoutName(labels), values: values.map(map), has })),
  );
}

function clamped(columns: readonly Column[], least: Float64Array, most: Float64Array): Column[] {
  const isRange = least.map((min, step) => ((most[step] as number) < min ? 0 : 1));
  const results = mapped(columns, (value, step) =>
    larger(least[step] as number, smaller(most[step] as number, value)),
  );
  return settled(
    results.map((column) => ({
      ...column,
      has: column.has.map((has, step) => (isRange[step] === 0 ? 0 : has)),
    })),
  );
}

/** Halves are rounded up. Multiplied by the inverse, as Prometheus does it, for the same digits. */
function rounded(columns: readonly Column[], nearest: Float64Array): Column[] {
  const inverse = nearest.map((to) => 1 / to);
  return mapped(columns, (value, step) => {
    const factor = inverse[step] as number;
    return Math.floor(value * factor + 0.5) / factor;
  });
}

/** The value of the only element; NaN where there is none or more than one. */
function onlyValues(columns: readonly Column[], count: number): Float64Array {
  const found = new Int32Array(count);
  const values = constant(Number.NaN, count);
  for (const column of columns) {
    for (let step = 0; step < count; step++) {
      if (column.has[step] === 0) continue;
      found[step] = (found[step] as number) + 1;
      values[step] = found[step] === 1 ? (column.values[step] as number) : Number.NaN;
    }
  }
  return values;
}

/** Only an instant query has an order; NaN comes last in both. */
function sorted(columns: readonly Column[], isLess: (a: number, b: number) => boolean): Column[] {
  const value = (column: Column) => column.values[0] as number;
  return [...columns].sort((a, b) => {
    if (Number.isNaN(value(a))) return Number.isNaN(value(b)) ? 0 : 1;
    if (Number.isNaN(value(b)) || isLess(value(a), value(b))) return -1;
    return isLess(value(b), value(a)) ? 1 : 0;
  });
}

/** 1 where nothing is. */
export function absence(present: Uint8Array, labels: Labels): Column[] {
  const column = emptyColumn(labels, present.length);
  present.forEach((is, step) => {
    if (is !== 0) return;
    column.has[step] = 1;
    column.values[step] = 1;
  });
  return settled([column]);
}

/** The labels that something absent would certainly have: those that the selector asks for by `=`, once. */
export function absentLabels(expr: Expr): Labels {
  const selector = expr.type === 'matrix selector' ? expr.selector : expr;
  if (selector.type !== 'vector selector') return {};
  const asked = selector.matchers.filter(({ name }) => name !== metricName);
  const isOnly = ({ name }: Matcher) => asked.filter((other) => other.name === name).length === 1;
  const certain = asked.filter((matcher) => matcher.op === '=' && matcher.value !== '' && isOnly(matcher));
  return Object.fromEntries(certain.map(({ name, value }) => [name, value]));
}

function histogramQuantiles(q: Float64Array, columns: readonly Column[]): Column[] {
  const le = new Set(['le']);
  const bounded = columns.flatMap((column) => {
    const bound = readNumber(valueOf(column.labels, 'le'));
    return bound === null ? [] : [{ column, bound }];
  });
  const bounds = new Map(bounded.map(({ column, bound }) => [column, bound]));
  const histograms = groupBy(
    bounded.map(({ column }) => column),
    (labels) => keyWithout(labels, le),
  );
  const results = [...histograms.values()].map((group) => {
    const labels = pickLabels(group[0]?.labels ?? {}, (name) => name !== 'le' && name !== metricName);
    const result = emptyColumn(labels, q.length);
    for (let step = 0; step < q.length; step++) {
      const buckets: Bucket[] = [];
      for (const column of group) {
        if (column.has[step] === 0) continue;
        buckets.push({ le: bounds.get(column) as number, count: column.values[step] as number });
      }
      if (buckets.length === 0) continue;
      result.has[step] = 1;
      result.values[step] = bucketQuantile(q[step] as number, buckets);
    }
    return result;
  });
  return settled(results);
}

function relabelled(columns: readonly Column[], change: (labels: Labels) => Labels): Column[] {
  return settled(columns.map((column) => ({ ...column, labels: change(column.labels) })));
}

function joined(columns: readonly Column[], [to = '', separator = '', ...from]: readonly string[]): Column[] {
  const wrong = from.find((name) => !labelName.test(name));
  if (wrong !== undefined) throw executionFailure(`invalid source label name in label_join(): ${wrong}`);
  if (!labelName.test(to)) throw executionFailure(`invalid destination label name in label_join(): ${to}`);
  return relabelled(columns, (labels) =>
    withLabel(labels, to, from.map((name) => valueOf(labels, name)).join(separator)),
  );
}

function replaced(
  columns: readonly Column[],
  [to = '', template = '', from = '', pattern = '']: readonly string[],
): Column[] {
  let expression: ReturnType<typeof compileRe2>;
  try {
    expression = compileRe2(pattern);
  } catch (error) {
    throw executionFailure(`invalid regular expression in label_replace(): ${pattern} (${messageOf(error)})`);
  }
  if (!labelName.test(to)) throw executionFailure(`invalid destination label name in label_replace(): ${to}`);
  return relabelled(columns, (labels) => {
    const matcher = expression.matcher(valueOf(labels, from));
    if (!matcher.matches()) return labels;
    const group = (name: string): string => {
      const index = /^\d+$/.test(name) ? Number(name) : null;
      try {
        return (
          (index === null ? matcher.group(name) : index > matcher.groupCount() ? '' : matcher.group(index)) ??
          ''
        );
      } catch {
        return '';
      }
    };
    return withLabel(labels, to, expanded(template, group));
  });
}

/** Go's templates: `$1`, `$name` as far as letters, digits and underscores reach, `${name}`, `$$`; any other dollar stands for itself. */
function expanded(template: string, group: (name: string) => string): string {
  return template.replaceAll(
    /\$(?:(\$)|\{(\w+)\}|(\w+))/g,
    (_, dollar: string, braced: string, bare: string) => (dollar === undefined ? group(braced ?? bare) : '$'),
  );
}
