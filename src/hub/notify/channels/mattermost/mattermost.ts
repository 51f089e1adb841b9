import type { ChannelKind, ConfigOf, SendContext } from '../../channel.ts';
import type { Message } from '../../message/index.ts';
import type { Reply } from '../../reach/index.ts';
import { attachmentOf, headlineOf, markdown } from '../attachment.ts';
import { answerOf, jsonOf, sendJson, under } from '../json.ts';
import { chartPart, multipart } from '../multipart.ts';

/**
 * Mattermost by an incoming webhook, which only posts, or by a bot, which also answers in the thread and changes the first message.
 * https://developers.mattermost.com/api-documentation/
 */
export const mattermost: ChannelKind<'mattermost'> = {
  async post(message, config, context) {
    const text = headlineOf(message, markdown);
    const attachments = [attachmentOf(message, markdown)];
    if (config.url) return { answer: answerOf(await sendJson(context, config.url, { text, attachments })) };
    const { first } = context;
    const reply = await call(config, context, 'POST', 'posts', {
      channel_id: config.channel,
      message: text,
      props: { attachments },
      ...(first ? { root_id: first['id'] } : { file_ids: await chartIds(message, config, context) }),
    });
    return { answer: `status ${reply.status}`, receipt: { id: String(jsonOf(reply)['id']) } };
  },
  async edit(message, config, context) {
    const reply = await call(config, context, 'PUT', `posts/${context.first['id']}/patch`, {
      message: headlineOf(message, markdown),
      props: { attachments: [attachmentOf(message, markdown)] },
    });
    return { answer: `status ${reply.status} (changed the first message)` };
  },
};

const auth = (config: ConfigOf<'mattermost'>) => ({ authorization: `Bearer ${config.token}` });

function call(
  config: ConfigOf<'mattermost'>,
  context: SendContext,
  method: 'POST' | 'PUT',
  path: string,
  body: object,
): Promise<Reply> {
  return sendJson(context, under(config.server ?? '', `api/v4/${path}`), body, {
    method,
    headers: auth(config),
  });
}

/** The chart is put there first; a message without one is better than none. */
async function chartIds(
  message: Message,
  config: ConfigOf<'mattermost'>,
  context: SendContext,
): Promise<string[]> {
  try {
    const chart = await message.chart();
    if (chart === null) return [];
    const form = multipart({ channel_id: config.channel ?? '' }, [chartPart('files', chart)]);
    const url = under(config.server ?? '', 'api/v4/files');
    const reply = await context.request({
      url,
      headers: { ...form.headers, ...auth(config) },
      body: form.body,
    });
    const { file_infos: infos } = jsonOf(reply) as { file_infos?: { id: string }[] };
    return infos?.map(({ id }) => id) ?? [];
  } catch {
    return [];
  }
}
