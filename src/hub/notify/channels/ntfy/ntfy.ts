import { type ChannelKind, type ConfigOf, Refused, type SendContext } from '../../channel.ts';
import { clip, clipBytes, type Message, plainTextOf } from '../../message/index.ts';
import type { Reply } from '../../reach/index.ts';
import { answerOf, jsonOf, sendJson, under } from '../json.ts';

/** ntfy, which replaces the notification of a thread by its updates (from 2.16 on). https://docs.ntfy.sh/publish/ */
export const ntfy: ChannelKind<'ntfy'> = {
  async post(message, config, context) {
    const reply = await publish(message, config, context);
    const { id } = jsonOf(reply);
    return { answer: answerOf(reply), receipt: typeof id === 'string' ? { id } : undefined };
  },
};

/** Longer ones become files, which nobody opens at night. */
const longestMessage = 4_096;
const mostActions = 3;
const priorities = { critical: 5, warning: 4, info: 3 } as const;

async function publish(message: Message, config: ConfigOf<'ntfy'>, context: SendContext): Promise<Reply> {
  const { notice } = message;
  const isQuiet = notice.kind === 'updated' || notice.kind === 'digest';
  const headers: Record<string, string> = config.token ? { authorization: `Bearer ${config.token}` } : {};
  const page = message.links.find(({ act }) => act === 'page')?.url;
  const published = {
    topic: config.topic,
    title: clip(`${message.sign} ${message.headline}`, 250),
    message: clipBytes(plainTextOf(message, { links: false }) || message.headline, longestMessage),
    priority: isQuiet ? 2 : notice.kind === 'resolved' ? 3 : priorities[notice.severity],
    ...(page === undefined ? {} : { click: page }),
    actions: message.links
      .slice(0, mostActions)
      .map(({ name, url }) => ({ action: 'view', label: name, url, clear: true })),
    ...(context.first && notice.kind === 'updated' ? { sequence_id: context.first['id'] } : {}),
  };
  const chart = context.first === null ? await message.chart().catch(() => null) : null;
  if (chart !== null) {
    try {
      return await publishWithFile(published, chart, config, context, headers);
    } catch (error) {
      // This server takes no files.
      if (!(error instanceof Refused)) throw error;
    }
  }
  return sendJson(context, under(config.server, ''), published, { headers });
}

/** With a file as the body, all else goes by the query, where texts of any language are fine. */
function publishWithFile(
  published: { title: string; message: string; priority: number; click?: string; actions: readonly object[] },
  chart: Uint8Array,
  config: ConfigOf<'ntfy'>,
  { request }: SendContext,
  headers: Record<string, string>,
): Promise<Reply> {
  const { title, message, priority, click, actions } = published;
  const query = new URLSearchParams({
    title,
    message: clipBytes(message, 2_000),
    priority: String(priority),
    filename: 'chart.png',
    actions: JSON.stringify(actions),
    ...(click === undefined ? {} : { click }),
  });
  return request({
    url: `${under(config.server, config.topic)}?${query.toString()}`,
    method: 'PUT',
    headers: { 'content-type': 'image/png', ...headers },
    body: chart,
  });
}
