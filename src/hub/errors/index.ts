/** What goes wrong in the fleet: occurrences are grouped by what they have in common, classified, counted and compared with before. */
export { type Category, categories } from './classification/index.ts';
export type { Breadcrumb, Occurrence } from './occurrence.ts';
export { createErrors, type Errors, type ErrorsHealth } from './create-errors.ts';
export { errorsFromLogs } from './from-logs.ts';
export type { GroupChange } from './life.ts';
export { type GroupQuery, groupSorts } from './lists.ts';
export { type SplitRule, splitRule } from './split-rules.ts';
export * from './views.ts';
