import { oneLine } from '../../../shared/one-line.ts';
import type { SendContext } from '../channel.ts';
import type { Reply, Request } from '../reach/index.ts';

/** Sends a value as JSON. */
export function sendJson(
  context: Pick<SendContext, 'request'>,
  url: string,
  value: unknown,
  { method = 'POST', headers = {} }: Pick<Request, 'method' | 'headers'> = {},
): Promise<Reply> {
  return context.request({
    url,
    method,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  });
}

/** The answer as an object; without properties where it is none. */
export function jsonOf({ text }: Pick<Reply, 'text'>): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** What the peer said, for the log. */
export function answerOf({ status, text }: Reply): string {
  return text.trim() === '' ? `status ${status}` : `status ${status}: ${oneLine(text)}`;
}

/** A base address and a path of it, whether or not the base ends in a slash. */
export function under(base: string, path: string): string {
  return `${base.replace(/\/+$/, '')}/${path}`;
}
