/** A worker with two helpers, one of them in a session of its own, is killed or stopped: how many helpers are left? */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Arm, ArmWorker } from './arms/arm.ts';
import { startPm2 } from './arms/pm2.ts';
import { startSupervisord } from './arms/supervisord.ts';
import { startYagura } from './arms/yagura.ts';
import { sum } from './measure/figures.ts';
import { openFolder } from './measure/folder.ts';
import { pause } from './measure/pause.ts';
import { isAlive, killAll } from './measure/processes.ts';
import { report } from './measure/report.ts';
import { openStarts } from './measure/starts.ts';
import { program } from './programs/program.ts';

const rounds = 25;
const helpersEach = 2;
const settleMs = 5_000;

const folder = openFolder();
const starts = openStarts(folder);
const workersOf = (prefix: string): ArmWorker[] =>
  Array.from({ length: rounds * 2 }, (_, i) => {
    const name = `${prefix}-${i}`;
    return { name, command: ['/bin/sh', program('with-helpers.sh'), name, starts.fifo, folder] };
  });

/** Helpers of the worker's first process. */
function helpersOf(name: string): number[] {
  const first = starts.all.find((start) => start.name === name);
  if (!first) throw new Error(`${name} has never started`);
  return readFileSync(join(folder, `${name}.${first.pid}`), 'utf8')
    .trim()
    .split('\n')
    .map(Number);
}

async function measure(arm: Arm, prefix: string): Promise<{ killed: number[]; stopped: number[] }> {
  const names = workersOf(prefix).map(({ name }) => name);
  for (const name of names) await starts.next(name, 0, 60_000);
  await pause(2_000);
  const [toKill, toStop] = [names.slice(0, rounds), names.slice(rounds)];
  const helpers = new Map(names.map((name) => [name, helpersOf(name)]));
  for (const name of toKill) process.kill(starts.newest.get(name)?.pid as number, 'SIGKILL');
  await Promise.all(toStop.map((name) => arm.stop(name)));
  await pause(settleMs);
  const leftOf = (some: string[]) => some.map((name) => (helpers.get(name) ?? []).filter(isAlive).length);
  const left = { killed: leftOf(toKill), stopped: leftOf(toStop) };
  killAll([...helpers.values()].flat().filter(isAlive));
  return left;
}

const shown = (left: number[]) => `${sum(left)} of ${left.length * helpersEach}`;
const contestants: [string, (workers: ArmWorker[]) => Promise<Arm>][] = [
  ['yagura', startYagura],
  ['pm2', (workers) => startPm2(workers)],
  [
    'supervisord',
    (workers) => startSupervisord(workers, { startsecs: 0, stopasgroup: 'true', killasgroup: 'true' }),
  ],
];
const results = new Map<string, { name: string; killed: number[]; stopped: number[] }>();
for (const [prefix, start] of contestants) {
  const arm = await start(workersOf(prefix));
  try {
    results.set(prefix, { name: arm.name, ...(await measure(arm, prefix)) });
  } finally {
    await arm.cleanUp();
  }
}
starts.close();

const ours = results.get('yagura');
if (!ours) throw new Error('nothing was measured');
const row = (what: string, of: 'killed' | 'stopped') => ({
  what,
  ours: shown(ours[of]),
  peers: Object.fromEntries([...results.values()].slice(1).map((result) => [result.name, shown(result[of])])),
  target: '0',
  met: sum(ours[of]) === 0,
});
report(`helpers left behind, of ${rounds} workers with ${helpersEach} each`, [
  row('after the worker was killed', 'killed'),
  row('after the worker was stopped', 'stopped'),
]);
