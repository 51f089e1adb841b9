/**
 * Writes occurrences down: each is told apart, counted and, as far as there is room, kept. All of a batch is one transaction, together with how
 * far its senders are read, so that after any end of the hub each occurrence is counted once.
 */
import { deflateRawSync } from 'node:zlib';
import { levels } from '../logs/index.ts';
import { type AttachmentBounds, attachmentBounds, keepAttachments } from './attachments.ts';
import type { Category, Classification } from './classification/index.ts';
import type { ErrorsFile } from './errors-file.ts';
import type { GroupRow } from './group-row.ts';
import type { Occurrence } from './occurrence.ts';
import { minuteMs, steps } from './steps.ts';
import { overflowSign, type Sign } from './signs.ts';
import { forgetGroup, uniteMoved, workersOfGroup } from './unite.ts';
import { type SplitRule, splitKey } from './split-rules.ts';

export interface Batch {
  occurrences: readonly Occurrence[];
  /** How far each feed is read with this batch. */
  marks: ReadonlyMap<string, string>;
}

/** Something that people are told of. */
export interface Happening {
  what: 'new' | 'regression';
  group: number;
  occurrence: Occurrence;
}

export interface Written {
  changed: Set<number>;
  removed: Set<number>;
  happenings: Happening[];
  /** There is more to know of wordings than before. */
  isLearned: boolean;
  /** Occurrences by the minute since 1970. */
  minutes: Map<number, number>;
}

export interface IntakeBounds extends AttachmentBounds {
  fingerprints: number;
  /** New ones in a minute; what is beyond is counted in one group of its own. */
  newInAMinute: number;
  /** Of one fingerprint, for each second; those of SDKs are all kept. */
  keptInASecond: number;
}

export const intakeBounds: IntakeBounds = {
  ...attachmentBounds,
  fingerprints: 5_000,
  newInAMinute: 200,
  keptInASecond: 20,
};

/** A row is kept when the group's other rows go: the first few, and of the later ones each whose number is a power of two. */
const firstKept = 3;
const isKept = (number: number) => number <= firstKept || (number & (number - 1)) === 0;
const packedFromBytes = 2_048;
/** What stands in a log right before a worker's end may be why. */
const causeBeforeMs = 10_000;
const causeAfterMs = 2_000;
const evictedAtATime = 50;
const quietMs = 3_600_000;
const longestParameters = 2_000;
/** Names of senders that are told apart, and what the rest is called together. */
const mostSenders = 2_000;
const otherSenders = 'others';
/** Clocks of senders may be wrong: nothing happens much later than now. */
const aheadMs = 60_000;
/** What is longer as JSON is kept without what takes the most. */
const longestKept = 262_144;
const cutTo = { message: 8_192, exceptions: 5, frames: 30 };

interface Fingerprint {
  id: number;
  group: number;
  count: number;
  level: number;
  title: string;
}

/** What a batch adds to a fingerprint. */
interface Addition {
  fingerprint: Fingerprint;
  count: number;
  first: number;
  last: number;
  level: number;
  /** The newest of them, where it may have become more general. */
  sign: Sign | null;
  workers: Map<string, { count: number; first: number; last: number; minutes: Map<number, number> }>;
}

