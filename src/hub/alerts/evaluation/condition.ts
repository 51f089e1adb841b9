import type { Severity } from '../rules/index.ts';

/** One thing that a rule finds wrong. While it lasts it is listed; when it is over it is listed no more. Survives the hub. */
export interface Condition {
  /** Of the rule's name and the labels, the same each time. */
  key: string;
  rule: string;
  severity: Severity;
  /** Of the series, the event or the heartbeat, and those of the rule. Without `alertname` and `severity`, which are fields here. */
  labels: Readonly<Record<string, string>>;
  /** Filled in: `summary`, `description`, … As they stood when it began to fire. */
  annotations: Readonly<Record<string, string>>;
  state: 'pending' | 'firing';
  /** Newest value of the expression; null where there is none. */
  value: number | null;
  /** ms since the epoch: pending since, firing since. */
  sinceMs: number;
  firingMs: number | null;
  /** The rule says: tell a person even when Yagura heals it in time. */
  page: boolean;
  /** Somebody tries the rule out; nothing is wrong. */
  isTest: boolean;
}
