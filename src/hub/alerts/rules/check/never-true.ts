/**
 * Finds expressions that can never have an answer, or always have one: each part's values lie within bounds that its name, its function or its
 * comparison tells, and bounds that leave nothing are a mistake. What it cannot tell it leaves alone.
 */
import {
  type Binary,
  type Call,
  type ComparisonOp,
  type Expr,
  formatQuery,
  isComparison,
  isSetOperator,
  turned,
  unwrap,
} from '../../../metrics/promql/index.ts';

/** Values from `low` to `high`; the ends belong to it unless they are open. */
interface Bounds {
  low: number;
  high: number;
  lowOpen?: boolean;
  highOpen?: boolean;
}

const any: Bounds = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
const notNegative: Bounds = { low: 0, high: Number.POSITIVE_INFINITY };
const share: Bounds = { low: 0, high: 1 };

/** A sentence; null: it may well have an answer. */
export function neverTrue(expr: Expr): string | null {
  const inner = unwrap(expr);
  if (inner.type === 'aggregation') return neverTrue(inner.expr);
  if (inner.type === 'unary') return neverTrue(inner.expr);
  if (inner.type === 'call') return null;
  if (inner.type !== 'binary') return null;
  const { op, left, right } = inner;
  if (op === 'or') return neverTrue(left) && neverTrue(right) && 'neither side of "or" can ever be true';
  if (op === 'unless') {
    if (neverTrue(left)) return neverTrue(left);
    return formatQuery(unwrap(left)) === formatQuery(unwrap(right))
      ? 'both sides of "unless" are the same'
      : null;
  }
  if (op === 'and') return neverTrue(left) ?? neverTrue(right) ?? contradiction(inner);
  if (!isFilter(inner)) return neverTrue(left) ?? neverTrue(right);
  const below = neverTrue(left) ?? neverTrue(right);
  if (below) return below;
  const [a, b] = [boundsOf(left), boundsOf(right)];
  if (!isEmpty(narrowed(a, inner.op, b))) return null;
  const isNumberFirst = unwrap(left).type === 'number';
  const [subject, bounds, as, limit] = isNumberFirst
    ? [right, b, turned[inner.op], left]
    : [left, a, inner.op, right];
  return `${formatQuery(unwrap(subject))} is ${sayBounds(bounds)}, so it is never ${as} ${formatQuery(unwrap(limit))}${hint(subject, bounds, limit)}`;
}

/** That it holds whatever the figures are. */
export function alwaysTrue(expr: Expr): boolean {
  const inner = unwrap(expr);
  if (inner.type === 'number') return true;
  if (inner.type !== 'binary' || !isFilter(inner)) return false;
  const [a, b] = [boundsOf(inner.left), boundsOf(inner.right)];
  return b.low === b.high && isEmpty(narrowed(a, opposite[inner.op], b)) && !isUnbounded(a);
}

const isUnbounded = ({ low, high }: Bounds) =>
  low === Number.NEGATIVE_INFINITY && high === Number.POSITIVE_INFINITY;

type Filter = Binary & { op: ComparisonOp };

function isFilter(expr: Binary): expr is Filter {
  return isComparison(expr.op) && !expr.bool;
}

const opposite: Record<ComparisonOp, ComparisonOp> = {
  '==': '!=',
  '!=': '==',
  '>': '<=',
  '<': '>=',
  '>=': '<',
  '<=': '>',
};

/** Of the same figure two things are wanted that exclude each other. */
function contradiction(both: Binary): string | null {
  const found = new Map<string, Bounds>();
  for (const [subject, bounds] of demands(both)) {
    const before = found.get(subject);
    const rest = before ? intersection(before, bounds) : bounds;
    if (isEmpty(rest)) return `what is wanted of ${subject} excludes each other`;
    found.set(subject, rest);
  }
  return null;
}

/** What has to be so of which figure, for all to be true. */
function demands(expr: Expr): (readonly [string, Bounds])[] {
  const inner = unwrap(expr);
  if (inner.type !== 'binary') return [];
  if (inner.op === 'and') return [...demands(inner.left), ...demands(inner.right)];
  if (!isFilter(inner)) return [];
  const [left, right] = [unwrap(inner.left), unwrap(inner.right)];
  if (right.type === 'number' || constantOf(right) !== null) {
    const subject = subjectOf(left);
    return [[subject, narrowed(boundsOf(left), inner.op, boundsOf(right))], ...demands(left)];
  }
  if (constantOf(left) !== null)
    return [
      [subjectOf(right), narrowed(boundsOf(right), turned[inner.op], boundsOf(left))],
      ...demands(right),
    ];
  return [];
}

/** Of `x > 5 < 9` it is x. */
function subjectOf(expr: Expr): string {
  const inner = unwrap(expr);
  if (inner.type === 'binary' && isFilter(inner) && constantOf(inner.right) !== null)
    return subjectOf(inner.left);
  return formatQuery(inner);
}

function constantOf(expr: Expr): number | null {
  const { low, high, lowOpen, highOpen } = boundsOf(expr);
  return low === high && !lowOpen && !highOpen ? low : null;
}

function boundsOf(expr: Expr): Bounds {
  const inner = unwrap(expr);
  switch (inner.type) {
    case 'number':
      return Number.isNaN(inner.value) ? { low: 1, high: 0 } : { low: inner.value, high: inner.value };
    case 'unary': {
      const { low, high } = boundsOf(inner.expr);
      return inner.op === '-' ? { low: -high, high: -low } : { low, high };
    }
    case 'vector selector':
      return ofMetric(inner.name ?? '');
    case 'matrix selector':
      return ofMetric(inner.selector.name ?? '');
    case 'subquery':
      return boundsOf(inner.expr);
    case 'aggregation':
      return ofAggregation(inner.op, boundsOf(inner.expr));
    case 'call':
      return ofCall(inner);
    case 'binary':
      return ofBinary(inner);
    default:
      return any;
  }
}

