import { formatDuration } from '../durations.ts';
import type { DeclaredRule, WrittenRule } from './declared-rule.ts';

/** A rule as one would write it: durations as text, and nothing that is so by default. */
export function writtenOf(rule: DeclaredRule): WrittenRule {
  const { name, expr, on, heartbeat, resolve, severity, page, enabled } = rule;
  const span = (ms: number) => (ms === 0 ? undefined : formatDuration(ms));
  const some = (texts: Record<string, string>) => (Object.keys(texts).length === 0 ? undefined : texts);
  const written: WrittenRule = {
    name,
    expr,
    on,
    heartbeat: heartbeat && {
      ...(heartbeat.name === undefined ? {} : { name: heartbeat.name }),
      every: formatDuration(heartbeat.every),
      grace: formatDuration(heartbeat.grace),
    },
    match: some(rule.match),
    for: span(rule.for),
    keep_firing_for: span(rule.keep_firing_for),
    resolve,
    no_data: rule.no_data === 'ok' ? undefined : rule.no_data,
    over_after: rule.over_after === undefined ? undefined : formatDuration(rule.over_after),
    severity,
    labels: some(rule.labels),
    annotations: some(rule.annotations),
    page: page || undefined,
    enabled: enabled ? undefined : false,
  };
  return Object.fromEntries(
    Object.entries(written).filter(([, value]) => value !== undefined),
  ) as WrittenRule;
}
