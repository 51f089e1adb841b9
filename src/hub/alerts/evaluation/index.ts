/** Looks each second whether rules apply, and says which conditions there are. */
export { backtest } from './backtest.ts';
export { chartOfRule, previewRule } from './preview.ts';
export type { Condition } from './condition.ts';
export type { Evaluation, RuleReport } from './evaluation.ts';
export { openEvaluation, type RunningEvaluation } from './open-evaluation.ts';
