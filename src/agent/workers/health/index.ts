/** Decides from checks and signals whether a worker is well, and when it should be restarted. */
export type { HeartbeatSign } from './heartbeat.ts';
export {
  createHealthMonitor,
  type Forgiveness,
  type HealthMonitor,
  type HealthMonitorOptions,
} from './monitor.ts';
export type { Verdict } from './weigh.ts';
