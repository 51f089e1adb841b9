import { mkdtempSync, readdirSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Clock, ManualClock, systemClock } from '../../shared/clock.ts';
import { openHome } from '../../shared/home.ts';
import { backupsToDrop } from './backups.ts';
import { migrations } from './migrations/index.ts';
import { openStore, type Store } from './open-store.ts';
import { openSqlite } from './sqlite.ts';
import type { Database } from './tables.ts';

let dir: string;
let stores: Store[];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'yagura-store-'));
  stores = [];
});
afterEach(async () => {
  for (const store of stores) await store.close().catch(() => {});
  rmSync(dir, { recursive: true, force: true });
});

async function open(
  onCorrupt: (detail: string) => void = () => {},
  clock: Clock = systemClock,
): Promise<Store> {
  const store = await openStore({ home: openHome(dir), clock, onCorrupt });
  stores.push(store);
  return store;
}
const setting = (store: Store) => store.rows(store.db.selectFrom('settings').selectAll());
async function remember(store: Store, key: string, value = 'kept'): Promise<void> {
  await store.db.insertInto('settings').values({ key, value }).execute();
}

describe('the store', () => {
  it('keeps what was written, privately, across a restart', async () => {
    const first = await open();
    await remember(first, 'a');
    await first.close();
    const second = await open();
    expect(setting(second)).toEqual([{ key: 'a', value: 'kept' }]);
    expect(second.repaired).toBeNull();
    expect(statSync(join(dir, 'yagura.db')).mode & 0o777).toBe(0o600);
  });

  for (const [damage, harm] of [
    ['overwritten with noise', (file: string) => writeFileSync(file, 'no database '.repeat(1000))],
    ['cut in half', (file: string) => truncateSync(file, Math.floor(statSync(file).size / 8192) * 4096)],
    ['emptied', (file: string) => truncateSync(file, 0)],
  ] as const) {
    it(`puts a database that was ${damage} aside and restores the newest sound backup`, async () => {
      const first = await open();
      await remember(first, 'before');
      const backup = await first.backUp();
      await remember(first, 'after');
      await first.close();
      harm(join(dir, 'yagura.db'));
      const second = await open();
      expect(second.repaired?.from).toBe(backup);
      expect(second.repaired?.damage).not.toBe('');
      expect(setting(second)).toEqual([{ key: 'before', value: 'kept' }]);
      expect(readdirSync(dir).filter((name) => name.includes('.broken-'))).not.toEqual([]);
    });
  }

  it('restores the newest backup when the file is missing, and begins quietly when there never was one', async () => {
    const first = await open();
    expect(first.repaired).toBeNull();
    await remember(first, 'before');
    const backup = await first.backUp();
    await first.close();
    rmSync(join(dir, 'yagura.db'));
    for (const part of ['-wal', '-shm']) rmSync(join(dir, `yagura.db${part}`), { force: true });
    const second = await open();
    expect(second.repaired).toEqual({ movedTo: null, from: backup, damage: 'the file is missing' });
    expect(setting(second)).toEqual([{ key: 'before', value: 'kept' }]);
  });

  for (const [harm, told, harmIt] of [
    ['deleted', 'the file was deleted', (file: string) => rmSync(file)],
    [
      'deprived of its log of changes',
      'its log of changes was deleted',
      (file: string) => rmSync(`${file}-wal`),
    ],
  ] as const) {
    it(`loses nothing when the file is ${harm} while it is in use`, async () => {
      const clock = new ManualClock();
      const damages: string[] = [];
      const first = await open((damage) => damages.push(damage), clock);
      await remember(first, 'a');
      harmIt(join(dir, 'yagura.db'));
      await remember(first, 'b');
      clock.advance(1_000);
      await vi.waitFor(() => expect(damages).toEqual([told]));
      const second = await open();
      expect(setting(second).map(({ key }) => key)).toEqual(['a', 'b']);
    });
  }

  it('lets another file take its place, and keeps what it held as a backup', async () => {
    const clock = new ManualClock();
    const damages: string[] = [];
    const first = await open((damage) => damages.push(damage), clock);
    await remember(first, 'other');
    const other = await first.backUp();
    await remember(first, 'here');
    renameSync(other, join(dir, 'yagura.db'));
    clock.advance(1_000);
    await vi.waitFor(() => expect(damages).toEqual(['the file was replaced']));
    const second = await open();
    expect(second.repaired).toBeNull();
    expect(setting(second).map(({ key }) => key)).toEqual(['other']);
    expect(readdirSync(join(dir, 'backups'))).toEqual([expect.stringContaining('rescued')]);
  });

  it('notices while it is in use that the file was cut short', async () => {
    const clock = new ManualClock();
    const damages: string[] = [];
    const store = await open((damage) => damages.push(damage), clock);
    store.rows(pragma(store, 'wal_checkpoint(TRUNCATE)'));
    clock.advance(1_000);
    expect(damages).toEqual([]);
    truncateSync(join(dir, 'yagura.db'), 4096);
    clock.advance(1_000);
    await vi.waitFor(() => expect(damages).toEqual(['the file was cut short']));
  });

  it('starts anew when the database is broken and every backup is too', async () => {
    const first = await open();
    const backup = await first.backUp();
    await first.close();
    writeFileSync(join(dir, 'yagura.db'), 'x'.repeat(9000));
    writeFileSync(backup, 'y'.repeat(9000));
    const second = await open();
    expect(second.repaired).toMatchObject({ from: null });
    await remember(second, 'new');
    expect(setting(second)).toHaveLength(1);
  });

  it('refuses a database of a newer version and says so', async () => {
    const first = await open();
    await first.close();
    const sqlite = await openSqlite(join(dir, 'yagura.db'));
    sqlite.exec("INSERT INTO kysely_migration VALUES ('9999-later', '2030-01-01T00:00:00Z')");
    sqlite.close();
    await expect(open()).rejects.toThrow(/newer Yagura.*9999-later/);
  });

  it('backs the database up before a migration changes it, and keeps it as it was when that fails', async () => {
    const first = await open();
    await remember(first, 'old');
    await first.close();
    const failing = {
      async up(db: Kysely<Database>) {
        await db.schema.dropTable('settings').execute();
        throw new Error('half way');
      },
    };
    const steps = { ...migrations, '9999-failing': failing };
    const attempt = openStore({ home: openHome(dir), clock: systemClock, onCorrupt: () => {}, steps });
    await expect(attempt).rejects.toThrow('half way');
    expect(readdirSync(join(dir, 'backups'))).toEqual([expect.stringContaining('before-change')]);
    expect(setting(await open())).toEqual([{ key: 'old', value: 'kept' }]);
  });

  it('says that it cannot be written, and notices when it can be again', async () => {
    const clock = new ManualClock();
    const store = await open(() => {}, clock);
    const seen: string[] = [];
    store.onHealth((health) => seen.push(health.state));
    store.rows(store.db.selectFrom('settings').selectAll());
    const pages = countPages(store);
    store.rows(pragma(store, `max_page_count = ${pages}`));
    await expect(
      store.db
        .insertInto('settings')
        .values({ key: 'big', value: 'x'.repeat(100_000) })
        .execute(),
    ).rejects.toMatchObject({ code: 'storage_unavailable' });
    expect(store.health()).toMatchObject({ state: 'troubled', detail: expect.stringContaining('full') });
    store.rows(pragma(store, 'max_page_count = 100000'));
    await remember(store, 'small');
    expect(seen, 'one write says little').toEqual(['troubled']);
    clock.advance(3_000);
    expect(seen, 'it tries by itself').toEqual(['troubled', 'well']);
    expect(store.health()).toMatchObject({ detail: '', since: null });
  });

  it('reports damage that shows only while it runs', async () => {
    const told: string[] = [];
    const store = await open((detail) => told.push(detail));
    await remember(store, 'a', 'x'.repeat(50_000));
    store.rows(pragma(store, 'wal_checkpoint(TRUNCATE)'));
    const { size } = statSync(join(dir, 'yagura.db'));
    await store.close();
    const again = await open((detail) => told.push(detail));
    writeFileSync(join(dir, 'yagura.db'), Buffer.alloc(size, 7));
    expect(() => setting(again)).toThrow();
    expect(told).toHaveLength(1);
  });
});

function countPages(store: Store): number {
  const counted: unknown = store.rows(pragma(store, 'page_count'))[0];
  return (counted as { page_count: number }).page_count;
}

function pragma(store: Store, text: string) {
  return {
    compile: () => ({ ...store.db.selectFrom('settings').select('key').compile(), sql: `PRAGMA ${text}` }),
  };
}

describe('keeping backups', () => {
  it('keeps the newest five and one a day for a week', () => {
    const names = Array.from({ length: 40 }, (_, hour) => {
      const at = new Date(Date.UTC(2026, 0, 1) + hour * 6 * 3_600_000).toISOString().replaceAll(/[-:.]/g, '');
      return `yagura-${at}.db`;
    });
    const dropped = backupsToDrop(names);
    const kept = names.filter((name) => !dropped.includes(name));
    expect(kept.slice(-5)).toEqual(names.slice(-5));
    expect(new Set(kept.map((name) => name.slice(7, 15))).size).toBe(7);
    expect(kept.length).toBeLessThanOrEqual(12);
  });
});
