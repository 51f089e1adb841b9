/** A worker that runs, answers and prints, but whose every task fails: when is it seen? Its progress check allows 5 s. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Arm, ArmWorker } from './arms/arm.ts';
import { startPm2 } from './arms/pm2.ts';
import { startSupervisord } from './arms/supervisord.ts';
import { startYagura } from './arms/yagura.ts';
import { formatMs, p95, spread } from './measure/figures.ts';
import { openFolder } from './measure/folder.ts';
import { connectLive } from './measure/live-client.ts';
import { pause } from './measure/pause.ts';
import { report } from './measure/report.ts';
import { openStarts } from './measure/starts.ts';
import { program } from './programs/program.ts';

const rounds = 25;
const windowMs = 5_000;
const giveUpMs = 60_000;

const folder = openFolder();
const starts = openStarts(folder);
const causeOf = (name: string) => join(folder, `stall-${name}`);
const workersOf = (prefix: string): ArmWorker[] =>
  Array.from({ length: rounds }, (_, i) => {
    const name = `${prefix}-${i}`;
    return {
      name,
      command: ['/bin/sh', program('stall-when-told.sh'), name, starts.fifo, causeOf(name)],
      yagura: { health: [{ progress: { pattern: 'done=(\\d+)', within: `${windowMs}ms` } }] },
    };
  });

const arms: Arm[] = [];
try {
  const yagura = await startYagura(workersOf('yagura'));
  arms.push(yagura, await startPm2(workersOf('pm2')), await startSupervisord(workersOf('supervisord')));
  for (const prefix of ['yagura', 'pm2', 'supervisord'])
    for (const { name } of workersOf(prefix)) await starts.next(name, 0, 60_000);
  await pause(2_000);

  for (const prefix of ['pm2', 'supervisord'])
    for (const { name } of workersOf(prefix)) writeFileSync(causeOf(name), '');
  const peersStalledAt = performance.now();
  const live = await connectLive(yagura.tower);
  const seenMs: number[] = [];
  const healedMs: number[] = [];
  // Each fails at another moment; they are watched side by side.
  await Promise.all(
    workersOf('yagura').map(async ({ name }) => {
      await pause(Math.random() * 10_000);
      const stalledAt = performance.now();
      writeFileSync(causeOf(name), '');
      const healed = starts.next(name, stalledAt, giveUpMs);
      const seen = await live.event(
        (event) => event.worker === name && /^worker\.(unhealthy|degraded)$/.test(event.type),
        giveUpMs,
      );
      seenMs.push((seen ?? Number.POSITIVE_INFINITY) - stalledAt);
      const start = await healed;
      healedMs.push((start?.atMs ?? Number.POSITIVE_INFINITY) - stalledAt);
      rmSync(causeOf(name));
    }),
  );
  live.close();
  await pause(Math.max(0, peersStalledAt + giveUpMs - performance.now()));
  const peer = (prefix: string) => {
    const seen = workersOf(prefix).some(({ name }) =>
      starts.all.some((start) => start.name === name && start.atMs > peersStalledAt),
    );
    return seen ? 'restarted' : `never in ${formatMs(giveUpMs)} (${rounds})`;
  };
  const peers = { 'pm2 7.0.4': peer('pm2'), 'supervisord 4.2.5': peer('supervisord') };
  report(`alive but useless, progress within ${formatMs(windowMs)}: median / p95 (n)`, [
    {
      what: 'seen',
      ours: spread(seenMs),
      peers,
      target: `p95 ≤ ${formatMs(windowMs + 2_000)}`,
      met: p95(seenMs) <= windowMs + 2_000,
    },
    { what: 'restarted', ours: spread(healedMs), peers },
  ]);
} finally {
  for (const arm of arms) await arm.cleanUp();
  starts.close();
}
