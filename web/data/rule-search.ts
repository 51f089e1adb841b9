/** Which rules are looked for, as it stands in the address. Pure. */
import { given, textIn } from './time-range.ts';

/** Those that one looks for, the gravest first. */
export const ruleStates = ['firing', 'pending', 'failing', 'ok', 'off'] as const;
export type RuleStateWanted = (typeof ruleStates)[number];

export const ruleOrigins = ['page', 'config', 'default'] as const;
export type RuleOrigin = (typeof ruleOrigins)[number];

export interface RuleSearch {
  /** A part of the name. */
  q?: string;
  state?: RuleStateWanted;
  origin?: RuleOrigin;
}

export const longestRuleText = 200;

/** Leaves out what makes no sense, so that an old or mistyped address still shows something. */
export function ruleSearch(asked: Record<string, unknown>): RuleSearch {
  return given({
    q: textIn(asked['q'], longestRuleText),
    state: ruleStates.find((each) => each === asked['state']),
    origin: ruleOrigins.find((each) => each === asked['origin']),
  });
}

/** Of one rule: whether it is being changed. */
export interface OneRuleSearch {
  edit?: true;
}

export function oneRuleSearch({ edit }: Record<string, unknown>): OneRuleSearch {
  return edit === true || edit === 'true' ? { edit: true } : {};
}
