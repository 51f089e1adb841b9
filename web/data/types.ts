/** The API's shapes, generated from the schemas that the server validates with. */
export type * from './generated/api.ts';
import type { Worker } from './generated/api.ts';

export type WorkerState = Worker['state'];
