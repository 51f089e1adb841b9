import { isoTime } from '../../../shared/clock.ts';
import type { App, Context } from '../route.ts';
import { decodeNumberCursor, encodeCursor } from '../route.ts';
import { eventPage, eventsQuery } from '../schema.ts';

export function eventRoutes(app: App, { fleet }: Context): void {
  app.get(
    '/api/v1/events',
    {
      config: { access: 'viewer', summary: 'What happened, newest first' },
      schema: { querystring: eventsQuery, response: { 200: eventPage } },
    },
    async (request) => {
      const { since, until, limit, cursor, ...asked } = request.query;
      const { events, next } = fleet.events({
        ...asked,
        // Stored times are UTC texts and are compared as such.
        since: since === undefined ? undefined : isoTime(Date.parse(since)),
        until: until === undefined ? undefined : isoTime(Date.parse(until)),
        before: decodeNumberCursor(cursor),
        limit,
      });
      return { events, next: next === null ? null : encodeCursor(next) };
    },
  );
}
