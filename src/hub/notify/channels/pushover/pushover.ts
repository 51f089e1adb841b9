import type { ChannelKind, ConfigOf, SendContext } from '../../channel.ts';
import { clip, type Message, plainTextOf } from '../../message/index.ts';
import { answerOf, jsonOf, under } from '../json.ts';
import { chartPart, multipart } from '../multipart.ts';

/** Pushover. What it repeats until somebody confirms it ends when it is over or acknowledged here. https://pushover.net/api */
export const pushover: ChannelKind<'pushover'> = {
  async post(message, config, context) {
    const { notice } = message;
    const isAnswered = notice.kind === 'resolved' || notice.acknowledgedBy !== null;
    if (isAnswered && context.first?.['receipt']) await cancel(context.first['receipt'], config, context);
    const chart = context.first === null ? await message.chart().catch(() => null) : null;
    const form = multipart(fieldsOf(message, config), chart ? [chartPart('attachment', chart)] : []);
    const reply = await context.request({ url: under(config.api, '1/messages.json'), ...form });
    const { receipt } = jsonOf(reply);
    return {
      answer: answerOf(reply),
      receipt: typeof receipt === 'string' ? { receipt } : {},
    };
  },
};

const priorities = { critical: 1, warning: 0, info: -1 } as const;

function fieldsOf(message: Message, config: ConfigOf<'pushover'>): Record<string, string> {
  const { notice } = message;
  const isUrgent = notice.severity === 'critical' && (notice.kind === 'opened' || notice.kind === 'reminder');
  const isEmergency = config.emergency && isUrgent;
  const isQuiet = notice.kind === 'updated' || notice.kind === 'digest';
  const link = message.links.find(({ act }) => act === 'page') ?? message.links[0];
  return {
    token: config.token,
    user: config.user,
    ...(config.device === undefined ? {} : { device: config.device }),
    title: clip(`${message.sign} ${message.headline}`, 250),
    message: clip(plainTextOf(message, { links: false }) || message.headline, 1_024),
    ...(link ? { url: link.url, url_title: clip(link.name, 100) } : {}),
    timestamp: String(Math.floor(notice.atMs / 1000)),
    // Repeated each minute, for an hour.
    ...(isEmergency ? { priority: '2', retry: '60', expire: '3600' } : {}),
    ...(isEmergency
      ? {}
      : { priority: String(isQuiet ? -1 : notice.kind === 'resolved' ? 0 : priorities[notice.severity]) }),
  };
}

/** Nobody is lost when it fails: it ends by itself. */
async function cancel(
  receipt: string,
  config: ConfigOf<'pushover'>,
  { request }: SendContext,
): Promise<void> {
  await request({
    url: under(config.api, `1/receipts/${receipt}/cancel.json`),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ token: config.token }).toString(),
  }).catch(() => {});
}
