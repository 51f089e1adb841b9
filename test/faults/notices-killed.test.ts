/** What was enqueued arrives, in order, and at most the message that was under way arrives twice, whenever the hub is killed. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { startPeer } from '../../src/hub/notify/testing/index.ts';

const teller = fileURLToPath(new URL('../fixtures/notices-teller.ts', import.meta.url));
const kills = 4;
const notices = 60;

/** Runs the teller; answers the next number that it has not enqueued for certain. */
async function tell(folder: string, url: string, from: number, killAfterMs: number | null): Promise<number> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', teller, folder, url, String(from), String(notices)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let output = '';
  const begun = new Promise<void>((resolve) => {
    child.stdout.on('data', (data: Buffer) => {
      output += data.toString();
      resolve();
    });
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  if (killAfterMs !== null) {
    await Promise.race([begun, ended]);
    await setTimeout(killAfterMs);
    child.kill('SIGKILL');
  }
  await ended;
  const whole = output.split('\n').slice(0, -1);
  return whole.length === 0 ? from : Number(whole.at(-1)) + 1;
}

test('notices arrive over four kills of the hub, each once but for those under way', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'yagura-notices-killed-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const peer = await startPeer(() => ({}));
  let next = 0;
  for (let kill = 0; kill < kills; kill += 1) next = await tell(folder, peer.url, next, Math.random() * 120);
  await tell(folder, peer.url, next, null);

  const arrived = peer.requests.map(({ json, headers }) => ({
    key: Number(json['key']),
    thread: String(json['thread']),
    idempotencyKey: headers['idempotency-key'],
  }));
  const keys = arrived.map(({ key }) => key);
  expect(new Set(keys).size).toBe(notices);
  expect(keys.length - notices).toBeLessThanOrEqual(kills);
  expect(new Set(arrived.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(notices);
  for (const thread of new Set(arrived.map(({ thread }) => thread))) {
    const order = arrived.filter((one) => one.thread === thread).map(({ key }) => key);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  }
});
