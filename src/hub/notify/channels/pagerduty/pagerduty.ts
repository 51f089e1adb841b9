import type { ChannelKind, ConfigOf, SendContext } from '../../channel.ts';
import { clip, type Message, plainTextOf } from '../../message/index.ts';
import type { Reply } from '../../reach/index.ts';
import { answerOf, sendJson, under } from '../json.ts';

type Action = 'trigger' | 'acknowledge' | 'resolve';

/** PagerDuty's Events API v2: an incident here is one alert there. https://developer.pagerduty.com/docs/events-api-v2/overview/ */
export const pagerduty: ChannelKind<'pagerduty'> = {
  async post(message, config, context) {
    const { notice } = message;
    if (notice.kind === 'digest') return { answer: 'not sent: a digest is nothing to be paged for' };
    const reply = await enqueue(actionOf(message), message, config, context);
    // A test leaves nothing open.
    if (notice.kind === 'test') await enqueue('resolve', message, config, context);
    return { answer: answerOf(reply) };
  },
};

function actionOf({ notice }: Message): Action {
  if (notice.kind === 'resolved') return 'resolve';
  return notice.kind === 'updated' && notice.acknowledgedBy !== null ? 'acknowledge' : 'trigger';
}

function enqueue(
  action: Action,
  message: Message,
  config: ConfigOf<'pagerduty'>,
  context: SendContext,
): Promise<Reply> {
  const { notice } = message;
  const page = message.links.find(({ act }) => act === 'page');
  return sendJson(context, under(config.api, 'v2/enqueue'), {
    routing_key: config.key,
    event_action: action,
    dedup_key: clip(`yagura-${notice.thread}`, 255),
    ...(action === 'trigger'
      ? {
          payload: {
            summary: clip(notice.title, 1_024),
            source: notice.workers[0] ?? notice.hosts[0] ?? 'yagura',
            severity: notice.severity,
            timestamp: new Date(notice.startsAtMs ?? notice.atMs).toISOString(),
            component: notice.workers[0],
            custom_details: {
              ...Object.fromEntries(message.facts.map(({ name, value }) => [name, value])),
              text: plainTextOf(message, { links: false }),
              ...notice.labels,
            },
          },
          client: 'Yagura',
          client_url: page?.url,
          links: message.links.map(({ name, url }) => ({ href: url, text: name })),
        }
      : {}),
  });
}
