/** The SQLite file that holds the records: its tables, and what is asked of them. Everything here happens at once and may throw. */
import { type OwnFile, openOwnFile } from '../../store/index.ts';

/** A new record, which waits until there are enough of its group for a block. */
export interface TailRow {
  n: number;
  source: number;
  /** 1: it tells of trouble (a warning or worse), and is kept apart from what does not. */
  trouble: number;
  time: number;
  level: number;
  stream: number;
  text: string;
}

export interface BlockRow {
  id: number;
  source: number;
  /** Times of its first and its last record. */
  first: number;
  last: number;
  /** How many records of each level it holds, as `digit:count` parted by commas. */
  counts: string;
}

export interface GroupTally {
  source: number;
  trouble: number;
  rows: number;
  characters: number;
  /** Time of the oldest. */
  since: number;
}

export interface LogsFile extends OwnFile {
  sources(): { id: number; name: string }[];
  addSource(id: number, name: string): void;
  cursors(): { worker: string; stdout: number; stderr: number }[];
  setCursor(worker: string, stdout: number, stderr: number): void;

  addTail(row: TailRow): void;
  /** Of a group, in the order in which they came. */
  tailOf(source: number, trouble: number): TailRow[];
  dropTail(source: number, trouble: number): void;
  /** Null: of all sources. */
  tail(sources: readonly number[] | null): TailRow[];
  tallies(): GroupTally[];

  /** Answers the id that it got: the newest of its records' time decides. */
  addBlock(block: Omit<BlockRow, 'id'>, data: Uint8Array, words: string): number;
  data(id: number): Uint8Array | null;
  /** Blocks that begin at `beginBy` at the latest, with ids below a bound, newest first; with `match` those that the index finds by it. */
  newestBlocks(match: string | null, below: number, beginBy: number, atMost: number): BlockRow[];
  /** Blocks with ids from a bound on, oldest first. */
  oldestBlocks(match: string | null, from: number, atMost: number): BlockRow[];
  /** The oldest blocks go; answers how many. */
  dropOldest(atMost: number, beforeId: number): number;
  oldest(): BlockRow | null;
  blockCount(): number;

  addError(data: string): number;
  errors(atMost: number): { position: number; data: string }[];
  dropErrors(throughPosition: number): void;
  /** All errors that wait, the oldest first. */
  waitingErrors(): { position: number; characters: number }[];

  /** Tidies the index up a bit; false when there is nothing more to do. */
  mergeIndex(pages: number): boolean;
}

/** Ids of blocks grow with the time of their last record; so many may have the same. */
const idsPerMs = 1024;
export const idFrom = (time: number): number => Math.max(0, Math.floor(time)) * idsPerMs;

const schema = `
  CREATE TABLE IF NOT EXISTS sources (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
  CREATE TABLE IF NOT EXISTS cursors (
    worker TEXT PRIMARY KEY, stdout INTEGER NOT NULL, stderr INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS tail (
    n INTEGER PRIMARY KEY, source INTEGER NOT NULL, trouble INTEGER NOT NULL, time INTEGER NOT NULL,
    level INTEGER NOT NULL, stream INTEGER NOT NULL, text TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS tail_groups ON tail (source, trouble);
  CREATE TABLE IF NOT EXISTS blocks (
    id INTEGER PRIMARY KEY, source INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, counts TEXT NOT NULL
  );
  CREATE TABLE IF NOT EXISTS texts (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
  CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(
    text, content = '', contentless_delete = 1, detail = none, tokenize = 'unicode61'
  );
  CREATE TABLE IF NOT EXISTS errors (position INTEGER PRIMARY KEY AUTOINCREMENT, data TEXT NOT NULL);
`;
const positionsPerMs = 1_000;
/** Merging is done in small steps between other work, and not within an insert. */
const indexSettings: readonly [string, number][] = [
  ['automerge', 0],
  ['crisismerge', 512],
];

