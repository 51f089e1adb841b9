/**
 * Inhibition: an alert that follows from another one is not told by itself. Parents and children (a host and its workers, a worker and those that
 * need it) and pairs of rules are both brought into one form, links: each source of a link inhibits each of its targets. What is inhibited
 * must always lead back to something that is told, so in a circle the one that began first is let through.
 */
import { compileMatchers } from '../../metrics/index.ts';
import { type Severity, severities } from '../rules/index.ts';
import type { SilenceMatcher } from '../silences/index.ts';

/** As Alertmanager's: while an alert matches `source`, those that match `target` and have the same values of `equal` are inhibited. */
export interface InhibitRule {
  source: readonly SilenceMatcher[];
  target: readonly SilenceMatcher[];
  equal: readonly string[];
  /** Only what is no graver than the source: so that nothing grave is hidden behind what nobody is told of. */
  noGraver?: boolean | undefined;
}

export interface CompiledInhibitRule {
  isSource: (labels: Readonly<Record<string, string>>) => boolean;
  isTarget: (labels: Readonly<Record<string, string>>) => boolean;
  equal: readonly string[];
  noGraver: boolean;
}

export interface Inhibitable {
  id: number;
  severity: Severity;
  startsAtMs: number;
  /** It holds, or did a moment ago; one that merely waits whether it comes back covers nothing. */
  isSource: boolean;
  /** With `alertname` and `severity`. */
  labels: Readonly<Record<string, string>>;
}

/** Who depends on whom, and who is down, or was a moment ago. Parents are named `worker NAME` and `host NAME`. */
export interface Kinship {
  isDown(kin: string): boolean;
  /** What the worker needs, directly and through others, and its host. */
  parentsOf(worker: string): readonly string[];
}

/** No alert is on both sides. */
interface Link {
  sources: Inhibitable[];
  targets: Inhibitable[];
}

/** What is well again covers others for so long: what follows from it ends a little later. */
export const lingerMs = 15_000;

const mostNamed = 10;

export function compileInhibitRules(rules: readonly InhibitRule[]): CompiledInhibitRule[] {
  return rules.map(({ source, target, equal, noGraver = false }) => ({
    isSource: compileMatchers(source),
    isTarget: compileMatchers(target),
    equal,
    noGraver,
  }));
}

/** By what each is inhibited, ten at most; those that are told are not in it. */
export function inhibit(
  alerts: readonly Inhibitable[],
  rules: readonly CompiledInhibitRule[],
  kinship: Kinship,
): Map<number, number[]> {
  const links = [...kinLinks(alerts, kinship), ...rules.flatMap((rule) => ruleLinks(alerts, rule))].filter(
    ({ sources, targets }) => sources.length > 0 && targets.length > 0,
  );
  if (links.length === 0) return new Map();
  const by = new Map<number, Set<number>>();
  for (const { sources, targets } of links)
    for (const target of targets) {
      const found = by.get(target.id) ?? new Set();
      by.set(target.id, found);
      for (const source of sources) {
        if (found.size >= mostNamed) break;
        found.add(source.id);
      }
    }
  for (const id of letThrough(alerts, links, by)) by.delete(id);
  return new Map([...by].filter(([, ids]) => ids.size > 0).map(([id, ids]) => [id, [...ids]]));
}

/** Those of circles that have to be told, since nothing else of the circle is. */
function letThrough(
  alerts: readonly Inhibitable[],
  links: readonly Link[],
  by: ReadonlyMap<number, ReadonlySet<number>>,
): number[] {
  const linksOf = new Map<number, Link[]>();
  for (const link of links)
    for (const { id } of link.sources) {
      const list = linksOf.get(id);
      if (list) list.push(link);
      else linksOf.set(id, [link]);
    }
  const explained = new Set<number>();
  const followed = new Set<Link>();
  const explain = (root: number) => {
    const open = [root];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (explained.has(id)) continue;
      explained.add(id);
      for (const link of linksOf.get(id) ?? []) {
        if (followed.has(link)) continue;
        followed.add(link);
        for (const target of link.targets) open.push(target.id);
      }
    }
  };
  const isInhibited = (id: number) => (by.get(id)?.size ?? 0) > 0;
  for (const { id } of alerts) if (!isInhibited(id)) explain(id);
  const through: number[] = [];
  const unexplained = alerts.filter(({ id }) => !explained.has(id));
  for (const { id } of unexplained.sort((a, b) => a.startsAtMs - b.startsAtMs || a.id - b.id)) {
    if (explained.has(id)) continue;
    through.push(id);
    explain(id);
  }
  return through;
}

const rankOf = (severity: Severity) => severities.length - severities.indexOf(severity);

/** What is no graver than its source: one link for each severity of the sources. */
function byGravity({ sources, targets }: Link): Link[] {
  return severities.map((severity) => ({
    sources: sources.filter((source) => source.severity === severity),
    targets: targets.filter((target) => rankOf(target.severity) <= rankOf(severity)),
  }));
}

function kinLinks(alerts: readonly Inhibitable[], kinship: Kinship): Link[] {
  const links = new Map<string, Link>();
  for (const alert of alerts) {
    const kin = kinOf(alert);
    if (kin === null || !alert.isSource || !kinship.isDown(kin)) continue;
    const link = links.get(kin) ?? { sources: [], targets: [] };
    links.set(kin, link);
    link.sources.push(alert);
  }
  if (links.size === 0) return [];
  for (const alert of alerts) {
    const worker = alert.labels['worker'];
    if (worker === undefined) continue;
    for (const parent of kinship.parentsOf(worker)) links.get(parent)?.targets.push(alert);
  }
  return [...links.values()].flatMap(byGravity);
}

/** Whom an alert is about. */
function kinOf({ labels }: Inhibitable): string | null {
  if (labels['worker'] !== undefined) return `worker ${labels['worker']}`;
  return labels['host'] === undefined ? null : `host ${labels['host']}`;
}

/** What matches both sides is inhibited only by what matches the source alone, as Alertmanager has it. */
function ruleLinks(alerts: readonly Inhibitable[], rule: CompiledInhibitRule): Link[] {
  const groups = new Map<string, { pure: Inhibitable[]; both: Inhibitable[]; targets: Inhibitable[] }>();
  for (const alert of alerts) {
    const isSource = alert.isSource && rule.isSource(alert.labels);
    const isTarget = rule.isTarget(alert.labels);
    if (!isSource && !isTarget) continue;
    const key = JSON.stringify(rule.equal.map((name) => alert.labels[name] ?? ''));
    const group = groups.get(key) ?? { pure: [], both: [], targets: [] };
    groups.set(key, group);
    (isSource && isTarget ? group.both : isSource ? group.pure : group.targets).push(alert);
  }
  const links = [...groups.values()].flatMap(({ pure, both, targets }) => [
    { sources: [...pure, ...both], targets },
    { sources: pure, targets: both },
  ]);
  return rule.noGraver ? links.flatMap(byGravity) : links;
}
