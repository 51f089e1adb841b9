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

/** An alert as it is kept. Never changed: the next one takes its place. Times are ms since the epoch. */
export interface Episode extends Omit<Sign, 'isPending' | 'sinceMs'> {
  id: number;
  startsAtMs: number;
  /** Nothing said so any more since then; null: it lasts. */
  ceasedAtMs: number | null;
  isResolved: boolean;
  returns: number;
  returnedAtMs: number | null;
  silencedBy: readonly string[];
  inhibitedBy: readonly string[];
  noticedAtMs: number | null;
  updatedAtMs: number;
}

export function isNoticeable({
  isResolved,
  ceasedAtMs,
  silencedBy,
  inhibitedBy,
}: Pick<Episode, 'isResolved' | 'ceasedAtMs' | 'silencedBy' | 'inhibitedBy'>): boolean {
  return !isResolved && ceasedAtMs === null && silencedBy.length === 0 && inhibitedBy.length === 0;
}

/** What matchers see. */
export function labelsOf({
  rule,
  severity,
  labels,
}: Pick<Sign, 'rule' | 'severity' | 'labels'>): Record<string, string> {
  return { severity, ...labels, alertname: rule };
}
