/** The rules: what they may say, those that Yagura brings along, and what is wrong with one before it is kept. */
export {
  type EventRule,
  type HeartbeatRule,
  type MetricRule,
  type Rule,
  rule,
  severities,
  type Severity,
  severity,
} from './rule.ts';
