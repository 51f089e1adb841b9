/** Incidents: what people deal with. Alerts, errors, restarts and remedies that belong together, their likely cause, whom to tell and when. */
export { createIncidents, type Incidents, type IncidentsSettings } from './create-incidents.ts';
export type { Language } from './compose.ts';
export type { IncidentQuery } from './incidents-store.ts';
export * from './views.ts';
export { writeUp } from './write-up.ts';
