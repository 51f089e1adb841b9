import type { ChannelKind, ConfigOf, SendContext } from '../../channel.ts';
import { clip, type Message, plainTextOf } from '../../message/index.ts';
import type { Reply } from '../../reach/index.ts';
import { answerOf, sendJson, under } from '../json.ts';

/** Opsgenie: an incident here is one alert there, found by its alias. https://docs.opsgenie.com/docs/alert-api */
export const opsgenie: ChannelKind<'opsgenie'> = {
  async post(message, config, context) {
    const { notice } = message;
    if (notice.kind === 'digest') return { answer: 'not sent: a digest is nothing to be paged for' };
    const reply = await tellOf(message, config, context);
    // A test leaves nothing open.
    if (notice.kind === 'test') await change('close', message, config, context);
    return { answer: answerOf(reply) };
  },
};

function tellOf(message: Message, config: ConfigOf<'opsgenie'>, context: SendContext): Promise<Reply> {
  const { kind, acknowledgedBy } = message.notice;
  if (kind === 'resolved') return change('close', message, config, context);
  if (kind === 'updated')
    return change(acknowledgedBy === null ? 'notes' : 'acknowledge', message, config, context);
  return create(message, config, context);
}

const priorities = { critical: 'P1', warning: 'P3', info: 'P5' } as const;
const aliasOf = ({ notice }: Message) => clip(`yagura-${notice.thread}`, 512);
const auth = (config: ConfigOf<'opsgenie'>) => ({ headers: { authorization: `GenieKey ${config.key}` } });

/** One whose alias is known already only counts there. */
function create(message: Message, config: ConfigOf<'opsgenie'>, context: SendContext): Promise<Reply> {
  const { notice } = message;
  const alert = {
    message: clip(notice.title, 130),
    alias: aliasOf(message),
    description: clip(plainTextOf(message), 15_000),
    priority: priorities[notice.severity],
    source: 'Yagura',
    entity: clip(notice.workers[0] ?? notice.hosts[0] ?? '', 512),
    details: notice.labels,
  };
  return sendJson(context, under(config.api, 'v2/alerts'), alert, auth(config));
}

function change(
  what: 'acknowledge' | 'close' | 'notes',
  message: Message,
  config: ConfigOf<'opsgenie'>,
  context: SendContext,
): Promise<Reply> {
  const path = `v2/alerts/${encodeURIComponent(aliasOf(message))}/${what}?identifierType=alias`;
  const note = { source: 'Yagura', note: clip(`${message.headline}\n${plainTextOf(message)}`, 25_000) };
  return sendJson(context, under(config.api, path), note, auth(config));
}
