import { randomUUID } from 'node:crypto';
import type { ChannelType } from '../../fleet/config/index.ts';
import { channels } from '../../fleet/config/channels.ts';
import { checkReply, type ConfigOf, type Receipt, type SendContext, type Sent, tell } from '../channel.ts';
import { loadKind } from '../channels/index.ts';
import { messageOf } from '../message/index.ts';
import { type KeptNotice, type Notice, noticeSchema } from '../notice.ts';
import { request } from '../reach/index.ts';

/** A channel's config as yagura.yaml gives it, with its defaults; it may reach loopback. */
export function configOf<Type extends ChannelType>(
  given: { type: Type } & Record<string, unknown>,
): ConfigOf<Type> {
  return channels.parse({ it: { allow_private: true, ...given } })['it'] as ConfigOf<Type>;
}

/** One that says a lot. */
export function testNotice(changes: Partial<Notice> = {}): KeptNotice {
  return noticeSchema.parse({
    key: `incident-7/ops/${randomUUID()}`,
    channel: 'ops',
    thread: 'incident-7',
    kind: 'opened',
    severity: 'critical',
    title: 'mailer is down',
    lines: ['It ended with code 1 three times in a row.'],
    startsAtMs: Date.UTC(2026, 10, 26, 8, 0),
    workers: ['mailer'],
    hosts: ['web-1'],
    cause: 'the broker <rabbit & co> does not answer',
    tried: [{ what: 'restarted: did not help', outcome: 'failed' }],
    needs: 'a look at the broker',
    impact: '12 mails wait',
    labels: { team: 'post', worker: 'mailer' },
    links: {
      page: 'https://yagura.example/incidents/7',
      acknowledge: 'https://yagura.example/a/ack',
      silence: 'https://yagura.example/a/sil',
    },
    atMs: Date.UTC(2026, 10, 26, 8, 1),
    ...changes,
  } satisfies Notice);
}

/** The smallest picture that is one. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const noPushes: SendContext['pushes'] = {
  keys: () => Promise.reject(new Error('there are none')),
  of: () => [],
  forget: async () => {},
};

/** Tells the channel of it as a delivery does. */
export async function tellThrough<Type extends ChannelType>(
  config: ConfigOf<Type>,
  notice: KeptNotice,
  options: {
    first?: Receipt | null | undefined;
    chart?: boolean;
    nowMs?: number;
    pushes?: SendContext['pushes'];
  } = {},
): Promise<Sent> {
  const signal = AbortSignal.timeout(5_000);
  const kind = await loadKind<Type>(config.type);
  const chart = options.chart ? async () => new Uint8Array(png) : async () => null;
  return tell(kind, messageOf(notice, { timeZone: 'UTC', chart }), config, {
    signal,
    first: options.first ?? null,
    pushes: options.pushes ?? noPushes,
    idempotencyKey: '6a0f3a3e-0000-8000-a000-000000000000',
    async request({ also, ...asked }) {
      const reply = await request({ ...asked, signal, allowPrivate: config.allow_private });
      checkReply(reply, options.nowMs ?? Date.now(), also);
      return reply;
    },
  });
}
