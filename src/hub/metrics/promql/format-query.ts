import { metricName } from '../labels.ts';
import { type Binary, type Expr, isComparison, type Placed, type VectorSelector } from './ast.ts';
import { durationText } from './duration.ts';
import { numberText, secondsText } from './number-text.ts';

/** A query written out anew, the same for all ways to write it. */
export function formatQuery(expr: Expr): string {
  switch (expr.type) {
    case 'number':
      return numberText(expr.value);
    case 'string':
      return JSON.stringify(expr.value);
    case 'paren':
      return `(${formatQuery(expr.expr)})`;
    case 'unary':
      return `${expr.op}${formatQuery(expr.expr)}`;
    case 'call':
      return `${expr.name}(${expr.args.map(formatQuery).join(', ')})`;
    case 'aggregation': {
      const { op, grouping, without, param } = expr;
      const word = without ? 'without' : 'by';
      const groups = without || grouping.length > 0 ? ` ${word} (${grouping.join(', ')}) ` : '';
      const args = [...(param ? [param] : []), expr.expr].map(formatQuery).join(', ');
      return `${op}${groups}(${args})`;
    }
    case 'binary':
      return `${formatQuery(expr.left)} ${operator(expr)} ${formatQuery(expr.right)}`;
    case 'vector selector':
      return selector(expr) + placement(expr);
    case 'matrix selector':
      return `${selector(expr.selector)}[${durationText(expr.rangeMs)}]${placement(expr.selector)}`;
    default: {
      const step = expr.stepMs === null ? '' : durationText(expr.stepMs);
      return `${formatQuery(expr.expr)}[${durationText(expr.rangeMs)}:${step}]${placement(expr)}`;
    }
  }
}

function operator({ op, bool, matching }: Binary): string {
  const { on, labels, many, include } = matching;
  const isMatched = on || labels.length > 0 || many !== null;
  return [
    op,
    ...(bool && isComparison(op) ? ['bool'] : []),
    ...(isMatched ? [`${on ? 'on' : 'ignoring'} (${labels.join(', ')})`] : []),
    ...(many === null ? [] : [`group_${many} (${include.join(', ')})`]),
  ].join(' ');
}

function selector({ name, matchers }: VectorSelector): string {
  const bare = name !== null && /^[A-Za-z_:][\w:]*$/.test(name);
  const shown = matchers.filter(
    (matcher) => !(bare && matcher.name === metricName && matcher.value === name),
  );
  const text = shown
    .map((matcher) => `${matcher.name}${matcher.op}${JSON.stringify(matcher.value)}`)
    .join(',');
  return `${bare ? name : ''}${text === '' ? '' : `{${text}}`}`;
}

function placement({ at, offsetMs }: Placed): string {
  const instant = at === null ? '' : ` @ ${typeof at === 'number' ? secondsText(at) : `${at}()`}`;
  return `${instant}${offsetMs === 0 ? '' : ` offset ${durationText(offsetMs)}`}`;
}
