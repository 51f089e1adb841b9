/** Looks each second whether rules apply, and says which conditions there are. */
export type { Condition } from './condition.ts';
export type { Evaluation, RuleReport } from './evaluation.ts';
