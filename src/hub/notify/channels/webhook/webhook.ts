import { createHash, createHmac } from 'node:crypto';
import { isoTime } from '../../../../shared/clock.ts';
import type { ChannelKind, ConfigOf, SendContext } from '../../channel.ts';
import { type Message, plainTextOf } from '../../message/index.ts';
import { answerOf } from '../json.ts';
import { ownBody } from './own-body.ts';
import { fillTemplate } from './template.ts';

/** A request whose body is Yagura's own JSON, Alertmanager's, or made by a template. */
export const webhook: ChannelKind<'webhook'> = {
  async post(message, config, { request, idempotencyKey }: SendContext) {
    const body = bodyOf(message, config);
    const signature = config.secret
      ? { 'x-yagura-signature': `sha256=${createHmac('sha256', config.secret).update(body).digest('hex')}` }
      : {};
    const reply = await request({
      url: config.url,
      method: config.method,
      headers: {
        'content-type': config.content_type,
        'idempotency-key': idempotencyKey,
        ...signature,
        ...config.headers,
      },
      body,
    });
    return { answer: answerOf(reply) };
  },
};

function bodyOf(message: Message, config: ConfigOf<'webhook'>): string {
  if (config.body !== undefined) return fillTemplate(config.body, message, config.content_type);
  return JSON.stringify(config.format === 'alertmanager' ? alertmanagerBody(message) : ownBody(message));
}

/** What Alertmanager says of something that is not over. */
const never = '0001-01-01T00:00:00Z';

/** As version 4 of Alertmanager's webhook, with the incident as its one alert. */
function alertmanagerBody(message: Message) {
  const { notice } = message;
  const page = message.links.find(({ act }) => act === 'page')?.url ?? '';
  const status = notice.kind === 'resolved' ? 'resolved' : 'firing';
  const labels = { alertname: notice.title, severity: notice.severity, ...notice.labels };
  const annotations = { summary: notice.title, description: plainTextOf(message, { links: false }) };
  const alert = {
    status,
    labels,
    annotations,
    startsAt: isoTime(notice.startsAtMs ?? notice.atMs),
    endsAt: status === 'resolved' ? isoTime(notice.endsAtMs ?? notice.atMs) : never,
    generatorURL: page,
    fingerprint: createHash('sha256').update(notice.thread).digest('hex').slice(0, 16),
  };
  return {
    version: '4',
    groupKey: `{}:{thread="${notice.thread}"}`,
    truncatedAlerts: 0,
    status,
    receiver: notice.channel,
    groupLabels: { alertname: labels.alertname },
    commonLabels: labels,
    commonAnnotations: annotations,
    externalURL: page,
    alerts: [alert],
  };
}
