import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of this bench that is gone when it ends, however it ends. */
export function openFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'yagura-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
