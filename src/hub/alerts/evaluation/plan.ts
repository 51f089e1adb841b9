/**
 * How the expression of a rule is looked at each second. Most rules compare figures with a number, and many of them the same figures: what is
 * compared is evaluated once a round for all rules that say it in the same words, selectors come right from the store's newest samples, and
 * the comparison itself goes over plain arrays. Whatever has another form is answered by PromQL's own engine, with the same parts known.
 */
import type { Newest, NewestSource, SeriesSource } from '../../metrics/index.ts';
import {
  type Binary,
  type Column,
  type ComparisonOp,
  comparisons,
  evaluateInstant,
  type Expr,
  formatQuery,
  isComparison,
  isFixed,
  isSetOperator,
  parseQuery,
  partsOf,
  type QueryLimits,
  turned,
  typeOf,
  unwrap,
  type Value,
  type VectorSelector,
} from '../../metrics/promql/index.ts';
import { emptyVector, isEmpty, type Vector } from './vectors.ts';

export type Plan =
  | { do: 'compare'; op: ComparisonOp; vector: Part; number: Part; isNumberFirst: boolean }
  | { do: 'combine'; expr: Binary; left: Plan; right: Plan }
  | { do: 'part'; part: Part };

/** An expression that is evaluated as a whole, once a round. */
export interface Part {
  /** The same for all ways to write it. */
  key: string;
  expr: Expr;
  selector: VectorSelector | null;
  /** Never another value. */
  isFixed: boolean;
}

export interface Compiled {
  plan: Plan;
  /** What has to have data for the rule to mean something. */
  bases: readonly Part[];
  /** How often it is looked at, ms: what looks over long windows changes slowly. */
  everyMs: number;
}

const shortestEveryMs = 1_000;
const longestEveryMs = 60_000;
/** Of its shortest window a rule is looked at so many times. */
const looksOfWindow = 60;

/** Throws a QueryFailure. */
export function compile(query: string): Compiled {
  const expr = parseQuery(query);
  const plan = planOf(expr);
  return { plan, bases: basesOf(plan), everyMs: everyMsOf(expr) };
}

function planOf(whole: Expr): Plan {
  const expr = unwrap(whole);
  if (expr.type === 'binary') {
    const { op, left, right } = expr;
    if (isSetOperator(op)) return { do: 'combine', expr, left: planOf(left), right: planOf(right) };
    const [isLeft, isRight] = [typeOf(left) === 'scalar', typeOf(right) === 'scalar'];
    if (isComparison(op) && !expr.bool && isLeft !== isRight)
      return {
        do: 'compare',
        op,
        vector: partOf(isLeft ? right : left),
        number: partOf(isLeft ? left : right),
        isNumberFirst: isLeft,
      };
  }
  return { do: 'part', part: partOf(expr) };
}

function partOf(whole: Expr): Part {
  const expr = unwrap(whole);
  const isPlain = expr.type === 'vector selector' && expr.at === null && expr.offsetMs === 0;
  return {
    key: formatQuery(expr),
    expr,
    selector: isPlain ? expr : null,
    isFixed: isFixed(expr) && typeOf(expr) === 'scalar' && !hasSelector(expr),
  };
}

function hasSelector(expr: Expr): boolean {
  return expr.type === 'vector selector' || partsOf(expr).some(hasSelector);
}

function basesOf(plan: Plan): Part[] {
  if (plan.do === 'compare') return [plan.vector];
  if (plan.do === 'part') return [plan.part];
  return plan.expr.op === 'or' ? [...basesOf(plan.left), ...basesOf(plan.right)] : basesOf(plan.left);
}

function everyMsOf(expr: Expr): number {
  const shortest = Math.min(...windowsOf(expr));
  if (!Number.isFinite(shortest)) return shortestEveryMs;
  const wanted = Math.round(shortest / looksOfWindow / 1_000) * 1_000;
  return Math.min(longestEveryMs, Math.max(shortestEveryMs, wanted));
}

function windowsOf(expr: Expr): number[] {
  const own = expr.type === 'matrix selector' || expr.type === 'subquery' ? [expr.rangeMs] : [];
  return [...own, ...partsOf(expr).flatMap(windowsOf)];
}

export type RuleSource = SeriesSource & NewestSource;

const lookbackMs = 300_000;
const limits: Partial<QueryLimits> = { series: 50_000, timeoutMs: 10_000 };

/** Answers plans. What a round found is kept until the next one. */
export interface Looker {
  begin(timeMs: number): Round;
  /** Forgets what no rule asks for any more. */
  keepOnly(plans: readonly Plan[]): void;
}

export interface Round {
  timeMs: number;
  find(plan: Plan): Promise<Vector>;
  /** Good until the event loop turns. */
  vectorOf(part: Part): Promise<Vector>;
}

