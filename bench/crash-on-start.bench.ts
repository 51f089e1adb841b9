/** A worker crashes on start, and the cause is cleared after 5 minutes: does it run then, without a hand? 25 of them under each. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Arm, ArmWorker } from './arms/arm.ts';
import { startMonit } from './arms/monit.ts';
import { startPm2 } from './arms/pm2.ts';
import { startSupervisord } from './arms/supervisord.ts';
import { startYagura } from './arms/yagura.ts';
import { formatMs, median, spread } from './measure/figures.ts';
import { openFolder } from './measure/folder.ts';
import { pause } from './measure/pause.ts';
import { report } from './measure/report.ts';
import { openStarts } from './measure/starts.ts';
import { program } from './programs/program.ts';

const count = 25;
const brokenMs = 5 * 60_000;
const watchMs = 45_000;

const folder = openFolder();
const starts = openStarts(folder);
const cause = join(folder, 'cause');
writeFileSync(cause, '');

const workersOf = (prefix: string): ArmWorker[] =>
  Array.from({ length: count }, (_, i) => {
    const name = `${prefix}-${i}`;
    return { name, command: ['/bin/sh', program('crash-until-cured.sh'), name, starts.fifo, cause] };
  });

/** Each as it comes, and each as a careful person would set it up for this. */
const contestants: [label: string, start: (workers: ArmWorker[]) => Promise<Arm>][] = [
  ['Yagura', (workers) => startYagura(workers)],
  ['pm2 7.0.4', (workers) => startPm2(workers)],
  ['pm2, tuned', (workers) => startPm2(workers, { exp_backoff_restart_delay: 100, max_restarts: 1_000_000 })],
  ['supervisord 4.2.5', (workers) => startSupervisord(workers)],
  ['supervisord, tuned', (workers) => startSupervisord(workers, { startretries: 1_000_000 })],
  ['monit 5.33', (workers) => startMonit(workers)],
];

interface Outcome {
  /** From its first crash until nobody tried any more; null: it was tried until the end. */
  gaveUpMs: number[];
  attempts: number[];
  runningAfterMs: number[];
}

const arms: Arm[] = [];
try {
  for (const [label, start] of contestants) arms.push(await start(workersOf(label.replaceAll(/\W/g, ''))));
  await pause(brokenMs);
  rmSync(cause);
  const clearedAt = performance.now();
  await pause(watchMs);

  const outcomes = contestants.map(([label]): Outcome => {
    const prefix = label.replaceAll(/\W/g, '');
    const outcome: Outcome = { gaveUpMs: [], attempts: [], runningAfterMs: [] };
    for (const { name } of workersOf(prefix)) {
      const crashes = starts.all.filter((start) => start.name === `${name}:crash`);
      const cured = starts.all.find((start) => start.name === name);
      outcome.attempts.push(crashes.length);
      if (cured) outcome.runningAfterMs.push(cured.atMs - clearedAt);
      else outcome.gaveUpMs.push((crashes.at(-1)?.atMs ?? 0) - (crashes[0]?.atMs ?? 0));
    }
    return outcome;
  });
  const [ours, ...others] = outcomes;
  if (!ours) throw new Error('there is no arm');
  const cells = (of: (outcome: Outcome) => string) => ({
    ours: of(ours),
    peers: Object.fromEntries(others.map((outcome, i) => [contestants[i + 1]?.[0] ?? '', of(outcome)])),
  });
  report(`crashes on start, cause cleared after ${brokenMs / 60_000} min`, [
    {
      what: `given up`,
      ...cells(({ gaveUpMs }) =>
        gaveUpMs.length === 0
          ? 'never'
          : `${gaveUpMs.length} of ${count}, after ${formatMs(median(gaveUpMs))}`,
      ),
      target: 'never',
      met: ours.gaveUpMs.length === 0,
    },
    {
      what: 'runs after the cause was cleared: median / p95 (n)',
      ...cells(({ runningAfterMs }) => spread(runningAfterMs)),
      target: 'all ≤ 30 s',
      met: ours.runningAfterMs.length === count && Math.max(...ours.runningAfterMs) <= 30_000,
    },
    { what: 'starts in vain', ...cells(({ attempts }) => String(median(attempts))) },
  ]);
} finally {
  for (const arm of arms) await arm.cleanUp();
  starts.close();
}
