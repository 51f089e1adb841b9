/** `kill -9` of a worker → its new process runs: the first restart of each of 30 workers, one after the other. */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Arm, ArmWorker } from './arms/arm.ts';
import { startMonit } from './arms/monit.ts';
import { startPm2 } from './arms/pm2.ts';
import { startSupervisord } from './arms/supervisord.ts';
import { startYagura, type YaguraArm } from './arms/yagura.ts';
import { median, p95, spread } from './measure/figures.ts';
import { openFolder } from './measure/folder.ts';
import { pause } from './measure/pause.ts';
import { report } from './measure/report.ts';
import { openStarts } from './measure/starts.ts';
import { program } from './programs/program.ts';

const rounds = 30;
const giveUpMs = 10_000;
const settleMs = 1_500;
const betweenMs = 200;

const starts = openStarts(openFolder());

const workersOf = (prefix: string, count: number): ArmWorker[] =>
  Array.from({ length: count }, (_, i) => {
    const name = `${prefix}-${i}`;
    return { name, command: ['/bin/sh', program('announce.sh'), name, starts.fifo] };
  });

/** Kills the worker and answers how long it took to be back. */
async function killOne({ name }: ArmWorker): Promise<number> {
  const start = starts.newest.get(name);
  if (!start) throw new Error(`${name} has never started`);
  const killedAt = performance.now();
  process.kill(start.pid, 'SIGKILL');
  const next = await starts.next(name, killedAt, giveUpMs);
  return next ? next.atMs - killedAt : Number.POSITIVE_INFINITY;
}

/** Asks the hub for the heaviest lists, several at a time, from a process of its own. */
function hammer({ tower }: YaguraArm): { child: ChildProcess; end: () => Promise<string> } {
  const child = spawn(process.execPath, [program('hammer.mjs'), tower.url, tower.token], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  process.once('exit', () => child.kill('SIGKILL'));
  return {
    child,
    end: () =>
      new Promise((resolve) => {
        child.once('close', () => resolve(said.trim()));
        child.kill('SIGTERM');
      }),
  };
}

const workers = {
  yagura: workersOf('yagura', rounds * 2),
  pm2: workersOf('pm2', rounds * 2),
  supervisord: workersOf('supervisord', rounds),
  monit: workersOf('monit', rounds),
};
const tookMs = {
  yagura: { calm: [] as number[], busy: [] as number[] },
  pm2: { calm: [] as number[], busy: [] as number[] },
  supervisord: [] as number[],
  monit: [] as number[],
};
const arms: Arm[] = [];
const enter = async <A extends Arm>(starting: Promise<A>): Promise<A> => {
  const arm = await starting;
  arms.push(arm);
  return arm;
};

/** One round after the other, the two in turn, so that both meet the same machine. */
async function race(from: number, into: 'calm' | 'busy'): Promise<void> {
  for (let i = from; i < from + rounds; i++) {
    for (const contestant of ['yagura', 'pm2'] as const) {
      const worker = workers[contestant][i];
      if (worker) tookMs[contestant][into].push(await killOne(worker));
      await pause(betweenMs);
    }
  }
}

try {
  const yagura = await enter(startYagura(workers.yagura));
  const pm2 = await enter(startPm2(workers.pm2));
  for (const { name } of [...workers.yagura, ...workers.pm2]) await starts.next(name, 0, 60_000);
  await pause(settleMs);
  await race(0, 'calm');
  const load = hammer(yagura);
  await pause(settleMs);
  await race(rounds, 'busy');
  const answers = await load.end();

  // These take a second and more whatever else goes on, so they may run side by side.
  const supervisord = await enter(startSupervisord(workers.supervisord, { startsecs: 0 }));
  const monit = await enter(startMonit(workers.monit));
  await Promise.all(
    (['supervisord', 'monit'] as const).map(async (contestant) => {
      for (const { name } of workers[contestant]) await starts.next(name, 0, 60_000);
      await pause(settleMs);
      for (const worker of workers[contestant]) tookMs[contestant].push(await killOne(worker));
    }),
  );

  const target = 'median ≤ pm2’s, p95 ≤ 15 ms';
  const row = (what: string, into: 'calm' | 'busy', others: Record<string, string>) => {
    const [ours, theirs] = [tookMs.yagura[into], tookMs.pm2[into]];
    const met = median(ours) <= median(theirs) && p95(ours) <= 15;
    return { what, ours: spread(ours), peers: { [pm2.name]: spread(theirs), ...others }, target, met };
  };
  report(
    'kill -9 → new process runs: median / p95 (n)',
    [
      row('first restart', 'calm', {
        [supervisord.name]: spread(tookMs.supervisord),
        [monit.name]: spread(tookMs.monit),
      }),
      row('while the hub answers heavy queries', 'busy', {}),
    ],
    [`Heavy queries to Yagura’s hub: ${answers}; pm2 is measured beside it on the same busy machine.`],
  );
} finally {
  for (const arm of arms) await arm.cleanUp();
  starts.close();
}
