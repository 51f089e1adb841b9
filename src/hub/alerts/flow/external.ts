/** Alerts from outside, as Alertmanager's API takes them. */
import { Failure } from '../../../shared/failure.ts';
import type { Severity } from '../rules/index.ts';
import type { ExternalAlert } from './alerts.ts';
import type { Episode } from './episode.ts';
import type { Sign } from './sign.ts';

/** Over when nothing comes for so long, as Alertmanager's `resolve_timeout`. */
const resolveAfterMs = 5 * 60_000;
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

/** A clock that was set back makes one last no longer than this after a start. */
const longestLeftMs = 86_400_000;

export interface External {
  /** Answers the keys of those that are said to hold; fails with `busy` when they are too many. */
  post(alerts: readonly ExternalAlert[], now: { wallMs: number; monotonicMs: number }): string[];
  /** Those that hold. */
  signs(monotonicMs: number): Iterable<Sign>;
  /** When the next one is over unless it is sent again, by the monotonic clock. */
  nextEndMs(): number;
  /** One that was firing when the hub ended holds until its sender has had the time to say it again. */
  takeUp(episode: Episode, now: { wallMs: number; monotonicMs: number }): void;
  refused(): number;
}

export function createExternal(most: number): External {
  const held = new Map<string, { sign: Sign; untilMs: number }>();
  let refused = 0;
  return {
    post(alerts, { wallMs, monotonicMs }) {
      const taken = alerts.map((each) => ({ each, sign: signOfExternal(each, wallMs) }));
      // One that is over takes no room, nor does one that is sent twice.
      const fresh = new Set(
        taken
          .filter(
            ({ each, sign }) => !held.has(sign.key) && (each.endsAtMs ?? Number.POSITIVE_INFINITY) > wallMs,
          )
          .map(({ sign }) => sign.key),
      ).size;
      if (fresh > 0 && held.size + fresh > most) {
        refused += alerts.length;
        throw new Failure('busy', `at most ${most} alerts from outside at a time`);
      }
      for (const { each, sign } of taken) {
        const leftMs = each.endsAtMs === undefined ? resolveAfterMs : each.endsAtMs - wallMs;
        // Most are sent again before long; only those that are not have to remember when they end.
        const untilMs = leftMs > 2 * resolveAfterMs ? (each.endsAtMs ?? null) : null;
        if (leftMs <= 0) held.delete(sign.key);
        else held.set(sign.key, { sign: { ...sign, untilMs }, untilMs: monotonicMs + leftMs });
      }
      return taken.map(({ sign }) => sign.key);
    },
    signs(monotonicMs) {
      for (const [key, { untilMs }] of held) if (untilMs <= monotonicMs) held.delete(key);
      return [...held.values()].map(({ sign }) => sign);
    },
    nextEndMs() {
      let next = Number.POSITIVE_INFINITY;
      for (const { untilMs } of held.values()) next = Math.min(next, untilMs);
      return next;
    },
    takeUp(episode, { wallMs, monotonicMs }) {
      const leftMs = (episode.untilMs ?? wallMs) - wallMs;
      held.set(episode.key, {
        sign: { ...episode, isPending: false, sinceMs: episode.startsAtMs },
        untilMs: monotonicMs + Math.min(Math.max(leftMs, resolveAfterMs), longestLeftMs),
      });
    },
    refused: () => refused,
  };
}

/** The same for the same labels. */
function externalKey(labels: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return `alertmanager ${JSON.stringify(sorted)}`;
}

/** Labels without a value are none. Fails with `bad_request` on what no sender means to send. */
function signOfExternal(
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
