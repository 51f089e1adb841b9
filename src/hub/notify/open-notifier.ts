import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Clock, Timer } from '../../shared/clock.ts';
import { Failure } from '../../shared/failure.ts';
import type { ChannelConfig, Channels } from '../fleet/config/index.ts';
import type { Fleet } from '../fleet/index.ts';
import type { Family, SeriesSource } from '../metrics/index.ts';
import { readSetting, type Store, writeSetting } from '../store/index.ts';
import { checkReply, type Sent, type SendContext, tell } from './channel.ts';
import { loadKind } from './channels/index.ts';
import { type LinkClaim, readLink, signLink } from './links.ts';
import { type Message, messageOf } from './message/index.ts';
import { type KeptNotice, type Language, type Notice, noticeSchema } from './notice.ts';
import {
  type ChannelView,
  type Delivery,
  deliveryOutcomes,
  type LinkTarget,
  type Notifier,
} from './notifier.ts';
import { createOutbox, createQueue, mostWaiting, type Queue, type QueueHealth } from './outbox/index.ts';
import { pictureOf } from './picture.ts';
import { createPushBook, type PushBook } from './push-book.ts';
import { request } from './reach/index.ts';
import { targetOf } from './target.ts';

/** What of `notify` in yagura.yaml this room needs. */
export interface NotifierSettings {
  channels: Channels;
  language: Language;
  /** Where people reach the page; null: where the hub listens. */
  url: string | null;
  /** In which times are told; default: the machine's. */
  timezone?: string | undefined;
}

export interface RunningNotifier extends Notifier {
  /** Browsers that ask for messages on the page. */
  readonly pushes: PushBook;
  /** Goes by these from now on: what waits for a channel that is gone is dropped, what waits for a changed one is tried at once. */
  configure(settings: NotifierSettings): Promise<void>;
  /** How full the fullest channel's part of the outbox is, 0 to 1. */
  waitingRatio(): number;
  /** How long nothing has moved although something was due, of the channel where that is longest, ms. */
  lagMs(): number;
  /** Lets what waits go out. Before that, things are only taken. */
  begin(): void;
  /** What a link's token allows and asks about. */
  readLink(token: string): { claim: LinkClaim; about: string } | 'expired' | 'gone' | null;
  /** Does it. Throws `not_found` for what is none, or no longer there. */
  followLink(token: string): Promise<LinkClaim>;
  /** Who does what links ask for; given when that room is open. */
  setLinkTarget(target: LinkTarget): void;
}

const linkKeyKey = 'notify.link-key';
const linkLastsMs = 7 * 86_400_000;
const pruneEveryMs = 3_600_000;
/** A channel that fails for so long is told as trouble of Yagura's own. */
const troubleAfterMs = 60_000;

