/** The rules: what they may say, those that Yagura brings along, and what is wrong with one before it is kept. */
export { checkRule, mistakesOf, type Remark, type Remarks } from './check/index.ts';
export { exportRules } from './export-rules.ts';
export { lookAround } from './look-around.ts';
export {
  type EventRule,
  type HeartbeatRule,
  type MetricRule,
  type Rule,
  rule,
  ruleOrigins,
  severities,
  type Severity,
  severity,
} from './rule.ts';
export {
  type BookedRule,
  openRuleBook,
  refuseMistakes,
  type RuleBook,
  type RuleSettings,
} from './rule-book.ts';
export {
  type Backtest,
  ruleBacktest,
  ruleBody,
  type RuleCheck,
  ruleCheck,
  ruleCondition,
  type RuleConditions,
  ruleConditions,
  type RulePage,
  rulePage,
  ruleState,
  type RuleView,
  ruleView,
  writtenRule,
} from './views.ts';
export { toRule } from './to-rule.ts';
