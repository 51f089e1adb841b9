/** What is kept of the fleet, and for how long or how much of it at most. */
import { keptResults } from '../../link/protocol.ts';
import type { WorkerSpec } from '../../link/spec.ts';
import { eventBounds } from './events/index.ts';
import { stateBounds } from './states/index.ts';
import type { Doctor } from './views.ts';

export function retentionOf(specs: readonly WorkerSpec[]): Omit<Doctor['retention'][number], 'takesBytes'>[] {
  return [
    { what: 'events', ageMs: eventBounds.ageMs, count: eventBounds.stored, bytes: null },
    { what: 'states', ageMs: stateBounds.ageMs, count: stateBounds.stored, bytes: null },
    { what: 'checks', ageMs: null, count: keptResults, bytes: null },
    {
      what: 'logs',
      ageMs: null,
      count: null,
      bytes: specs.reduce((sum, { logs }) => sum + logs.maxBytes * logs.files, 0),
    },
  ];
}
