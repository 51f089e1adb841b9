/** One worker prints 20 MB a second for 20 s: memory of the supervisor, disk taken, and how much the worker is held up. */
import { spawn } from 'node:child_process';
import { existsSync, openSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Arm, ArmWorker } from './arms/arm.ts';
import { startPm2 } from './arms/pm2.ts';
import { startSupervisord } from './arms/supervisord.ts';
import { startYagura } from './arms/yagura.ts';
import { formatMb, formatMs } from './measure/figures.ts';
import { openFolder } from './measure/folder.ts';
import { pause } from './measure/pause.ts';
import { pssBytes } from './measure/processes.ts';
import { report } from './measure/report.ts';
import { program } from './programs/program.ts';

const bytesASecond = 20e6;
const seconds = 20;
const lookEveryMs = 100;
const settleMs = 6_000;
/** `logs.max_size` as it is by default, and how far over it may be between two looks, a quarter of a second apart. */
const boundBytes = 20e6;
const boundTolerance = 1.5;
const mb = 1e6;

const folder = openFolder();
const go = (name: string) => join(folder, `${name}.go`);
const result = (name: string) => join(folder, `${name}.result`);
const command = (name: string) => [
  '/bin/sh',
  '-c',
  // It waits for its turn, so that the memory before is known.
  `while [ ! -e '${go(name)}' ]; do sleep 0.1; done; exec '${process.execPath}' '${program('print-steadily.mjs')}' ${bytesASecond} ${seconds} '${result(name)}'`,
];

interface Outcome {
  memoryGrowth: number;
  mostDisk: number;
  diskAfter: number;
  slowestWriteMs: number;
  writingMs: number;
  totalMs: number;
}

/** Blocks that files really take, holes not counted. */
function diskBytes(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.blocks * 512;
  return readdirSync(path).reduce((total, name) => total + diskBytes(join(path, name)), 0);
}

async function watch(name: string, arm: Pick<Arm, 'own' | 'logs'>): Promise<Outcome> {
  await pause(settleMs);
  const before = pssBytes(arm.own());
  let [mostMemory, mostDisk, looks] = [before, 0, 0];
  spawn('touch', [go(name)]);
  while (!existsSync(result(name)) || readFileSync(result(name), 'utf8') === '') {
    mostDisk = Math.max(mostDisk, diskBytes(arm.logs));
    if (looks++ % 5 === 0) mostMemory = Math.max(mostMemory, pssBytes(arm.own()));
    await pause(lookEveryMs);
  }
  const [slowestWriteMs = 0, writingMs = 0, totalMs = 0] = readFileSync(result(name), 'utf8')
    .split(' ')
    .map(Number);
  await pause(2_000);
  return {
    memoryGrowth: mostMemory - before,
    mostDisk,
    diskAfter: diskBytes(arm.logs),
    slowestWriteMs,
    writingMs,
    totalMs,
  };
}

async function measure(name: string, start: (workers: ArmWorker[]) => Promise<Arm>): Promise<Outcome> {
  const arm = await start([{ name, command: command(name) }]);
  try {
    return await watch(name, arm);
  } finally {
    await arm.cleanUp();
  }
}

/** The same program with its output in a plain file. */
async function measureAlone(): Promise<Outcome> {
  const [sh = '', ...args] = command('alone');
  const file = join(folder, 'alone.log');
  const child = spawn(sh, args, { stdio: ['ignore', openSync(file, 'a'), 'inherit'] });
  process.once('exit', () => child.kill('SIGKILL'));
  try {
    return await watch('alone', { own: () => [], logs: file });
  } finally {
    child.kill('SIGKILL');
  }
}

const alone = await measureAlone();
const ours = await measure('yagura', (workers) => startYagura(workers));
const pm2 = await measure('pm2', (workers) => startPm2(workers));
const supervisord = await measure('supervisord', (workers) =>
  startSupervisord(workers, { stdout_logfile_maxbytes: '5MB', stdout_logfile_backups: 3 }),
);
const row = (what: string, of: (outcome: Outcome) => string) => ({
  what,
  ours: of(ours),
  peers: { 'pm2 7.0.4': of(pm2), 'supervisord 4.2.5': of(supervisord), 'a plain file': of(alone) },
});
const slowed = (outcome: Outcome) => outcome.totalMs / alone.totalMs - 1;
report(`${bytesASecond / mb} MB/s of output for ${seconds} s`, [
  {
    ...row('memory, at most more than before', ({ memoryGrowth }) => `+${formatMb(memoryGrowth)}`),
    target: '≤ 20 MB',
    met: ours.memoryGrowth <= 20 * mb,
  },
  {
    ...row('disk, at most', ({ mostDisk }) => formatMb(mostDisk)),
    target: `${formatMb(boundBytes)} + what comes in between two looks`,
    met: ours.mostDisk <= boundBytes * boundTolerance,
  },
  {
    ...row('disk, afterwards', ({ diskAfter }) => formatMb(diskAfter)),
    target: `≤ ${formatMb(boundBytes)}`,
    met: ours.diskAfter <= boundBytes * 1.01,
  },
  {
    ...row('slower than with a plain file', (outcome) => `${(slowed(outcome) * 100).toFixed(1)} %`),
    target: '≤ 10 %',
    met: slowed(ours) <= 0.1,
  },
  row('time in write(2), all', ({ writingMs }) => formatMs(writingMs)),
  row('slowest write of 64 KiB', ({ slowestWriteMs }) => formatMs(slowestWriteMs)),
]);
