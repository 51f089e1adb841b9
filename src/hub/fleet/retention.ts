/** What is kept of the fleet, and for how long or how much of it at most. */
import { keptResults } from '../../link/protocol.ts';
import type { WorkerSpec } from '../../link/spec.ts';
import { eventBounds } from './events.ts';
import { historyRetentionMs } from './history.ts';
import { stateBounds } from './state-book.ts';
import type { Doctor } from './views.ts';

export function retentionOf(specs: readonly WorkerSpec[]): Doctor['retention'] {
  return [
    { what: 'events', ageMs: eventBounds.ageMs, count: eventBounds.stored, bytes: null },
    { what: 'states', ageMs: stateBounds.ageMs, count: stateBounds.stored, bytes: null },
    { what: 'history', ageMs: historyRetentionMs.usual, count: null, bytes: null },
    { what: 'history-coarse', ageMs: historyRetentionMs.coarse, count: null, bytes: null },
    { what: 'checks', ageMs: null, count: keptResults, bytes: null },
    {
      what: 'logs',
      ageMs: null,
      count: null,
      bytes: specs.reduce((sum, { logs }) => sum + logs.maxBytes * logs.files, 0),
    },
  ];
}
