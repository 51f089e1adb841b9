/** Whatever happens to the database: it is repaired, nobody overlooks it, and the workers do not notice. */
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { System } from '../../src/hub/fleet/index.ts';
import { openSqlite } from '../../src/hub/store/sqlite.ts';
import { startTower, type Tower } from '../fixtures/tower.ts';
import { waitUntil } from '../fixtures/wait-until.ts';

let tower: Tower;
let pid: number | null;
let firstEventId: number | undefined;
beforeAll(async () => {
  tower = await startTower({ config: { workers: { sleeper: { command: ['sleep', '1000'] } } } });
  ({ pid } = await tower.waitForWorker('sleeper', ({ state }) => state === 'running'));
  await tower.cli('down', '--keep-workers'); // which leaves a backup
  await tower.up();
  firstEventId = (await tower.events())[0]?.id;
});
afterAll(() => tower?.cleanUp());

const parts = () => [tower.home.database, `${tower.home.database}-wal`, `${tower.home.database}-shm`];

const harms = {
  'cut in half': (file: string) => truncateSync(file, Math.floor(statSync(file).size / 8_192) * 4_096),
  'overwritten with noise': (file: string) =>
    writeFileSync(file, randomBytes(statSync(file).size), { flag: 'r+' }),
  deleted: (file: string) => rmSync(file),
};

async function expectRepaired(since: string, saidBefore: number, kept: 'moved' | 'gone'): Promise<void> {
  const repairs = await waitUntil('the repair is told', async () => {
    const events = await tower.events(`&type=database.repaired&since=${since}`);
    return events.length > 0 ? events : null;
  });
  const { from, movedTo } = (repairs.at(-1)?.data ?? {}) as { from: string | null; movedTo: string | null };
  expect(from).not.toBeNull();
  if (kept === 'moved') expect(existsSync(movedTo ?? '')).toBe(true);
  await waitUntil('`up` says it', () =>
    /Careful: the database was broken/.test(tower.output().slice(saidBefore)),
  );
  const { parts: told } = await tower.api<System>('/system');
  expect(told).toContainEqual(
    expect.objectContaining({
      name: 'database',
      state: 'troubled',
      detail: expect.stringContaining('backup'),
    }),
  );
  // What was known at the last backup still is.
  expect((await tower.events())[0]?.id).toBe(firstEventId);
}

async function expectSameWorker(): Promise<void> {
  const worker = await tower.waitForWorker('sleeper', ({ fresh, state }) => fresh && state === 'running');
  expect(worker).toMatchObject({ pid, restarts: 0 });
}

describe.each(Object.entries(harms))('a database that was %s', (name, harm) => {
  test('while Yagura was down', async () => {
    const [since, said] = [new Date().toISOString(), tower.output().length];
    await tower.cli('down', '--keep-workers');
    harm(tower.home.database);
    await tower.up();
    await expectRepaired(since, said, name === 'deleted' ? 'gone' : 'moved');
    await expectSameWorker();
  });

  test('while Yagura runs', async () => {
    const [since, said, hub] = [new Date().toISOString(), tower.output().length, tower.hubPid()];
    harm(tower.home.database);
    // Noise shows when it is read, at the latest by the next hub.
    if (name === 'overwritten with noise') process.kill(hub as number, 'SIGKILL');
    await waitUntil('another hub is at work', () => tower.hubPid() !== null && tower.hubPid() !== hub);
    await tower.waitForReady();
    await expectRepaired(since, said, name === 'deleted' ? 'gone' : 'moved');
    await expectSameWorker();
  });
});

describe('a log of changes that was removed', () => {
  test('while Yagura runs: not one event is lost', async () => {
    const hub = tower.hubPid();
    const before = await tower.events();
    rmSync(`${tower.home.database}-wal`);
    await waitUntil('another hub is at work', () => tower.hubPid() !== null && tower.hubPid() !== hub);
    await tower.waitForReady();
    const after = new Set((await tower.events()).map(({ id, type }) => `${id} ${type}`));
    expect(before.filter(({ id, type }) => !after.has(`${id} ${type}`))).toEqual([]);
    await expectSameWorker();
  });

  test('after both were killed: what had reached the database is there', async () => {
    for (const each of [tower.agentPid(), tower.hubPid()]) process.kill(each as number, 'SIGKILL');
    await waitUntil('both are dead', () => tower.agentPid() === null && tower.hubPid() === null);
    for (const file of parts().slice(1)) rmSync(file, { force: true });
    await tower.up();
    await expectSameWorker();
    expect((await tower.events())[0]?.id).toBe(firstEventId);
  });
});

test('after all this the database is sound, and what was broken is kept for people', async () => {
  await tower.cli('down');
  const sqlite = await openSqlite(tower.home.database);
  expect(sqlite.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
  sqlite.close();
  const kept = readdirSync(tower.home.root).filter((name) => /\.broken-[^-]+$/.test(name));
  expect(kept.length).toBeGreaterThanOrEqual(4);
});
