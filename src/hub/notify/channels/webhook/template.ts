import { isoTime } from '../../../../shared/clock.ts';
import { escapeHtml } from '../../../../shared/escape-html.ts';
import { webhookPlaceholder } from '../../../fleet/config/index.ts';
import { type Message, plainTextOf } from '../../message/index.ts';

/** Fills `{{title}}`, `{{labels.team}}` and the like in; each value is escaped as the body's media type wants it. */
export function fillTemplate(template: string, message: Message, contentType: string): string {
  const escape = escapeFor(contentType);
  return template.replace(webhookPlaceholder, (_, name: string) => escape(valueOf(name, message)));
}

function valueOf(name: string, message: Message): string {
  const { notice } = message;
  if (name.startsWith('labels.')) return notice.labels[name.slice('labels.'.length)] ?? '';
  const link = message.links.find(({ act }) => act === name)?.url;
  const values: Record<string, string | undefined> = {
    headline: message.headline,
    text: plainTextOf(message),
    title: notice.title,
    kind: notice.kind,
    severity: notice.severity,
    thread: notice.thread,
    key: notice.key,
    cause: notice.cause ?? '',
    workers: notice.workers.join(', '),
    hosts: notice.hosts.join(', '),
    starts_at: notice.startsAtMs === null ? '' : isoTime(notice.startsAtMs),
    ends_at: notice.endsAtMs === null ? '' : isoTime(notice.endsAtMs),
    time: isoTime(notice.atMs),
  };
  return values[name] ?? link ?? '';
}

function escapeFor(contentType: string): (text: string) => string {
  if (/json/i.test(contentType)) return (text) => JSON.stringify(text).slice(1, -1);
  if (/x-www-form-urlencoded/i.test(contentType)) return encodeURIComponent;
  if (/xml|html/i.test(contentType)) return escapeHtml;
  return (text) => text;
}
