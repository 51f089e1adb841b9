/** Answers what is asked about groups, from the file. */
import { inflateRawSync } from 'node:zlib';
import { isoTime } from '../../shared/clock.ts';
import { Failure } from '../../shared/failure.ts';
import { type Level, levels } from '../logs/index.ts';
import { type AttachmentRow, attachmentsOf, readAttachment } from './attachments.ts';
import type { Category } from './classification/index.ts';
import type { ErrorsFile } from './errors-file.ts';
import type { Why } from './grouping.ts';
import type { GroupRow } from './group-row.ts';
import { likeness, wordsOf } from './likeness.ts';
import type { Occurrence } from './occurrence.ts';
import { readExitKey, type SignKind } from './signs.ts';
import { dayMs, minuteMs, stepFor } from './steps.ts';
import type {
  Deploy,
  ErrorGroup,
  ErrorGroupDetail,
  ErrorOccurrence,
  ErrorPage,
  ErrorsDelta,
  ErrorSummary,
  GroupStatus,
  OccurrencePage,
  TrendState,
} from './views.ts';

export const groupSorts = ['lastSeen', 'firstSeen', 'count', 'workers', 'trend'] as const;

export interface GroupQuery {
  status?: readonly GroupStatus[] | undefined;
  category?: Category | undefined;
  worker?: string | undefined;
  /** At least so grave. */
  level?: Level | undefined;
  trend?: TrendState | undefined;
  assignee?: string | undefined;
  /** Part of the title, of a fingerprint's title or of a worker's name. */
  q?: string | undefined;
  /** Seen at this time (ms) or later. */
  sinceMs?: number | undefined;
  sort: (typeof groupSorts)[number];
  limit: number;
  cursor?: string | undefined;
}

interface OccurrenceRow {
  id: number;
  parameters_json: string;
  packed: number;
  data: Uint8Array;
}

const sparkPoints = 48;
const workersShown = 20;
const touchedShown = 200;
const valuesShown = 5;
const similarShown = 5;
const leastLikeness = 0.4;
const deploysShown = 20;
const largestShown = 10;
/** Of a group's occurrences, so many are looked at for what is typical. */
const lookedAt = 60;
const soonMs = 3_600_000;

const columnOf: Record<GroupQuery['sort'], string> = {
  lastSeen: 'last_seen',
  firstSeen: 'first_seen',
  count: 'count',
  workers: 'workers',
  trend:
    "CASE trend WHEN 'spiking' THEN 5 WHEN 'growing' THEN 4 WHEN 'new' THEN 3 WHEN 'steady' THEN 2 WHEN 'fading' THEN 1 ELSE 0 END",
};

