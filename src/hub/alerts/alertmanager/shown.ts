/** Alerts and silences as Alertmanager shows them. Pure. */
import { createHash } from 'node:crypto';
import { isoTime } from '../../../shared/clock.ts';
import type { Alert } from '../flow/index.ts';
import type { Silence, SilenceMatcher } from '../silences/index.ts';
import type { AlertmanagerAlert, AlertmanagerSilence, alertmanagerStatus, PostedSilence } from './shapes.ts';
import type { z } from 'zod';

/** Whom an alert goes to is decided by incident, which Alertmanager knows nothing of. */
export const receiver = { name: 'yagura' };
/** An alert that is on has no end yet; Alertmanager says when it would take it for over if nothing more came. */
const resolveTimeoutMs = 300_000;
/** What has no end. */
const never = '9999-12-31T23:59:59.000Z';

/** As the matchers of silences and filters see them. */
export function labelsOf({ rule, severity, labels }: Pick<Alert, 'rule' | 'severity' | 'labels'>) {
  return { alertname: rule, severity, ...labels };
}

export function showAlert(alert: Alert, nowMs: number): AlertmanagerAlert {
  const { silencedBy, inhibitedBy } = alert;
  return {
    labels: labelsOf(alert),
    annotations: alert.annotations,
    receivers: [receiver],
    fingerprint: createHash('sha256').update(alert.key).digest('hex').slice(0, 16),
    startsAt: alert.startsAt,
    updatedAt: alert.updatedAt,
    endsAt: alert.endsAt ?? isoTime(nowMs + resolveTimeoutMs),
    generatorURL: alert.generatorUrl ?? '',
    status: {
      state: silencedBy.length + inhibitedBy.length > 0 ? 'suppressed' : 'active',
      silencedBy,
      inhibitedBy,
      mutedBy: [],
    },
  };
}

export interface Wishes {
  active: boolean;
  silenced: boolean;
  inhibited: boolean;
}

export function isShown({ status }: AlertmanagerAlert, { active, silenced, inhibited }: Wishes): boolean {
  if (status.state === 'active') return active;
  return (silenced || status.silencedBy.length === 0) && (inhibited || status.inhibitedBy.length === 0);
}

export function inGroups(alerts: readonly AlertmanagerAlert[]) {
  const byName = new Map<string, AlertmanagerAlert[]>();
  for (const alert of alerts) {
    const name = alert.labels['alertname'] ?? '';
    byName.set(name, [...(byName.get(name) ?? []), alert]);
  }
  return [...byName].map(([alertname, some]) => ({ labels: { alertname }, receiver, alerts: some }));
}

export function showSilence(silence: Silence): AlertmanagerSilence {
  const { id, state, window, matchers, comment, createdBy, updatedAt } = silence;
  return {
    id,
    status: { state },
    updatedAt,
    matchers: matchers.map(({ name, op, value }) => ({
      name,
      value,
      isRegex: op.endsWith('~'),
      isEqual: op.startsWith('='),
    })),
    // Of one that comes again and again, the time that is now or next.
    startsAt: window?.from ?? silence.startsAt,
    endsAt: (window ? window.to : silence.endsAt) ?? never,
    createdBy,
    comment,
  };
}

export function matchersOf({ matchers }: PostedSilence): SilenceMatcher[] {
  return matchers.map(({ name, value, isRegex, isEqual }) => ({
    name,
    value,
    op: isRegex ? (isEqual ? '=~' : '!~') : isEqual ? '=' : '!=',
  }));
}

const states: AlertmanagerSilence['status']['state'][] = ['active', 'pending', 'expired'];

/** Those that hold first, the next to end first; then those that will, the next first; then those that are over, the newest first. */
export function silenceOrder(a: AlertmanagerSilence, b: AlertmanagerSilence): number {
  const { state } = a.status;
  if (state !== b.status.state) return states.indexOf(state) - states.indexOf(b.status.state);
  if (state === 'pending') return a.startsAt.localeCompare(b.startsAt);
  return state === 'active' ? a.endsAt.localeCompare(b.endsAt) : b.endsAt.localeCompare(a.endsAt);
}

export function statusOf(version: string, startedAtMs: number): z.input<typeof alertmanagerStatus> {
  return {
    cluster: { status: 'disabled', peers: [] },
    versionInfo: {
      version,
      revision: 'yagura',
      branch: '',
      buildUser: '',
      buildDate: '',
      goVersion: '',
    },
    config: {
      original: `# This is Yagura ${version}: who is told what is under "notify" and "teams" in yagura.yaml.
route:
  receiver: ${receiver.name}
receivers:
  - name: ${receiver.name}
`,
    },
    uptime: isoTime(startedAtMs),
  };
}
