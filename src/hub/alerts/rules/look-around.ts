/** What is odd about a rule by the figures that there are: names that nothing has, labels that a template asks for in vain. */
import { nearest } from '../../../shared/nearest.ts';
import type { DeclaredRule } from '../../fleet/config/alert-rules/index.ts';
import { type Labels, type Matcher, metricName, type SeriesSource } from '../../metrics/index.ts';
import {
  type Expr,
  formatQuery,
  parseQuery,
  partsOf,
  type VectorSelector,
} from '../../metrics/promql/index.ts';
import type { Remark } from './check/index.ts';
import { labelsNamed, parseTemplate } from './templates/index.ts';

const recentMs = 3_600_000;
const most = { series: 100_000, samples: 0 };
const mostSelectors = 20;

/** The rule has no mistakes. */
export async function lookAround(rule: DeclaredRule, source: SeriesSource, nowMs: number): Promise<Remark[]> {
  const remarks: Remark[] = [];
  for (const key of ['expr', 'resolve'] as const) {
    const text = rule[key];
    if (text === undefined) continue;
    const selectors = selectorsIn(parseQuery(text)).slice(0, mostSelectors);
    for (const selector of selectors) {
      const message = await oddOf(selector, source, nowMs);
      if (message !== null) remarks.push({ path: [key], message });
    }
    if (key === 'expr') remarks.push(...(await vainLabels(rule, selectors, source, nowMs)));
  }
  return remarks;
}

function selectorsIn(expr: Expr): VectorSelector[] {
  return expr.type === 'vector selector' ? [expr] : partsOf(expr).flatMap(selectorsIn);
}

async function oddOf(selector: VectorSelector, source: SeriesSource, nowMs: number): Promise<string | null> {
  const { matchers, name } = selector;
  if (await hasAny(source, matchers, nowMs)) return null;
  if (name === null) return `nothing matches ${formatQuery(selector)} now`;
  const ofName: Matcher = { name: metricName, op: '=', value: name };
  if (!(await hasAny(source, [ofName], nowMs))) {
    const names = await valuesOf(source, metricName, [{ name: metricName, op: '=~', value: '.+' }], nowMs);
    const near = nearest(name, names);
    return `there are no figures called ${name}${near ? `; did you mean ${near}?` : ''}`;
  }
  for (const matcher of matchers) {
    if (matcher.name === metricName || (await hasAny(source, [ofName, matcher], nowMs))) continue;
    const values = await valuesOf(source, matcher.name, [ofName], nowMs);
    const shown = `${matcher.name}${matcher.op}${JSON.stringify(matcher.value)}`;
    if (values.length === 0) return `${name} has no label "${matcher.name}"`;
    const near = matcher.op === '=' ? nearest(matcher.value, values) : null;
    return `no series of ${name} matches ${shown}${near ? `; did you mean "${near}"?` : ''}`;
  }
  return `no series matches ${formatQuery(selector)} now`;
}

/** Labels that no series has of those that the expression reads. */
async function vainLabels(
  rule: DeclaredRule,
  selectors: readonly VectorSelector[],
  source: SeriesSource,
  nowMs: number,
): Promise<Remark[]> {
  const asked = Object.entries(rule.annotations).flatMap(([name, text]) =>
    labelsNamed(parseTemplate(text)).map((label) => ({ name, label })),
  );
  if (asked.length === 0) return [];
  const known = new Set(Object.keys(rule.labels));
  let any = false;
  for (const { matchers } of selectors) {
    for await (const labels of recent(source, matchers, nowMs)) {
      any = true;
      for (const label of Object.keys(labels)) known.add(label);
    }
  }
  if (!any || known.has('worker')) return [];
  return asked
    .filter(({ label }) => !known.has(label))
    .map(({ name, label }) => ({
      path: ['annotations', name],
      message: `no series of the expression has a label "${label}"`,
    }));
}

async function hasAny(source: SeriesSource, matchers: readonly Matcher[], nowMs: number): Promise<boolean> {
  for await (const _ of recent(source, matchers, nowMs)) return true;
  return false;
}

async function valuesOf(
  source: SeriesSource,
  label: string,
  matchers: readonly Matcher[],
  nowMs: number,
): Promise<string[]> {
  const values = new Set<string>();
  for await (const labels of recent(source, matchers, nowMs)) {
    const value = labels[label];
    if (value !== undefined) values.add(value);
  }
  return [...values];
}

function recent(source: SeriesSource, matchers: readonly Matcher[], nowMs: number): AsyncIterable<Labels> {
  return source.labelsOf(matchers, nowMs - recentMs, nowMs, { ...most });
}
