/** A rule as it stands in the fields of a form, and the way from there and back. Pure. */
import { given } from './time-range.ts';
import type { RuleBody, WrittenRule } from './types.ts';

export const ruleKinds = ['metric', 'event', 'heartbeat'] as const;
export type RuleKind = (typeof ruleKinds)[number];

/** Each as it is typed; durations as in yagura.yaml (`5m`), empty for the usual. */
export interface RuleDraft {
  kind: RuleKind;
  name: string;
  severity: NonNullable<WrittenRule['severity']>;
  expr: string;
  resolve: string;
  noData: NonNullable<WrittenRule['no_data']>;
  on: string;
  /** One `name=value` a line, as labels are. */
  match: string;
  overAfter: string;
  every: string;
  grace: string;
  for: string;
  keepFiringFor: string;
  labels: string;
  summary: string;
  description: string;
  page: boolean;
  enabled: boolean;
  /** What no field is for, kept as it is. */
  others: { annotations: Record<string, string>; heartbeatName: string | undefined };
}

export const emptyDraft: RuleDraft = {
  kind: 'metric',
  name: '',
  severity: 'warning',
  expr: '',
  resolve: '',
  noData: 'ok',
  on: '',
  match: '',
  overAfter: '',
  every: '1h',
  grace: '',
  for: '5m',
  keepFiringFor: '',
  labels: '',
  summary: '',
  description: '',
  page: false,
  enabled: true,
  others: { annotations: {}, heartbeatName: undefined },
};

export function draftOf(kind: RuleKind, severity: RuleDraft['severity'], written: WrittenRule): RuleDraft {
  const { summary = '', description = '', ...annotations } = written.annotations ?? {};
  return {
    kind,
    name: written.name,
    severity,
    expr: written.expr ?? '',
    resolve: written.resolve ?? '',
    noData: written.no_data ?? 'ok',
    on: written.on ?? '',
    match: linesOf(written.match),
    overAfter: written.over_after ?? '',
    every: written.heartbeat?.every ?? emptyDraft.every,
    grace: written.heartbeat?.grace ?? '',
    for: written.for ?? '',
    keepFiringFor: written.keep_firing_for ?? '',
    labels: linesOf(written.labels),
    summary,
    description,
    page: written.page ?? false,
    enabled: written.enabled ?? true,
    others: { annotations, heartbeatName: written.heartbeat?.name },
  };
}

/** As the server takes it: only what belongs to its kind, nothing that is as usual. Null while what it watches is not said at all. */
export function ruleOf(draft: RuleDraft): RuleBody['rule'] | null {
  const { kind, noData, page, enabled, severity, others } = draft;
  const written = (text: string) => (text.trim() === '' ? undefined : text.trim());
  const [name, expr, on, every] = [draft.name, draft.expr, draft.on, draft.every].map(written);
  if (name === undefined) return null;
  const annotations = given({
    ...others.annotations,
    summary: written(draft.summary),
    description: written(draft.description),
  });
  const common = given({
    name,
    severity,
    for: written(draft.for),
    keep_firing_for: written(draft.keepFiringFor),
    labels: pairsIn(draft.labels).pairs,
    annotations,
    page: page || undefined,
    enabled: enabled ? undefined : false,
  });
  if (kind === 'metric')
    return expr === undefined
      ? null
      : {
          ...common,
          expr,
          ...given({
            resolve: written(draft.resolve),
            no_data: noData === 'ok' ? undefined : noData,
          }),
        };
  if (kind === 'event')
    return on === undefined
      ? null
      : {
          ...common,
          on,
          match: pairsIn(draft.match).pairs,
          ...given({ over_after: written(draft.overAfter) }),
        };
  return every === undefined
    ? null
    : {
        ...common,
        heartbeat: { every, ...given({ name: others.heartbeatName, grace: written(draft.grace) }) },
      };
}

/** Reads one `name=value` a line; `wrong` are lines that are none. */
export function pairsIn(text: string): { pairs: Record<string, string>; wrong: string[] } {
  const pairs: Record<string, string> = {};
  const wrong: string[] = [];
  for (const line of text.split('\n').map((each) => each.trim())) {
    if (line === '') continue;
    const at = line.indexOf('=');
    if (at < 1) wrong.push(line);
    else pairs[line.slice(0, at).trim()] = line.slice(at + 1).trim();
  }
  return { pairs, wrong };
}

function linesOf(pairs: Readonly<Record<string, string>> = {}): string {
  return Object.entries(pairs)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n');
}
