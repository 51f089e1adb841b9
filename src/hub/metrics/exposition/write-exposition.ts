import type { Labels } from '../samples.ts';
import type { Format } from './format.ts';

/** Everything under one name. Names of counters end in `_total`; before that comes the unit, if any: `…_seconds_total`, `…_bytes`, `…_ratio`. */
export interface Family {
  name: string;
  type: 'counter' | 'gauge';
  help: string;
  points: readonly Point[];
}

export type Point = readonly [labels: Labels, value: number];

/** Families without a point are left out: there is nothing to say about them. */
export function writeExposition(families: readonly Family[], format: Format): string {
  const written = families.filter(({ points }) => points.length > 0);
  return format === 'text' ? written.map(textOf).join('') : `${written.map(openMetricsOf).join('')}# EOF\n`;
}

function textOf(family: Family): string {
  const { name, type, help } = family;
  return `# HELP ${name} ${escapeHelp(help)}\n# TYPE ${name} ${type}\n${samplesOf(family)}`;
}

/** Here a counter's family goes without the `_total` that its samples have. */
function openMetricsOf(family: Family): string {
  const { type, help } = family;
  const name = type === 'counter' ? family.name.replace(/_total$/, '') : family.name;
  const unit = /_(seconds|bytes|ratio)$/.exec(name)?.[1];
  const unitLine = unit === undefined ? '' : `# UNIT ${name} ${unit}\n`;
  const helpText = escapeHelp(help).replaceAll('"', '\\"');
  return `# TYPE ${name} ${type}\n${unitLine}# HELP ${name} ${helpText}\n${samplesOf(family)}`;
}

function samplesOf({ name, points }: Family): string {
  return points.map(([labels, value]) => `${name}${labelText(labels)} ${numberText(value)}\n`).join('');
}

function labelText(labels: Labels): string {
  const quoted = Object.entries(labels).map(([key, value]) => `${key}="${escapeLabel(value)}"`);
  return quoted.length === 0 ? '' : `{${quoted.join(',')}}`;
}

function numberText(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  return value === Number.NEGATIVE_INFINITY ? '-Inf' : String(value);
}

function escapeLabel(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function escapeHelp(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}
