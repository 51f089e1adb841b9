/** The shapes of the HTTP API beyond the fleet's own. Requests are validated with them; OpenAPI and the page's types are generated from them. */
import { z } from 'zod';
import { logLine, processInfo } from '../../link/status.ts';
import { worker } from '../fleet/index.ts';

export const accepted = z.object({ eventId: z.number().int() });
export const logPage = z.object({ lines: z.array(logLine), before: z.string().nullable() });
export const processPage = z.object({ processes: z.array(processInfo) });

/**
 * `GET /live`. The client subscribes by topic: `workers`, `samples`, `events`, `system`, `logs:NAME`. Each topic answers with a
 * snapshot and then deltas; both carry a cursor. A client that comes back subscribes with the cursor it saw last and gets the deltas
 * it missed, or a new snapshot when they are gone.
 */
export const liveRequest = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('subscribe'),
    topic: z.string().max(100),
    cursor: z.string().max(100).optional(),
  }),
  z.object({ type: z.literal('unsubscribe'), topic: z.string().max(100) }),
  z.object({ type: z.literal('ping'), at: z.number() }),
]);
export const liveMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('snapshot'), topic: z.string(), cursor: z.string(), data: z.unknown() }),
  z.object({ type: z.literal('delta'), topic: z.string(), cursor: z.string(), data: z.unknown() }),
  z.object({
    type: z.literal('problem'),
    topic: z.string().nullable(),
    code: z.string(),
    detail: z.string(),
  }),
  z.object({ type: z.literal('pong'), at: z.number() }),
]);
/** Data of topic `workers`: snapshot `{workers}`; delta `{changed, removed}`. */
export const workersDelta = z.object({ changed: z.array(worker), removed: z.array(z.string()) });