export function createIntake(options: {
  file: ErrorsFile;
  signOf: (occurrence: Occurrence) => Sign;
  classify: (occurrence: Occurrence) => Classification;
  /** A worker of the fleet, as against whatever others call themselves. */
  isWorker: (name: string) => boolean;
  /** The key that a wording's key became. */
  currentKey: (key: string) => string;
  /** Whether the worker's version was changed since. */
  deployedSince: (worker: string, sinceMs: number) => boolean;
  bounds: IntakeBounds;
}) {
  const { file, signOf, classify, isWorker, currentKey, deployedSince, bounds } = options;
  /** Filled as keys come; emptied when a transaction was undone or fingerprints move. */
  const known = new Map<string, Fingerprint>();
  let rules: Map<string, SplitRule[]> | null = null;
  let senders: Set<string> | null = null;
  let newcomers = { minute: 0, count: 0 };
  const kept = { second: 0, counts: new Map<number, number>() };
  /** The last error that each worker printed, and its last end without one. */
  const printed = new Map<string, { time: number; fingerprint: number }>();
  const ended = new Map<string, { time: number; fingerprint: number }>();

  function senderOf(worker: string): string {
    senders ??= new Set(
      file.all<{ worker: string }>('SELECT DISTINCT worker FROM totals').map((row) => row.worker),
    );
    if (senders.has(worker)) return worker;
    if (senders.size >= mostSenders && !isWorker(worker)) return otherSenders;
    senders.add(worker);
    return worker;
  }

  function rulesOf(key: string): readonly SplitRule[] {
    if (!rules) {
      rules = new Map();
      for (const row of file.all<{ key: string; rule_json: string }>(
        'SELECT key, rule_json FROM splits ORDER BY id',
      ))
        rules.set(row.key, [...(rules.get(row.key) ?? []), JSON.parse(row.rule_json) as SplitRule]);
    }
    return rules.get(key) ?? [];
  }

  function lookUp(key: string): Fingerprint | undefined {
    const held = known.get(key);
    if (held) return held;
    const row = file.all<Fingerprint>(
      'SELECT id, group_id AS "group", count, level, title FROM fingerprints WHERE key = ?',
      key,
    )[0];
    if (row) known.set(key, row);
    return row;
  }

  /** The fingerprint's, or one that stands for all that there is no room for. */
  function fingerprintOf(
    key: string,
    sign: Sign,
    occurrence: Occurrence,
    nowMs: number,
    out: Written,
  ): Fingerprint {
    const found = lookUp(key);
    if (found) return found;
    const minute = Math.floor(nowMs / minuteMs);
    if (newcomers.minute !== minute) newcomers = { minute, count: 0 };
    if (newcomers.count >= bounds.newInAMinute || !makeRoom(nowMs, out))
      return overflow(occurrence, nowMs, out);
    newcomers.count += 1;
    return begin(key, sign, occurrence, nowMs, out);
  }

  function overflow(occurrence: Occurrence, nowMs: number, out: Written): Fingerprint {
    return lookUp(overflowSign.key) ?? begin(overflowSign.key, overflowSign, occurrence, nowMs, out);
  }

  function begin(key: string, sign: Sign, occurrence: Occurrence, nowMs: number, out: Written): Fingerprint {
    const level = levels.indexOf(occurrence.level);
    const { category, confidence, reasons }: Classification =
      sign.kind === 'overflow' ? { category: 'unknown', confidence: 0, reasons: [] } : classify(occurrence);
    const { time } = occurrence;
    const group = file.insert(
      `INSERT INTO groups (kind, title, level, category, confidence, reasons_json, count, first_seen, last_seen, workers,
         status, status_at, trend) VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?, 0, 'unresolved', ?, 'new')`,
      sign.kind,
      sign.title,
      level,
      category,
      confidence,
      JSON.stringify(reasons),
      time,
      time,
      nowMs,
    );
    const id = file.insert(
      `INSERT INTO fingerprints (key, group_id, kind, title, why, detail, level, count, first_seen, last_seen)
         VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?)`,
      key,
      group,
      sign.kind,
      sign.title,
      sign.why,
      sign.detail,
      level,
      time,
      time,
    );
    const fingerprint: Fingerprint = { id, group, count: 0, level, title: sign.title };
    known.set(key, fingerprint);
    out.happenings.push({ what: 'new', group, occurrence });
    return fingerprint;
  }

  /** The rarest and quietest go that no person has touched; false when none may. */
  function makeRoom(nowMs: number, out: Written): boolean {
    const { count } = file.all<{ count: number }>('SELECT count(*) AS count FROM fingerprints')[0] ?? {
      count: 0,
    };
    if (count < bounds.fingerprints) return true;
    const quiet = file.all<{ id: number }>(
      `SELECT id FROM groups WHERE merged_into IS NULL AND status = 'unresolved' AND assignee IS NULL AND corrected_by IS NULL
         AND last_seen < ? AND kind != 'overflow'
         AND NOT EXISTS (SELECT 1 FROM notes WHERE group_id = groups.id)
         AND NOT EXISTS (SELECT 1 FROM merges WHERE into_group = groups.id)
       ORDER BY count > 1, last_seen LIMIT ?`,
      nowMs - quietMs,
      evictedAtATime,
    );
    for (const { id } of quiet) {
      forgetGroup(file, id);
      out.removed.add(id);
      out.changed.delete(id);
    }
    if (quiet.length > 0) known.clear();
    return quiet.length > 0;
  }

  /** False: it was counted before. */
  function isFirst(name: string | undefined, nowMs: number): boolean {
    return (
      name === undefined || file.run('INSERT OR IGNORE INTO seen (name, at) VALUES (?, ?)', name, nowMs) > 0
    );
  }

  function mayKeep(fingerprint: Fingerprint, { source }: Occurrence, nowMs: number): boolean {
    if (source === 'sentry' || source === 'exit') return true;
    const second = Math.floor(nowMs / 1_000);
    if (kept.second !== second) {
      kept.second = second;
      kept.counts.clear();
    }
    const count = (kept.counts.get(fingerprint.id) ?? 0) + 1;
    kept.counts.set(fingerprint.id, count);
    return count <= bounds.keptInASecond;
  }

  function keep(
    fingerprint: number,
    { attachments = [], ...occurrence }: Occurrence,
    parameters: readonly string[],
    stays: boolean,
  ): void {
    const text = jsonOf(occurrence);
    const isPacked = text.length > packedFromBytes;
    const id = file.insert(
      `INSERT INTO occurrences (fingerprint, time, worker, kept, parameters_json, packed, data) VALUES (?, ?, ?, ?, ?, ?, ?)`,
      fingerprint,
      occurrence.time,
      occurrence.worker,
      stays ? 1 : 0,
      parametersJson(parameters),
      isPacked ? 1 : 0,
      isPacked ? deflateRawSync(text, { level: 1 }) : Buffer.from(text),
    );
    if (attachments.length > 0) keepAttachments(file, id, attachments, bounds);
  }

  /** The end of a worker and what it printed right before may arrive in either order. */
  function linkCause({ worker, time, exit, level }: Occurrence, fingerprint: number): void {
    if (!exit) {
      if (levels.indexOf(level) < levels.indexOf('error')) return;
      const end = ended.get(worker);
      if (end && time >= end.time - causeBeforeMs && time <= end.time + causeAfterMs) {
        ended.delete(worker);
        noteCause(end.fingerprint, fingerprint, end.time);
      }
      remember(printed, worker, { time, fingerprint });
      return;
    }
    const error = printed.get(worker);
    if (error && error.time >= time - causeBeforeMs && error.time <= time + causeAfterMs) {
      printed.delete(worker);
      noteCause(fingerprint, error.fingerprint, time);
    } else remember(ended, worker, { time, fingerprint });
  }

  function noteCause(fingerprint: number, cause: number, time: number): void {
    file.run(
      `INSERT INTO causes VALUES (?, ?, 1, ?)
         ON CONFLICT DO UPDATE SET count = count + 1, last = max(last, excluded.last)`,
      fingerprint,
      cause,
      time,
    );
  }

  function add(additions: Map<number, Addition>, fingerprint: Fingerprint, occurrence: Occurrence): Addition {
    const { time, worker } = occurrence;
    const level = levels.indexOf(occurrence.level);
    let addition = additions.get(fingerprint.id);
    if (!addition) {
      addition = {
        fingerprint,
        count: 0,
        first: time,
        last: time,
        level,
        sign: null,
        workers: new Map(),
      };
      additions.set(fingerprint.id, addition);
    }
    addition.count += 1;
    addition.first = Math.min(addition.first, time);
    addition.last = Math.max(addition.last, time);
    addition.level = Math.max(addition.level, level);
    let of = addition.workers.get(worker);
    if (!of) {
      of = { count: 0, first: time, last: time, minutes: new Map() };
      addition.workers.set(worker, of);
    }
    of.count += 1;
    of.first = Math.min(of.first, time);
    of.last = Math.max(of.last, time);
    const minute = Math.floor(time / minuteMs);
    of.minutes.set(minute, (of.minutes.get(minute) ?? 0) + 1);
    return addition;
  }

  /** True: its wording became more general. */
  function writeDown({ fingerprint, count, first, last, level, sign, workers }: Addition): boolean {
    const { id, group } = fingerprint;
    fingerprint.count += count;
    fingerprint.level = Math.max(fingerprint.level, level);
    file.run(
      `UPDATE fingerprints SET count = count + ?, first_seen = min(first_seen, ?), last_seen = max(last_seen, ?), level = max(level, ?)
         WHERE id = ?`,
      count,
      first,
      last,
      level,
      id,
    );
    const isRetitled = sign !== null && sign.title !== fingerprint.title;
    if (isRetitled) {
      file.run(
        'UPDATE groups SET title = ? WHERE id = ? AND title = ?',
        sign.title,
        group,
        fingerprint.title,
      );
      file.run('UPDATE fingerprints SET title = ?, why = ? WHERE id = ?', sign.title, sign.why, id);
      fingerprint.title = sign.title;
    }
    let isNewWorker = false;
    for (const [worker, of] of workers) {
      isNewWorker =
        file.run(
          'UPDATE touched SET count = count + ?, last_seen = max(last_seen, ?) WHERE fingerprint = ? AND worker = ?',
          of.count,
          of.last,
          id,
          worker,
        ) === 0 || isNewWorker;
      if (isNewWorker)
        file.run(
          'INSERT OR IGNORE INTO touched VALUES (?, ?, ?, ?, ?)',
          id,
          worker,
          of.count,
          of.first,
          of.last,
        );
      for (const { stepMs } of steps) {
        const added = new Map<number, number>();
        for (const [minute, times] of of.minutes) {
          const at = Math.floor((minute * minuteMs) / stepMs) * stepMs;
          added.set(at, (added.get(at) ?? 0) + times);
        }
        for (const [at, times] of added)
          file.run(
            `INSERT INTO counts VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count`,
            id,
            stepMs,
            at,
            worker,
            times,
          );
      }
    }
    file.run(
      `UPDATE groups SET count = count + ?, first_seen = min(first_seen, ?), last_seen = max(last_seen, ?), level = max(level, ?)
         WHERE id = ?`,
      count,
      first,
      last,
      level,
      group,
    );
    if (isNewWorker) file.run(workersOfGroup, group);
    return isRetitled;
  }

  function countTotals(category: Category, { workers }: Addition): void {
    for (const [worker, { count }] of workers)
      file.run(
        'INSERT INTO totals VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count',
        category,
        worker,
        count,
      );
  }

  /** What was resolved and happens again was not. */
  function regress(
    group: number,
    newest: ReadonlyMap<number, Occurrence>,
    nowMs: number,
    out: Written,
  ): Category {
    const row = file.all<Pick<GroupRow, 'status' | 'status_at' | 'awaits_deploy' | 'category'>>(
      'SELECT status, status_at, awaits_deploy, category FROM groups WHERE id = ?',
      group,
    )[0];
    const occurrence = newest.get(group);
    if (
      row?.status === 'resolved' &&
      occurrence &&
      occurrence.time > row.status_at &&
      (row.awaits_deploy === 0 || deployedSince(occurrence.worker, row.status_at))
    ) {
      file.run(
        "UPDATE groups SET status = 'regressed', status_at = ?, status_by = NULL, awaits_deploy = 0 WHERE id = ?",
        nowMs,
        group,
      );
      out.happenings.push({ what: 'regression', group, occurrence });
    }
    return row?.category ?? 'unknown';
  }

  return {
    /** All of the batches or, when it throws, nothing. */
    write(batches: readonly Batch[], nowMs: number): Written {
      const out: Written = {
        changed: new Set(),
        removed: new Set(),
        happenings: [],
        isLearned: false,
        minutes: new Map(),
      };
      try {
        file.transaction(() => {
          const additions = new Map<number, Addition>();
          const newest = new Map<number, Occurrence>();
          for (const given of batches.flatMap((batch) => batch.occurrences)) {
            if (!isFirst(given.id, nowMs)) continue;
            const worker = senderOf(given.worker);
            const isEarly = given.time > nowMs + aheadMs;
            const occurrence =
              worker === given.worker && !isEarly
                ? given
                : { ...given, worker, time: isEarly ? nowMs : given.time };
            const minute = Math.floor(occurrence.time / minuteMs);
            out.minutes.set(minute, (out.minutes.get(minute) ?? 0) + 1);
            const sign = signOf(occurrence);
            const key = splitKey(sign.key, rulesOf(sign.key), occurrence.worker, sign.parameters);
            const fingerprint = fingerprintOf(key, sign, occurrence, nowMs, out);
            const addition = add(additions, fingerprint, occurrence);
            if (sign.kind === 'template' && key === sign.key) addition.sign = sign;
            const stays = isKept(fingerprint.count + addition.count);
            if (mayKeep(fingerprint, occurrence, nowMs) || stays)
              keep(fingerprint.id, occurrence, sign.parameters, stays);
            linkCause(occurrence, fingerprint.id);
            const before = newest.get(fingerprint.group);
            if (!before || before.time <= occurrence.time) newest.set(fingerprint.group, occurrence);
          }
          let isRetitled = false;
          for (const addition of additions.values()) {
            isRetitled = writeDown(addition) || isRetitled;
            out.changed.add(addition.fingerprint.group);
          }
          const categories = new Map<number, Category>();
          for (const group of out.changed) categories.set(group, regress(group, newest, nowMs, out));
          for (const addition of additions.values())
            countTotals(categories.get(addition.fingerprint.group) ?? 'unknown', addition);
          out.isLearned = isRetitled || out.happenings.length > 0;
          if (isRetitled && uniteMoved(file, currentKey, out)) known.clear();
          for (const { marks } of batches)
            for (const [feed, position] of marks)
              file.run('INSERT OR REPLACE INTO marks VALUES (?, ?)', feed, position);
        });
      } catch (error) {
        known.clear();
        throw error;
      }
      return out;
    },
    /** People moved fingerprints or made rules. */
    forget(): void {
      known.clear();
      rules = null;
    },
  };
}

