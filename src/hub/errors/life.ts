/** What people do with groups. A merge or a split moves fingerprints, so what comes later with them goes the same way. */
import { Failure } from '../../shared/failure.ts';
import type { Category } from './classification/index.ts';
import type { ErrorsFile } from './errors-file.ts';
import type { GroupRow } from './group-row.ts';
import type { Lists } from './lists.ts';
import type { Occurrence } from './occurrence.ts';
import { addUp } from './unite.ts';
import { keyAfter, type SplitRule } from './split-rules.ts';
import type { GroupStatus } from './views.ts';

export interface GroupChange {
  status?: Exclude<GroupStatus, 'regressed'> | undefined;
  /** Of `resolved`: what happens before the next deploy does not count as back. */
  inNextDeploy?: boolean | undefined;
  /** Null: nobody. */
  assignee?: string | null | undefined;
  category?: Category | undefined;
  note?: string | undefined;
}

interface FingerprintRow {
  id: number;
  key: string;
  group_id: number;
  kind: string;
  title: string;
  why: string;
  detail: string;
  level: number;
  first_seen: number;
  last_seen: number;
}

const mostNotes = 1_000;

export function createLife(file: ErrorsFile, lists: Lists) {
  const fingerprintsOf = (group: number) =>
    file.all<FingerprintRow>('SELECT * FROM fingerprints WHERE group_id = ? ORDER BY id', group);

  function move(fingerprints: readonly number[], to: number): void {
    for (const id of fingerprints) file.run('UPDATE fingerprints SET group_id = ? WHERE id = ?', to, id);
  }

  /** A group like this one, for what is parted from it. */
  function beginLike(row: GroupRow, title: string, nowMs: number): number {
    return file.insert(
      `INSERT INTO groups (kind, title, level, category, confidence, reasons_json, corrected_by, count, first_seen, last_seen,
         workers, status, status_at, status_by, assignee, trend)
         VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?, 0, 'unresolved', ?, NULL, ?, ?)`,
      row.kind,
      title,
      row.level,
      row.category,
      row.confidence,
      row.reasons_json,
      row.corrected_by,
      row.first_seen,
      row.last_seen,
      nowMs,
      row.assignee,
      row.trend,
    );
  }

  /** Moves what a rule parts from one fingerprint to another: of a worker everything, of a value what was kept of it. */
  function moveCounts(from: number, to: number, rule: SplitRule, isTaught: boolean): void {
    if (rule.by === 'worker') {
      for (const table of ['touched', 'counts', 'occurrences'])
        file.run(
          `UPDATE ${table} SET fingerprint = ? WHERE fingerprint = ? AND worker = ?`,
          to,
          from,
          rule.worker,
        );
    } else {
      const kept = file.all<{ id: number; time: number; worker: string }>(
        `SELECT id, time, worker FROM occurrences WHERE fingerprint = ? AND json_extract(parameters_json, '$[' || CAST(? AS INTEGER) || ']') = ?`,
        from,
        rule.position,
        rule.value,
      );
      for (const { id, time, worker } of kept) {
        file.run('UPDATE occurrences SET fingerprint = ? WHERE id = ?', to, id);
        // What all of them have in common is a part of the wording now.
        if (isTaught)
          file.run(
            `UPDATE occurrences SET parameters_json = json_remove(parameters_json, '$[' || CAST(? AS INTEGER) || ']') WHERE id = ?`,
            rule.position,
            id,
          );
        moveOne(from, to, worker, time);
      }
    }
    for (const id of [from, to])
      file.run(
        `UPDATE fingerprints SET (count, first_seen, last_seen) =
           (SELECT coalesce(sum(count), 0), coalesce(min(first_seen), fingerprints.first_seen), coalesce(max(last_seen), fingerprints.last_seen)
            FROM touched WHERE fingerprint = fingerprints.id) WHERE id = ?`,
        id,
      );
  }

  function moveOne(from: number, to: number, worker: string, time: number): void {
    file.run('UPDATE touched SET count = count - 1 WHERE fingerprint = ? AND worker = ?', from, worker);
    file.run(
      `INSERT INTO touched VALUES (?, ?, 1, ?, ?) ON CONFLICT DO UPDATE
         SET count = count + 1, first_seen = min(first_seen, excluded.first_seen), last_seen = max(last_seen, excluded.last_seen)`,
      to,
      worker,
      time,
      time,
    );
    const at = file.all<{ step: number; at: number }>(
      'SELECT step, max(at) AS at FROM counts WHERE fingerprint = ? AND worker = ? AND at <= ? AND at + step > ? AND count > 0 GROUP BY step',
      from,
      worker,
      time,
      time,
    );
    for (const each of at) {
      file.run(
        'UPDATE counts SET count = count - 1 WHERE fingerprint = ? AND step = ? AND at = ? AND worker = ?',
        from,
        each.step,
        each.at,
        worker,
      );
      file.run(
        'INSERT INTO counts VALUES (?, ?, ?, ?, 1) ON CONFLICT DO UPDATE SET count = count + 1',
        to,
        each.step,
        each.at,
        worker,
      );
    }
  }

  return {
    change(
      id: number,
      { status, inNextDeploy = false, assignee, category, note }: GroupChange,
      by: string,
      nowMs: number,
    ): number {
      return file.transaction(() => {
        const group = lists.rowOf(id).id;
        if (status !== undefined)
          file.run(
            'UPDATE groups SET status = ?, status_at = ?, status_by = ?, awaits_deploy = ? WHERE id = ?',
            status,
            nowMs,
            by,
            status === 'resolved' && inNextDeploy ? 1 : 0,
            group,
          );
        if (assignee !== undefined) file.run('UPDATE groups SET assignee = ? WHERE id = ?', assignee, group);
        if (category !== undefined)
          file.run(
            'UPDATE groups SET category = ?, confidence = 1, corrected_by = ? WHERE id = ?',
            category,
            by,
            group,
          );
        if (note !== undefined) {
          const { notes } = file.all<{ notes: number }>(
            'SELECT count(*) AS notes FROM notes WHERE group_id = ?',
            group,
          )[0] ?? {
            notes: 0,
          };
          if (notes >= mostNotes) throw new Failure('too_much', `a group has at most ${mostNotes} notes`);
          file.insert(
            'INSERT INTO notes (group_id, time, by, text) VALUES (?, ?, ?, ?)',
            group,
            nowMs,
            by,
            note,
          );
        }
        return group;
      });
    },
    /** Answers the group that holds all now. */
    merge(
      ids: readonly number[],
      into: number,
      by: string,
      nowMs: number,
    ): { group: number; removed: number[] } {
      return file.transaction(() => {
        const target = lists.rowOf(into).id;
        const others = [...new Set(ids.map((id) => lists.rowOf(id).id))].filter((id) => id !== target);
        if (others.length === 0) throw new Failure('conflict', 'these are one group already');
        for (const other of others) {
          const moved = fingerprintsOf(other).map((fingerprint) => fingerprint.id);
          file.insert(
            'INSERT INTO merges (time, by, into_group, from_group, fingerprints_json) VALUES (?, ?, ?, ?, ?)',
            nowMs,
            by,
            target,
            other,
            JSON.stringify(moved),
          );
          move(moved, target);
          file.run('UPDATE groups SET merged_into = ? WHERE id = ?', target, other);
        }
        addUp(file, target);
        return { group: target, removed: others };
      });
    },
    /** Parts what a merge joined. */
    undoMerge(id: number): { changed: number[] } {
      return file.transaction(() => {
        const merge = file.all<{ into_group: number; from_group: number; fingerprints_json: string }>(
          'SELECT into_group, from_group, fingerprints_json FROM merges WHERE id = ?',
          id,
        )[0];
        if (!merge) throw new Failure('not_found', `there is no merge ${id}`);
        const target = lists.rowOf(merge.into_group).id;
        const still = new Set(fingerprintsOf(target).map((fingerprint) => fingerprint.id));
        const back = (JSON.parse(merge.fingerprints_json) as number[]).filter((each) => still.has(each));
        if (back.length === 0 || back.length === still.size)
          throw new Failure('conflict', 'what was merged is no longer together, or all that is left');
        move(back, merge.from_group);
        file.run('UPDATE groups SET merged_into = NULL WHERE id = ?', merge.from_group);
        file.run('DELETE FROM merges WHERE id = ?', id);
        for (const group of [target, merge.from_group]) addUp(file, group);
        return { changed: [target, merge.from_group] };
      });
    },
    /** Takes one of a group's fingerprints out of it. */
    splitFingerprint(id: number, fingerprint: number, nowMs: number): { changed: number[]; group: number } {
      return file.transaction(() => {
        const row = lists.rowOf(id);
        const all = fingerprintsOf(row.id);
        const out = all.find((each) => each.id === fingerprint);
        if (!out) throw new Failure('not_found', `group ${id} has no fingerprint ${fingerprint}`);
        if (all.length === 1) throw new Failure('conflict', 'it is the only fingerprint of this group');
        const group = beginLike(row, out.title, nowMs);
        move([fingerprint], group);
        for (const each of [row.id, group]) addUp(file, each);
        return { changed: [row.id, group], group };
      });
    },
    /**
     * Parts one worker's or one value's occurrences from a group, and from then on. `teach`: makes of a wording with this value one of its own, so
     * that it stays apart whatever else becomes of the wording; null where that cannot be done, and then a rule parts them.
     */
    split(
      id: number,
      rule: SplitRule,
      by: string,
      nowMs: number,
      teach: (key: string, rule: SplitRule, example: Occurrence) => { key: string; title: string } | null,
    ): { changed: number[]; group: number } {
      return file.transaction(() => {
        const row = lists.rowOf(id);
        const what = rule.by === 'worker' ? rule.worker : rule.value;
        const group = beginLike(row, `${row.title} · ${what}`.slice(0, 400), nowMs);
        for (const from of fingerprintsOf(row.id)) {
          const example = rule.by === 'parameter' ? lists.exampleWith(from.id, rule) : null;
          const isParted = file.all('SELECT 1 FROM splits WHERE key = ?', from.key)[0] !== undefined;
          const taught = example === null || isParted ? null : teach(from.key, rule, example);
          const key = taught?.key ?? keyAfter(from.key, rule);
          const title = taught?.title ?? `${from.title} · ${what}`.slice(0, 400);
          if (file.all('SELECT 1 FROM fingerprints WHERE key = ?', key)[0])
            throw new Failure('conflict', `"${what}" was parted from this group before`);
          if (taught) file.run('UPDATE groups SET title = ? WHERE id = ?', title, group);
          else
            file.insert(
              'INSERT INTO splits (time, by, key, rule_json) VALUES (?, ?, ?, ?)',
              nowMs,
              by,
              from.key,
              JSON.stringify(rule),
            );
          const to = file.insert(
            `INSERT INTO fingerprints (key, group_id, kind, title, why, detail, level, count, first_seen, last_seen) VALUES (?, ?, ?, ?, 'parted', ?, ?, 0, ?, ?)`,
            key,
            group,
            from.kind,
            title,
            what,
            from.level,
            from.first_seen,
            from.last_seen,
          );
          moveCounts(from.id, to, rule, taught !== null);
        }
        for (const each of [row.id, group]) addUp(file, each);
        const { count } = lists.rowOf(group);
        if (count === 0) throw new Failure('conflict', `nothing of this group is of "${what}"`);
        if (lists.rowOf(row.id).count === 0)
          throw new Failure('conflict', `all of this group is of "${what}"`);
        return { changed: [row.id, group], group };
      });
    },
  };
}
