/** Every route of the HTTP API, one file per thing it is about. */
import type { App, Context } from '../route.ts';
import { accessRoutes } from './access.ts';
import { alertmanagerRoutes } from './alertmanager.ts';
import { alertRoutes } from './alerts.ts';
import { channelRoutes } from './channels.ts';
import { configRoutes } from './config.ts';
import { deployRoutes } from './deploys.ts';
import { doctorRoutes } from './doctor.ts';
import { errorRoutes } from './errors.ts';
import { eventRoutes } from './events.ts';
import { hostRoutes } from './hosts.ts';
import { intakeRoutes } from './intake.ts';
import { linkRoutes } from './links.ts';
import { logRoutes } from './logs.ts';
import { metricsRoutes } from './metrics.ts';
import { pingRoutes } from './pings.ts';
import { prometheusRoutes } from './prometheus.ts';
import { sentryRoutes } from './sentry.ts';
import { sentryCliRoutes } from './sentry-cli.ts';
import { sessionRoutes } from './session.ts';
import { silenceRoutes } from './silences.ts';
import { statusPageRoutes } from './status-page.ts';
import { systemRoutes } from './system.ts';
import { trendRoutes } from './trends.ts';
import { workerRoutes } from './workers.ts';

export { descriptionRoutes } from './description.ts';
export { logsFilterOf } from './logs.ts';
export { systemOf } from './system.ts';

export function registerRoutes(app: App, context: Context): void {
  systemRoutes(app, context);
  doctorRoutes(app, context);
  workerRoutes(app, context);
  eventRoutes(app, context);
  errorRoutes(app, context);
  alertRoutes(app, context);
  silenceRoutes(app, context);
  deployRoutes(app, context);
  hostRoutes(app, context);
  logRoutes(app, context);
  configRoutes(app, context);
  accessRoutes(app, context);
  sessionRoutes(app, context);
  pingRoutes(app, context);
  metricsRoutes(app, context);
  intakeRoutes(app, context);
  sentryRoutes(app, context);
  sentryCliRoutes(app, context);
  prometheusRoutes(app, context);
  trendRoutes(app, context);
  alertmanagerRoutes(app, context);
  statusPageRoutes(app, context);
  channelRoutes(app, context);
  linkRoutes(app, context);
}
