/** The section `alerts` of yagura.yaml. */
import { z } from 'zod';
import { hold, inhibit } from './alert-flow.ts';
import { declaredRule } from './alert-rules/index.ts';
import { section } from './values.ts';

const mostRules = 5_000;

export const alerts = section({
  rules: z
    .array(declaredRule, { error: 'a list of rules' })
    .max(mostRules, { error: `at most ${mostRules} rules` })
    .default([]),
  defaults: z.boolean().default(true).meta({ description: 'The rules that Yagura brings along.' }),
  inhibit,
  hold,
});
