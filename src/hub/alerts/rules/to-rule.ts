import type { DeclaredRule } from '../../fleet/config/alert-rules/index.ts';
import type { Rule } from './rule.ts';

/** A rule as it is worked with; null for one that only switches another off. */
export function toRule(declared: DeclaredRule, origin: Rule['origin']): Rule | null {
  const {
    name,
    severity,
    labels,
    annotations,
    page,
    enabled,
    for: forMs,
    keep_firing_for: keepFiringForMs,
  } = declared;
  const common = { name, severity, labels, annotations, origin, page, enabled, forMs, keepFiringForMs };
  const { expr, on, heartbeat } = declared;
  if (expr !== undefined)
    return { kind: 'metric', ...common, expr, resolve: declared.resolve ?? null, noData: declared.no_data };
  if (on !== undefined)
    return { kind: 'event', ...common, on, match: declared.match, overAfterMs: declared.over_after ?? null };
  if (heartbeat !== undefined)
    return {
      kind: 'heartbeat',
      ...common,
      heartbeat: heartbeat.name ?? name,
      everyMs: heartbeat.every,
      graceMs: heartbeat.grace,
    };
  return null;
}
