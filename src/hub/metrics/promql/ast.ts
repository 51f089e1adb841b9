import type { Matcher } from '../samples.ts';
import type { Span } from './failure.ts';
import type { aggregators } from './tokens.ts';

/** Prometheus's names for the kinds of values, as in its messages. */
export type ValueType = 'scalar' | 'string' | 'instant vector' | 'range vector';

export type AggregationOp = (typeof aggregators)[number];
export type ArithmeticOp = '+' | '-' | '*' | '/' | '%' | '^' | 'atan2';
export type ComparisonOp = '==' | '!=' | '>' | '<' | '>=' | '<=';
export type SetOp = 'and' | 'or' | 'unless';
export type BinaryOp = ArithmeticOp | ComparisonOp | SetOp;

export type Expr =
  | NumberLiteral
  | StringLiteral
  | VectorSelector
  | MatrixSelector
  | Subquery
  | Call
  | Aggregation
  | Binary
  | Unary
  | Paren;

export interface NumberLiteral extends Span {
  type: 'number';
  value: number;
}

export interface StringLiteral extends Span {
  type: 'string';
  value: string;
}

/** What `offset` and `@` say of a selector or a subquery. */
export interface Placed {
  /** Positive looks back. */
  offsetMs: number;
  /** Of `@`: an instant, or the query's own start or end. */
  at: number | 'start' | 'end' | null;
}

export interface VectorSelector extends Span, Placed {
  type: 'vector selector';
  /** What stood before the braces, or quoted within them; also among the matchers. */
  name: string | null;
  matchers: Matcher[];
}

export interface MatrixSelector extends Span {
  type: 'matrix selector';
  /** Carries offset and `@`. */
  selector: VectorSelector;
  rangeMs: number;
}

export interface Subquery extends Span, Placed {
  type: 'subquery';
  expr: Expr;
  rangeMs: number;
  /** Null: the default resolution. */
  stepMs: number | null;
}

export interface Call extends Span {
  type: 'call';
  name: string;
  args: Expr[];
}

export interface Aggregation extends Span {
  type: 'aggregation';
  op: AggregationOp;
  expr: Expr;
  param: Expr | null;
  grouping: string[];
  without: boolean;
}

export interface Matching {
  /** `on` these labels, or `ignoring` them. */
  on: boolean;
  labels: string[];
  /** Which side may have many for one of the other: `left` of `group_left`. */
  many: 'left' | 'right' | null;
  /** Labels that the many take over from the one. */
  include: string[];
}

export interface Binary extends Span {
  type: 'binary';
  op: BinaryOp;
  left: Expr;
  right: Expr;
  /** Where the operator stands. */
  at: Span;
  bool: boolean;
  matching: Matching;
}

export interface Unary extends Span {
  type: 'unary';
  op: '+' | '-';
  expr: Expr;
}

export interface Paren extends Span {
  type: 'paren';
  expr: Expr;
}

const comparisons: ReadonlySet<string> = new Set(['==', '!=', '>', '<', '>=', '<=']);
const setOperators: ReadonlySet<string> = new Set(['and', 'or', 'unless']);

export function isComparison(op: BinaryOp): op is ComparisonOp {
  return comparisons.has(op);
}

export function isSetOperator(op: BinaryOp): op is SetOp {
  return setOperators.has(op);
}

/** What is in all parentheses. */
export function unwrap(expr: Expr): Expr {
  return expr.type === 'paren' ? unwrap(expr.expr) : expr;
}

/** The expressions right below one. */
export function partsOf(expr: Expr): Expr[] {
  switch (expr.type) {
    case 'paren':
    case 'unary':
    case 'subquery':
      return [expr.expr];
    case 'matrix selector':
      return [expr.selector];
    case 'binary':
      return [expr.left, expr.right];
    case 'aggregation':
      return expr.param ? [expr.param, expr.expr] : [expr.expr];
    case 'call':
      return expr.args;
    default:
      return [];
  }
}
