/** Files that an SDK sent along with an event: kept with its occurrence as far as there is room, and gone with it. */
import type { ErrorsFile } from './errors-file.ts';
import type { Attachment } from './occurrence.ts';

export interface AttachmentBounds {
  /** Of all that are kept together; beyond it the oldest go. */
  attachmentBytes: number;
}

export const attachmentBounds: AttachmentBounds = { attachmentBytes: 100e6 };

/** `kept`: 0 where it was too large, or had to make room since. */
export interface AttachmentRow {
  id: number;
  occurrence: number;
  name: string;
  type: string;
  bytes: number;
  kept: number;
}

export function keepAttachments(
  file: ErrorsFile,
  occurrence: number,
  attachments: readonly Attachment[],
  { attachmentBytes }: AttachmentBounds,
): void {
  for (const { name, type, bytes, data } of attachments)
    file.run(
      'INSERT INTO attachments (occurrence, name, type, bytes, kept, data) VALUES (?, ?, ?, ?, ?, ?)',
      occurrence,
      name,
      type,
      bytes,
      data === null ? 0 : 1,
      data,
    );
  for (;;) {
    const { bytes } = file.all<{ bytes: number }>(
      'SELECT coalesce(sum(bytes), 0) AS bytes FROM attachments WHERE kept = 1',
    )[0] ?? { bytes: 0 };
    if (bytes <= attachmentBytes) return;
    file.run(
      'UPDATE attachments SET kept = 0, data = NULL WHERE id = (SELECT min(id) FROM attachments WHERE kept = 1)',
    );
  }
}

export function attachmentsOf(file: ErrorsFile, occurrences: readonly number[]): AttachmentRow[] {
  return file.all(
    `SELECT id, occurrence, name, type, bytes, kept FROM attachments
       WHERE occurrence IN (SELECT value FROM json_each(?)) ORDER BY id`,
    JSON.stringify(occurrences),
  );
}

/** Null where it is not kept, or not of this group. */
export function readAttachment(
  file: ErrorsFile,
  group: number,
  id: number,
): { name: string; data: Uint8Array } | null {
  return (
    file.all<{ name: string; data: Uint8Array }>(
      `SELECT name, a.data FROM attachments a JOIN occurrences o ON o.id = a.occurrence
         JOIN fingerprints f ON f.id = o.fingerprint WHERE a.id = ? AND f.group_id = ? AND a.kept = 1`,
      id,
      group,
    )[0] ?? null
  );
}
