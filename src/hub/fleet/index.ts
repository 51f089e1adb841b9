/** The fleet: what was asked of the workers, what is seen of them, and the agents that run them. */
export * from './event-kinds.ts';
export * from './fleet.ts';
export * from './views.ts';
export * from './secrets.ts';
export { fullestDisk } from './history.ts';
export { mendPart, mendProblem } from './mend.ts';
export { createFleet, type RunningFleet } from './create-fleet.ts';
