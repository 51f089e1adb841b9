/** What the audit page looks for, as it stands in the address. Pure. */
import { serverNow } from './clock.ts';
import { type Change, given, instantsOf, textIn, type TimeRange, timeRange } from './time-range.ts';
import type { Operations } from './types.ts';

export interface AuditSearch extends TimeRange {
  /** Text in who did it, and in what it was done to. */
  actor?: string;
  target?: string;
  /** An action, or the beginning of several, such as `worker.`. */
  action?: string;
}

/** A dot at the end means all that begin so. */
export const auditActions = [
  'worker.',
  'worker.start',
  'worker.stop',
  'worker.restart',
  'config.apply',
  'token.',
  'token.create',
  'token.revoke',
  'login-link.create',
  'login',
  'logout',
  'system.shut-down',
] as const;

export const longestText = 100;

export const noAuditFilter: Change<AuditSearch> = {
  actor: undefined,
  action: undefined,
  target: undefined,
  last: undefined,
  since: undefined,
  until: undefined,
};

export function auditSearch(asked: Record<string, unknown>): AuditSearch {
  return given({
    ...timeRange(asked),
    actor: textIn(asked['actor'], longestText),
    target: textIn(asked['target'], longestText),
    action: auditActions.find((action) => action === asked['action']),
  });
}

type AuditQuery = Operations['GET /api/v1/audit']['query'];

export function auditFilter({ actor, target, action, ...range }: AuditSearch, now = serverNow()): AuditQuery {
  return given({ actor: actor?.trim(), target: target?.trim(), action, ...instantsOf(range, now) });
}
