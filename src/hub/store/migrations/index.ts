/** Steps from one shape of the database to the next, forward only. A new one is added at the end and never changed afterwards. */
import type { Migration } from 'kysely';
import * as start from './0001-start.ts';
import * as states from './0002-states.ts';
import * as sentry from './0003-sentry.ts';
import * as alerts from './0004-alerts.ts';
import * as alertRules from './0005-alert-rules.ts';
import * as notices from './0006-notices.ts';
import * as incidents from './0007-incidents.ts';
import * as push from './0008-push.ts';

export const migrations: Record<string, Migration> = {
  '0001-start': start,
  '0002-states': states,
  '0003-sentry': sentry,
  '0004-alerts': alerts,
  '0005-alert-rules': alertRules,
  '0006-notices': notices,
  '0007-incidents': incidents,
  '0008-push': push,
};