function jsonOf(occurrence: Occurrence): string {
  const text = JSON.stringify(occurrence);
  if (text.length <= longestKept) return text;
  const { id, time, worker, source, level, message, exceptions, exit } = occurrence;
  const short: Occurrence = {
    ...(id !== undefined && { id }),
    time,
    worker,
    source,
    level,
    message: message.slice(0, cutTo.message),
    exceptions: exceptions.slice(-cutTo.exceptions).map(({ type, message: said, frames }) => ({
      type: type.slice(0, cutTo.message),
      message: said.slice(0, cutTo.message),
      frames: frames.slice(0, cutTo.frames).map(({ function: name, file, line, column, inApp }) => ({
        function: name,
        file,
        line,
        column,
        inApp,
      })),
    })),
    exit,
    fields: {},
  };
  return JSON.stringify(short);
}

/** Bounded by what it takes, without cutting one in two. */
function parametersJson(parameters: readonly string[]): string {
  let room = longestParameters;
  return JSON.stringify(
    parameters.map((parameter) => {
      const shown = parameter.slice(0, Math.max(0, Math.min(200, room)));
      room -= shown.length;
      return shown;
    }),
  );
}

/** The last of a bounded number of workers. */
const mostRemembered = 2_000;
function remember<Value>(map: Map<string, Value>, worker: string, value: Value): void {
  map.delete(worker);
  map.set(worker, value);
  if (map.size > mostRemembered) map.delete(map.keys().next().value as string);
}
