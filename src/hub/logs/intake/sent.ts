import type { ReceivedRecord } from '../received.ts';

export type BodyEncoding = 'protobuf' | 'json';

/** What was sent, and what of it cannot be taken. */
export interface Sent {
  records: ReceivedRecord[];
  rejected: { records: number; why: string };
}
