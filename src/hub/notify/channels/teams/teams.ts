import type { ChannelKind } from '../../channel.ts';
import { clip, clipBytes, type Message } from '../../message/index.ts';
import { markdown } from '../attachment.ts';
import { answerOf, sendJson } from '../json.ts';

/**
 * Microsoft Teams by a workflow ("Post to a channel when a webhook request is received"), which shows an adaptive card and knows nothing of it
 * afterwards. https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook
 */
export const teams: ChannelKind<'teams'> = {
  async post(message, config, context) {
    const chart = await message.chart().catch(() => null);
    const withChart = envelopeOf(message, chart);
    const body =
      Buffer.byteLength(JSON.stringify(withChart)) > mostBytes ? envelopeOf(message, null) : withChart;
    return { answer: answerOf(await sendJson(context, config.url, body)) };
  },
};

/** Teams refuses 28 KB and more; 4 of them are left for what the workflow puts around the card. */
const mostBytes = 24 * 1024;

/** A blank line between them, or Teams joins them. */
const linesOf = ({ lines }: Message) => clipBytes(lines.map(markdown.escape).join('\n\n'), 6_000);

const colours = { critical: 'Attention', warning: 'Warning', info: 'Accent' } as const;

function envelopeOf(message: Message, chart: Uint8Array | null) {
  const { notice } = message;
  const { escape } = markdown;
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          msteams: { width: 'Full' },
          body: [
            {
              type: 'TextBlock',
              text: `${message.sign} ${escape(message.headline)}`,
              weight: 'Bolder',
              size: 'Medium',
              color: notice.kind === 'resolved' ? 'Good' : colours[notice.severity],
              wrap: true,
            },
            ...(message.lines.length > 0 ? [{ type: 'TextBlock', text: linesOf(message), wrap: true }] : []),
            {
              type: 'FactSet',
              facts: message.facts.map(({ name, value }) => ({
                title: name,
                value: clip(escape(value), 400),
              })),
            },
            ...(chart
              ? [{ type: 'Image', url: `data:image/png;base64,${Buffer.from(chart).toString('base64')}` }]
              : []),
          ],
          actions: message.links.map(({ name, url }) => ({ type: 'Action.OpenUrl', title: name, url })),
        },
      },
    ],
  };
}
