/** What a channel is: it puts messages where people see them. One kind, one folder in `channels/`; to add one, copy a folder. */
import type { ChannelConfig, ChannelType } from '../fleet/config/index.ts';
import { oneLine } from '../../shared/one-line.ts';
import type { Message } from './message/index.ts';
import type { PushBook } from './push-book.ts';
import type { Reply, Request } from './reach/index.ts';

export type ConfigOf<Type extends ChannelType> = Extract<ChannelConfig, { type: Type }>;

/** What a channel remembers of the first message of a thread, to answer or change it. Its own words; kept as JSON. */
export type Receipt = Readonly<Record<string, string>>;

export interface Sent {
  /** What the peer said, for the delivery log. */
  answer: string;
  /** Of this message, where it can be referred to later. */
  receipt?: Receipt | undefined;
}

export type Asked = Omit<Request, 'signal' | 'allowPrivate'> & { also?: readonly number[] };

export interface SendContext {
  /** One guarded request; fails with `Later` or `Refused` unless the answer is a 2xx or `also` one of these. */
  request: (asked: Asked) => Promise<Reply>;
  /** Ends with the time that a try may take. */
  signal: AbortSignal;
  /** The thread's first message there; null: this is it. */
  first: Receipt | null;
  /** Browsers that asked for messages; for Web Push alone. */
  pushes: Pick<PushBook, 'keys' | 'of' | 'forget'>;
  /** The same for each try of a message and for no other one, as a UUID. */
  idempotencyKey: string;
}

export interface ChannelKind<Type extends ChannelType> {
  /** Puts a message there, as an answer to `context.first` where that is possible. */
  post(message: Message, config: ConfigOf<Type>, context: SendContext): Promise<Sent>;
  /** Makes the thread's first message, `context.first`, say what is so now. */
  edit?(message: Message, config: ConfigOf<Type>, context: SendContext & { first: Receipt }): Promise<Sent>;
}

/** The peer does not take this message. It is tried for a while, since a wrong room or key may be the reason. */
export class Refused extends Error {}

/** It may be taken another time; `afterMs` when the peer said so. */
export class Later extends Error {
  readonly afterMs: number;

  constructor(why: string, afterMs = 0) {
    super(why);
    this.afterMs = afterMs;
  }
}

/** What is wrong with the message itself. Anything else is wrong with the channel, which somebody may mend while the message waits. */
const aboutTheMessage = new Set([400, 413, 414, 415, 422]);

/** What an answer means for the message. */
export function checkReply(
  { status, headers, text }: Reply,
  nowMs: number,
  also: readonly number[] = [],
): void {
  if ((status >= 200 && status < 300) || also.includes(status)) return;
  const said = text === '' ? `status ${status}` : `status ${status}: ${oneLine(text)}`;
  if (aboutTheMessage.has(status)) throw new Refused(said);
  if (status >= 300 && status < 400) throw new Later(`${said}; it redirects, and redirects are not followed`);
  throw new Later(said, Math.max(retryAfterMs(headers['retry-after'], nowMs), retryAfterInMs(text)));
}

/** `Retry-After` in ms: seconds, also with a fraction, or a date. 0 when there is none. */
export function retryAfterMs(value: string | string[] | undefined, nowMs: number): number {
  const text = Array.isArray(value) ? value[0] : value;
  if (text === undefined) return 0;
  const ms = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - nowMs;
  return Number.isFinite(ms) ? Math.max(0, ms) : 0;
}

/** Discord and Telegram say it in the body, in seconds; Telegram there alone. */
function retryAfterInMs(text: string): number {
  return Number(/"retry_after"\s*:\s*(\d+(?:\.\d+)?)/.exec(text)?.[1] ?? 0) * 1000;
}

/**
 * The one way in which threads are shown everywhere: the first message is posted, later ones change it where the channel can, which disturbs
 * nobody; what people must hear (it is over, nobody has answered) is posted as well. Doing it twice posts the last message twice, no more.
 */
export async function tell<Type extends ChannelType>(
  kind: ChannelKind<Type>,
  message: Message,
  config: ConfigOf<Type>,
  context: SendContext,
): Promise<Sent> {
  const { first } = context;
  if (first === null || !kind.edit) return kind.post(message, config, context);
  const edited = await kind.edit(message, config, { ...context, first }).catch(() => null);
  // Where it cannot be changed, since somebody deleted it or it is too old, the thread begins anew.
  if (edited === null) return kind.post(message, config, { ...context, first: null });
  return message.notice.kind === 'updated' ? edited : kind.post(message, config, context);
}
