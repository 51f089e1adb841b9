/** What goes wrong in the fleet: occurrences are grouped by what they have in common, classified, counted and compared with before. */
export type { Occurrence } from './occurrence.ts';