const shares = /^yagura_(host_(cpu|disk_busy|pressure)_ratio|worker_(up|unwell))$|^up$/;

function ofMetric(name: string): Bounds {
  if (shares.test(name)) return share;
  return name.startsWith('yagura_') || /_(total|bytes|seconds|count)$/.test(name) ? notNegative : any;
}

function ofAggregation(op: string, inner: Bounds): Bounds {
  if (['min', 'max', 'avg', 'topk', 'bottomk', 'quantile'].includes(op)) return inner;
  if (op === 'sum') return inner.low >= 0 ? notNegative : any;
  if (op === 'count') return { low: 1, high: Number.POSITIVE_INFINITY };
  if (op === 'group') return { low: 1, high: 1 };
  return op === 'stddev' || op === 'stdvar' ? notNegative : any;
}

const growing = new Set([
  'rate',
  'irate',
  'increase',
  'changes',
  'resets',
  'count_over_time',
  'abs',
  'sqrt',
  'exp',
  'time',
  'timestamp',
  'stddev_over_time',
  'stdvar_over_time',
]);
const asArgument = new Set([
  'min_over_time',
  'max_over_time',
  'avg_over_time',
  'last_over_time',
  'quantile_over_time',
  'sort',
  'sort_desc',
  'label_replace',
  'label_join',
]);
const ofDates: Record<string, Bounds> = {
  hour: { low: 0, high: 23 },
  minute: { low: 0, high: 59 },
  month: { low: 1, high: 12 },
  day_of_week: { low: 0, high: 6 },
  day_of_month: { low: 1, high: 31 },
  absent: { low: 1, high: 1 },
  absent_over_time: { low: 1, high: 1 },
  present_over_time: { low: 1, high: 1 },
};

function ofCall({ name, args }: Call): Bounds {
  if (growing.has(name)) return notNegative;
  const known = ofDates[name];
  if (known) return known;
  if (name === 'sum_over_time') return boundsOf(args[0] as Expr).low >= 0 ? notNegative : any;
  if (name === 'vector') return boundsOf(args[0] as Expr);
  const ranged = args.find((arg) => arg.type !== 'number' && arg.type !== 'string');
  return asArgument.has(name) && ranged ? boundsOf(ranged) : any;
}

function ofBinary(expr: Binary): Bounds {
  const { op, left, right } = expr;
  const [a, b] = [boundsOf(left), boundsOf(right)];
  if (isSetOperator(op))
    return op === 'or' ? { low: Math.min(a.low, b.low), high: Math.max(a.high, b.high) } : a;
  if (isComparison(op)) return expr.bool ? share : narrowed(a, op, b);
  const ends =
    op === '+'
      ? [a.low + b.low, a.high + b.high]
      : op === '-'
        ? [a.low - b.high, a.high - b.low]
        : op === '*' && a.low >= 0 && b.low >= 0
          ? [a.low * b.low, a.high * b.high]
          : op === '/' && a.low >= 0 && b.low >= 0
            ? [
                b.high === Number.POSITIVE_INFINITY ? 0 : a.low / b.high,
                b.low === 0 ? Number.POSITIVE_INFINITY : a.high / b.low,
              ]
            : [];
  const [low, high] = ends;
  if (low === undefined || high === undefined || Number.isNaN(low) || Number.isNaN(high)) return any;
  return { low, high };
}

/** What of `a` can be so compared with something of `b`. */
function narrowed(a: Bounds, op: ComparisonOp, b: Bounds): Bounds {
  if (isEmpty(b)) return b;
  switch (op) {
    case '==':
      return intersection(a, b);
    case '!=':
      return b.low === b.high && a.low === a.high && a.low === b.low ? { low: 1, high: 0 } : a;
    case '>':
      return intersection(a, { ...any, low: b.low, lowOpen: true });
    case '>=':
      return intersection(a, { ...any, low: b.low, ...(b.lowOpen && { lowOpen: true }) });
    case '<':
      return intersection(a, { ...any, high: b.high, highOpen: true });
    default:
      return intersection(a, { ...any, high: b.high, ...(b.highOpen && { highOpen: true }) });
  }
}

function intersection(a: Bounds, b: Bounds): Bounds {
  const low = Math.max(a.low, b.low);
  const high = Math.min(a.high, b.high);
  return {
    low,
    high,
    lowOpen: (a.low === low && a.lowOpen === true) || (b.low === low && b.lowOpen === true),
    highOpen: (a.high === high && a.highOpen === true) || (b.high === high && b.highOpen === true),
  };
}

/** Infinity is a value too, so `x > +Inf` is empty and `x >= +Inf` is not. */
function isEmpty({ low, high, lowOpen, highOpen }: Bounds): boolean {
  return low > high || (low === high && (lowOpen === true || highOpen === true));
}

function sayBounds({ low, high }: Bounds): string {
  if (low > high) return 'not a number';
  if (high === Number.POSITIVE_INFINITY) return `${low} or more`;
  if (low === Number.NEGATIVE_INFINITY) return `${high} or less`;
  return low === high ? `always ${low}` : `between ${low} and ${high}`;
}

/** A share that is compared as if it were percent. */
function hint(subject: Expr, { low, high }: Bounds, limit: Expr): string {
  const wanted = constantOf(limit);
  const isPercent =
    formatQuery(subject).includes('_ratio') &&
    low === 0 &&
    high === 1 &&
    wanted !== null &&
    wanted > 1 &&
    wanted <= 100;
  return isPercent ? ` (shares go from 0 to 1: ${wanted} % is ${wanted / 100})` : '';
}
