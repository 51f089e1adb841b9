import { createHash } from 'node:crypto';
import { messageOf as textOf } from '../../../../shared/failure.ts';
import { type ChannelKind, type ConfigOf, Later, Refused, type SendContext } from '../../channel.ts';
import { clipBytes, type Message, plainTextOf } from '../../message/index.ts';
import type { PushSubscription } from '../../push-book.ts';

/** Notifications of the browsers that asked for them on the page, by their push services (RFC 8030, 8291, 8292). */
export const webPush: ChannelKind<'web-push'> = {
  async post(message, config, context) {
    const subscriptions = context.pushes.of(message.notice.channel);
    if (subscriptions.length === 0)
      throw new Refused('no browser has asked for the messages of this channel');
    const results = await Promise.all(
      subscriptions.map(async (subscription) => {
        try {
          const isGone = await push(subscription, message, config, context);
          if (isGone) await context.pushes.forget(subscription.id).catch(() => {});
          return isGone ? 'the browser has unsubscribed' : null;
        } catch (error) {
          return textOf(error);
        }
      }),
    );
    const taken = results.filter((why) => why === null).length;
    // Once any of them has it, another try would show it there twice.
    if (taken === 0) throw new Later(results[0] ?? 'nobody took it');
    return { answer: `taken for ${taken} of ${subscriptions.length} browsers` };
  },
};

/** Four thousand bytes are what a push service takes; encryption needs some of them. */
const longestBody = 2_000;
const urgencies = { critical: 'high', warning: 'normal', info: 'low' } as const;
/** Seconds for which the service keeps it for a browser that is off. */
const keptForS = 86_400;

async function push(
  { endpoint, p256dh, auth }: PushSubscription,
  message: Message,
  config: ConfigOf<'web-push'>,
  { request, pushes }: SendContext,
): Promise<boolean> {
  const { default: library } = await import('web-push');
  const { notice } = message;
  const { headers, body } = library.generateRequestDetails(
    { endpoint, keys: { p256dh, auth } },
    JSON.stringify(payloadOf(message)),
    {
      vapidDetails: { subject: config.contact, ...(await pushes.keys()) },
      TTL: keptForS,
      urgency: notice.kind === 'updated' ? 'low' : urgencies[notice.severity],
      // What was not delivered yet is replaced by what came later in its thread.
      topic: createHash('sha256').update(notice.thread).digest('base64url').slice(0, 32),
      contentEncoding: library.supportedContentEncodings.AES_128_GCM,
    },
  );
  const { 'Content-Length': _, ...rest } = headers as Record<string, string | number>;
  const reply = await request({
    url: endpoint,
    headers: Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value)])),
    body: body ?? Buffer.alloc(0),
    also: [404, 410],
  });
  return reply.status === 404 || reply.status === 410;
}

/** What the page's service worker shows. */
function payloadOf(message: Message) {
  const { notice } = message;
  return {
    title: clipBytes(`${message.sign} ${message.headline}`, 300),
    body: clipBytes(plainTextOf(message, { links: false }), longestBody),
    tag: notice.thread,
    isQuiet: notice.kind === 'updated',
    language: notice.language,
    url: message.links.find(({ act }) => act === 'page')?.url ?? null,
  };
}
