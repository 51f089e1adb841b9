/** Copies of the database that are whole: made beside the running hub, restored when the file itself is broken. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { openSqlite, type Sqlite } from './sqlite.ts';

const nameOf = /^yagura-(\d{8}T\d{9}Z)(-[\w.-]+)?\.db$/;
const newestKept = 5;
const daysKept = 7;
/** Beyond the newest ones, the newest of each day of this time. */
export const backupRetention = { count: newestKept, ageMs: daysKept * 86_400_000 };

/** Above this size only the structure and a few pages are looked at on opening, so that a start stays quick. */
const wholeCheckBytes = 32 * 1024 * 1024;

export async function makeBackup(
  sqlite: Sqlite,
  dir: string,
  nowMs: number,
  label: string | null,
): Promise<string> {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const stamp = new Date(nowMs).toISOString().replaceAll(/[-:.]/g, '');
  const file = join(dir, `yagura-${stamp}${label ? `-${label}` : ''}.db`);
  const unfinished = `${file}.part`;
  rmSync(unfinished, { force: true });
  try {
    await sqlite.backup(unfinished);
    renameSync(unfinished, file);
  } finally {
    for (const rest of ['', '-journal', '-wal', '-shm']) rmSync(unfinished + rest, { force: true });
  }
  pruneBackups(dir);
  return file;
}

/** Newest first. */
export function listBackups(dir: string): string[] {
  if (!existsSync(dir)) return [];
  const names = readdirSync(dir).filter((name) => nameOf.test(name));
  return names
    .sort()
    .toReversed()
    .map((name) => join(dir, name));
}

export function newestBackupAt(dir: string): number | null {
  const newest = listBackups(dir)[0];
  return newest === undefined ? null : statSync(newest).mtimeMs;
}

/** The newest few, and the newest of each of the last days. */
export function backupsToDrop(names: readonly string[]): string[] {
  const newestFirst = [...names].sort().toReversed();
  const days = new Set<string>();
  return newestFirst.filter((name, index) => {
    const day = nameOf.exec(name)?.[1]?.slice(0, 8) ?? '';
    const firstOfDay = !days.has(day);
    days.add(day);
    return index >= newestKept && !(firstOfDay && days.size <= daysKept);
  });
}

function pruneBackups(dir: string): void {
  const names = readdirSync(dir).filter((name) => nameOf.test(name));
  for (const name of backupsToDrop(names)) rmSync(join(dir, name), { force: true });
}

/** What is wrong with a database file, or null when it is sound. */
export async function findDamage(file: string): Promise<string | null> {
  let sqlite: Sqlite | undefined;
  try {
    if (statSync(file).size === 0) return 'the file is empty';
    sqlite = await openSqlite(file);
    if (statSync(file).size > wholeCheckBytes) {
      for (const row of sqlite.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all()) {
        const table = (row as { name: string }).name.replaceAll('"', '""');
        // Not every table has a rowid to read the newest by; the pages at its root are read in any case.
        sqlite.prepare(`SELECT * FROM "${table}" LIMIT 50`).all();
      }
      return null;
    }
    const result = sqlite.prepare('PRAGMA quick_check(1)').get() as { quick_check?: string } | undefined;
    return result?.quick_check === 'ok' ? null : (result?.quick_check ?? 'the check gave no answer');
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    sqlite?.close();
  }
}

/** Moves a broken database out of the way, keeping every byte of it for a person to look at; null when nothing of it is left. */
export function moveAside(file: string, nowMs: number): string | null {
  const suffix = `.broken-${new Date(nowMs).toISOString().replaceAll(/[-:.]/g, '')}`;
  const parts = ['-wal', '-shm', ''].filter((part) => existsSync(file + part));
  for (const part of parts) renameSync(file + part, `${file}${suffix}${part}`);
  return parts.length > 0 ? file + suffix : null;
}

/** Puts the newest sound backup in the database's place; answers which one, or null when there is none. */
export async function restoreNewest(file: string, dir: string): Promise<string | null> {
  for (const backup of listBackups(dir)) {
    if ((await findDamage(backup)) !== null) continue;
    copyFileSync(backup, `${file}.part`);
    renameSync(`${file}.part`, file);
    return backup;
  }
  return null;
}
