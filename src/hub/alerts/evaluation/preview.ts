import { type Compiled, compile, createLooker, type Plan, type RuleSource } from './plan.ts';
import type { MetricRule, Rule, RuleCheck } from '../rules/index.ts';
import type { NewestSource } from '../../metrics/index.ts';
import {
  type Expr,
  formatQuery,
  parseQuery,
  partsOf,
  unwrap,
  type VectorSelector,
} from '../../metrics/promql/index.ts';

type Preview = NonNullable<RuleCheck['preview']>;

/** What to draw of a rule, and what it would find at this moment. Throws a QueryFailure. */
export async function previewRule(
  { expr, resolve }: Pick<MetricRule, 'expr' | 'resolve'>,
  source: RuleSource,
  nowMs: number,
): Promise<Preview> {
  const compiled = compile(expr);
  const round = createLooker(source).begin(nowMs);
  const found = await round.find(compiled.plan);
  const foundCount = found.labels.length;
  return {
    parts: limitsOf(compiled.plan),
    resolve: resolve === null ? [] : limitsOf(compile(resolve).plan),
    everyMs: compiled.everyMs,
    found: foundCount,
    series: await countSeries(compiled, round),
  };
}

async function countSeries(
  { bases }: Compiled,
  round: ReturnType<ReturnType<typeof createLooker>['begin']>,
): Promise<number> {
  let series = 0;
  for (const base of bases) {
    const { labels, has } = await round.vectorOf(base);
    series += has === null ? labels.length : has.reduce((sum, is) => sum + is, 0);
  }
  return series;
}

function limitsOf(plan: Plan): Preview['parts'] {
  if (plan.do === 'combine') return [...limitsOf(plan.left), ...limitsOf(plan.right)];
  if (plan.do === 'part') return [{ expr: plan.part.key, op: null, threshold: null, thresholdExpr: null }];
  const { vector, number, op, isNumberFirst } = plan;
  const limit = unwrap(number.expr);
  return [
    {
      expr: vector.key,
      op: isNumberFirst ? turned[op] : op,
      threshold: limit.type === 'number' ? limit.value : null,
      thresholdExpr: formatQuery(limit),
    },
  ];
}

const turned = { '==': '==', '!=': '!=', '>': '<', '<': '>', '>=': '<=', '<=': '>=' } as const;

/** What to draw of a rule for one of the things that it finds; null for a rule on no figures. */
export function chartOfRule(
  rule: Rule,
  labels: Readonly<Record<string, string>>,
  source: NewestSource,
  nowMs: number,
): { expr: string; threshold: number | null } | null {
  if (rule.kind !== 'metric') return null;
  const [first] = limitsOf(compile(rule.expr).plan);
  if (!first) return null;
  const expr = parseQuery(first.expr);
  for (const selector of selectorsIn(expr)) {
    const series = source.follow(selector.matchers)(nowMs, recentMs).labels;
    for (const [name, value] of Object.entries(labels)) {
      const isAsked = selector.matchers.some((matcher) => matcher.name === name);
      if (!isAsked && series.some((of) => of[name] === value))
        selector.matchers.unshift({ name, op: '=', value });
    }
  }
  return { expr: formatQuery(expr), threshold: first.threshold };
}

const recentMs = 300_000;

function selectorsIn(expr: Expr): VectorSelector[] {
  return expr.type === 'vector selector' ? [expr] : partsOf(expr).flatMap(selectorsIn);
}
