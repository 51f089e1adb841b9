import { type ChannelKind, type ConfigOf, Later, Refused, type SendContext } from '../../channel.ts';
import type { Message } from '../../message/index.ts';
import type { Reply } from '../../reach/index.ts';
import { attachmentOf, headlineOf, slackMarkup } from '../attachment.ts';
import { answerOf, jsonOf, sendJson, under } from '../json.ts';

/**
 * Slack by an incoming webhook, which only posts, or by a bot, which also answers in the thread and changes the first message.
 * https://docs.slack.dev/reference/methods/chat.postMessage
 */
export const slack: ChannelKind<'slack'> = {
  async post(message, config, context) {
    if (config.url) return { answer: answerOf(await sendJson(context, config.url, bodyOf(message))) };
    const { first } = context;
    const answer = await call(config, context, 'chat.postMessage', {
      ...bodyOf(message),
      channel: first?.['channel'] ?? config.channel,
      unfurl_links: false,
      // In the thread, and for what everybody should hear also beside it.
      ...(first ? { thread_ts: first['ts'], reply_broadcast: message.notice.kind !== 'updated' } : {}),
    });
    const receipt = { channel: String(answer['channel']), ts: String(answer['ts']) };
    const chart = first === null ? await addChart(message, config, context, receipt) : '';
    return { answer: `ok${chart}`, receipt };
  },
  async edit(message, config, context) {
    const { channel, ts } = context.first;
    await call(config, context, 'chat.update', { ...bodyOf(message), channel, ts });
    return { answer: 'ok (changed the first message)' };
  },
};

function bodyOf(message: Message) {
  return { text: headlineOf(message, slackMarkup), attachments: [attachmentOf(message, slackMarkup)] };
}

/** Slack answers 200 to everything that is JSON; whether it went well stands in the body. */
async function call(
  config: ConfigOf<'slack'>,
  context: SendContext,
  method: string,
  body: object,
): Promise<Record<string, unknown>> {
  const headers = { authorization: `Bearer ${config.token}` };
  return checked(await sendJson(context, under(config.api, method), body, { headers }));
}

const aboutTheMessage = new Set([
  'msg_too_long',
  'no_text',
  'invalid_blocks',
  'msg_blocks_too_long',
  'too_many_attachments',
]);

function checked(reply: Reply): Record<string, unknown> {
  const answer = jsonOf(reply);
  if (answer['ok'] === true) return answer;
  const error = typeof answer['error'] === 'string' ? answer['error'] : answerOf(reply);
  throw aboutTheMessage.has(error) ? new Refused(error) : new Later(error);
}

/** The picture follows in the thread. The message is there already, so what goes wrong here is only noted. */
async function addChart(
  message: Message,
  config: ConfigOf<'slack'>,
  context: SendContext,
  at: { channel: string; ts: string },
): Promise<string> {
  try {
    const chart = await message.chart();
    if (chart === null) return '';
    const place = checked(
      await context.request({
        url: under(config.api, 'files.getUploadURLExternal'),
        headers: {
          authorization: `Bearer ${config.token}`,
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: new URLSearchParams({ filename: 'chart.png', length: String(chart.length) }).toString(),
      }),
    );
    await context.request({ url: String(place['upload_url']), body: chart });
    await call(config, context, 'files.completeUploadExternal', {
      files: [{ id: place['file_id'], title: 'chart.png' }],
      channel_id: at.channel,
      thread_ts: at.ts,
    });
    return ' (with a chart)';
  } catch (error) {
    return ` (without its chart: ${error instanceof Error ? error.message : String(error)})`;
  }
}
