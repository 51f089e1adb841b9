import type { z } from 'zod';
import { isoTime } from '../../shared/clock.ts';
import type { StoredRecord } from '../logs/index.ts';
import type { logRecord } from './schema.ts';

/** A record as the API shows it. */
export function logView({ id, time, worker, level, stream, text }: StoredRecord): z.infer<typeof logRecord> {
  return { id, time: isoTime(time), worker, level, stream, text };
}
