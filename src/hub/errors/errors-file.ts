/** The SQLite file that holds what is known of errors. Everything here happens at once; what the disk refuses is `storage_unavailable`. */
import { errnoOf, Failure, messageOf } from '../../shared/failure.ts';
import { type OwnFile, openOwnFile, storageTrouble } from '../store/index.ts';

type Value = string | number | null | Uint8Array;

export interface ErrorsFile {
  all<Row>(sql: string, ...values: Value[]): Row[];
  /** Answers how many rows were changed. */
  run(sql: string, ...values: Value[]): number;
  /** Answers the new row's id. */
  insert(sql: string, ...values: Value[]): number;
  transaction<Result>(work: () => Result): Result;
  shrink(pages: number): void;
  size(): ReturnType<OwnFile['size']>;
  close(): void;
}

/** A file that may be opened later: until then everything is `storage_unavailable`, but for its size. */
export interface LateErrorsFile extends ErrorsFile {
  /** Null where it is open now, else why it is not. Throws what is no trouble of the disk, as a file of a newer version. */
  open(nowMs: number): Promise<string | null>;
  readonly isOpen: boolean;
  /** What was wrong with a broken file that was moved aside. */
  readonly damage: string | null;
}

const schema = `
  CREATE TABLE IF NOT EXISTS groups (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, title TEXT NOT NULL, level INTEGER NOT NULL,
    category TEXT NOT NULL, confidence REAL NOT NULL, reasons_json TEXT NOT NULL, corrected_by TEXT,
    count INTEGER NOT NULL, first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL, workers INTEGER NOT NULL,
    status TEXT NOT NULL, status_at INTEGER NOT NULL, status_by TEXT, awaits_deploy INTEGER NOT NULL DEFAULT 0,
    assignee TEXT, trend TEXT NOT NULL, trend_ratio REAL, spiked_at INTEGER, merged_into INTEGER
  );
  CREATE INDEX IF NOT EXISTS groups_seen ON groups (last_seen);
  CREATE TABLE IF NOT EXISTS fingerprints (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, group_id INTEGER NOT NULL, kind TEXT NOT NULL,
    title TEXT NOT NULL, why TEXT NOT NULL, detail TEXT NOT NULL, level INTEGER NOT NULL,
    count INTEGER NOT NULL, first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL
  );
  CREATE INDEX IF NOT EXISTS fingerprints_of_group ON fingerprints (group_id);
  CREATE INDEX IF NOT EXISTS fingerprints_seen ON fingerprints (last_seen);
  CREATE TABLE IF NOT EXISTS touched (
    fingerprint INTEGER NOT NULL, worker TEXT NOT NULL,
    count INTEGER NOT NULL, first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL,
    PRIMARY KEY (fingerprint, worker)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS counts (
    fingerprint INTEGER NOT NULL, step INTEGER NOT NULL, at INTEGER NOT NULL, worker TEXT NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (fingerprint, step, at, worker)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS occurrences (
    id INTEGER PRIMARY KEY, fingerprint INTEGER NOT NULL, time INTEGER NOT NULL, worker TEXT NOT NULL,
    kept INTEGER NOT NULL, parameters_json TEXT NOT NULL, packed INTEGER NOT NULL, data BLOB NOT NULL
  );
  CREATE INDEX IF NOT EXISTS occurrences_of ON occurrences (fingerprint, id);
  CREATE TABLE IF NOT EXISTS notes (
    id INTEGER PRIMARY KEY, group_id INTEGER NOT NULL, time INTEGER NOT NULL, by TEXT NOT NULL, text TEXT NOT NULL
  );
  CREATE TABLE IF NOT EXISTS merges (
    id INTEGER PRIMARY KEY, time INTEGER NOT NULL, by TEXT NOT NULL, into_group INTEGER NOT NULL,
    from_group INTEGER NOT NULL, fingerprints_json TEXT NOT NULL
  );
  CREATE TABLE IF NOT EXISTS splits (
    id INTEGER PRIMARY KEY, time INTEGER NOT NULL, by TEXT NOT NULL, key TEXT NOT NULL, rule_json TEXT NOT NULL
  );
  CREATE TABLE IF NOT EXISTS causes (
    fingerprint INTEGER NOT NULL, cause INTEGER NOT NULL, count INTEGER NOT NULL, last INTEGER NOT NULL,
    PRIMARY KEY (fingerprint, cause)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS deploys (
    id INTEGER PRIMARY KEY, time INTEGER NOT NULL, version TEXT NOT NULL, worker TEXT, by TEXT NOT NULL
  );
  CREATE TABLE IF NOT EXISTS seen (name TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS seen_at ON seen (at);
  CREATE TABLE IF NOT EXISTS marks (feed TEXT PRIMARY KEY, position TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS totals (
    category TEXT NOT NULL, worker TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (category, worker)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS memories (name TEXT PRIMARY KEY, data BLOB NOT NULL) WITHOUT ROWID;
  -- With an occurrence go its attachments, whatever drops it.
  CREATE TABLE IF NOT EXISTS attachments (
    id INTEGER PRIMARY KEY, occurrence INTEGER NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL,
    bytes INTEGER NOT NULL, kept INTEGER NOT NULL, data BLOB
  );
  CREATE INDEX IF NOT EXISTS attachments_of ON attachments (occurrence);
  CREATE INDEX IF NOT EXISTS attachments_kept ON attachments (id, bytes) WHERE kept = 1;
  CREATE TRIGGER IF NOT EXISTS attachments_go AFTER DELETE ON occurrences
    BEGIN DELETE FROM attachments WHERE occurrence = old.id; END;
`;

/** A broken file is moved aside, and another begun. */
export function createErrorsFile(path: string): LateErrorsFile {
  let opened: OwnFile | null = null;
  let why = 'it is not open yet';
  const there = (): OwnFile => {
    if (opened) return opened;
    throw new Failure('storage_unavailable', `errors cannot be kept: ${why}`);
  };
  const attempt = <Result>(work: () => Result): Result => {
    try {
      return work();
    } catch (error) {
      if (storageTrouble(error) === null) throw error;
      throw new Failure('storage_unavailable', `errors cannot be written: ${messageOf(error)}`, {
        cause: error,
      });
    }
  };
  return {
    async open(nowMs) {
      try {
        opened = await openOwnFile(path, { nowMs, schema, formatVersion: 1, cacheKb: 2_000 });
        return null;
      } catch (error) {
        if (storageTrouble(error) === null && errnoOf(error) === undefined) throw error;
        why = messageOf(error);
        return why;
      }
    },
    get isOpen() {
      return opened !== null;
    },
    get damage() {
      return opened?.moved?.damage ?? null;
    },
    all: <Row>(sql: string, ...values: Value[]) =>
      attempt(() =>
        there()
          .prepare(sql)
          .all(...values),
      ) as Row[],
    run: (sql, ...values) =>
      attempt(() =>
        Number(
          there()
            .prepare(sql)
            .run(...values).changes,
        ),
      ),
    insert: (sql, ...values) =>
      attempt(() =>
        Number(
          there()
            .prepare(sql)
            .run(...values).lastInsertRowid,
        ),
      ),
    transaction: (work) => attempt(() => there().transaction(work)),
    shrink: (pages) => there().shrink(pages),
    size: () => opened?.size() ?? { bytes: 0, freeBytes: 0, walBytes: 0 },
    close() {
      opened?.close();
      opened = null;
    },
  };
}
