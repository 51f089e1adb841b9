/** The SQLite file of uploaded maps. Everything here happens at once; what the disk refuses is `storage_unavailable`. */
import { Failure, messageOf } from '../../../../shared/failure.ts';
import { openOwnFile, type OwnFile, storageTrouble } from '../../../store/index.ts';
import type { BundledMap } from './artifact-bundle.ts';

export interface MapsRetention {
  /** Since a bundle was uploaded or used last. */
  ageMs: number;
  bytes: number;
}
export const usualMapsRetention: MapsRetention = { ageMs: 90 * 86_400_000, bytes: 500e6 };

export interface StoredMap {
  isPacked: boolean;
  data: Buffer;
}

/** A bundle is for a version of some projects; none of them where only debug ids lead to it. */
export interface BundleUse {
  checksum: string;
  projects: readonly string[];
  release: string | null;
  dist: string;
}

export type UploadsFile = Awaited<ReturnType<typeof openUploadsFile>>;

const schema = `
  CREATE TABLE IF NOT EXISTS chunks (sha1 TEXT PRIMARY KEY, at INTEGER NOT NULL, bytes INTEGER NOT NULL, data BLOB NOT NULL);
  CREATE TABLE IF NOT EXISTS bundles (checksum TEXT PRIMARY KEY, used_at INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS maps (
    id INTEGER PRIMARY KEY, bundle TEXT NOT NULL, file TEXT NOT NULL, debug_id TEXT, packed INTEGER NOT NULL, data BLOB NOT NULL
  );
  CREATE INDEX IF NOT EXISTS maps_of_bundle ON maps (bundle, file);
  CREATE INDEX IF NOT EXISTS maps_by_debug_id ON maps (debug_id);
  CREATE TABLE IF NOT EXISTS uses (
    project TEXT NOT NULL, release TEXT NOT NULL, dist TEXT NOT NULL, bundle TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (project, release, dist, bundle)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS uses_of_bundle ON uses (bundle);
`;
const pagesAtATime = 1_024;
/** A use is noted to the day. */
const dayMs = 86_400_000;

