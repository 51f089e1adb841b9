import { escapeHtml } from '../../../../shared/escape-html.ts';
import type { ChannelKind, ConfigOf, SendContext } from '../../channel.ts';
import { clip, type Message } from '../../message/index.ts';
import type { Reply } from '../../reach/index.ts';
import { jsonOf, sendJson, under } from '../json.ts';
import { chartPart, multipart } from '../multipart.ts';

/** A bot of Telegram, which answers and changes its first message. https://core.telegram.org/bots/api#sendmessage */
export const telegram: ChannelKind<'telegram'> = {
  async post(message, config, context) {
    const { first } = context;
    const reply = await call(config, context, 'sendMessage', {
      ...placeOf(config, first?.['id']),
      ...textOf(message),
      disable_notification: message.notice.kind === 'updated',
    });
    const { result } = jsonOf(reply) as { result?: { message_id: number } };
    const id = result && String(result.message_id);
    if (first === null && id !== undefined) await addChart(message, config, context, id);
    return { answer: `status ${reply.status}`, receipt: id === undefined ? undefined : { id } };
  },
  async edit(message, config, context) {
    const reply = await call(
      config,
      context,
      'editMessageText',
      { chat_id: config.chat, message_id: Number(context.first['id']), ...textOf(message) },
      // "message is not modified" is what a repeated change gets.
      [400],
    );
    if (reply.status === 400 && !reply.text.includes('not modified')) throw new Error(reply.text);
    return { answer: `status ${reply.status} (changed the first message)` };
  },
};

function call(
  config: ConfigOf<'telegram'>,
  { request }: SendContext,
  method: string,
  body: object,
  also: readonly number[] = [],
): Promise<Reply> {
  const url = under(config.api, `bot${config.token}/${method}`);
  return sendJson({ request: (asked) => request({ ...asked, also }) }, url, body);
}

function placeOf({ chat, topic }: ConfigOf<'telegram'>, answerTo: string | undefined) {
  return {
    chat_id: chat,
    ...(topic === undefined ? {} : { message_thread_id: Number(topic) }),
    ...(answerTo === undefined
      ? {}
      : { reply_parameters: { message_id: Number(answerTo), allow_sending_without_reply: true } }),
  };
}

/** Telegram counts what is left of a text when the markup is taken out. */
const longestText = 4_096;

function textOf(message: Message) {
  const headline = clip(`${message.sign} ${message.headline}`, 400);
  const facts = message.facts.map(({ name, value }) => ({ name, value: clip(value, 250) }));
  const linkNames = message.links.map(({ name }) => name).join(' · ');
  const used =
    [headline, ...facts.map(({ name, value }) => `${name}: ${value}`), linkNames].join('\n').length + 2;
  const lines = clip(message.lines.join('\n'), longestText - used);
  return {
    text: [
      `<b>${escapeHtml(headline)}</b>`,
      ...(lines === '' ? [] : [escapeHtml(lines)]),
      ...facts.map(({ name, value }) => `<b>${escapeHtml(name)}</b>: ${escapeHtml(value)}`),
      message.links
        .map(({ name, url }) => `<a href="${escapeHtml(url)}">${escapeHtml(name)}</a>`)
        .join(' · '),
    ].join('\n'),
    parse_mode: 'HTML',
    link_preview_options: { is_disabled: true },
  };
}

/** A picture's own text is too short for the message, so the picture follows it, silently. It is left out where that fails. */
async function addChart(
  message: Message,
  config: ConfigOf<'telegram'>,
  { request }: SendContext,
  id: string,
) {
  try {
    const chart = await message.chart();
    if (chart === null) return;
    const { chat_id, ...place } = placeOf(config, id);
    const fields = { chat_id, disable_notification: 'true' };
    const rest = Object.entries(place).map(([name, value]) => [name, JSON.stringify(value)] as const);
    const form = multipart({ ...fields, ...Object.fromEntries(rest) }, [chartPart('photo', chart)]);
    await request({ url: under(config.api, `bot${config.token}/sendPhoto`), ...form });
  } catch {
    // The message is there.
  }
}
