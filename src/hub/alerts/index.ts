/** What is wrong, by rule: rules, what they find, and the alerts that come of it. */
export type { Condition, Evaluation, RuleReport } from './evaluation/index.ts';
export {
  type EventRule,
  type HeartbeatRule,
  type MetricRule,
  type Rule,
  severities,
  type Severity,
} from './rules/index.ts';
export * from './flow/index.ts';
export * from './silences/index.ts';
