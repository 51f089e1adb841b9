import type { Condition } from '../evaluation/index.ts';
import type { Severity } from '../rules/index.ts';
import type { Alert } from './alert.ts';

/** Says that something is wrong now: a condition, or an alert from outside that still holds. */
export interface Sign {
  key: string;
  rule: string;
  severity: Severity;
  labels: Readonly<Record<string, string>>;
  annotations: Readonly<Record<string, string>>;
  value: number | null;
  /** Its rule applies, but not for long enough yet. */
  isPending: boolean;
  sinceMs: number;
  source: Alert['source'];
  generatorUrl: string | null;
  /** Of an alert from outside that says when it ends, long from now. */
  untilMs: number | null;
  page: boolean;
  isTest: boolean;
}

export function signOfCondition(condition: Condition): Sign {
  const { key, rule, severity, labels, annotations, value, state, sinceMs, firingMs, page, isTest } =
    condition;
  return {
    key,
    rule,
    severity,
    labels,
    annotations,
    value,
    isPending: state === 'pending',
    sinceMs: firingMs ?? sinceMs,
    source: 'rule',
    generatorUrl: null,
    untilMs: null,
    page,
    isTest,
  };
}

/** What matchers see. */
export function labelsOf({
  rule,
  severity,
  labels,
}: Pick<Sign, 'rule' | 'severity' | 'labels'>): Record<string, string> {
  return { severity, ...labels, alertname: rule };
}
