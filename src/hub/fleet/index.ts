/** The fleet: what was asked of the workers, what is seen of them, and the agents that run them. */
export { eventKinds, type EventQuery, isError, isOfKind } from './events/index.ts';
export type { Acted, Fleet, FleetChange, LogQuery } from './fleet.ts';
export * from './views.ts';
export { fullestDisk } from './fullest-disk.ts';
export { maskText } from './secrets.ts';
export { brokenDatabase, mendPart } from './mend.ts';
export { createFleet, type RunningFleet } from './create-fleet.ts';
export type { EscalationStep, Hours, Layer, Route, Routing, Team } from './config/index.ts';
