import type { ChannelKind } from '../../channel.ts';
import { plainTextOf } from '../../message/index.ts';
import { answerOf, sendJson, under } from '../json.ts';

const priorities = { critical: 9, warning: 6, info: 4 } as const;

/** Gotify. https://gotify.net/docs/pushmsg */
export const gotify: ChannelKind<'gotify'> = {
  async post(message, config, context) {
    const { notice } = message;
    const page = message.links.find(({ act }) => act === 'page')?.url;
    const reply = await sendJson(
      context,
      under(config.server, 'message'),
      {
        title: `${message.sign} ${message.headline}`,
        message: plainTextOf(message) || message.headline,
        priority: notice.kind === 'updated' || notice.kind === 'digest' ? 2 : priorities[notice.severity],
        extras: page === undefined ? {} : { 'client::notification': { click: { url: page } } },
      },
      { headers: { 'x-gotify-key': config.token } },
    );
    return { answer: answerOf(reply) };
  },
};
