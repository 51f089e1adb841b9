import type { ChannelKind } from '../../channel.ts';
import { clip, plainTextOf } from '../../message/index.ts';
import { answerOf, jsonOf, sendJson, under } from '../json.ts';

/** A text takes so many units of UTF-16. */
const longestText = 5_000;

/** LINE's Messaging API: pushes, which quote the first message of their thread. https://developers.line.biz/en/reference/messaging-api/#send-push-message */
export const line: ChannelKind<'line'> = {
  async post(message, config, { request, first, idempotencyKey }) {
    const text = clip(`${message.sign} ${message.headline}\n${plainTextOf(message)}`.trimEnd(), longestText);
    const reply = await sendJson(
      // 409: this key was taken before, which is to say that the message is there.
      { request: (asked) => request({ ...asked, also: [409] }) },
      under(config.api, 'v2/bot/message/push'),
      {
        to: config.to,
        messages: [{ type: 'text', text, ...(first ? { quoteToken: first['quoteToken'] } : {}) }],
        notificationDisabled: message.notice.kind === 'updated' || message.notice.kind === 'digest',
      },
      { headers: { authorization: `Bearer ${config.token}`, 'x-line-retry-key': idempotencyKey } },
    );
    const { sentMessages } = jsonOf(reply) as { sentMessages?: { quoteToken?: string }[] };
    const quoteToken = sentMessages?.[0]?.quoteToken;
    return { answer: answerOf(reply), receipt: quoteToken === undefined ? undefined : { quoteToken } };
  },
};
