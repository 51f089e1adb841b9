import { compileMatcher } from '../matchers.ts';
import { metricName } from '../labels.ts';
import {
  type Aggregation,
  type Binary,
  type Call,
  type Expr,
  isComparison,
  isSetOperator,
  partsOf,
  type ValueType,
  type VectorSelector,
} from './ast.ts';
import { parseFailure, type Span } from './failure.ts';
import { signatures } from './signatures.ts';

export function typeOf(expr: Expr): ValueType {
  switch (expr.type) {
    case 'number':
      return 'scalar';
    case 'string':
      return 'string';
    case 'matrix selector':
    case 'subquery':
      return 'range vector';
    case 'call':
      return signatures.get(expr.name)?.returns ?? 'instant vector';
    case 'paren':
    case 'unary':
      return typeOf(expr.expr);
    case 'binary':
      return typeOf(expr.left) === 'scalar' && typeOf(expr.right) === 'scalar' ? 'scalar' : 'instant vector';
    default:
      return 'instant vector';
  }
}

/** Throws a QueryFailure for the first part that has the wrong type, in the order and the words of Prometheus. */
export function checkTypes(query: string, expr: Expr): void {
  const fail = (span: Span, message: string): never => {
    throw parseFailure(query, span, message);
  };
  const expectType = (part: Expr, wanted: ValueType, where: string): void => {
    visit(part);
    const type = typeOf(part);
    if (type !== wanted) fail(part, `expected type ${wanted} in ${where}, got ${type}`);
  };

  const visit = (part: Expr): void => {
    switch (part.type) {
      case 'aggregation':
        return aggregation(part);
      case 'binary':
        return binary(part);
      case 'call':
        return call(part);
      case 'vector selector':
        return selector(part);
      case 'unary': {
        visit(part.expr);
        const type = typeOf(part.expr);
        if (type !== 'scalar' && type !== 'instant vector') {
          const only = 'unary expression only allowed on expressions of type scalar or instant vector';
          fail(part, `${only}, got ${JSON.stringify(type)}`);
        }
        return;
      }
      case 'subquery': {
        visit(part.expr);
        const type = typeOf(part.expr);
        if (type !== 'instant vector') {
          fail(part, `subquery is only allowed on instant vector, got ${shortName[type]} instead`);
        }
        return;
      }
      default:
        for (const inner of partsOf(part)) visit(inner);
    }
  };

  const aggregation = ({ op, expr: inner, param }: Aggregation): void => {
    expectType(inner, 'instant vector', 'aggregation expression');
    if (param) expectType(param, op === 'count_values' ? 'string' : 'scalar', 'aggregation parameter');
  };

  const binary = (part: Binary): void => {
    const { op, left, right, at, bool, matching } = part;
    visit(left);
    visit(right);
    const types = [typeOf(left), typeOf(right)] as const;
    const isScalar = types[0] === 'scalar' && types[1] === 'scalar';
    if (bool && !isComparison(op)) fail(at, 'bool modifier can only be used on comparison operators');
    if (isComparison(op) && !bool && isScalar) {
      fail(at, 'comparisons between scalars must use BOOL modifier');
    }
    const twice = matching.on ? matching.labels.find((label) => matching.include.includes(label)) : undefined;
    if (twice !== undefined) {
      fail(at, `label ${JSON.stringify(twice)} must not occur in ON and GROUP clause at once`);
    }
    for (const side of [left, right]) {
      const type = typeOf(side);
      if (type !== 'scalar' && type !== 'instant vector') {
        fail(side, 'binary expression must contain only scalar and instant vector types');
      }
    }
    const areVectors = types[0] === 'instant vector' && types[1] === 'instant vector';
    if (!areVectors && matching.labels.length > 0) {
      fail(part, 'vector matching only allowed between instant vectors');
    }
    if (!isSetOperator(op)) return;
    if (areVectors && matching.many !== null) fail(part, `no grouping allowed for "${op}" operation`);
    if (!areVectors) fail(part, `set operator "${op}" not allowed in binary scalar expression`);
  };

  const call = (part: Call): void => {
    const { name, args } = part;
    const signature = signatures.get(name);
    if (!signature) return;
    const { args: wanted, variadic } = signature;
    const least = variadic === 0 ? wanted.length : wanted.length - 1;
    const what = `argument(s) in call to ${JSON.stringify(name)}, got ${args.length}`;
    if (variadic === 0 && args.length !== least) fail(part, `expected ${least} ${what}`);
    if (args.length < least) fail(part, `expected at least ${least} ${what}`);
    if (variadic > 0 && args.length > least + variadic) {
      fail(part, `expected at most ${least + variadic} ${what}`);
    }
    args.forEach((arg, index) => {
      const type = wanted[Math.min(index, wanted.length - 1)];
      if (type) expectType(arg, type, `call to function ${JSON.stringify(name)}`);
    });
  };

  const selector = (part: VectorSelector): void => {
    const { name, matchers } = part;
    if (name !== null) {
      const other = matchers.slice(0, -1).find((matcher) => matcher.name === metricName);
      if (other) {
        const both = `${JSON.stringify(name)} or ${JSON.stringify(other.value)}`;
        fail(part, `metric name must not be set twice: ${both}`);
      }
    } else if (matchers.every((matcher) => compileMatcher(matcher)(''))) {
      fail(part, 'vector selector must contain at least one non-empty matcher');
    }
  };

  visit(expr);
}

const shortName: Record<ValueType, string> = {
  scalar: 'scalar',
  string: 'string',
  'instant vector': 'vector',
  'range vector': 'matrix',
};
