/** What a Prometheus posts, as alerts from outside. Pure. */
import type { ExternalAlert } from '../flow/index.ts';
import { postedAlert } from './shapes.ts';

/** Far more than anybody needs, and little enough to be kept. */
const most = { labels: 64, name: 200, value: 2_000, annotation: 8_000 };
const labelName = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Those that make sense, and of each other one what is wrong with it. */
export function readPosted(body: readonly unknown[]): { alerts: ExternalAlert[]; mistakes: string[] } {
  const alerts: ExternalAlert[] = [];
  const mistakes: string[] = [];
  body.forEach((raw, index) => {
    const read = readOne(raw);
    if (typeof read === 'string') mistakes.push(`alert ${index}: ${read}`);
    else alerts.push(read);
  });
  return { alerts, mistakes };
}

function readOne(raw: unknown): ExternalAlert | string {
  const { data, error } = postedAlert.safeParse(raw);
  if (!data) {
    const issue = error.issues[0];
    return `${issue?.path.join('.') || 'it'}: ${issue?.message}`;
  }
  const labels = withoutEmpty(data.labels);
  const names = Object.keys(labels);
  if (names.length === 0) return 'at least one label is needed';
  if (names.length > most.labels) return `${names.length} labels, at most ${most.labels} are taken`;
  const wrong = names.find((name) => !labelName.test(name) || name.length > most.name);
  if (wrong !== undefined) return `"${wrong.slice(0, most.name)}" is no name of a label`;
  const long = names.find((name) => (labels[name] ?? '').length > most.value);
  if (long !== undefined) return `the label ${long} has more than ${most.value} characters`;
  const startsAtMs = timeOf(data.startsAt);
  const endsAtMs = timeOf(data.endsAt);
  if (startsAtMs !== undefined && endsAtMs !== undefined && endsAtMs < startsAtMs)
    return 'it ends before it starts';
  const annotations = Object.entries(withoutEmpty(data.annotations))
    .slice(0, most.labels)
    .map(([name, text]) => [name.slice(0, most.name), text.slice(0, most.annotation)]);
  return {
    labels,
    annotations: Object.fromEntries(annotations) as Record<string, string>,
    startsAtMs,
    endsAtMs,
    generatorUrl: data.generatorURL || undefined,
  };
}

function withoutEmpty(labels: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== ''));
}

/** Go writes the year 1 where there is no time. */
function timeOf(text: string | undefined): number | undefined {
  const ms = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(ms) || ms <= 0 ? undefined : ms;
}