export function createLists(file: ErrorsFile) {
  const idsJson = (ids: readonly number[]) => JSON.stringify(ids);

  /** Of a group that was merged, the one that it is part of now. */
  function rowOf(id: number): GroupRow {
    let row = file.all<GroupRow>('SELECT * FROM groups WHERE id = ?', id)[0];
    while (row && row.merged_into !== null)
      row = file.all<GroupRow>('SELECT * FROM groups WHERE id = ?', row.merged_into)[0];
    if (!row) throw new Failure('not_found', `there is no error group ${id}`);
    return row;
  }

  function causesOf(ids: readonly number[]): Map<number, number> {
    const rows = file.all<{ group_id: number; cause: number }>(
      `SELECT f.group_id, c.group_id AS cause FROM causes
         JOIN fingerprints f ON f.id = causes.fingerprint JOIN fingerprints c ON c.id = causes.cause
       WHERE f.group_id IN (SELECT value FROM json_each(?)) ORDER BY causes.last`,
      idsJson(ids),
    );
    return new Map(rows.map(({ group_id, cause }) => [group_id, cause]));
  }

  function exitsOf(ids: readonly number[]): Map<number, ErrorGroup['exit']> {
    const rows = file.all<{ group_id: number; key: string }>(
      `SELECT group_id, key FROM fingerprints WHERE kind = 'exit' AND group_id IN (SELECT value FROM json_each(?)) ORDER BY id DESC`,
      idsJson(ids),
    );
    return new Map(rows.map(({ group_id, key }) => [group_id, readExitKey(key)]));
  }

  function workersOf(ids: readonly number[]): Map<number, string[]> {
    const rows = file.all<{ group_id: number; worker: string }>(
      `SELECT group_id, worker FROM fingerprints JOIN touched ON fingerprint = id
       WHERE group_id IN (SELECT value FROM json_each(?)) GROUP BY group_id, worker ORDER BY sum(touched.count) DESC`,
      idsJson(ids),
    );
    const workers = new Map<number, string[]>();
    for (const { group_id, worker } of rows) {
      const list = workers.get(group_id) ?? [];
      if (list.length < workersShown) workers.set(group_id, [...list, worker]);
    }
    return workers;
  }

  /** Of each group, counts in steps that end with the present one. */
  function curvesOf(ids: readonly number[], fromMs: number, nowMs: number, points: number) {
    const { countedMs, stepMs } = stepFor(nowMs - fromMs, points);
    const last = Math.floor(nowMs / stepMs) * stepMs;
    const length = Math.max(1, Math.floor((last - Math.floor(fromMs / stepMs) * stepMs) / stepMs) + 1);
    const first = last - (length - 1) * stepMs;
    const rows = file.all<{ group_id: number; point: number; count: number }>(
      `SELECT group_id, (at - ?) / ? AS point, sum(counts.count) AS count
         FROM fingerprints JOIN counts ON fingerprint = id AND step = ? AND at >= ? AND at <= ?
       WHERE group_id IN (SELECT value FROM json_each(?)) AND last_seen >= ? GROUP BY group_id, point`,
      first,
      stepMs,
      countedMs,
      first,
      nowMs,
      idsJson(ids),
      first,
    );
    const curves = new Map(ids.map((id) => [id, zeros(length)]));
    for (const { group_id, point, count } of rows) {
      const counts = curves.get(group_id);
      // A point is made of several steps that are counted.
      const at = Math.floor(point);
      if (counts) counts[at] = (counts[at] ?? 0) + count;
    }
    return { first, stepMs, curves };
  }

  function toDelta(
    row: GroupRow,
    causes: ReadonlyMap<number, number>,
    exits: ReadonlyMap<number, ErrorGroup['exit']>,
  ): ErrorsDelta['changed'][number] {
    return {
      id: row.id,
      title: row.title,
      kind: row.kind,
      exit: row.kind === 'exit' ? (exits.get(row.id) ?? null) : null,
      category: row.category,
      confidence: row.confidence,
      corrected: row.corrected_by !== null,
      level: levels[row.level] ?? 'error',
      count: row.count,
      firstSeen: isoTime(row.first_seen),
      lastSeen: isoTime(row.last_seen),
      workerCount: row.workers,
      status: row.status,
      statusSince: isoTime(row.status_at),
      statusBy: row.status_by,
      awaitsDeploy: row.awaits_deploy === 1,
      assignee: row.assignee,
      trend: { state: row.trend, ratio: row.trend_ratio },
      cause: causes.get(row.id) ?? null,
    };
  }

  function toGroups(rows: readonly GroupRow[], nowMs: number, fromMs = nowMs - dayMs): ErrorGroup[] {
    const ids = rows.map(({ id }) => id);
    const workers = workersOf(ids);
    const causes = causesOf(ids);
    const exits = exitsOf(ids);
    const { first, stepMs, curves } = curvesOf(ids, fromMs, nowMs, sparkPoints);
    return rows.map((row) => ({
      ...toDelta(row, causes, exits),
      workers: workers.get(row.id) ?? [],
      spark: { from: isoTime(first), stepMs, counts: curves.get(row.id) ?? [] },
    }));
  }

  function groups(query: GroupQuery, nowMs: number): Omit<ErrorPage, 'fleetWorkers'> {
    const where = ['merged_into IS NULL'];
    const values: (string | number)[] = [];
    const narrow = (condition: string, ...given: (string | number)[]) => {
      where.push(condition);
      values.push(...given);
    };
    if (query.status) narrow('status IN (SELECT value FROM json_each(?))', JSON.stringify(query.status));
    if (query.category !== undefined) narrow('category = ?', query.category);
    if (query.level !== undefined) narrow('level >= ?', levels.indexOf(query.level));
    if (query.trend !== undefined) narrow('trend = ?', query.trend);
    if (query.assignee !== undefined) narrow('assignee = ?', query.assignee);
    if (query.sinceMs !== undefined) narrow('last_seen >= ?', query.sinceMs);
    if (query.worker !== undefined)
      narrow(
        'id IN (SELECT group_id FROM fingerprints f JOIN touched t ON t.fingerprint = f.id WHERE t.worker = ?)',
        query.worker,
      );
    if (query.q !== undefined) {
      const text = `%${query.q.replace(/[\\%_]/g, String.raw`\$&`)}%`;
      narrow(
        `(title LIKE ? ESCAPE '\\' OR id IN (
           SELECT group_id FROM fingerprints f LEFT JOIN touched t ON t.fingerprint = f.id
           WHERE f.title LIKE ? ESCAPE '\\' OR t.worker LIKE ? ESCAPE '\\'))`,
        text,
        text,
        text,
      );
    }
    const matching = where.join(' AND ');
    const total = file.all<{ total: number }>(
      `SELECT count(*) AS total FROM groups WHERE ${matching}`,
      ...values,
    )[0]?.total;
    const column = columnOf[query.sort];
    if (query.cursor !== undefined) {
      const [value, id] = positionOf(query.cursor);
      narrow(`(${column}, id) < (?, ?)`, value, id);
    }
    const rows = file.all<GroupRow & { place: number }>(
      `SELECT *, ${column} AS place FROM groups WHERE ${where.join(' AND ')} ORDER BY place DESC, id DESC LIMIT ?`,
      ...values,
      query.limit + 1,
    );
    const shown = rows.slice(0, query.limit);
    const last = shown.at(-1);
    return {
      groups: toGroups(shown, nowMs, query.sinceMs),
      total: total ?? 0,
      next: last && rows.length > query.limit ? `${last.place} ${last.id}` : null,
    };
  }

  function occurrences(
    id: number,
    query: { worker?: string | undefined; limit: number; before?: number | undefined },
  ): OccurrencePage {
    const group = rowOf(id).id;
    const rows = file.all<OccurrenceRow>(
      `SELECT o.id, parameters_json, packed, data FROM occurrences o JOIN fingerprints f ON f.id = o.fingerprint
       WHERE group_id = ? AND o.id < ? AND (? IS NULL OR worker = ?) ORDER BY o.id DESC LIMIT ?`,
      group,
      query.before ?? Number.MAX_SAFE_INTEGER,
      query.worker ?? null,
      query.worker ?? null,
      query.limit + 1,
    );
    const shown = rows.slice(0, query.limit);
    return {
      occurrences: toOccurrences(shown),
      next: rows.length > query.limit ? String(shown.at(-1)?.id) : null,
    };
  }

  function toOccurrences(rows: readonly OccurrenceRow[]): ErrorOccurrence[] {
    const ids = rows.map(({ id }) => id);
    const attachments = groupBy(attachmentsOf(file, ids), ({ occurrence }) => occurrence);
    return rows.map((row) => toOccurrence(row, attachments.get(row.id) ?? []));
  }

  /** One like most: of the worker that has it most, and neither the longest nor the shortest text. */
  function typicalOf(group: number): OccurrenceRow | null {
    const rows = file.all<{ id: number; worker: string; size: number }>(
      `SELECT o.id, worker, length(data) AS size FROM occurrences o JOIN fingerprints f ON f.id = o.fingerprint
       WHERE group_id = ? ORDER BY kept DESC, o.id DESC LIMIT ?`,
      group,
      lookedAt,
    );
    const byWorker = groupBy(rows, ({ worker }) => worker);
    const most = [...byWorker.values()].sort((a, b) => b.length - a.length)[0] ?? [];
    const sorted = most.sort((a, b) => a.size - b.size);
    const middle = sorted[Math.floor((sorted.length - 1) / 2)];
    return middle ? occurrenceRow(middle.id) : null;
  }

  function occurrenceRow(id: number): OccurrenceRow | null {
    return (
      file.all<OccurrenceRow>(
        'SELECT id, parameters_json, packed, data FROM occurrences WHERE id = ?',
        id,
      )[0] ?? null
    );
  }

  /** The newest that is kept with this value. */
  function exampleWith(
    fingerprint: number,
    { position, value }: { position: number; value: string },
  ): Occurrence | null {
    const row = file.all<OccurrenceRow>(
      `SELECT id, parameters_json, packed, data FROM occurrences
         WHERE fingerprint = ? AND json_extract(parameters_json, '$[' || CAST(? AS INTEGER) || ']') = ? ORDER BY id DESC LIMIT 1`,
      fingerprint,
      position,
      value,
    )[0];
    return row ? unpack(row) : null;
  }

  function similarTo(row: GroupRow): ErrorGroupDetail['similar'] {
    const words = wordsOf(row.title);
    return file
      .all<{ id: number; title: string; category: Category }>(
        'SELECT id, title, category FROM groups WHERE merged_into IS NULL AND id != ?',
        row.id,
      )
      .map((other) => ({ ...other, likeness: likeness(words, wordsOf(other.title)) }))
      .filter((other) => other.likeness >= leastLikeness)
      .sort((a, b) => b.likeness - a.likeness)
      .slice(0, similarShown);
  }

  function deploys(fromMs: number, limit: number): Deploy[] {
    return file
      .all<{ id: number; time: number; version: string; worker: string | null; by: string }>(
        'SELECT * FROM deploys WHERE time >= ? ORDER BY time DESC LIMIT ?',
        fromMs,
        limit,
      )
      .map((row) => ({ ...row, time: isoTime(row.time) }));
  }

  function countBetween(group: number, fromMs: number, toMs: number, nowMs: number): number {
    const { countedMs } = stepFor(nowMs - fromMs, Number.MAX_SAFE_INTEGER);
    const row = file.all<{ count: number | null }>(
      `SELECT sum(counts.count) AS count FROM fingerprints JOIN counts ON fingerprint = id AND step = ? AND at >= ? AND at < ?
       WHERE group_id = ?`,
      countedMs,
      Math.floor(fromMs / countedMs) * countedMs,
      toMs,
      group,
    )[0];
    return row?.count ?? 0;
  }

  return {
    rowOf,
    groups,
    occurrences,
    exampleWith,
    attachment(id: number, attachment: number): { name: string; data: Uint8Array } {
      const found = readAttachment(file, rowOf(id).id, attachment);
      if (found) return found;
      throw new Failure('not_found', `error ${id} has no attachment ${attachment} that is kept`);
    },
    deploys,
    delta: (ids: readonly number[]): ErrorsDelta['changed'] => {
      const causes = causesOf(ids);
      const exits = exitsOf(ids);
      return file
        .all<GroupRow>(
          'SELECT * FROM groups WHERE merged_into IS NULL AND id IN (SELECT value FROM json_each(?))',
          idsJson(ids),
        )
        .map((row) => toDelta(row, causes, exits));
    },
    newest: (limit: number): number[] =>
      file
        .all<{ id: number }>(
          'SELECT id FROM groups WHERE merged_into IS NULL ORDER BY last_seen DESC, id DESC LIMIT ?',
          limit,
        )
        .map(({ id }) => id),
    /** `restarts`: starts of these workers since then, oldest first. */
    detail(
      id: number,
      context: {
        nowMs: number;
        spanMs: number;
        restarts: (workers: readonly string[], sinceMs: number) => { time: string; worker: string }[];
        declaredAs: (worker: string) => string;
      },
    ): ErrorGroupDetail {
      const { nowMs, spanMs } = context;
      const row = rowOf(id);
      const [group] = toGroups([row], nowMs);
      if (!group) throw new Failure('not_found', `there is no error group ${id}`);
      const fromMs = nowMs - spanMs;
      const { first, stepMs, curves } = curvesOf([row.id], fromMs, nowMs, 240);
      const timeline = { from: isoTime(first), stepMs, counts: curves.get(row.id) ?? [] };
      const touched = file
        .all<{ worker: string; count: number; last: number }>(
          `SELECT worker, sum(touched.count) AS count, max(touched.last_seen) AS last
             FROM fingerprints JOIN touched ON fingerprint = id WHERE group_id = ? GROUP BY worker ORDER BY 2 DESC LIMIT ?`,
          row.id,
          touchedShown,
        )
        .map(({ worker, count, last }) => ({ worker, count, lastSeen: isoTime(last) }));
      const concerns = new Set(touched.map(({ worker }) => worker));
      const declared = new Set([...concerns].map(context.declaredAs));
      const ofWorkers = (worker: string | null) =>
        worker === null || concerns.has(worker) || declared.has(worker);
      const restarts = context.restarts([...concerns], fromMs);
      const marked = deploys(fromMs, 100).filter(({ worker }) => ofWorkers(worker));
      const inPeriod = timeline.counts.reduce((all, count) => all + count, 0);
      const newest = occurrences(row.id, { limit: valuesShown * 4 }).occurrences;
      const typical = typicalOf(row.id);
      return {
        ...group,
        reasons: JSON.parse(row.reasons_json) as ErrorGroupDetail['reasons'],
        fingerprints: file
          .all<{
            id: number;
            kind: SignKind;
            title: string;
            why: Why;
            detail: string;
            count: number;
            last_seen: number;
          }>(
            'SELECT id, kind, title, why, detail, count, last_seen FROM fingerprints WHERE group_id = ? ORDER BY count DESC LIMIT 100',
            row.id,
          )
          .map(({ last_seen, ...each }) => ({ ...each, lastSeen: isoTime(last_seen) })),
        newest: newest[0] ?? null,
        typical: (typical && toOccurrences([typical])[0]) ?? null,
        parameters: parametersOf(newest),
        timeline,
        touched,
        marks: [
          ...restarts.map(({ time, worker }) => ({ time, kind: 'restart' as const, worker, text: '' })),
          ...marked.map(({ time, worker, version }) => ({
            time,
            kind: 'deploy' as const,
            worker,
            text: version,
          })),
        ].sort((a, b) => (a.time < b.time ? -1 : 1)),
        perDeploy: perDeploy(
          row.id,
          deploys(0, 500)
            .filter(({ worker }) => ofWorkers(worker))
            .slice(0, deploysShown),
          nowMs,
        ),
        perRestart: restarts.length === 0 ? null : inPeriod / restarts.length,
        causes: file.all<{ id: number; title: string; category: Category; count: number }>(
          `SELECT g.id, g.title, g.category, sum(causes.count) AS count FROM causes
             JOIN fingerprints f ON f.id = causes.fingerprint JOIN fingerprints c ON c.id = causes.cause JOIN groups g ON g.id = c.group_id
           WHERE f.group_id = ? GROUP BY g.id ORDER BY count DESC LIMIT 5`,
          row.id,
        ),
        similar: similarTo(row),
        notes: file
          .all<{ id: number; time: number; by: string; text: string }>(
            `SELECT id, time, by, text FROM notes
             WHERE group_id = ? OR group_id IN (SELECT id FROM groups WHERE merged_into = ?) ORDER BY id DESC LIMIT 100`,
            row.id,
            row.id,
          )
          .map((note) => ({ ...note, time: isoTime(note.time) })),
        merges: file
          .all<{ id: number; time: number; by: string; group: number; title: string }>(
            `SELECT merges.id, time, by, from_group AS "group", title FROM merges JOIN groups ON groups.id = from_group
             WHERE into_group = ? ORDER BY merges.id DESC LIMIT 50`,
            row.id,
          )
          .map((merge) => ({ ...merge, time: isoTime(merge.time) })),
      };
    },
    summary(query: { nowMs: number; spanMs: number; worker?: string | undefined }): ErrorSummary {
      const { nowMs, spanMs, worker = null } = query;
      const { countedMs, stepMs } = stepFor(spanMs, 96);
      const last = Math.floor(nowMs / stepMs) * stepMs;
      const length = Math.ceil(spanMs / stepMs);
      const first = last - (length - 1) * stepMs;
      const rows = file.all<{
        group_id: number;
        title: string;
        category: Category;
        point: number;
        count: number;
      }>(
        `SELECT group_id, g.title, g.category, (at - ?) / ? AS point, sum(counts.count) AS count
           FROM fingerprints f JOIN groups g ON g.id = f.group_id
             JOIN counts ON fingerprint = f.id AND step = ? AND at >= ? AND at <= ?
         WHERE f.last_seen >= ? AND g.status != 'ignored' AND (? IS NULL OR worker = ?) GROUP BY group_id, point`,
        first,
        stepMs,
        countedMs,
        first,
        nowMs,
        first,
        worker,
        worker,
      );
      const byCategory = groupBy(rows, ({ category }) => category);
      const of = (state: string, column: 'status' | 'trend') =>
        file.all<{ n: number }>(
          `SELECT count(*) AS n FROM groups WHERE merged_into IS NULL AND status NOT IN ('ignored', ?) AND ${column} = ?`,
          column === 'trend' ? 'resolved' : '',
          state,
        )[0]?.n ?? 0;
      return {
        from: isoTime(first),
        stepMs,
        times: Array.from({ length }, (_, index) => first + index * stepMs),
        categories: [...byCategory]
          .map(([category, of]) => {
            const counts = zeros(length);
            const groups = new Map<number, { id: number; title: string; count: number }>();
            for (const { group_id, title, point, count } of of) {
              counts[Math.floor(point)] = (counts[Math.floor(point)] ?? 0) + count;
              groups.set(group_id, {
                id: group_id,
                title,
                count: (groups.get(group_id)?.count ?? 0) + count,
              });
            }
            return {
              category,
              counts,
              count: counts.reduce((all, count) => all + count, 0),
              groups: [...groups.values()].sort((a, b) => b.count - a.count).slice(0, largestShown),
              groupCount: groups.size,
            };
          })
          .sort((a, b) => b.count - a.count),
        totals: {
          groups: new Set(rows.map(({ group_id }) => group_id)).size,
          occurrences: rows.reduce((all, { count }) => all + count, 0),
          unresolved: of('unresolved', 'status'),
          regressed: of('regressed', 'status'),
          new: of('new', 'trend'),
          growing: of('growing', 'trend'),
          spiking: of('spiking', 'trend'),
        },
        deploys: deploys(first, 100),
      };
    },
    /** Of all groups together, since this minute. */
    minutesSince: (sinceMs: number) =>
      file.all<{ at: number; count: number }>(
        `SELECT at, sum(counts.count) AS count FROM fingerprints JOIN counts ON fingerprint = id AND step = ? AND at >= ?
         WHERE last_seen >= ? GROUP BY at`,
        minuteMs,
        sinceMs,
        sinceMs,
      ),
    /** Minutes of a group, the present one last. */
    minutes(group: number, minutes: number, nowMs: number): number[] {
      const last = Math.floor(nowMs / minuteMs);
      const counts = zeros(minutes);
      const rows = file.all<{ at: number; count: number }>(
        `SELECT at, sum(counts.count) AS count FROM fingerprints JOIN counts ON fingerprint = id AND step = ? AND at > ? AND at <= ?
         WHERE group_id = ? GROUP BY at`,
        minuteMs,
        (last - minutes) * minuteMs,
        last * minuteMs,
        group,
      );
      for (const { at, count } of rows) counts[at / minuteMs - last + minutes - 1] = count;
      return counts;
    },
    /** An example of it, as it came. */
    example(group: number): Occurrence | null {
      const row = typicalOf(group);
      return row && unpack(row);
    },
  };

  function perDeploy(group: number, list: readonly Deploy[], nowMs: number): ErrorGroupDetail['perDeploy'] {
    return list.map((each, index) => {
      const from = Date.parse(each.time);
      const to = Date.parse(list[index - 1]?.time ?? isoTime(nowMs + 1));
      const count = countBetween(group, from, to, nowMs);
      return { ...each, count, perHour: count / Math.max((to - from) / soonMs, 1 / 60) };
    });
  }
}

