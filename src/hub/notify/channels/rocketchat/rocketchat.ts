import { type ChannelKind, Later } from '../../channel.ts';
import { attachmentOf, headlineOf, markdown } from '../attachment.ts';
import { answerOf, jsonOf, sendJson, under } from '../json.ts';

/**
 * Rocket.Chat by an incoming webhook, or as a user, who answers in the thread of the first message. Its messages with attachments cannot be
 * changed later. https://developer.rocket.chat/apidocs/post-message
 */
export const rocketchat: ChannelKind<'rocketchat'> = {
  async post(message, config, context) {
    const body = { text: headlineOf(message, markdown), attachments: [attachmentOf(message, markdown)] };
    if (config.url) return { answer: answerOf(await sendJson(context, config.url, body)) };
    const { first } = context;
    const reply = await sendJson(
      context,
      under(config.server ?? '', 'api/v1/chat.postMessage'),
      { ...body, channel: config.channel, ...(first ? { tmid: first['id'] } : {}) },
      { headers: { 'x-auth-token': config.token ?? '', 'x-user-id': config.user ?? '' } },
    );
    const { success, message: posted } = jsonOf(reply) as { success?: boolean; message?: { _id: string } };
    if (success !== true) throw new Later(answerOf(reply));
    return { answer: `status ${reply.status}`, receipt: posted && { id: posted._id } };
  },
};
