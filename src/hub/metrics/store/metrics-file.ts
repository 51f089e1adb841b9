/** The SQLite file that holds the figures: its tables, and what is asked of them. Everything here happens at once and may throw. */
import { type OwnFile, openOwnFile } from '../../store/index.ts';
import type { SeriesRow } from './series-index.ts';
import { tiers, type TierName } from './windows.ts';

export interface JournalRow {
  id: number;
  generation: number;
  data: Uint8Array;
}

/** Samples of a group of series within one window, from a few minutes. */
export interface SegmentRow {
  id: number;
  window: number;
  group: number;
  generation: number;
  /** ms of its first and last sample. */
  first: number;
  last: number;
}

export interface MetricsFile extends OwnFile {
  series(): SeriesRow[];
  journal(): JournalRow[];
  segments(): SegmentRow[];
  segment(id: number): Uint8Array | null;
  /** A series' chunk of a tier and block. */
  chunk(tier: TierName, block: number, id: number): Uint8Array | null;
  times(window: number, column: number): Uint8Array | null;
  /** All columns of times of a window, by number. */
  allTimes(window: number): Map<number, Uint8Array>;
  /** The oldest and the newest block of a tier, and the bytes of the oldest one; null when the tier is empty. */
  span(tier: TierName): { oldest: number; newest: number; bytesOfOldest: number } | null;

  addSeries(row: SeriesRow): void;
  updateSeries(id: number, first: number, last: number): void;
  removeSeries(id: number): void;
  addJournal(row: JournalRow): void;
  dropJournal(throughId: number): void;
  addSegment(row: SegmentRow, data: Uint8Array): void;
  dropSegment(id: number): void;
  putChunk(tier: TierName, block: number, id: number, data: Uint8Array): void;
  putTimes(window: number, column: number, data: Uint8Array): void;
  /** Deletes some of the chunks before this block, answers how many; call it until it says 0. */
  dropChunks(tier: TierName, beforeBlock: number, atMost: number): number;
  dropTimes(beforeWindow: number, atMost: number): number;
}

/** Chunks of a block lie side by side, so that the oldest go together; series count below this. */
const seriesRoom = 2 ** 24;
const idOf = (block: number, id: number) => block * seriesRoom + id;

const schema = `
  CREATE TABLE IF NOT EXISTS series (
    id INTEGER PRIMARY KEY, source TEXT NOT NULL, labels TEXT NOT NULL, first INTEGER, last INTEGER
  );
  CREATE TABLE IF NOT EXISTS journal (id INTEGER PRIMARY KEY, generation INTEGER NOT NULL, data BLOB NOT NULL);
  CREATE TABLE IF NOT EXISTS segments (
    id INTEGER PRIMARY KEY, window INTEGER NOT NULL, series_group INTEGER NOT NULL, generation INTEGER NOT NULL,
    first INTEGER NOT NULL, last INTEGER NOT NULL, data BLOB NOT NULL
  );
  CREATE TABLE IF NOT EXISTS times (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
  ${tiers.map(({ name }) => `CREATE TABLE IF NOT EXISTS ${name} (id INTEGER PRIMARY KEY, data BLOB NOT NULL);`).join('\n')}
`;
/** Opens the file, or moves a broken one aside and begins anew. */
export async function openMetricsFile(path: string, nowMs: number): Promise<MetricsFile> {
  const file = await openOwnFile(path, { nowMs, schema, formatVersion: 1, cacheKb: 1_000 });
  const run = file.prepare;
  const blobOf = (row: unknown) => (row as { data: Uint8Array } | undefined)?.data ?? null;
  return {
    ...file,
    series: () =>
      run('SELECT id, source, labels AS key, first, last FROM series ORDER BY id').all() as SeriesRow[],
    journal: () => run('SELECT id, generation, data FROM journal ORDER BY id').all() as JournalRow[],
    segments: () =>
      run(
        'SELECT id, window, series_group AS "group", generation, first, last FROM segments ORDER BY id',
      ).all() as SegmentRow[],
    segment: (id) => blobOf(run('SELECT data FROM segments WHERE id = ?').get(id)),
    chunk: (tier, block, id) => blobOf(run(`SELECT data FROM ${tier} WHERE id = ?`).get(idOf(block, id))),
    times: (window, column) => blobOf(run('SELECT data FROM times WHERE id = ?').get(idOf(window, column))),
    allTimes(window) {
      const rows = run('SELECT id, data FROM times WHERE id BETWEEN ? AND ?').all(
        idOf(window, 0),
        idOf(window + 1, 0) - 1,
      ) as { id: number; data: Uint8Array }[];
      return new Map(rows.map(({ id, data }) => [id - idOf(window, 0), data]));
    },
    span(tier) {
      const { least, most } = run(`SELECT min(id) AS least, max(id) AS most FROM ${tier}`).get() as {
        least: number | null;
        most: number | null;
      };
      if (least === null || most === null) return null;
      const oldest = Math.floor(least / seriesRoom);
      const sum = run(`SELECT sum(length(data)) AS bytes FROM ${tier} WHERE id BETWEEN ? AND ?`);
      const { bytes } = sum.get(idOf(oldest, 0), idOf(oldest + 1, 0) - 1) as { bytes: number };
      return { oldest, newest: Math.floor(most / seriesRoom), bytesOfOldest: bytes };
    },
    addSeries: ({ id, source, key, first, last }) =>
      void run('INSERT OR REPLACE INTO series VALUES (?, ?, ?, ?, ?)').run(id, source, key, first, last),
    updateSeries: (id, first, last) =>
      void run('UPDATE series SET first = ?, last = ? WHERE id = ?').run(first, last, id),
    removeSeries: (id) => void run('DELETE FROM series WHERE id = ?').run(id),
    addJournal: ({ id, generation, data }) =>
      void run('INSERT INTO journal VALUES (?, ?, ?)').run(id, generation, data),
    dropJournal: (throughId) => void run('DELETE FROM journal WHERE id <= ?').run(throughId),
    addSegment: ({ id, window, group, generation, first, last }, data) =>
      void run('INSERT INTO segments VALUES (?, ?, ?, ?, ?, ?, ?)').run(
        id,
        window,
        group,
        generation,
        first,
        last,
        data,
      ),
    dropSegment: (id) => void run('DELETE FROM segments WHERE id = ?').run(id),
    putChunk: (tier, block, id, data) =>
      void run(`INSERT OR REPLACE INTO ${tier} VALUES (?, ?)`).run(idOf(block, id), data),
    putTimes: (window, column, data) =>
      void run('INSERT OR REPLACE INTO times VALUES (?, ?)').run(idOf(window, column), data),
    dropChunks: (tier, beforeBlock, atMost) => dropBefore(tier, beforeBlock, atMost),
    dropTimes: (beforeWindow, atMost) => dropBefore('times', beforeWindow, atMost),
  };
  function dropBefore(table: string, block: number, atMost: number): number {
    const sql = `DELETE FROM ${table} WHERE id IN (SELECT id FROM ${table} WHERE id < ? ORDER BY id LIMIT ?)`;
    return Number(run(sql).run(idOf(block, 0), atMost).changes);
  }
}
