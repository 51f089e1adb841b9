import type { Rule } from '../rules/index.ts';
import type { Timing } from './phase.ts';

export function timingOf(rule: Rule): Timing {
  const { forMs, keepFiringForMs } = rule;
  return { forMs, keepFiringForMs, noData: rule.kind === 'metric' ? rule.noData : 'keep' };
}
