/** The fleet: what was asked of the workers, what is seen of them, and the agents that run them. */
export { eventKinds, isError, isOfKind } from './event-kinds.ts';
export type { Acted, EventQuery, Fleet, FleetChange, LogQuery } from './fleet.ts';
export * from './views.ts';
export { fullestDisk } from './history.ts';
export { brokenDatabase, mendPart } from './mend.ts';
export { createFleet, type RunningFleet } from './create-fleet.ts';
