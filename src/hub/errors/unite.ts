/** Groups and fingerprints as rows: added up, forgotten, and made one when their wordings turn out to be one. */
import type { ErrorsFile } from './errors-file.ts';

/** Of the group with this id. */
export const workersOfGroup = `UPDATE groups SET workers = (
  SELECT count(DISTINCT worker) FROM touched JOIN fingerprints ON id = fingerprint WHERE group_id = groups.id) WHERE id = ?`;

export function forgetGroup(file: ErrorsFile, group: number): void {
  for (const table of ['touched', 'counts', 'occurrences', 'causes'])
    file.run(
      `DELETE FROM ${table} WHERE fingerprint IN (SELECT id FROM fingerprints WHERE group_id = ?)`,
      group,
    );
  file.run('DELETE FROM causes WHERE cause IN (SELECT id FROM fingerprints WHERE group_id = ?)', group);
  file.run('DELETE FROM fingerprints WHERE group_id = ?', group);
  file.run('DELETE FROM notes WHERE group_id = ?', group);
  file.run('DELETE FROM groups WHERE id = ? OR merged_into = ?', group, group);
}

/** Adds a group up anew from its fingerprints. */
export function addUp(file: ErrorsFile, group: number): void {
  file.run(
    `UPDATE groups SET (count, first_seen, last_seen, level) =
       (SELECT coalesce(sum(count), 0), coalesce(min(first_seen), groups.first_seen), coalesce(max(last_seen), groups.last_seen),
          coalesce(max(level), groups.level) FROM fingerprints WHERE group_id = groups.id)
     WHERE id = ?`,
    group,
  );
  file.run(workersOfGroup, group);
}

interface Row {
  id: number;
  key: string;
  group_id: number;
}

const wording = /^template:([^|]*)/;

/** Wordings only ever grow together: what was told apart before and is one now becomes one here, too. Answers whether anything moved. */
export function uniteMoved(
  file: ErrorsFile,
  current: (key: string) => string,
  out: { changed: Set<number>; removed: Set<number> },
): boolean {
  const keyNow = (key: string) => key.replace(wording, (_, id: string) => `template:${current(id)}`);
  for (const { id, key } of file.all<{ id: number; key: string }>('SELECT id, key FROM splits')) {
    const now = keyNow(key);
    if (now !== key) file.run('UPDATE splits SET key = ? WHERE id = ?', now, id);
  }
  let isMoved = false;
  const rows = file.all<Row>(
    "SELECT id, key, group_id FROM fingerprints WHERE kind = 'template' ORDER BY id",
  );
  for (const row of rows) {
    const key = keyNow(row.key);
    if (key === row.key) continue;
    isMoved = true;
    const into = file.all<Row>('SELECT id, key, group_id FROM fingerprints WHERE key = ?', key)[0];
    if (into) unite(file, row, into, out);
    else file.run('UPDATE fingerprints SET key = ? WHERE id = ?', key, row.id);
  }
  return isMoved;
}

function unite(
  file: ErrorsFile,
  from: Row,
  into: Row,
  out: { changed: Set<number>; removed: Set<number> },
): void {
  file.run(
    `INSERT INTO touched SELECT ?, worker, count, first_seen, last_seen FROM touched WHERE fingerprint = ?
       ON CONFLICT DO UPDATE SET count = count + excluded.count, first_seen = min(first_seen, excluded.first_seen),
         last_seen = max(last_seen, excluded.last_seen)`,
    into.id,
    from.id,
  );
  file.run(
    `INSERT INTO counts SELECT ?, step, at, worker, count FROM counts WHERE fingerprint = ?
       ON CONFLICT DO UPDATE SET count = count + excluded.count`,
    into.id,
    from.id,
  );
  file.run('UPDATE occurrences SET fingerprint = ? WHERE fingerprint = ?', into.id, from.id);
  file.run('UPDATE OR IGNORE causes SET fingerprint = ? WHERE fingerprint = ?', into.id, from.id);
  file.run('UPDATE OR IGNORE causes SET cause = ? WHERE cause = ?', into.id, from.id);
  file.run('DELETE FROM causes WHERE fingerprint = ? OR cause = ?', from.id, from.id);
  file.run('DELETE FROM touched WHERE fingerprint = ?', from.id);
  file.run('DELETE FROM counts WHERE fingerprint = ?', from.id);
  file.run('DELETE FROM fingerprints WHERE id = ?', from.id);
  file.run(
    `UPDATE fingerprints SET (count, first_seen, last_seen) =
       (SELECT sum(count), min(first_seen), max(last_seen) FROM touched WHERE fingerprint = fingerprints.id) WHERE id = ?`,
    into.id,
  );
  // What a person did with a group outlives one that nobody touched.
  const isCared = isCaredFor(file, from.group_id) && !isCaredFor(file, into.group_id);
  const [stays, goes] = isCared ? [from.group_id, into.group_id] : [into.group_id, from.group_id];
  if (stays !== goes) {
    if (isCared) file.run('UPDATE fingerprints SET group_id = ? WHERE id = ?', stays, into.id);
    if (file.all('SELECT 1 FROM fingerprints WHERE group_id = ? LIMIT 1', goes).length === 0) {
      file.run('UPDATE groups SET merged_into = ? WHERE id = ?', stays, goes);
      out.removed.add(goes);
      out.changed.delete(goes);
    } else {
      addUp(file, goes);
      out.changed.add(goes);
    }
  }
  addUp(file, stays);
  out.changed.add(stays);
}

function isCaredFor(file: ErrorsFile, group: number): boolean {
  return (
    file.all(
      `SELECT 1 FROM groups WHERE id = ? AND (status != 'unresolved' OR assignee IS NOT NULL OR corrected_by IS NOT NULL
         OR EXISTS (SELECT 1 FROM notes WHERE group_id = groups.id) OR EXISTS (SELECT 1 FROM merges WHERE into_group = groups.id))`,
      group,
    ).length > 0
  );
}
