import { isoTime, type Clock } from '../../shared/clock.ts';
import { messageOf } from '../../shared/failure.ts';
import type { DeclaredRule } from '../fleet/config/alert-rules/index.ts';
import type { Fleet } from '../fleet/index.ts';
import { busy, createGate, type MetricsStore, type SeriesSource } from '../metrics/index.ts';
import type { Store } from '../store/index.ts';
import {
  backtest,
  chartOfRule,
  openEvaluation,
  previewRule,
  type RunningEvaluation,
} from './evaluation/index.ts';
import {
  type Backtest,
  type BookedRule,
  checkRule,
  lookAround,
  openRuleBook,
  refuseMistakes,
  type Remark,
  type RuleBook,
  type RuleCheck,
  type RuleConditions,
  type RuleSettings,
  type RuleView,
  toRule,
} from './rules/index.ts';

/** Rules and what they find, for whoever shows or changes them. */
export interface Rules {
  book: RuleBook;
  evaluation: RunningEvaluation;
  /** `pingBase`: the address before a heartbeat's id; null: the caller may not know it. */
  view(booked: BookedRule, pingBase: string | null): RuleView;
  conditions(rule: string): RuleConditions;
  /** What to draw of a rule for one of the things that it finds; null: nothing, or there is no such rule. */
  chartOf(
    rule: string,
    labels: Readonly<Record<string, string>>,
  ): { expr: string; threshold: number | null } | null;
  /** What is wrong with a rule and what is odd, and what to draw of it. */
  check(rule: DeclaredRule): Promise<RuleCheck>;
  /** Throws `bad_request` for a rule with mistakes, `busy` when too many are waiting. */
  backtest(rule: DeclaredRule, signal: AbortSignal): Promise<Backtest>;
  close(): Promise<void>;
}

const mostConditions = 1_000;
/** Looking through a week takes a second or two; the hub has other things to do. */
const backtestsAtOnce = 1;
const backtestsWaiting = 10;

export async function openRules(options: {
  store: Store;
  /** The figures kept here, for what is looked at each second. */
  metrics: MetricsStore;
  /** All figures, those of a store elsewhere too. */
  series: SeriesSource;
  fleet: Pick<Fleet, 'workers' | 'hosts' | 'parts' | 'events' | 'states' | 'onChange' | 'record'>;
  clock: Clock;
  log: (text: string) => void;
  /** What was applied with this start; null: what was applied last. */
  settings: RuleSettings | null;
  /** See `openEvaluation`. */
  isBlind: (isOfFleet: boolean) => boolean;
}): Promise<Rules> {
  const { store, metrics, series, fleet, clock, log, settings, isBlind } = options;
  const book = openRuleBook({ store, clock, log });
  if (settings)
    await book
      .configure(settings)
      .catch((error: unknown) => log(`rules cannot be remembered: ${messageOf(error)}`));
  const rules = () => book.all().map(({ rule }) => rule);
  const evaluation = await openEvaluation({
    store,
    source: metrics,
    fleet,
    clock,
    log,
    rules: rules(),
    isBlind,
  });
  const stopListening = book.onChange(() => evaluation.reload(rules()));
  const gate = createGate(backtestsAtOnce, backtestsWaiting, busy);

  return {
    book,
    evaluation,
    view(booked, pingBase) {
      const { rule, written, replaces, changedAt, changedBy } = booked;
      const report = evaluation.report(rule.name);
      const now: RuleView['now'] = report
        ? { ...report, evaluatedAt: report.evaluatedAtMs === null ? null : isoTime(report.evaluatedAtMs) }
        : { state: 'off', pending: 0, firing: 0, evaluatedAt: null, tookMs: null, failure: null };
      const { state, pending, firing, evaluatedAt, tookMs, failure } = now;
      const more = {
        written,
        replaces,
        changedAt,
        changedBy,
        now: { state, pending, firing, evaluatedAt, tookMs, failure },
      };
      if (rule.kind !== 'heartbeat') return { ...rule, ...more };
      const heartbeat = evaluation.heartbeat(rule.name);
      const pingUrl = heartbeat && pingBase !== null ? `${pingBase}/${heartbeat.pingId}` : null;
      return { ...rule, ...more, pingUrl, lastPingAt: heartbeat?.lastAt ?? null };
    },
    conditions(name) {
      book.get(name);
      const all = evaluation.conditions().filter(({ rule }) => rule === name);
      return {
        more: all.length > mostConditions,
        conditions: all
          .slice(0, mostConditions)
          .map(({ key, state, labels, annotations, value, sinceMs, firingMs, isTest }) => ({
            key,
            state,
            labels: { ...labels },
            annotations: { ...annotations },
            value: Number.isFinite(value) ? value : null,
            since: isoTime(sinceMs),
            firingSince: firingMs === null ? null : isoTime(firingMs),
            test: isTest,
          })),
      };
    },
    chartOf(name, labels) {
      const found = book.all().find(({ rule }) => rule.name === name);
      return found ? chartOfRule(found.rule, labels, metrics, clock.now()) : null;
    },
    async check(declared) {
      const { mistakes, warnings } = checkRule(declared);
      const rule = toRule(declared, 'page');
      const isFine = mistakes.length === 0;
      const odd = isFine ? await lookAround(declared, metrics, clock.now()) : [];
      const preview =
        isFine && rule?.kind === 'metric'
          ? await previewRule(rule, metrics, clock.now()).catch(() => null)
          : null;
      return { mistakes: mistakes.map(told), warnings: [...warnings, ...odd].map(told), preview };
    },
    async backtest(declared, signal) {
      refuseMistakes(declared);
      const rule = toRule(declared, 'page');
      if (rule === null) return emptyBacktest(clock.now());
      return gate(() => backtest(rule, { series, fleet, clock, signal }));
    },
    async close() {
      stopListening();
      await evaluation.close();
    },
  };
}

const told = ({ path, message }: Remark) => ({ path: path.join('.'), message });

function emptyBacktest(nowMs: number): Backtest {
  const at = isoTime(nowMs);
  return {
    from: at,
    to: at,
    fired: 0,
    firingMs: 0,
    stepMs: null,
    episodes: [],
    note: 'it only switches a rule off',
  };
}
