import type { InhibitRule } from './inhibit.ts';

/** Of Yagura's own rules, which say the same thing twice. */
export const defaultInhibitRules: readonly InhibitRule[] = [];
