/** What is wrong, by rule: rules, what they find, and the alerts that come of it. */
export * from './evaluation/index.ts';
export { openRules, type Rules } from './open-rules.ts';
export * from './rules/index.ts';
export * from './flow/index.ts';
export * from './silences/index.ts';
