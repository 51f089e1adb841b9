/** An incident as it is shown. */
import { isoTime } from '../../shared/clock.ts';
import { findAttempts } from './attempts.ts';
import { impactOf } from './impact.ts';
import { type LiveIncident, statusOf } from './live-incident.ts';
import { isOver } from './member.ts';
import { sayEntry } from './say.ts';
import { titleOf } from './title.ts';
import type { Attempt, Incident, IncidentDetail } from './views.ts';

const mostNames = 100;
const mostAlerts = 200;

export function attemptsOf(incident: LiveIncident): Attempt[] {
  const troubled = new Set<string>();
  for (const member of incident.members.values())
    if (member.worker !== null && !isOver(member)) troubled.add(member.worker);
  return findAttempts(incident.entries, (worker) => !troubled.has(worker));
}

export function viewOf(incident: LiveIncident, fleet: number, nowMs: number): Incident {
  const { state, causes } = incident;
  const members = [...incident.members.values()];
  const workers = [...incident.byWorker.keys()];
  const hosts = [...new Set(members.flatMap(({ host }) => host ?? []))];
  const alerts = members.filter(({ kind }) => kind === 'alert');
  const [first] = causes;
  const since = (ms: number | null) => (ms === null ? null : Math.max(0, ms - state.startsMs));
  return {
    id: state.id,
    title: titleOf(members, incident.entries, first ?? null),
    severity: state.severity,
    status: statusOf(state),
    startsAt: isoTime(state.startsMs),
    detectedAt: isoTime(state.detectedMs),
    acknowledgedAt: state.acknowledgedMs === null ? null : isoTime(state.acknowledgedMs),
    acknowledgedBy: state.acknowledgedBy,
    resolvedAt: state.resolvedMs === null ? null : isoTime(state.resolvedMs),
    resolvedBy: state.resolvedBy,
    snoozedUntil: state.snoozedUntilMs === null ? null : isoTime(state.snoozedUntilMs),
    assignee: state.assignee,
    reopened: state.generation,
    paged: incident.told.length > 0,
    timeToDetectMs: since(state.detectedMs),
    timeToAcknowledgeMs: since(state.acknowledgedMs),
    timeToHealMs: since(state.resolvedMs),
    workers: workers.slice(0, mostNames),
    hosts: hosts.slice(0, mostNames),
    workerCount: workers.length,
    alertCount: alerts.length,
    firing: alerts.filter((member) => !isOver(member)).length,
    cause: first ? withoutEvidence(first) : null,
    impact: impactOf(members, { fleet, nowMs, endMs: state.resolvedMs }),
    mergedInto: state.mergedInto,
    isTest: members.some(({ isTest }) => isTest),
    updatedAt: isoTime(state.updatedMs),
  };
}

function withoutEvidence(cause: LiveIncident['causes'][number]): NonNullable<Incident['cause']> {
  const { kind, worker, host, errorGroup, score, text, needs } = cause;
  return { kind, worker, host, errorGroup, score, text, needs };
}

export function detailOf(
  incident: LiveIncident,
  view: Incident,
  others: Pick<IncidentDetail, 'merged' | 'related'>,
): IncidentDetail {
  const members = [...incident.members.values()].sort((a, b) => a.startsMs - b.startsMs);
  return {
    ...view,
    causes: incident.causes,
    tried: attemptsOf(incident),
    alerts: members
      .slice(0, mostAlerts)
      .map(({ id, kind, rule, severity, worker, host, summary, startsMs, endsMs, noticeable }) => ({
        id,
        kind,
        rule,
        severity,
        worker,
        host,
        summary,
        startsAt: isoTime(startsMs),
        endsAt: endsMs === null ? null : isoTime(endsMs),
        noticeable,
      })),
    timeline: incident.entries.map(({ id, timeMs, kind, worker, host, by, data }) => ({
      id,
      time: isoTime(timeMs),
      kind,
      worker,
      host,
      by,
      text: sayEntry(kind, worker, host, by, data),
      data,
    })),
    timelineLeftOut: incident.state.timelineLeftOut,
    notices: incident.told.map(({ key, channel, kind, atMs }) => ({
      key,
      channel,
      kind,
      time: isoTime(atMs),
    })),
    ...others,
  };
}