const zeros = (length: number) => Array.from({ length }, () => 0);

export type Lists = ReturnType<typeof createLists>;

function groupBy<Item, Key>(items: readonly Item[], of: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const group = groups.get(of(item));
    if (group) group.push(item);
    else groups.set(of(item), [item]);
  }
  return groups;
}

function positionOf(cursor: string): [number, number] {
  const [value, id] = cursor.split(' ').map(Number);
  if (value === undefined || id === undefined || !Number.isFinite(value) || !Number.isInteger(id))
    throw new Failure('bad_cursor', 'use a cursor as it was answered');
  return [value, id];
}

function unpack({ packed, data }: OccurrenceRow): Occurrence {
  const text = packed === 1 ? inflateRawSync(data).toString() : Buffer.from(data).toString();
  return JSON.parse(text) as Occurrence;
}

function toOccurrence(row: OccurrenceRow, attachments: readonly AttachmentRow[]): ErrorOccurrence {
  const { time, worker, source, level, message, exceptions, exit, fields, stack, breadcrumbs } = unpack(row);
  return {
    id: row.id,
    time: isoTime(time),
    worker,
    source,
    level,
    message,
    parameters: JSON.parse(row.parameters_json) as string[],
    exceptions: exceptions as ErrorOccurrence['exceptions'],
    stack: (stack ?? []) as ErrorOccurrence['stack'],
    exit,
    fields: { ...fields },
    breadcrumbs: (breadcrumbs ?? []).map((crumb) => ({
      ...crumb,
      data: { ...crumb.data },
      time: crumb.time === null ? null : isoTime(crumb.time),
    })),
    attachments: attachments.map(({ id, name, type, bytes, kept }) => ({
      id,
      name,
      type,
      bytes,
      isKept: kept === 1,
    })),
  };
}

function parametersOf(newest: readonly ErrorOccurrence[]): ErrorGroupDetail['parameters'] {
  const values = new Map<number, Set<string>>();
  for (const { parameters } of newest)
    parameters.forEach((value, position) => {
      const seen = values.get(position) ?? new Set();
      if (seen.size < valuesShown) values.set(position, seen.add(value));
    });
  return [...values].map(([position, seen]) => ({ position, values: [...seen] }));
}
