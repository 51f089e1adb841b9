import type { z } from 'zod';
import { isoTime } from '../../shared/clock.ts';
import { readStructure, type StoredRecord } from '../logs/index.ts';
import type { logRecord } from './schema.ts';

/** A record as the API shows it. */
export function logView({ id, time, worker, level, stream, text }: StoredRecord): z.infer<typeof logRecord> {
  const structure = readStructure(text);
  return {
    id,
    time: isoTime(time),
    worker,
    level,
    stream,
    text,
    structured: structure && { message: structure.message, fields: { ...structure.fields } },
  };
}
