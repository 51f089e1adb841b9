/** A disk that is full: workers go on, Yagura says so, and when there is room again nothing is missing. */
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { System } from '../../src/hub/fleet/index.ts';
import { openSqlite } from '../../src/hub/store/sqlite.ts';
import { canMount } from '../fixtures/can-mount.ts';
import { living } from '../fixtures/pid.ts';
import { startTower, type Tower } from '../fixtures/tower.ts';
import { waitUntil } from '../fixtures/wait-until.ts';

/** Counts its own failed writes, in a book that is on another disk. */
const steady = `
n=0 failed=0
while :; do
  n=$((n + 1))
  echo "line $n" || failed=$((failed + 1))
  echo "$n $failed" >>book
  sleep 0.05
done`;
const mortal = ['sleep', '1000'];
const config = {
  workers: {
    steady: { command: steady },
    mortal: { command: mortal, restart: { initial: '50ms', max: '200ms', reset_after: '1s' } },
  },
};
const deaths = 5;

const troubled = async ({ api }: Tower) => {
  const { parts } = await api<System>('/system');
  return parts.filter(({ state }) => state !== 'well').map(({ name }) => name);
};

test.skipIf(!canMount())('with a full disk workers go on, and no event is lost', async () => {
  const place = mkdtempSync(join(tmpdir(), 'yagura-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=32m,mode=700', 'tmpfs', place]);
  onTestFinished(() => {
    execFileSync('umount', ['--lazy', place]);
    rmdirSync(place);
  });
  const tower = await startTower({ config, home: join(place, 'home') });
  onTestFinished(() => tower.cleanUp());
  const book = () => {
    const [lines, failed] =
      readFileSync(join(tower.folder, 'book'), 'utf8').trim().split('\n').at(-1)?.split(' ') ?? [];
    return { lines: Number(lines), failed: Number(failed) };
  };
  const { pid } = await tower.waitForWorker('steady', ({ state }) => state === 'running');
  await waitUntil('it prints', () => book().lines > 20);

  const hog = join(place, 'hog');
  const filling = setInterval(() => fill(hog), 100);
  onTestFinished(() => clearInterval(filling));
  const ended: number[] = [];
  const killMortal = async () => {
    const before = await tower.waitForWorker(
      'mortal',
      (worker) => worker.fresh && worker.state === 'running',
    );
    const pid = living(before.pid);
    ended.push(pid);
    process.kill(pid, 'SIGKILL');
    await tower.waitForWorker('mortal', (worker) => worker.state === 'running' && worker.pid !== before.pid);
  };
  for (let i = 0; i < deaths; i++) await killMortal();
  await waitUntil('it is told that disk and database are in trouble', async () => {
    const names = await troubled(tower);
    if (!names.includes('database')) await killMortal();
    return names.includes('disk') && names.includes('database');
  });
  const atFull = book().lines;
  for (let i = 0; i < deaths; i++) await killMortal();

  // A hub that is killed on a full disk comes back, and hears from the agent what it had not stored.
  const hub = living(tower.hubPid());
  process.kill(hub, 'SIGKILL');
  await waitUntil(
    'the hub is back',
    async () => tower.hubPid() !== hub && (await tower.worker('steady')).fresh,
  );
  await killMortal();
  await waitUntil('the worker printed a hundred lines more', () => book().lines > atFull + 100);

  clearInterval(filling);
  rmSync(hog);
  await waitUntil('all is well again', async () => (await troubled(tower)).length === 0, {
    withinMs: 60_000,
  });
  expect(await tower.worker('steady')).toMatchObject({ pid, state: 'running', restarts: 0 });
  expect(book().failed).toBe(0);
  const told = (await tower.events('&type=worker.exited&worker=mortal')).map(({ data }) => data['pid']);
  for (const each of ended) expect(told, `the end of pid ${each}`).toContain(each);
  console.log(
    `${ended.length} ends on a full disk, each of them told; ${book().lines} lines printed, no write failed`,
  );

  // The newest lines follow each other; the oldest may have been given up for them.
  const { lines } = await tower.api<{ lines: { text: string }[] }>('/workers/steady/logs?limit=1000');
  const numbers = lines.map(({ text }) => Number(/^line (\d+)$/.exec(text)?.[1]));
  expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
  expect(numbers.at(-1)).toBeGreaterThan(atFull + 100);

  expect((await tower.cli('down')).code).toBe(0);
  const sqlite = await openSqlite(tower.home.database);
  expect(sqlite.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
  const stored = sqlite.prepare("SELECT data_json FROM events WHERE type = 'worker.exited'").all();
  sqlite.close();
  expect(stored.length).toBeGreaterThanOrEqual(ended.length);
});

/** Takes what room there is. */
function fill(file: string): void {
  const fd = openSync(file, 'a');
  try {
    for (const piece of [Buffer.alloc(1 << 20), Buffer.alloc(1 << 12)]) {
      try {
        while (writeSync(fd, piece) === piece.length);
      } catch {
        // No room for a piece of this size.
      }
    }
  } finally {
    closeSync(fd);
  }
}
