/** Runs workers: starts, stops, restarts, adopts and limits them, in the order they need each other, and explains every stop. */
export type { Forgiveness, HeartbeatSign } from './health/index.ts';
export { createSupervisor, type Supervisor, type SupervisorOptions } from './supervisor.ts';
