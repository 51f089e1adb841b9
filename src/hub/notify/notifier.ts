/** What other rooms may ask of this one. */
import { z } from 'zod';
import type { Family } from '../metrics/index.ts';
import type { Notice } from './notice.ts';
import { noticeKinds, severities } from './notice.ts';

export const deliveryOutcomes = ['delivered', 'retry', 'failed', 'dropped', 'interrupted'] as const;

/** One try, and what the peer answered. */
export const delivery = z.object({
  id: z.number().int(),
  channel: z.string(),
  thread: z.string(),
  noticeKey: z.string(),
  kind: z.enum(noticeKinds),
  severity: z.enum(severities),
  title: z.string(),
  time: z.iso.datetime(),
  tookMs: z.number(),
  /** Counts from 1; 0: it was never tried. */
  attempt: z.number().int(),
  /** `retry`: it failed and is tried again; `interrupted`: Yagura ended meanwhile, so nobody knows whether it arrived, and it is sent again. */
  outcome: z.enum(deliveryOutcomes),
  /** In the peer's words, or why there are none. */
  answer: z.string(),
});
export type Delivery = z.infer<typeof delivery>;

export const deliveryPage = z.object({ deliveries: z.array(delivery), nextCursor: z.number().nullable() });
export type DeliveryPage = z.infer<typeof deliveryPage>;

export const channelView = z.object({
  name: z.string(),
  type: z.string(),
  /** Where it goes, without what is secret. */
  target: z.string(),
  state: z.enum(['unused', 'well', 'failing']),
  waiting: z.number().int(),
  lastDeliveredAt: z.iso.datetime().nullable(),
  /** Why it fails and since when; null: it does not. */
  error: z
    .object({ text: z.string(), since: z.iso.datetime(), nextTryAt: z.iso.datetime().nullable() })
    .nullable(),
});
export type ChannelView = z.infer<typeof channelView>;

export interface DeliveryQuery {
  channel?: string | undefined;
  thread?: string | undefined;
  limit: number;
  /** Only those with a smaller id. */
  before?: number | undefined;
}

export interface Notifier {
  /** Durable when it settles, all of them or none. A key that is known changes nothing. Throws `storage_unavailable` when it cannot be kept. */
  enqueue(notices: readonly Notice[]): Promise<void>;
  /** Newest first. */
  deliveries(query: DeliveryQuery): DeliveryPage;
  /** Sends a test message now, past the queue and once. Throws `not_found` for a channel that is not configured. */
  test(channel: string, by: string): Promise<Delivery>;
  channels(): ChannelView[];
  /** After each try. */
  onDelivery(listener: (delivery: Delivery) => void): () => void;
  /** A signed address that does one thing with one tap (and a confirmation), for the links of a notice. */
  linkTo(act: LinkAct, subject: string, options?: { expiresInMs?: number; by?: string }): string;
  /** The page's address for people, with a path of it. */
  pageAt(path: string): string;
  families(): Family[];
  close(): Promise<void>;
}

export const linkActs = ['acknowledge', 'silence', 'approve'] as const;
export type LinkAct = (typeof linkActs)[number];

/** What is done when somebody confirms a link: given by the room that the subject belongs to. Doing it twice must change nothing. */
export interface LinkTarget {
  /** What the confirmation asks about, such as the incident's title; null when there is no such thing any more. */
  describe(act: LinkAct, subject: string): string | null;
  perform(act: LinkAct, subject: string, by: string): Promise<void>;
}
