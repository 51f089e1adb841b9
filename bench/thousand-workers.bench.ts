/** 1,000 workers, sampled once a second: memory and CPU over a minute, and what the list of all of them costs. */
import type { ArmWorker } from './arms/arm.ts';
import { startYagura } from './arms/yagura.ts';
import { formatMb, formatMs, formatPercent, spread } from './measure/figures.ts';
import { connectLive } from './measure/live-client.ts';
import { pause } from './measure/pause.ts';
import { report } from './measure/report.ts';
import { weigh, yaguraPart } from './measure/weigh.ts';
import { waitUntil } from '../test/fixtures/wait-until.ts';

const count = 1_000;
const seconds = 60;
const settleMs = 20_000;
const lists = 25;

const workers: ArmWorker[] = Array.from({ length: count }, (_, i) => ({
  name: `worker-${i}`,
  command: ['sleep', '1000000'],
}));
const startedAt = performance.now();
const arm = await startYagura(workers);
try {
  const { tower } = arm;
  await waitUntil(
    'all run',
    async () => (await tower.workers()).filter(({ state }) => state === 'running').length === count,
    { withinMs: 180_000, everyMs: 200 },
  );
  const allRunMs = performance.now() - startedAt;
  const page = await connectLive(tower);
  await pause(settleMs);
  const weight = await weigh(arm, seconds, yaguraPart(tower.agentPid(), tower.hubPid()));
  page.close();
  const listMs: number[] = [];
  for (let i = 0; i < lists; i++) {
    const askedAt = performance.now();
    await tower.workers();
    listMs.push(performance.now() - askedAt);
  }
  const bound = 200e6 + count * 0.15e6;
  report(
    `${count} workers, 1 s resolution, one page open`,
    [
      {
        what: `CPU over ${seconds} s, share of one core`,
        ours: formatPercent(weight.cpuRatio),
        target: '≤ 20 %',
        met: weight.cpuRatio <= 0.2,
      },
      {
        what: 'memory of all processes',
        ours: formatMb(weight.memoryBytes),
        target: `≤ 200 MB + 0.15 MB a worker = ${formatMb(bound)}`,
        met: weight.memoryBytes <= bound,
      },
      { what: 'from nothing until all run', ours: formatMs(allRunMs) },
      { what: 'the list of all of them over HTTP: median / p95 (n)', ours: spread(listMs) },
    ],
    [
      `Sum of PSS, beside other programs on the same Node: ${formatMb(weight.pssBytes)}, of which ${Object.entries(
        weight.parts,
      )
        .map(([part, bytes]) => `${part} ${formatMb(bytes)}`)
        .join(', ')}; ${weight.processes} processes.`,
    ],
  );
} finally {
  await arm.cleanUp();
}
