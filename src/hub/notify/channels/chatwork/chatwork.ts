import type { ChannelKind, ConfigOf, SendContext } from '../../channel.ts';
import { clip, type Message, plainTextOf } from '../../message/index.ts';
import type { Reply } from '../../reach/index.ts';
import { answerOf, jsonOf, under } from '../json.ts';

/** Chatwork, whose first message later ones change. https://developer.chatwork.com/reference/post-rooms-room_id-messages */
export const chatwork: ChannelKind<'chatwork'> = {
  async post(message, config, context) {
    const fields = { body: bodyOf(message), self_unread: '1' };
    const reply = await call(config, context, 'POST', 'messages', fields);
    const { message_id: id } = jsonOf(reply);
    return { answer: answerOf(reply), receipt: typeof id === 'string' ? { id } : undefined };
  },
  async edit(message, config, context) {
    const reply = await call(config, context, 'PUT', `messages/${context.first['id']}`, {
      body: bodyOf(message),
    });
    return { answer: `status ${reply.status} (changed the first message)` };
  },
};

function call(
  config: ConfigOf<'chatwork'>,
  { request }: SendContext,
  method: 'POST' | 'PUT',
  path: string,
  fields: Record<string, string>,
): Promise<Reply> {
  return request({
    url: under(config.api, `v2/rooms/${encodeURIComponent(config.room)}/${path}`),
    method,
    headers: { 'x-chatworktoken': config.token, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  });
}

/** What workers print must not call everybody by `[toall]`. */
const plain = (text: string) => text.replaceAll('[', '\uff3b').replaceAll(']', '\uff3d');
const longestBody = 10_000;

function bodyOf(message: Message): string {
  const title = plain(clip(`${message.sign} ${message.headline}`, 400));
  const links = message.links.map(({ name, url }) => `${name}: ${url}`).join('\n');
  const text = clip(plain(plainTextOf(message, { links: false })), longestBody - title.length - links.length);
  return `[info][title]${title}[/title]${[text, links].filter(Boolean).join('\n')}[/info]`;
}
