import { createHash } from 'node:crypto';
import { type Clock, isoTime } from '../../shared/clock.ts';
import { Failure } from '../../shared/failure.ts';
import { readSetting, type Store, writeSetting } from '../store/index.ts';

/** A browser that asked for messages, as its push service knows it. */
export interface PushSubscription {
  endpoint: string;
  /** Its public key and a secret, base64url: only it can read what is sent. */
  p256dh: string;
  auth: string;
}

export interface VapidKeys {
  publicKey: string;
  privateKey: string;
}

/** Browsers that asked for messages, and the keys by which push services know this tower. */
export interface PushBook {
  /** Made at the first call and kept: with other ones every browser would have to ask anew. */
  keys(): Promise<VapidKeys>;
  /** Answers the subscription's id; a browser that asks again has the same. */
  subscribe(channel: string, subscription: PushSubscription, by: string): Promise<string>;
  forget(id: string): Promise<void>;
  of(channel: string): (PushSubscription & { id: string })[];
}

const keysKey = 'notify.vapid';
const mostOfChannel = 500;

export function createPushBook(store: Store, clock: Clock): PushBook {
  const { db, rows } = store;
  let keys: Promise<VapidKeys> | null = null;

  async function findKeys(): Promise<VapidKeys> {
    const kept = readSetting(store, keysKey);
    if (kept !== null) return JSON.parse(kept) as VapidKeys;
    const { default: webPush } = await import('web-push');
    const made = webPush.generateVAPIDKeys();
    await writeSetting(store, keysKey, JSON.stringify(made));
    return made;
  }

  const of = (channel: string) =>
    rows(
      db
        .selectFrom('push_subscriptions')
        .select(['id', 'endpoint', 'p256dh', 'auth'])
        .where('channel', '=', channel),
    );

  return {
    keys() {
      keys ??= findKeys().catch((error: unknown) => {
        keys = null;
        throw error;
      });
      return keys;
    },
    async subscribe(channel, { endpoint, p256dh, auth }, by) {
      const id = createHash('sha256').update(`${channel}\n${endpoint}`).digest('hex').slice(0, 32);
      const known = of(channel);
      if (known.length >= mostOfChannel && !known.some((one) => one.id === id))
        throw new Failure('conflict', `${mostOfChannel} browsers get the messages of ${channel} already`);
      await db
        .insertInto('push_subscriptions')
        .values({ id, channel, endpoint, p256dh, auth, by, since: isoTime(clock.now()) })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ p256dh, auth, by }))
        .execute();
      return id;
    },
    async forget(id) {
      await db.deleteFrom('push_subscriptions').where('id', '=', id).execute();
    },
    of,
  };
}