export async function openUploadsFile(path: string, nowMs: number) {
  const file: OwnFile = await openOwnFile(path, { nowMs, schema, formatVersion: 1, cacheKb: 500 });
  const attempt = <Result>(work: () => Result): Result => {
    try {
      return work();
    } catch (error) {
      if (storageTrouble(error) === null) throw error;
      throw new Failure('storage_unavailable', `source maps cannot be written: ${messageOf(error)}`, {
        cause: error,
      });
    }
  };
  const all = <Row>(sql: string, ...values: (string | number)[]) =>
    attempt(() => file.prepare(sql).all(...values) as Row[]);
  const run = (sql: string, ...values: (string | number | Uint8Array | null)[]) =>
    attempt(() => Number(file.prepare(sql).run(...values).changes));

  function usedBytes(): number {
    const { bytes, freeBytes } = file.size();
    return bytes - freeBytes;
  }

  function dropBundle(checksum: string): void {
    run('DELETE FROM maps WHERE bundle = ?', checksum);
    run('DELETE FROM uses WHERE bundle = ?', checksum);
    run('DELETE FROM bundles WHERE checksum = ?', checksum);
  }

  const oldestBundle = () =>
    all<{ checksum: string; used_at: number }>(
      'SELECT checksum, used_at FROM bundles ORDER BY used_at, rowid LIMIT 1',
    )[0];

  function found(row: { bundle: string; packed: number; data: Uint8Array } | undefined, nowMs: number) {
    if (!row) return null;
    try {
      run(
        'UPDATE bundles SET used_at = ? WHERE checksum = ? AND used_at < ?',
        nowMs,
        row.bundle,
        nowMs - dayMs,
      );
    } catch {
      // A full disk takes nothing; the map is of use all the same.
    }
    return { isPacked: row.packed === 1, data: Buffer.from(row.data) } satisfies StoredMap;
  }

  return {
    moved: file.moved,
    isThere: () => file.isThere(),
    missing: (chunks: readonly string[]) =>
      all<{ value: string }>(
        'SELECT DISTINCT value FROM json_each(?) WHERE value NOT IN (SELECT sha1 FROM chunks)',
        JSON.stringify(chunks),
      ).map(({ value }) => value),
    addChunk(sha1: string, data: Buffer, nowMs: number): void {
      run('INSERT OR REPLACE INTO chunks VALUES (?, ?, ?, ?)', sha1, nowMs, data.length, data);
    },
    chunkBytes: () =>
      all<{ bytes: number }>('SELECT coalesce(sum(bytes), 0) AS bytes FROM chunks')[0]?.bytes ?? 0,
    chunkBytesOf: (chunks: readonly string[]) =>
      all<{ bytes: number }>(
        'SELECT coalesce(sum(bytes), 0) AS bytes FROM json_each(?) JOIN chunks ON sha1 = value',
        JSON.stringify(chunks),
      )[0]?.bytes ?? 0,
    chunk: (sha1: string) =>
      all<{ data: Uint8Array }>('SELECT data FROM chunks WHERE sha1 = ?', sha1)[0]?.data ?? null,
    dropOldestChunk: () =>
      run('DELETE FROM chunks WHERE sha1 = (SELECT sha1 FROM chunks ORDER BY at, rowid LIMIT 1)'),
    dropChunks: (chunks: readonly string[]) =>
      run('DELETE FROM chunks WHERE sha1 IN (SELECT value FROM json_each(?))', JSON.stringify(chunks)),
    dropChunksBefore: (ms: number) => run('DELETE FROM chunks WHERE at < ?', ms),
    hasBundle: (checksum: string) =>
      all('SELECT 1 FROM bundles WHERE checksum = ?', checksum)[0] !== undefined,
    /** All of it or nothing. `maps` is null for a bundle that is there already. */
    keep(
      { checksum, projects, release, dist }: BundleUse,
      maps: readonly BundledMap[] | null,
      nowMs: number,
    ): void {
      attempt(() =>
        file.transaction(() => {
          run(
            'INSERT INTO bundles VALUES (?, ?) ON CONFLICT DO UPDATE SET used_at = excluded.used_at',
            checksum,
            nowMs,
          );
          for (const { file: name, debugId, isPacked, data } of maps ?? [])
            run(
              'INSERT INTO maps (bundle, file, debug_id, packed, data) VALUES (?, ?, ?, ?, ?)',
              checksum,
              name,
              debugId,
              isPacked ? 1 : 0,
              data,
            );
          if (release !== null)
            for (const project of projects)
              run(
                'INSERT OR REPLACE INTO uses VALUES (?, ?, ?, ?, ?)',
                project,
                release,
                dist,
                checksum,
                nowMs,
              );
        }),
      );
    },
    byDebugId: (debugId: string, nowMs: number) =>
      found(
        all<{ bundle: string; packed: number; data: Uint8Array }>(
          'SELECT bundle, packed, data FROM maps WHERE debug_id = ? ORDER BY id DESC LIMIT 1',
          debugId,
        )[0],
        nowMs,
      ),
    /** Of the same distribution, else of none; the newest of them. */
    byName: (
      { project, release, dist }: { project: string; release: string; dist: string },
      [name, url]: readonly [string, string],
      nowMs: number,
    ) =>
      found(
        all<{ bundle: string; packed: number; data: Uint8Array }>(
          `SELECT maps.bundle, packed, data FROM uses JOIN maps ON maps.bundle = uses.bundle AND maps.file IN (?, ?)
             WHERE project = ? AND release = ? AND dist IN (?, '') ORDER BY dist DESC, at DESC, id DESC LIMIT 1`,
          name,
          url,
          project,
          release,
          dist,
        )[0],
        nowMs,
      ),
    forgetRelease(project: string, release: string): void {
      run('DELETE FROM uses WHERE project = ? AND release = ?', project, release);
    },
    /** Drops what is older or too much, the one that was used longest ago first; never the newest. */
    keepWithin({ ageMs, bytes }: MapsRetention, most: { maps: number; uses: number }, nowMs: number): void {
      const count = (table: 'maps' | 'uses' | 'bundles') =>
        all<{ count: number }>(`SELECT count(*) AS count FROM ${table}`)[0]?.count ?? 0;
      for (;;) {
        const oldest = oldestBundle();
        if (!oldest) break;
        const isOld = oldest.used_at < nowMs - ageMs;
        const isTooMuch = usedBytes() > bytes || count('maps') > most.maps || count('uses') > most.uses;
        if (!isOld && (!isTooMuch || count('bundles') === 1)) break;
        attempt(() => file.transaction(() => dropBundle(oldest.checksum)));
      }
      for (let before = Number.POSITIVE_INFINITY; file.size().freeBytes < before; ) {
        before = file.size().freeBytes;
        if (before > 0) file.shrink(pagesAtATime);
      }
    },
    size: () => ({
      ...file.size(),
      maps: all<{ count: number }>('SELECT count(*) AS count FROM maps')[0]?.count ?? 0,
    }),
    close: () => file.close(),
  };
}