export async function openNotifier(options: {
  store: Store;
  fleet: Pick<Fleet, 'record'>;
  /** How the delivery does, as a part of Yagura. */
  part: (name: string, state: 'well' | 'troubled', detail?: string) => void;
  clock: Clock;
  /** What charts are drawn of; null: there are none. */
  series: SeriesSource | null;
  /** Where the hub answers. */
  hubUrl: () => string;
  log: (text: string) => void;
  random?: () => number;
}): Promise<RunningNotifier> {
  const { store, fleet, part, clock, log } = options;
  const outbox = createOutbox(store, clock);
  const pushes = createPushBook(store, clock);
  const linkKey = await keptKey(store);
  let settings: NotifierSettings = { channels: {}, language: 'en', url: null };
  const queues = new Map<string, Queue>();
  const listeners = new Set<(delivery: Delivery) => void>();
  const counts = new Map<string, Map<Delivery['outcome'], number>>();
  const told = new Map<string, Timer | 'troubled'>();
  let linkTarget: LinkTarget = { describe: () => null, perform: async () => {} };
  let begun = false;
  let closed = false;

  function send(channel: string, notice: KeptNotice, signal: AbortSignal): Promise<Sent> {
    const config = settings.channels[channel];
    if (!config) throw new Failure('not_found', `there is no channel "${channel}"`);
    const { timezone: timeZone } = settings;
    const message = messageOf(notice, {
      timeZone,
      chart: pictureOf(notice, { source: options.series, timeZone, signal }),
    });
    return sendBy(config, message, {
      pushes,
      signal,
      first: outbox.firstOf(channel, notice.thread),
      idempotencyKey: uuidOf(notice.key),
      async request({ also, ...asked }) {
        const reply = await request({ ...asked, signal, allowPrivate: config.allow_private });
        checkReply(reply, clock.now(), also);
        return reply;
      },
    });
  }

  function onDelivery(delivery: Delivery): void {
    const ofChannel = counts.get(delivery.channel) ?? new Map<Delivery['outcome'], number>();
    ofChannel.set(delivery.outcome, (ofChannel.get(delivery.outcome) ?? 0) + 1);
    counts.set(delivery.channel, ofChannel);
    if (delivery.outcome === 'failed')
      log(`${delivery.channel}: "${delivery.title}" was not delivered: ${delivery.answer}`);
    for (const listener of listeners) listener(delivery);
  }

  /** Trouble that lasts is told once, as Yagura's own, and again when it is over. */
  function onHealth(channel: string, { error }: QueueHealth): void {
    const known = told.get(channel);
    if (error === null) {
      if (known !== undefined && known !== 'troubled') clock.clearTimeout(known);
      told.delete(channel);
      if (known === 'troubled') {
        fleet.record('channel.recovered', null, { channel });
        showTrouble();
      }
    } else if (known === undefined) {
      const tellOfIt = () => {
        told.set(channel, 'troubled');
        const now = queues.get(channel)?.health().error ?? error;
        fleet.record('channel.failing', null, { channel, reason: now.text, since: now.since });
        showTrouble();
      };
      told.set(channel, clock.setTimeout(tellOfIt, troubleAfterMs));
    } else if (known === 'troubled') showTrouble();
  }

  function showTrouble(): void {
    const texts = [...told]
      .filter(([, state]) => state === 'troubled')
      .map(([channel]) => {
        const error = queues.get(channel)?.health().error;
        return `the channel ${channel} takes no messages since ${error?.since ?? 'a while'}: ${error?.text ?? ''}`;
      });
    if (texts.length === 0) part('notify', 'well');
    else part('notify', 'troubled', texts.join('; '));
  }

  function openQueue(channel: string): Queue {
    const queue = createQueue({
      channel,
      outbox,
      clock,
      send: (notice, signal) => send(channel, notice, signal),
      onDelivery,
      onHealth: (health) => onHealth(channel, health),
      ...(options.random ? { random: options.random } : {}),
    });
    queues.set(channel, queue);
    return queue;
  }

  async function apply(next: NotifierSettings): Promise<void> {
    const before = settings;
    settings = next;
    for (const [channel, queue] of queues) {
      if (channel in next.channels) continue;
      queues.delete(channel);
      onHealth(channel, { error: null });
      await queue.close();
    }
    for (const [channel, config] of Object.entries(next.channels)) {
      const known = queues.get(channel);
      if (!known) openQueue(channel);
      else if (JSON.stringify(before.channels[channel]) !== JSON.stringify(config)) await known.hurry();
    }
    if (begun) begin();
  }

  function begin(): void {
    begun = true;
    for (const queue of queues.values()) queue.wake();
  }

  await outbox.recover().catch(() => {});
  let pruning = clock.setTimeout(function prune() {
    void outbox.prune().catch(() => {});
    pruning = clock.setTimeout(prune, pruneEveryMs);
  }, pruneEveryMs);

  function urlOf(path: string): string {
    return `${(settings.url ?? options.hubUrl()).replace(/\/+$/, '')}${path}`;
  }

  function claimOf(token: string): LinkClaim | 'expired' | null {
    return readLink(token, linkKey, clock.now());
  }

  return {
    pushes: {
      ...pushes,
      async subscribe(channel, subscription, by) {
        const id = await pushes.subscribe(channel, subscription, by);
        // Somebody gets now what nobody got before.
        await queues.get(channel)?.hurry();
        return id;
      },
    },
    async enqueue(notices) {
      if (notices.length === 0) return;
      // One that makes no sense keeps no other from being told.
      const kept = notices.flatMap((notice) => {
        const read = noticeSchema.safeParse(notice);
        if (!read.success) log(`a notice cannot be told: ${read.error.message}`);
        return read.data ?? [];
      });
      await outbox.add(kept);
      if (begun)
        for (const channel of new Set(kept.map(({ channel }) => channel))) queues.get(channel)?.wake();
    },
    deliveries: (query) => outbox.deliveries(query),
    async test(channel, by) {
      const queue = queues.get(channel);
      if (!queue)
        throw new Failure(
          'not_found',
          `there is no channel "${channel}" under notify.channels in yagura.yaml`,
        );
      const language = settings.channels[channel]?.language ?? settings.language;
      return queue.tryOnce(testNotice({ channel, by, language, page: urlOf('/'), nowMs: clock.now() }));
    },
    channels() {
      const waiting = outbox.waiting();
      return Object.entries(settings.channels).map(([name, config]): ChannelView => {
        const error = queues.get(name)?.health().error ?? null;
        const lastDeliveredAt = outbox.lastDeliveredAt(name);
        return {
          name,
          type: config.type,
          target: targetOf(config),
          state: error ? 'failing' : lastDeliveredAt === null ? 'unused' : 'well',
          waiting: waiting.get(name) ?? 0,
          lastDeliveredAt,
          error,
        };
      });
    },
    onDelivery(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    linkTo(act, subject, { expiresInMs = linkLastsMs, by = 'link' } = {}) {
      return urlOf(`/a/${signLink({ act, subject, by, expiresAtMs: clock.now() + expiresInMs }, linkKey)}`);
    },
    pageAt: urlOf,
    readLink(token) {
      const claim = claimOf(token);
      if (claim === null || claim === 'expired') return claim;
      const about = linkTarget.describe(claim.act, claim.subject);
      return about === null ? 'gone' : { claim, about };
    },
    async followLink(token) {
      const claim = claimOf(token);
      if (claim === null || claim === 'expired')
        throw new Failure('not_found', 'this link is not valid any more');
      await linkTarget.perform(claim.act, claim.subject, claim.by);
      return claim;
    },
    setLinkTarget(target) {
      linkTarget = target;
    },
    families: () =>
      familiesOf({
        counts,
        waiting: outbox.waiting(),
        failing: [...queues].map(([name, queue]) => [name, queue.health().error !== null] as const),
      }),
    async configure(next) {
      if (closed) return;
      await apply(next);
      await outbox.keepChannels(Object.keys(next.channels)).catch(() => {});
    },
    begin,
    lagMs: () => (begun ? Math.max(0, ...[...queues.values()].map((queue) => queue.lagMs())) : 0),
    waitingRatio: () => Math.max(0, ...outbox.waiting().values()) / mostWaiting,
    async close() {
      closed = true;
      clock.clearTimeout(pruning);
      for (const timer of told.values()) if (timer !== 'troubled') clock.clearTimeout(timer);
      await Promise.all([...queues.values()].map((queue) => queue.close()));
    },
  };
}

async function sendBy(config: ChannelConfig, message: Message, context: SendContext): Promise<Sent> {
  const kind = await loadKind(config.type);
  return tell(kind, message, config, context);
}

/** In the shape of a UUID, since some peers want one. */
function uuidOf(key: string): string {
  const hex = createHash('sha256').update(key).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

async function keptKey(store: Store): Promise<Buffer> {
  const known = readSetting(store, linkKeyKey);
  if (known !== null) return Buffer.from(known, 'base64');
  const key = randomBytes(32);
  // While the disk is full links hold until the next start.
  await writeSetting(store, linkKeyKey, key.toString('base64')).catch(() => {});
  return key;
}

const testWords = {
  en: { title: 'This channel works', line: (by: string) => `Sent from Yagura by ${by}.` },
  ja: { title: 'このチャンネルは使えます', line: (by: string) => `Yagura から ${by} が送信しました。` },
};

function testNotice(about: {
  channel: string;
  by: string;
  language: Language;
  page: string;
  nowMs: number;
}): KeptNotice {
  const { channel, by, language, page, nowMs } = about;
  const id = randomUUID();
  const notice: Notice = {
    key: `test:${id}`,
    channel,
    thread: `test-${id}`,
    kind: 'test',
    language,
    severity: 'info',
    title: testWords[language].title,
    lines: [testWords[language].line(by)],
    links: { page },
    atMs: nowMs,
  };
  return noticeSchema.parse(notice);
}

function familiesOf(state: {
  counts: ReadonlyMap<string, ReadonlyMap<Delivery['outcome'], number>>;
  waiting: ReadonlyMap<string, number>;
  failing: readonly (readonly [channel: string, failing: boolean])[];
}): Family[] {
  const { counts, waiting, failing } = state;
  return [
    {
      name: 'yagura_deliveries_total',
      type: 'counter',
      help: 'Tries to deliver a notice, by channel and what came of them',
      points: [...counts].flatMap(([channel, outcomes]) =>
        deliveryOutcomes.map((outcome) => [{ channel, outcome }, outcomes.get(outcome) ?? 0] as const),
      ),
    },
    {
      name: 'yagura_notices_waiting',
      type: 'gauge',
      help: 'Notices that wait for their channel',
      points: failing.map(([channel]) => [{ channel }, waiting.get(channel) ?? 0]),
    },
    {
      name: 'yagura_channel_failing',
      type: 'gauge',
      help: '1 while the newest try of a channel failed',
      points: failing.map(([channel, isFailing]) => [{ channel }, isFailing ? 1 : 0]),
    },
  ];
}
