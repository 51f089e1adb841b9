/** The flow: conditions become alerts, flapping ones are held, those that follow from others are inhibited, unwanted ones silenced. */
export {
  type Alert,
  alert,
  type AlertCounts,
  alertCounts,
  type AlertPage,
  alertPage,
  alertsDelta,
  type AlertsDelta,
  alertSources,
  type AlertState,
  alertStates,
} from './alert.ts';
export type { AlertQuery, Alerts, ExternalAlert } from './alerts.ts';
export type { FlowSettings } from './flow.ts';
export { openAlerts, type RunningAlerts } from './open-alerts.ts';
