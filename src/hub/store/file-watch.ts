/**
 * Whether a database in use is still the file that was opened. SQLite goes on with a file that was deleted or replaced under it, and what it
 * writes there is lost with the process; one that was cut short it notices only when it reads what is gone.
 */
import { statSync } from 'node:fs';

/** Answers a function that tells what was done to the file since, or null. `savable`: the open database still holds everything. */
export function watchFile(file: string): () => { damage: string; savable: boolean } | null {
  const see = (path: string) => statSync(path, { throwIfNoEntry: false });
  const first = see(file);
  const firstLog = see(`${file}-wal`);
  let longest = first?.size ?? 0;
  return () => {
    const now = see(file);
    if (!now) return { damage: 'the file was deleted', savable: true };
    if (now.ino !== first?.ino) return { damage: 'the file was replaced', savable: true };
    if (now.size < longest) return { damage: 'the file was cut short', savable: false };
    longest = now.size;
    if (firstLog && see(`${file}-wal`)?.ino !== firstLog.ino)
      return { damage: 'its log of changes was deleted', savable: true };
    return null;
  };
}