/** Opens the file, or moves a broken one aside and begins anew. */
export async function openLogsFile(path: string, nowMs: number): Promise<LogsFile> {
  const file = await openOwnFile(path, {
    nowMs,
    schema,
    formatVersion: 1,
    cacheKb: 2_000,
    begin({ prepare }) {
      // Written out: node:sqlite binds each number as a real one, which FTS5 does not take for a whole.
      for (const [name, value] of indexSettings)
        prepare(`INSERT INTO words (words, rank) VALUES ('${name}', ${value})`).run();
      // Whoever remembers a position of a file that is gone must not take those of this one for known.
      prepare("INSERT INTO sqlite_sequence (name, seq) VALUES ('errors', ?)").run(nowMs * positionsPerMs);
    },
  });
  const run = file.prepare;
  const totalChanges = () => (run('SELECT total_changes() AS changes').get() as { changes: number }).changes;
  return {
    ...file,
    sources: () => run('SELECT id, name FROM sources').all() as { id: number; name: string }[],
    addSource: (id, name) => void run('INSERT INTO sources VALUES (?, ?)').run(id, name),
    cursors: () => run('SELECT worker, stdout, stderr FROM cursors').all() as ReturnType<LogsFile['cursors']>,
    setCursor: (worker, stdout, stderr) =>
      void run('INSERT OR REPLACE INTO cursors VALUES (?, ?, ?)').run(worker, stdout, stderr),

    addTail: ({ n, source, trouble, time, level, stream, text }) =>
      void run('INSERT INTO tail VALUES (?, ?, ?, ?, ?, ?, ?)').run(
        n,
        source,
        trouble,
        time,
        level,
        stream,
        text,
      ),
    tailOf: (source, trouble) =>
      run('SELECT * FROM tail WHERE source = ? AND trouble = ? ORDER BY n').all(source, trouble) as TailRow[],
    dropTail: (source, trouble) =>
      void run('DELETE FROM tail WHERE source = ? AND trouble = ?').run(source, trouble),
    tail: (sources) =>
      sources === null
        ? (run('SELECT * FROM tail').all() as TailRow[])
        : sources.flatMap((source) => run('SELECT * FROM tail WHERE source = ?').all(source) as TailRow[]),
    tallies: () =>
      run(
        `SELECT source, trouble, count(*) AS rows, sum(length(text)) AS characters, min(time) AS since
         FROM tail GROUP BY source, trouble`,
      ).all() as GroupTally[],

    addBlock({ source, first, last, counts }, data, words) {
      const base = idFrom(last);
      const { id: newest } = run('SELECT max(id) AS id FROM blocks WHERE id BETWEEN ? AND ?').get(
        base,
        base + idsPerMs - 1,
      ) as { id: number | null };
      const id = newest === null ? base : newest + 1;
      run('INSERT INTO blocks VALUES (?, ?, ?, ?, ?)').run(id, source, first, last, counts);
      run('INSERT INTO texts VALUES (?, ?)').run(id, data);
      run('INSERT INTO words (rowid, text) VALUES (?, ?)').run(id, words);
      return id;
    },
    data: (id) =>
      (run('SELECT data FROM texts WHERE id = ?').get(id) as { data: Uint8Array } | undefined)?.data ?? null,
    newestBlocks: (match, below, beginBy, atMost) =>
      match === null
        ? (run('SELECT * FROM blocks WHERE id < ? AND first <= ? ORDER BY id DESC LIMIT ?').all(
            below,
            beginBy,
            atMost,
          ) as BlockRow[])
        : (run(
            `SELECT blocks.* FROM words CROSS JOIN blocks ON blocks.id = words.rowid
             WHERE words MATCH ? AND words.rowid < ? AND first <= ? ORDER BY words.rowid DESC LIMIT ?`,
          ).all(match, below, beginBy, atMost) as BlockRow[]),
    oldestBlocks: (match, from, atMost) =>
      match === null
        ? (run('SELECT * FROM blocks WHERE id >= ? ORDER BY id LIMIT ?').all(from, atMost) as BlockRow[])
        : (run(
            `SELECT blocks.* FROM words CROSS JOIN blocks ON blocks.id = words.rowid
             WHERE words MATCH ? AND words.rowid >= ? ORDER BY words.rowid LIMIT ?`,
          ).all(match, from, atMost) as BlockRow[]),
    dropOldest(atMost, beforeId) {
      const ids = run('SELECT id FROM blocks WHERE id < ? ORDER BY id LIMIT ?').all(beforeId, atMost) as {
        id: number;
      }[];
      for (const { id } of ids)
        for (const [table, key] of [
          ['words', 'rowid'],
          ['texts', 'id'],
          ['blocks', 'id'],
        ])
          run(`DELETE FROM ${table} WHERE ${key} = ?`).run(id);
      return ids.length;
    },
    oldest: () => (run('SELECT * FROM blocks ORDER BY id LIMIT 1').get() as BlockRow | undefined) ?? null,
    blockCount: () => (run('SELECT count(*) AS count FROM blocks').get() as { count: number }).count,

    addError: (data) => Number(run('INSERT INTO errors (data) VALUES (?)').run(data).lastInsertRowid),
    errors: (atMost) =>
      run('SELECT position, data FROM errors ORDER BY position LIMIT ?').all(atMost) as ReturnType<
        LogsFile['errors']
      >,
    waitingErrors: () =>
      run('SELECT position, length(data) AS characters FROM errors ORDER BY position').all() as ReturnType<
        LogsFile['waitingErrors']
      >,
    dropErrors: (throughPosition) => void run('DELETE FROM errors WHERE position <= ?').run(throughPosition),

    mergeIndex(pages) {
      const before = totalChanges();
      run("INSERT INTO words (words, rank) VALUES ('merge', ?)").run(pages);
      // As its documentation says: less than two changes mean that nothing was left to merge.
      return totalChanges() - before >= 2;
    },
  };
}
