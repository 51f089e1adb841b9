/** A crasher that lives 1.2 s, so that it never counts as failed to start: how often is it started in the first minute? */
import type { FleetEvent } from '../src/hub/fleet/index.ts';
import type { Arm, ArmWorker } from './arms/arm.ts';
import { startMonit } from './arms/monit.ts';
import { startPm2 } from './arms/pm2.ts';
import { startSupervisord } from './arms/supervisord.ts';
import { startYagura } from './arms/yagura.ts';
import { median } from './measure/figures.ts';
import { openFolder } from './measure/folder.ts';
import { pause } from './measure/pause.ts';
import { report } from './measure/report.ts';
import { openStarts } from './measure/starts.ts';
import { program } from './programs/program.ts';

const count = 25;
const livesSeconds = 1.2;
const minuteMs = 60_000;

const starts = openStarts(openFolder());
const workersOf = (prefix: string): ArmWorker[] =>
  Array.from({ length: count }, (_, i) => {
    const name = `${prefix}-${i}`;
    return {
      name,
      command: ['/bin/sh', program('crash-after.sh'), name, starts.fifo, String(livesSeconds)],
    };
  });

/** Starts of each worker within a minute of its first. */
function startsInFirstMinute(prefix: string): number[] {
  return workersOf(prefix).map(({ name }) => {
    const own = starts.all.filter((start) => start.name === name);
    const first = own[0]?.atMs ?? 0;
    return own.filter((start) => start.atMs < first + minuteMs).length;
  });
}

const arms: Arm[] = [];
try {
  const yagura = await startYagura(workersOf('yagura'));
  arms.push(yagura, await startPm2(workersOf('pm2')));
  arms.push(await startSupervisord(workersOf('supervisord')));
  arms.push(await startMonit(workersOf('monit')));
  await pause(minuteMs + 5_000);
  const loops: FleetEvent[] = await yagura.tower.events('&type=worker.crash-loop');
  const flagged = workersOf('yagura').map(
    ({ name }) => loops.filter((event) => event.worker === name).length,
  );
  const counts = {
    yagura: startsInFirstMinute('yagura'),
    pm2: startsInFirstMinute('pm2'),
    supervisord: startsInFirstMinute('supervisord'),
    monit: startsInFirstMinute('monit'),
  };
  const shown = (values: number[]) => `${median(values)} (${Math.min(...values)}–${Math.max(...values)})`;
  report(`a crasher that lives ${livesSeconds} s, ${count} of them`, [
    {
      what: 'starts in the first minute: median (least–most)',
      ours: shown(counts.yagura),
      peers: {
        'pm2 7.0.4': shown(counts.pm2),
        'supervisord 4.2.5': shown(counts.supervisord),
        'monit 5.33': shown(counts.monit),
      },
      target: '≤ 10',
      met: Math.max(...counts.yagura) <= 10,
    },
    {
      what: 'told as a crash loop: median (least–most)',
      ours: shown(flagged),
      target: 'once',
      met: flagged.every((times) => times === 1),
    },
  ]);
} finally {
  for (const arm of arms) await arm.cleanUp();
  starts.close();
}
