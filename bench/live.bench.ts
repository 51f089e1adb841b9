/** An event happens → every one of 500 open pages has it. The event is a worker's death, so the way begins in the kernel. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { ArmWorker } from './arms/arm.ts';
import { startYagura } from './arms/yagura.ts';
import { formatMs, p95, quantile, spread } from './measure/figures.ts';
import { openFolder } from './measure/folder.ts';
import { monotonicMs } from './measure/monotonic.ts';
import { pause } from './measure/pause.ts';
import { report } from './measure/report.ts';
import { openStarts } from './measure/starts.ts';
import { program } from './programs/program.ts';

const browsers = 500;
const workerCount = 30;
const rounds = 30;

const starts = openStarts(openFolder());
const workers: ArmWorker[] = Array.from({ length: workerCount }, (_, i) => ({
  name: `worker-${i}`,
  command: ['/bin/sh', program('announce.sh'), `worker-${i}`, starts.fifo],
}));

const arm = await startYagura(workers);
try {
  for (const { name } of workers) await starts.next(name, 0, 60_000);
  const pages = spawn(
    process.execPath,
    ['--import', 'tsx', program('browsers.ts'), arm.tower.url, String(browsers)],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  process.once('exit', () => pages.kill('SIGKILL'));
  const lines = createInterface({ input: pages.stdout });
  const waiting = new Map<string, (times: number[]) => void>();
  const opened = new Promise<void>((resolve) => {
    lines.on('line', (line) => {
      if (line === 'open') return resolve();
      const [type, worker, , times = ''] = line.split(' ');
      waiting.get(`${type} ${worker}`)?.(times.split(',').map(Number));
    });
  });
  pages.stdin.write(`${arm.tower.token}\n`);
  await opened;
  await pause(3_000);

  const all: number[] = [];
  const first: number[] = [];
  const last: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const name = `worker-${round % workerCount}`;
    const arrived = new Promise<number[]>((resolve) => waiting.set(`worker.exited ${name}`, resolve));
    const killedAt = monotonicMs();
    process.kill(starts.newest.get(name)?.pid as number, 'SIGKILL');
    const delays = (await arrived).map((time) => time - killedAt);
    all.push(...delays);
    first.push(Math.min(...delays));
    last.push(Math.max(...delays));
    await pause(Math.random() * 1_000);
  }
  const closed = new Promise((resolve) => pages.once('close', resolve));
  pages.stdin.end();
  await closed;
  report(`worker dies → seen in ${browsers} browsers (${rounds} deaths)`, [
    {
      what: 'every arrival: median / p95 (n)',
      ours: spread(all),
      target: 'p95 ≤ 250 ms',
      met: p95(all) <= 250,
    },
    { what: 'the first browser: median / p95 (n)', ours: spread(first) },
    { what: 'the last browser: median / p95 (n)', ours: spread(last) },
    { what: 'the slowest arrival of all', ours: formatMs(quantile(all, 1)) },
  ]);
} finally {
  await arm.cleanUp();
  starts.close();
}
