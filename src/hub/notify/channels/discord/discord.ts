import type { ChannelKind, Receipt } from '../../channel.ts';
import { clip, type Message } from '../../message/index.ts';
import { markdown } from '../attachment.ts';
import { jsonOf, sendJson } from '../json.ts';
import { chartPart, multipart } from '../multipart.ts';

/**
 * Discord by a webhook, which changes its own first message. Answers to it are for bots alone, so what must be heard comes as a new message.
 * https://discord.com/developers/docs/resources/webhook
 */
export const discord: ChannelKind<'discord'> = {
  async post(message, config, context) {
    const url = addressOf(config.url);
    const chart = context.first === null ? await message.chart().catch(() => null) : null;
    if (chart === null) {
      const reply = await sendJson(context, url, bodyOf(message, false));
      return { answer: `status ${reply.status}`, receipt: receiptOf(jsonOf(reply), false) };
    }
    const form = multipart({ payload_json: JSON.stringify(bodyOf(message, true)) }, [
      chartPart('files[0]', chart),
    ]);
    const reply = await context.request({ url, ...form });
    return { answer: `status ${reply.status} (with a chart)`, receipt: receiptOf(jsonOf(reply), true) };
  },
  async edit(message, config, context) {
    const { id = '', chart } = context.first;
    const body = bodyOf(message, chart === 'yes');
    const reply = await sendJson(context, addressOf(config.url, `/messages/${id}`), body, {
      method: 'PATCH',
    });
    return { answer: `status ${reply.status} (changed the first message)` };
  },
};

/** A webhook for a thread or forum has that in its query, which stays. */
function addressOf(hook: string, path = ''): string {
  const url = new URL(hook);
  url.pathname += path;
  // Without it Discord does not say what became of the message.
  if (path === '') url.searchParams.set('wait', 'true');
  return url.href;
}

function receiptOf(answer: Record<string, unknown>, withChart: boolean): Receipt | undefined {
  return typeof answer['id'] === 'string'
    ? { id: answer['id'], ...(withChart ? { chart: 'yes' } : {}) }
    : undefined;
}

/** Of the whole embed; beside that each part has its own bound. */
const longestEmbed = 6_000;

function bodyOf(message: Message, withChart: boolean) {
  const { escape, link } = markdown;
  const title = clip(`${message.sign} ${message.headline}`, 256);
  const links = message.links.map(link).join(' · ');
  const fields = message.facts.map(({ name, value }) => ({
    name: clip(name, 256),
    value: clip(escape(value), 400),
    inline: value.length <= 40,
  }));
  const used = fields.reduce(
    (sum, { name, value }) => sum + name.length + value.length,
    title.length + links.length,
  );
  const lines = clip(message.lines.map(escape).join('\n'), Math.min(2_000, longestEmbed - used - 10));
  return {
    embeds: [
      {
        title,
        url: message.links.find(({ act }) => act === 'page')?.url,
        description: [lines, links].filter(Boolean).join('\n'),
        color: Number.parseInt(message.colour.slice(1), 16),
        fields,
        timestamp: new Date(message.notice.atMs).toISOString(),
        ...(withChart ? { image: { url: 'attachment://chart.png' } } : {}),
      },
    ],
    // Nobody is called by what a worker is named or prints.
    allowed_mentions: { parse: [] },
  };
}
