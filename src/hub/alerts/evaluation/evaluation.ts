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
  /** A sign of life by the id in its address; false: nobody has that id. */
  ping(id: string): boolean;
  /** Lets a rule fire for a minute as a test, with labels as it would have. Throws `not_found`. */
  test(rule: string, by: string): Condition;
  families(): Family[];
  /** How late the last round of looking was, ms. */
  lagMs(): number;
  close(): Promise<void>;
}
