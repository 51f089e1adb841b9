import { absentLabels, partsOf, type Expr } from '../../metrics/promql/index.ts';
import type { Seen } from '../happenings/index.ts';
import type { MetricRule } from '../rules/index.ts';
import type { ConditionBook, Held, KnownRule } from './condition-book.ts';
import { compile, type Compiled, type Plan, type Round } from './plan.ts';
import type { Timing } from './phase.ts';
import { hasSeries, isEmpty, seriesKeyOf, type Vector } from './vectors.ts';
import { metricName, type Labels } from '../../metrics/index.ts';

/** A rule on figures, ready to be looked at. */
export interface MetricLook {
  known: KnownRule;
  expr: Compiled;
  resolve: Compiled | null;
  /** Steady ms. */
  dueMs: number;
  /** It asks for what agents tell of their machines and workers. */
  isOfFleet: boolean;
}

const fleetMetric = /\byagura_(worker|host)_/;

export const noDataSubject = 'no data';

/** Throws a QueryFailure. */
export function prepare(known: KnownRule, rule: MetricRule, dueMs: number): MetricLook {
  return {
    known,
    expr: compile(rule.expr),
    resolve: rule.resolve === null ? null : compile(rule.resolve),
    dueMs,
    isOfFleet: fleetMetric.test(`${rule.expr} ${rule.resolve ?? ''}`),
  };
}

export const plansOf = ({ expr, resolve }: MetricLook): Plan[] => [
  expr.plan,
  ...(resolve ? [resolve.plan] : []),
];

/**
 * One look: what the expression has is found; what is held and was not found is clear where its figures are there and gone where they are not.
 * Answers what is wrong with the rule, or null.
 */
export async function look(
  { known, expr, resolve }: MetricLook,
  round: Round,
  book: ConditionBook,
  now: { isResting: (worker: string) => boolean; isSettling: boolean },
): Promise<string | null> {
  const found = await round.find(expr.plan);
  const ends = resolve && known.held.size > 0 ? await ended(resolve, round) : null;
  const needsBases = known.held.size > 0 || known.timing.noData === 'alert';
  const bases: Vector[] = [];
  if (needsBases) for (const base of expr.bases) bases.push(await round.vectorOf(base));
  // From here on nothing else comes in between: figures and what is made of them belong together.
  const timing: Timing = now.isSettling ? { ...known.timing, noData: 'keep' } : known.timing;
  const seen = new Set<string>();
  let left = 0;
  for (let at = 0; at < found.labels.length; at += 1) {
    const labels = found.labels[at] as Labels;
    const { worker } = labels;
    if (worker !== undefined && now.isResting(worker)) continue;
    const subject = seriesKeyOf(labels);
    seen.add(subject);
    if (
      !book.see(
        known,
        'found',
        { subject, labels: withoutName(labels), value: found.values[at] as number },
        timing,
      )
    )
      left += 1;
  }
  const isWithoutData = expr.bases.length > 0 && bases.length > 0 && bases.every(isEmpty);
  if (known.timing.noData === 'alert' && isWithoutData && !now.isSettling) {
    seen.add(noDataSubject);
    const labels = { ...certainLabels(expr.bases[0]?.expr), no_data: 'true' };
    book.see(known, 'found', { subject: noDataSubject, labels, value: null }, timing);
  }
  for (const held of known.held.values()) {
    if (seen.has(held.subject) || held.testUntilMs !== null) continue;
    book.see(known, missing(held, { bases, ends, now, isWithoutData }), { ...held }, timing);
  }
  return left > 0 ? `it finds ${left} more than there may be conditions; these are left out` : null;
}

interface Ends {
  found: ReadonlySet<string>;
  bases: readonly Vector[];
}

async function ended({ plan, bases }: Compiled, round: Round): Promise<Ends> {
  const { labels } = await round.find(plan);
  const found = new Set(labels.map(seriesKeyOf));
  const vectors: Vector[] = [];
  for (const base of bases) vectors.push(await round.vectorOf(base));
  return { found, bases: vectors };
}

/** What is seen of a condition that the expression does not have any more. */
function missing(
  held: Held,
  {
    bases,
    ends,
    now,
    isWithoutData,
  }: {
    bases: readonly Vector[];
    ends: Ends | null;
    now: { isResting: (worker: string) => boolean };
    isWithoutData: boolean;
  },
): Seen {
  const { worker } = held.labels;
  if (worker !== undefined && now.isResting(worker)) return 'clear';
  if (held.subject === noDataSubject) return isWithoutData ? 'found' : 'clear';
  const isThere = (vectors: readonly Vector[]) =>
    vectors.length === 0 || vectors.some((base) => hasSeries(base, held.subject));
  if (!isThere(bases)) return 'gone';
  if (ends === null || ends.found.has(held.subject)) return 'clear';
  return isThere(ends.bases) ? 'between' : 'gone';
}

function withoutName(labels: Labels): Record<string, string> {
  const { [metricName]: _name, ...others } = labels;
  return others;
}

/** What something absent would certainly have, by the first selector. */
function certainLabels(expr: Expr | undefined): Readonly<Record<string, string>> {
  if (!expr) return {};
  if (expr.type === 'vector selector') return absentLabels(expr);
  const [first] = partsOf(expr);
  return certainLabels(first);
}
