import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { findDamage } from './backups.ts';
import { openOwnFile } from './own-file.ts';

it("finds a room's own file sound also when it is too large to be read as a whole", async () => {
  const folder = mkdtempSync(join(tmpdir(), 'yagura-backups-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'own.db');
  const options = {
    nowMs: 0,
    schema: `CREATE TABLE IF NOT EXISTS blobs (data BLOB);
      CREATE TABLE IF NOT EXISTS named (name TEXT PRIMARY KEY, data BLOB) WITHOUT ROWID`,
    formatVersion: 1,
    cacheKb: 1_000,
  };
  const file = await openOwnFile(path, options);
  file.prepare('INSERT INTO blobs VALUES (zeroblob(?))').run(40 * 1024 * 1024);
  file.close();
  expect(statSync(path).size).toBeGreaterThan(33 * 1024 * 1024);
  expect(await findDamage(path)).toBeNull();
  const again = await openOwnFile(path, options);
  expect(again.moved).toBeNull();
  again.close();
});
