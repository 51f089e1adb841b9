/** A worker is frozen with SIGSTOP: when is it seen, and when does a new process run? No health check is configured. */
import { connectLive } from './measure/live-client.ts';
import type { Arm, ArmWorker } from './arms/arm.ts';
import { startPm2 } from './arms/pm2.ts';
import { startSupervisord } from './arms/supervisord.ts';
import { startYagura } from './arms/yagura.ts';
import { formatMs, p95, spread } from './measure/figures.ts';
import { openFolder } from './measure/folder.ts';
import { pause } from './measure/pause.ts';
import { report } from './measure/report.ts';
import { openStarts } from './measure/starts.ts';
import { program } from './programs/program.ts';

const rounds = 25;
const watchPeersMs = 90_000;
const giveUpMs = 30_000;

const starts = openStarts(openFolder());
const workersOf = (prefix: string): ArmWorker[] =>
  Array.from({ length: rounds }, (_, i) => {
    const name = `${prefix}-${i}`;
    return { name, command: ['/bin/sh', program('announce.sh'), name, starts.fifo] };
  });

/** Freezes it and answers when. */
function freeze(name: string): number {
  process.kill(starts.newest.get(name)?.pid as number, 'SIGSTOP');
  return performance.now();
}

const arms: Arm[] = [];
try {
  const yagura = await startYagura(workersOf('yagura'));
  arms.push(yagura, await startPm2(workersOf('pm2')), await startSupervisord(workersOf('supervisord')));
  for (const prefix of ['yagura', 'pm2', 'supervisord'])
    for (const { name } of workersOf(prefix)) await starts.next(name, 0, 60_000);
  await pause(2_000);

  const peersFrozenAt = performance.now();
  for (const prefix of ['pm2', 'supervisord']) for (const { name } of workersOf(prefix)) freeze(name);

  const live = await connectLive(yagura.tower);
  const seenMs: number[] = [];
  const healedMs: number[] = [];
  for (const { name } of workersOf('yagura')) {
    const frozenAt = freeze(name);
    const seen = live.event(
      (event) => event.worker === name && /^worker\.(unhealthy|degraded|stopping)$/.test(event.type),
      giveUpMs,
    );
    const healed = starts.next(name, frozenAt, giveUpMs);
    seenMs.push(((await seen) ?? Number.POSITIVE_INFINITY) - frozenAt);
    healedMs.push(((await healed)?.atMs ?? Number.POSITIVE_INFINITY) - frozenAt);
    await pause(Math.random() * 1_000); // at any moment of the sampling second
  }
  live.close();

  await pause(Math.max(0, peersFrozenAt + watchPeersMs - performance.now()));
  const healedBy = (prefix: string) =>
    workersOf(prefix).filter(({ name }) =>
      starts.all.some((start) => start.name === name && start.atMs > peersFrozenAt),
    ).length;
  const never = (prefix: string) =>
    healedBy(prefix) === 0 ? `never in ${formatMs(watchPeersMs)} (${rounds})` : `${healedBy(prefix)} healed`;
  const peers = { 'pm2 7.0.4': never('pm2'), 'supervisord 4.2.5': never('supervisord') };
  report('frozen worker (SIGSTOP): median / p95 (n)', [
    { what: 'seen', ours: spread(seenMs), peers, target: 'p95 ≤ 2 s', met: p95(seenMs) <= 2_000 },
    {
      what: 'healed: a new process runs',
      ours: spread(healedMs),
      peers,
      target: 'p95 ≤ 10 s',
      met: p95(healedMs) <= 10_000,
    },
  ]);
} finally {
  for (const arm of arms) await arm.cleanUp();
  starts.close();
}
