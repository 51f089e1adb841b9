/** The whole product with 50 workers, sampled once a second: memory of all its processes and CPU over a minute. */
import type { ArmWorker } from './arms/arm.ts';
import { startPm2 } from './arms/pm2.ts';
import { startSupervisord } from './arms/supervisord.ts';
import { startYagura } from './arms/yagura.ts';
import { formatMb, formatPercent } from './measure/figures.ts';
import { openFolder } from './measure/folder.ts';
import { connectLive } from './measure/live-client.ts';
import { pause } from './measure/pause.ts';
import { report } from './measure/report.ts';
import { openStarts } from './measure/starts.ts';
import { type Weight, weigh, yaguraPart } from './measure/weigh.ts';
import { program } from './programs/program.ts';

const count = 50;
const seconds = 60;
const settleMs = 30_000;

const starts = openStarts(openFolder());
const workersOf = (prefix: string): ArmWorker[] =>
  Array.from({ length: count }, (_, i) => {
    const name = `${prefix}-${i}`;
    return { name, command: ['/bin/sh', program('print-now-and-then.sh'), name, starts.fifo] };
  });
const started = async (prefix: string) => {
  for (const { name } of workersOf(prefix)) await starts.next(name, 0, 60_000);
};

// Side by side, since each only watches and its own processes are what counts.
const yagura = await startYagura(workersOf('yagura'));
const pm2 = await startPm2(workersOf('pm2'));
const supervisord = await startSupervisord(workersOf('supervisord'));
try {
  for (const prefix of ['yagura', 'pm2', 'supervisord']) await started(prefix);
  const page = await connectLive(yagura.tower);
  await pause(settleMs);
  const { tower } = yagura;
  const [ours, theirs, his] = await Promise.all([
    weigh(yagura, seconds, yaguraPart(tower.agentPid(), tower.hubPid())),
    weigh(pm2, seconds, () => 'daemon'),
    weigh(supervisord, seconds, () => 'daemon'),
  ]);
  page.close();
  const peers = (of: (weight: Weight) => string) => ({ [pm2.name]: of(theirs), [supervisord.name]: of(his) });
  report(
    `${count} workers, 1 s resolution, 15 minutes of history, one page open`,
    [
      {
        what: 'memory of all processes',
        ours: formatMb(ours.memoryBytes),
        peers: peers((weight) => formatMb(weight.memoryBytes)),
        target: '≤ 120 MB',
        met: ours.memoryBytes <= 120e6,
      },
      {
        what: `CPU over ${seconds} s, share of one core`,
        ours: formatPercent(ours.cpuRatio),
        peers: peers((weight) => formatPercent(weight.cpuRatio)),
        target: '≤ 2.5 %',
        met: ours.cpuRatio <= 0.025,
      },
    ],
    [
      `Sum of PSS, beside other programs on the same Node: Yagura ${formatMb(ours.pssBytes)}, of which ${Object.entries(
        ours.parts,
      )
        .map(([part, bytes]) => `${part} ${formatMb(bytes)}`)
        .join(', ')}; ${ours.processes} processes.`,
      'pm2 and supervisord keep no history, show no page and sample nothing unless asked.',
    ],
  );
} finally {
  for (const arm of [yagura, pm2, supervisord]) await arm.cleanUp();
  starts.close();
}
