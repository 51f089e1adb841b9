/** What goes wrong in the fleet: occurrences are grouped by what they have in common, classified, counted and compared with before. */
export type { Breadcrumb, Occurrence } from './occurrence.ts';
