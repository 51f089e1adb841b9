import type { Family } from '../../metrics/index.ts';
import type { Rule } from '../rules/index.ts';
import type { Condition } from './condition.ts';

/** How a rule did the last time it was looked at. */
export interface RuleReport {
  rule: string;
  /** The worst that its conditions are; `unknown` before the first look. */
  state: 'ok' | 'pending' | 'firing' | 'failing' | 'unknown';
  pending: number;
  firing: number;
  evaluatedAtMs: number | null;
  tookMs: number | null;
  /** Why it could not be evaluated; what was before stays. */
  failure: string | null;
}

export interface Evaluation {
  conditions(): readonly Condition[];
  /** Something began or ceased to fire: within a second of its cause, at once for event rules. It is persisted already. */
  onChange(listener: () => void): () => void;
  reload(rules: readonly Rule[]): void;
  reports(): readonly RuleReport[];
  /** Null: no such rule is looked at. */
  report(rule: string): RuleReport | null;
  /** Where a heartbeat is pinged, and when it was; null for other rules. */
  heartbeat(rule: string): { pingId: string; lastAt: string | null } | null;
  hasPing(id: string): boolean;
  /** A sign of life by the id in its address, or that a job failed; false: nobody has that id. */
  ping(id: string, sign: 'success' | 'fail'): boolean;
  /** Lets a rule fire for a minute as a test, with labels as it would have. Throws `not_found`. */
  test(rule: string, by: string): Condition;
  families(): Family[];
  /** How late the last round of looking was, ms. */
  lagMs(): number;
  close(): Promise<void>;
}