export function createLooker(source: RuleSource): Looker {
  const followed = new Map<string, (nowMs: number, lookbackMs: number) => Newest>();
  const fixed = new Map<string, number>();

  function readNewest(key: string, selector: VectorSelector, timeMs: number): Newest {
    let read = followed.get(key);
    if (!read) {
      read = source.follow(selector.matchers);
      followed.set(key, read);
    }
    return read(timeMs, lookbackMs);
  }

  return {
    begin(timeMs) {
      const values = new Map<string, Promise<Value>>();
      const columns = new Map<string, Value>();
      const newest = new Map<string, Newest>();

      const newestOf = (key: string, selector: VectorSelector): Newest => {
        let known = newest.get(key);
        if (!known) {
          known = readNewest(key, selector, timeMs);
          newest.set(key, known);
        }
        return known;
      };

      /** Copies: the arrays of the newest are read anew by the next round. */
      const selectorColumns = (part: Expr): Value | undefined => {
        if (part.type !== 'vector selector' || part.at !== null || part.offsetMs !== 0) return undefined;
        const key = formatQuery(part);
        let known = columns.get(key);
        if (!known) {
          const { labels, values: read, has } = newestOf(key, part);
          const found: Column[] = [];
          for (let at = 0; at < labels.length; at += 1)
            if (has[at] !== 0)
              found.push({
                labels: labels[at] as Column['labels'],
                values: read.slice(at, at + 1),
                has: one,
              });
          known = { type: 'vector', columns: found };
          columns.set(key, known);
        }
        return known;
      };

      const evaluate = (expr: Expr, known: (part: Expr) => Value | undefined): Promise<Value> =>
        evaluateInstant(expr, { source, timeMs, known, limits, lookbackMs });

      const valueOf = ({ key, expr }: Part): Promise<Value> => {
        let value = values.get(key);
        if (!value) {
          value = evaluate(expr, selectorColumns);
          values.set(key, value);
        }
        return value;
      };

      const vectorOf = async (part: Part): Promise<Vector> =>
        part.selector ? newestOf(part.key, part.selector) : toVector(await valueOf(part));

      const numberOf = async (part: Part): Promise<number> => {
        const known = fixed.get(part.key);
        if (known !== undefined) return known;
        const value = await valueOf(part);
        const number = value.type === 'scalar' ? (value.values[0] as number) : Number.NaN;
        if (part.isFixed) fixed.set(part.key, number);
        return number;
      };

      const combine = async ({ expr, left, right }: Plan & { do: 'combine' }): Promise<Vector> => {
        const a = await find(left);
        // The costly part is often behind a cheap one that nothing passes.
        if (expr.op !== 'or' && isEmpty(a)) return emptyVector;
        const sides = new Map([
          [expr.left, toColumns(a)],
          [expr.right, toColumns(await find(right))],
        ]);
        return toVector(await evaluate(expr, (part) => sides.get(part)));
      };

      const find = async (plan: Plan): Promise<Vector> => {
        if (plan.do === 'part') return copied(await vectorOf(plan.part));
        if (plan.do === 'combine') return combine(plan);
        const number = await numberOf(plan.number);
        return compared(await vectorOf(plan.vector), number, plan);
      };

      return { timeMs, find, vectorOf };
    },
    keepOnly(plans) {
      const wanted = new Set(plans.flatMap(selectorKeys));
      for (const key of followed.keys()) if (!wanted.has(key)) followed.delete(key);
    },
  };
}

const one = new Uint8Array([1]);

function selectorKeys(plan: Plan): string[] {
  if (plan.do === 'combine') return [...selectorKeys(plan.left), ...selectorKeys(plan.right)];
  const parts = plan.do === 'compare' ? [plan.vector, plan.number] : [plan.part];
  return parts.flatMap(({ expr }) => selectorsIn(expr).map(formatQuery));
}

function selectorsIn(expr: Expr): VectorSelector[] {
  return expr.type === 'vector selector' ? [expr] : partsOf(expr).flatMap(selectorsIn);
}

/** The elements that pass, with their own values, as Prometheus filters. */
function compared(
  { labels, values, has }: Vector,
  number: number,
  { op, isNumberFirst }: { op: ComparisonOp; isNumberFirst: boolean },
): Vector {
  const passes = comparisons[isNumberFirst ? turned[op] : op];
  const found: { labels: Vector['labels'][number][]; values: number[] } = { labels: [], values: [] };
  const count = labels.length;
  for (let at = 0; at < count; at += 1) {
    if ((has !== null && has[at] === 0) || !passes(values[at] as number, number)) continue;
    found.labels.push(labels[at] as Vector['labels'][number]);
    found.values.push(values[at] as number);
  }
  return found.labels.length === 0 ? emptyVector : { ...found, has: null };
}

function toVector(value: Value): Vector {
  if (value.type === 'scalar') return { labels: [{}], values: [value.values[0] as number], has: null };
  const present = value.columns.filter(({ has }) => has[0] !== 0);
  if (present.length === 0) return emptyVector;
  return {
    labels: present.map(({ labels }) => labels),
    values: present.map(({ values }) => values[0] as number),
    has: null,
  };
}

function toColumns({ labels, values, has }: Vector): Value {
  const columns = labels.flatMap((each, at): Column[] =>
    has !== null && has[at] === 0
      ? []
      : [{ labels: each, values: Float64Array.of(values[at] as number), has: one }],
  );
  return { type: 'vector', columns };
}

function copied({ labels, values, has }: Vector): Vector {
  if (has === null) return { labels, values, has };
  const at = labels.flatMap((_, index) => (has[index] === 0 ? [] : [index]));
  return {
    labels: at.map((index) => labels[index] as Vector['labels'][number]),
    values: at.map((index) => values[index] as number),
    has: null,
  };
}
