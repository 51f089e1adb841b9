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

/** With an occurrence go its attachments, whatever drops it. */
export const attachmentsSchema = `
  CREATE TABLE IF NOT EXISTS attachments (
    id INTEGER PRIMARY KEY, occurrence INTEGER NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL,
    bytes INTEGER NOT NULL, kept INTEGER NOT NULL, data BLOB
  );
  CREATE INDEX IF NOT EXISTS attachments_of ON attachments (occurrence);
  CREATE INDEX IF NOT EXISTS attachments_kept ON attachments (id, bytes) WHERE kept = 1;
  CREATE TRIGGER IF NOT EXISTS attachments_go AFTER DELETE ON occurrences
    BEGIN DELETE FROM attachments WHERE occurrence = old.id; END;
`;

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
