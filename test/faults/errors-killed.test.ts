/** An error that was taken is never lost and never counted twice, whenever the hub is killed. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { openSqlite } from '../../src/hub/store/index.ts';

const taker = fileURLToPath(new URL('../fixtures/errors-taker.ts', import.meta.url));
const rounds = 4;

interface Answered {
  feed: number;
  sdk: number;
}

/** Runs until it is killed, at any moment after its first answer; answers what it had answered by then. */
async function takeUntilKilled(path: string, before: Answered): Promise<Answered> {
  // As an SDK does: what was not answered is sent again.
  const child = spawn(process.execPath, ['--import', 'tsx', taker, path, String(before.sdk + 1)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  const begun = new Promise<void>((resolve) => {
    child.stdout.on('data', (data: Buffer) => {
      output += data.toString();
      if (output.includes('feed ')) resolve();
    });
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  await Promise.race([begun, ended]);
  await setTimeout(Math.random() * 250);
  child.kill('SIGKILL');
  await ended;
  expect(output).not.toContain('log ');
  const last = (sender: string, otherwise: number) =>
    Number(
      output
        .split('\n')
        .findLast((line) => line.startsWith(`${sender} `))
        ?.split(' ')[1] ?? otherwise,
    );
  return { feed: last('feed', before.feed), sdk: last('sdk', before.sdk) };
}

test('errors are counted once each, those answered and those sent again, over four kills of the hub', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'yagura-errors-killed-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'errors.db');
  let answered: Answered = { feed: 0, sdk: 0 };
  for (let round = 0; round < rounds; round += 1) {
    answered = await takeUntilKilled(path, answered);
    const sqlite = await openSqlite(path);
    const counts = sqlite
      .prepare("SELECT sum(count) AS count FROM groups WHERE title LIKE 'mail%' AND merged_into IS NULL")
      .get() as { count: number | null };
    const mark = sqlite.prepare("SELECT position FROM marks WHERE feed = 'logs'").get() as
      | { position: string }
      | undefined;
    const events = sqlite
      .prepare("SELECT sum(count) AS count FROM groups WHERE title LIKE 'order%' AND merged_into IS NULL")
      .get() as { count: number | null };
    const kept = sqlite
      .prepare(
        "SELECT count(*) AS count FROM occurrences JOIN fingerprints f ON f.id = fingerprint WHERE f.title LIKE 'order%'",
      )
      .get() as { count: number };
    sqlite.close();
    // Nothing twice: as many as positions, and at most the one that was on its way when it was killed.
    expect(counts.count).toBe(Number(mark?.position));
    expect(counts.count).toBeGreaterThanOrEqual(answered.feed);
    expect(events.count).toBeGreaterThanOrEqual(answered.sdk);
    expect(events.count).toBeLessThanOrEqual(answered.sdk + 1);
    expect(kept.count).toBe(events.count);
  }
  expect(answered.feed).toBeGreaterThan(7 * rounds);
  expect(answered.sdk).toBeGreaterThanOrEqual(1);
});
