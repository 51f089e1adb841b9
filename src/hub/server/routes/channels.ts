import { type App, type Context, callerOf, decodeNumberCursor, encodeCursor } from '../route.ts';
import { channelPage, channelParams, deliveriesQuery, deliveryPage, testedChannel } from '../schema.ts';

/** Where messages go, and what became of each. */
export function channelRoutes(app: App, { notifier }: Context): void {
  app.get(
    '/api/v1/channels',
    {
      config: { access: 'viewer', summary: 'Channels of yagura.yaml and how they do' },
      schema: { response: { 200: channelPage } },
    },
    async () => ({ channels: notifier.channels() }),
  );

  app.post(
    '/api/v1/channels/:name/test',
    {
      config: {
        access: 'operator',
        audit: 'channel.test',
        summary: "Sends a test message now and answers what became of it, in the peer's words",
      },
      schema: { params: channelParams, response: { 200: testedChannel } },
    },
    async (request) => {
      const tested = await notifier.test(request.params.name, callerOf(request).actor);
      request.auditDetail = { outcome: tested.outcome };
      return tested;
    },
  );

  app.get(
    '/api/v1/deliveries',
    {
      config: { access: 'viewer', summary: 'Every try to deliver a message, newest first' },
      schema: { querystring: deliveriesQuery, response: { 200: deliveryPage } },
    },
    async ({ query: { cursor, ...query } }) => {
      const { deliveries, nextCursor } = notifier.deliveries({
        ...query,
        before: decodeNumberCursor(cursor),
      });
      return { deliveries, nextCursor: nextCursor === null ? null : encodeCursor(nextCursor) };
    },
  );
}
