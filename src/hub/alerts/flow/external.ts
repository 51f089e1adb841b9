/** Alerts from outside, as Alertmanager's API takes them. */
import { Failure } from '../../../shared/failure.ts';
import type { Severity } from '../rules/index.ts';
import type { ExternalAlert } from './alerts.ts';
import type { Sign } from './episode.ts';

/** Over when nothing comes for so long, as Alertmanager's `resolve_timeout`. */
export const resolveAfterMs = 5 * 60_000;
const bounds = { texts: 64, name: 200, value: 8_192 };

const graveness: Record<string, Severity> = {
  critical: 'critical',
  page: 'critical',
  error: 'critical',
  emergency: 'critical',
  info: 'info',
  none: 'info',
  debug: 'info',
};

/** The same for the same labels. */
export function externalKey(labels: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return `alertmanager ${JSON.stringify(sorted)}`;
}

/** Labels without a value are none. Fails with `bad_request` on what no sender means to send. */
export function signOfExternal(
  { labels, annotations = {}, startsAtMs, generatorUrl }: ExternalAlert,
  nowMs: number,
): Sign {
  const own = Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== ''));
  check('labels', own);
  check('annotations', annotations);
  if (Object.keys(own).length === 0) throw new Failure('bad_request', 'labels: an alert has one at least');
  const { alertname, severity, ...others } = own;
  return {
    key: externalKey(own),
    rule: alertname ?? 'unnamed',
    severity: graveness[severity ?? ''] ?? 'warning',
    labels: { ...others, ...(severity === undefined ? {} : { severity }) },
    annotations: { ...annotations },
    value: null,
    isPending: false,
    sinceMs: Math.min(startsAtMs ?? nowMs, nowMs),
    source: 'alertmanager',
    generatorUrl: generatorUrl?.slice(0, 2_000) ?? null,
    untilMs: null,
    page: false,
    isTest: false,
  };
}

function check(what: string, texts: Readonly<Record<string, string>>): void {
  const entries = Object.entries(texts);
  if (entries.length > bounds.texts)
    throw new Failure('bad_request', `${what}: ${entries.length} of them, at most ${bounds.texts}`);
  const long = entries.find(([name, value]) => name.length > bounds.name || value.length > bounds.value);
  if (long)
    throw new Failure(
      'bad_request',
      `${what}: "${long[0].slice(0, 50)}" is longer than ${bounds.value} characters`,
    );
}
