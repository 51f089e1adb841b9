/** Files beside an event, bounded: what is too large is named and not kept. */
import type { Scrub } from '../../logs/index.ts';
import type { Attachment } from '../occurrence.ts';
import type { EnvelopeItem } from './envelope.ts';
import { cut, textOf } from './json.ts';

/** Of one event. */
const most = { files: 20, bytes: 5 * 1024 * 1024, name: 200, type: 100 };
const strictText = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** With secrets masked in what is text. */
export function readAttachments(items: readonly EnvelopeItem[], scrub: Pick<Scrub, 'records'>): Attachment[] {
  let room = most.bytes;
  return items
    .filter(({ type }) => type === 'attachment')
    .slice(0, most.files)
    .map(({ header, payload }) => {
      const isKept = payload.length <= room;
      if (isKept) room -= payload.length;
      const data = isKept ? scrubbed(payload, scrub) : null;
      return {
        name: fileName(header['filename']),
        type: textOf(header['content_type'], most.type) ?? '',
        bytes: data?.length ?? payload.length,
        data,
      };
    });
}

/** The last part of a path, without what steers. */
function fileName(value: unknown): string {
  const name = (textOf(value, 1_000) ?? '')
    .replace(/^.*[/\\]/s, '')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
    .trim();
  return name === '' || /^\.+$/.test(name) ? 'attachment' : cut(name, most.name);
}

/** A copy: what came is a part of the whole request, which would stay in memory as long. */
function scrubbed(payload: Buffer, scrub: Pick<Scrub, 'records'>): Buffer {
  const text = textIn(payload);
  if (text === null) return Buffer.from(payload);
  const record = { time: 0, level: null, message: '', text, exceptions: [], traceId: null, fields: {} };
  scrub.records([record]);
  return Buffer.from(record.text);
}

function textIn(payload: Buffer): string | null {
  if (payload.includes(0)) return null;
  try {
    return strictText.decode(payload);
  } catch {
    return null;
  }
}
