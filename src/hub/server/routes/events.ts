import { isoTime } from '../../../shared/clock.ts';
import type { App, Context } from '../route.ts';
import { decodeNumberCursor, encodeCursor } from '../route.ts';
import { eventRates } from '../../fleet/index.ts';
import { eventPage, eventRatesQuery, eventsQuery } from '../schema.ts';

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
        since: utc(since),
        until: utc(until),
        before: decodeNumberCursor(cursor),
        limit,
      });
      return { events, next: next === null ? null : encodeCursor(next) };
    },
  );

  app.get(
    '/api/v1/events/rates',
    {
      config: {
        access: 'viewer',
        summary: 'Restarts and errors by the minute, of the fleet or of one worker',
      },
      schema: { querystring: eventRatesQuery, response: { 200: eventRates } },
    },
    async (request) => fleet.eventRates(request.query),
  );
}

/** Stored times are UTC texts and are compared as such. */
export function utc(time: string): string;
export function utc(time: string | undefined): string | undefined;
export function utc(time: string | undefined): string | undefined {
  return time === undefined ? undefined : isoTime(Date.parse(time));
}
