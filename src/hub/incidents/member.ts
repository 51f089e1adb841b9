/** What belongs to an incident: alerts, and what workers went through without an alert. */
import type { Alert, Severity } from '../alerts/index.ts';
import { type FleetEvent, isError } from '../fleet/index.ts';
import type { Words } from './views.ts';

export interface Member {
  /** An alert's id, or `trouble:WORKER:TIME`. */
  id: string;
  kind: 'alert' | 'trouble';
  rule: string | null;
  severity: Severity;
  about: 'worker' | 'host' | 'tower' | 'other';
  worker: string | null;
  host: string | null;
  summary: Words;
  labels: Readonly<Record<string, string>>;
  startsMs: number;
  endsMs: number | null;
  /** An alert that people may be told of. */
  noticeable: boolean;
  /** Alerts that cover it, so that nobody is told of it. */
  follows: readonly string[];
  /** Tell even when it is healed in time. */
  page: boolean;
  isTest: boolean;
  /** A person said that it is over. */
  dismissed: boolean;
}

/** Labels by which the tower's own trouble is told from the workers'. */
const towerLabels = ['part', 'tower'];
const longestSummary = 300;

export function memberOfAlert(alert: Alert): Member {
  const { worker = null, host = null } = alert.labels;
  const isTower = worker === null && towerLabels.some((label) => alert.labels[label] !== undefined);
  return {
    id: alert.id,
    kind: 'alert',
    rule: alert.rule,
    severity: alert.severity,
    about: worker !== null ? 'worker' : isTower ? 'tower' : host !== null ? 'host' : 'other',
    worker,
    host,
    summary: summaryOf(alert),
    labels: alert.labels,
    startsMs: Date.parse(alert.startsAt),
    endsMs: alert.state === 'resolved' ? Date.parse(alert.endsAt ?? alert.updatedAt) : null,
    noticeable: alert.noticeable,
    follows: alert.inhibitedBy,
    page: alert.page,
    isTest: alert.isTest,
    dismissed: false,
  };
}

/** A rule may say it in Japanese, too, as `summary_ja`. */
function summaryOf({ annotations, rule }: Alert): Words {
  const en = (annotations['summary'] ?? rule).slice(0, longestSummary);
  return { en, ja: annotations['summary_ja']?.slice(0, longestSummary) ?? en };
}

/** One that is silenced before anybody could notice it is nobody's business, and so is one that only may come to be. */
export function isOfInterest({ state, silencedBy, noticedAt, noticeable }: Alert): boolean {
  return state !== 'pending' && (noticeable || noticedAt !== null || silencedBy.length === 0);
}

const beginnings = [
  'worker.start-failed',
  'worker.unhealthy',
  'worker.failed',
  'worker.lost',
  'worker.crash-loop',
];
const endings = ['worker.recovered', 'worker.stopped', 'worker.completed', 'worker.removed'];

/** Whether a worker's trouble begins (or goes on) with an event, or is over with it. */
export function troubleOf({ type, data }: Pick<FleetEvent, 'type' | 'data'>): 'begins' | 'ends' | null {
  if (beginnings.includes(type) || (type === 'worker.exited' && isError(type, data))) return 'begins';
  return endings.includes(type) ? 'ends' : null;
}

export function memberOfTrouble(event: FleetEvent & { worker: string }): Member {
  const startsMs = Date.parse(event.time);
  return {
    id: `trouble:${event.worker}:${startsMs}`,
    kind: 'trouble',
    rule: null,
    severity: 'info',
    about: 'worker',
    worker: event.worker,
    host: event.host,
    summary: { en: event.type, ja: event.type },
    labels: {},
    startsMs,
    endsMs: null,
    noticeable: false,
    follows: [],
    page: false,
    isTest: false,
    dismissed: false,
  };
}

export const isOver = (member: Member): boolean => member.endsMs !== null || member.dismissed;

/** The worst first. */
const order: readonly Severity[] = ['critical', 'warning', 'info'];
export const isWorse = (one: Severity, other: Severity): boolean => order.indexOf(one) < order.indexOf(other);
export function worst(severities: Iterable<Severity>): Severity {
  let found: Severity = 'info';
  for (const severity of severities) if (isWorse(severity, found)) found = severity;
  return found;
}
