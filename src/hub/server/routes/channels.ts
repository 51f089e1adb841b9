import { Failure } from '../../../shared/failure.ts';
import { type App, type Context, callerOf, decodeNumberCursor, encodeCursor } from '../route.ts';
import {
  channelPage,
  channelParams,
  deliveriesQuery,
  deliveryPage,
  pushBody,
  pushPage,
  pushParams,
  pushSubscribed,
  testedChannel,
} from '../schema.ts';

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

  const pushChannels = () =>
    notifier
      .channels()
      .filter(({ type }) => type === 'web-push')
      .map(({ name }) => name);

  app.get(
    '/api/v1/push',
    {
      config: {
        access: 'viewer',
        summary: 'What a browser needs to ask for notifications, and of which channels',
      },
      schema: { response: { 200: pushPage } },
    },
    async () => {
      const { publicKey } = await notifier.pushes.keys();
      return { publicKey, channels: pushChannels() };
    },
  );

  app.post(
    '/api/v1/push/subscriptions',
    {
      config: {
        access: 'viewer',
        audit: 'push.subscribe',
        summary: 'A browser asks for the notifications of a channel',
      },
      schema: { body: pushBody, response: { 201: pushSubscribed } },
    },
    async (request, reply) => {
      const { channel, endpoint, keys } = request.body;
      request.auditTarget = channel;
      if (!pushChannels().includes(channel))
        throw new Failure('not_found', `there is no channel "${channel}" of type web-push`);
      const id = await notifier.pushes.subscribe(channel, { endpoint, ...keys }, callerOf(request).actor);
      return reply.code(201).send({ id });
    },
  );

  app.delete(
    '/api/v1/push/subscriptions/:id',
    {
      config: {
        access: 'viewer',
        audit: 'push.unsubscribe',
        summary: 'A browser wants no notifications any more',
      },
      schema: { params: pushParams },
    },
    async (request, reply) => {
      await notifier.pushes.forget(request.params.id);
      return reply.code(204).send();
    },
  );
}
