/** What is wrong with a rule by its text alone. Apart from the rest, so that the command line can say so without all that a hub is made of. */
export { checkRule, mistakesOf, type Remark, type Remarks } from './check-rule.ts';
