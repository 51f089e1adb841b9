/** What is wrong with a rule, and what is odd about it, as far as its text alone tells. */
import { messageOf } from '../../../../shared/failure.ts';
import type { DeclaredRule } from '../../../fleet/config/alert-rules/index.ts';
import {
  type Expr,
  isComparison,
  isSetOperator,
  parseQuery,
  typeOf,
  unwrap,
} from '../../../metrics/promql/index.ts';
import { standingOf, unknownType } from '../../happenings/index.ts';
import { alwaysTrue, neverTrue } from './never-true.ts';
import { parseTemplate, TemplateMistake } from '../templates/index.ts';

export interface Remark {
  path: (string | number)[];
  message: string;
}

export interface Remarks {
  /** It cannot be kept so. */
  mistakes: Remark[];
  /** It can, but hardly does what is meant. */
  warnings: Remark[];
}

/** Names that every alert has already. */
const reservedLabels = ['alertname', 'severity'];

export function checkRule(rule: DeclaredRule): Remarks {
  const mistakes: Remark[] = [];
  const warnings: Remark[] = [];
  if (rule.expr !== undefined) {
    const { mistake, warning } = checkExpression(rule.expr);
    if (mistake !== null) mistakes.push({ path: ['expr'], message: mistake });
    if (warning !== null) warnings.push({ path: ['expr'], message: warning });
  }
  if (rule.resolve !== undefined) {
    const { mistake } = checkExpression(rule.resolve);
    if (mistake !== null) mistakes.push({ path: ['resolve'], message: mistake });
  }
  if (rule.on !== undefined) mistakes.push(...checkEvents(rule, rule.on));
  for (const key of ['labels', 'annotations'] as const)
    for (const [name, text] of Object.entries(rule[key])) {
      const mistake = checkTemplate(text);
      if (mistake !== null) mistakes.push({ path: [key, name], message: mistake });
    }
  for (const name of reservedLabels.filter((name) => rule.labels[name] !== undefined))
    mistakes.push({
      path: ['labels', name],
      message: name === 'severity' ? 'has a key of its own: severity' : "is the rule's name already",
    });
  return { mistakes, warnings };
}

/** For whoever wants the mistakes alone. */
export const mistakesOf = (rule: DeclaredRule): Remark[] => checkRule(rule).mistakes;

function checkExpression(text: string): { mistake: string | null; warning: string | null } {
  let expr: Expr;
  try {
    expr = parseQuery(text);
  } catch (error) {
    return { mistake: messageOf(error), warning: null };
  }
  const type = typeOf(expr);
  if (type !== 'instant vector' && type !== 'scalar')
    return {
      mistake: `is a ${type}, expected an instant vector: a figure and not its course`,
      warning: null,
    };
  const never = neverTrue(expr);
  if (never !== null) return { mistake: `can never be true: ${never}`, warning: null };
  if (type === 'scalar') return { mistake: null, warning: 'has a value at any time, so it always fires' };
  if (alwaysTrue(expr))
    return { mistake: null, warning: 'is true whatever the figures are, so it always fires' };
  const warning = comparesAnything(expr)
    ? null
    : 'compares nothing, so it fires for every series that there is';
  return { mistake: null, warning };
}

/** Whether anything in it lets some series pass and others not. */
function comparesAnything(expr: Expr): boolean {
  const inner = unwrap(expr);
  if (inner.type === 'binary')
    return (
      (isComparison(inner.op) && !inner.bool) ||
      isSetOperator(inner.op) ||
      comparesAnything(inner.left) ||
      comparesAnything(inner.right)
    );
  if (inner.type === 'call') return inner.name.startsWith('absent') || inner.args.some(comparesAnything);
  if (inner.type === 'aggregation')
    return ['topk', 'bottomk'].includes(inner.op) || comparesAnything(inner.expr);
  return inner.type === 'unary' && comparesAnything(inner.expr);
}

function checkEvents(rule: DeclaredRule, on: string): Remark[] {
  const unknown = unknownType(on);
  if (unknown !== null) return [{ path: ['on'], message: unknown }];
  const lasts = standingOf(on) !== null;
  if (!lasts && rule.for > 0)
    return [
      { path: ['for'], message: `"${on}" happens and does not last, so it would never fire after a while` },
    ];
  if (lasts && rule.over_after !== undefined)
    return [{ path: ['over_after'], message: `"${on}" is over when it is over; see keep_firing_for` }];
  return [];
}

function checkTemplate(text: string): string | null {
  try {
    parseTemplate(text);
    return null;
  } catch (error) {
    if (error instanceof TemplateMistake) return `${error.message} (at character ${error.at + 1})`;
    throw error;
  }
}
