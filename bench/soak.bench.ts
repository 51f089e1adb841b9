/**
 * Nobody is killed who is only slow: pauses, long silent jobs and jumps of the wall clock for `--minutes=N` (2 without; the promise is an
 * hour). One worker really freezes now and then, to prove that somebody watches all the while.
 */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FleetEvent } from '../src/hub/fleet/index.ts';
import { startTower } from '../test/fixtures/tower.ts';
import { openFolder } from './measure/folder.ts';
import { numberOption } from './measure/options.ts';
import { pause } from './measure/pause.ts';
import { report } from './measure/report.ts';

const minutes = numberOption('minutes', 2);
const folder = openFolder();
const offset = join(folder, 'offset');
writeFileSync(offset, '+0');
const library = readdirSync('/usr/lib')
  .map((triplet) => `/usr/lib/${triplet}/faketime/libfaketime.so.1`)
  .find((path) => existsSync(path));
if (!library) throw new Error('This bench needs the Debian package faketime.');

const steady = 'while :; do echo working; sleep 0.5; done';
const innocents = {
  // Pauses of up to 2 s, as a debugger, a snapshot or a busy machine makes them.
  paused: { command: steady, health: [{ log_silence: '10s' }] },
  // Says nothing for ever, but computes, about a tenth of the time.
  'silent-job': {
    command: 'while :; do i=0; while [ $i -lt 20000 ]; do i=$((i + 1)); done; sleep 0.2; done',
    health: [{ log_silence: '10s' }],
  },
  // Says nothing and sleeps, but its file moves.
  'slow-job': {
    command: 'while :; do date >moved; sleep 8; done',
    health: [{ progress: { file: 'moved', watch: 'age', within: '15s' } }, { log_silence: '10s' }],
  },
  beating: {
    command: 'while :; do curl -fsS -o /dev/null "$YAGURA_PING_URL"; sleep 2; done',
    health: [{ heartbeat: { every: '4s', grace: '4s' } }],
  },
  // A check that answers late, but in time.
  'slow-check': { command: steady, health: [{ exec: 'sleep 1.5', every: '3s', timeout: '4s' }] },
};
const tower = await startTower({
  config: { workers: { ...innocents, guilty: { command: steady } } },
  env: {
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: offset,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    DONT_FAKE_MONOTONIC: '1',
  },
});
try {
  for (const name of [...Object.keys(innocents), 'guilty'])
    await tower.waitForWorker(name, ({ state }) => state === 'running', 60_000);
  const before = new Map((await tower.workers()).map(({ name, pid }) => [name, pid]));
  const since = (await tower.events()).at(-1)?.id ?? 0;
  const endsAt = performance.now() + minutes * 60_000;
  let [pauses, jumps, freezes] = [0, 0, 0];
  for (let round = 0; performance.now() < endsAt; round += 1) {
    const pid = before.get('paused') ?? 0;
    process.kill(pid, 'SIGSTOP');
    await pause(500 + Math.random() * 1_500);
    process.kill(pid, 'SIGCONT');
    pauses += 1;
    if (round % 4 === 1) {
      const hours = jumps % 2 === 0 ? 1 : 0;
      writeFileSync(offset, `+${hours * 3_600}`);
      jumps += 1;
    }
    if (round % 6 === 2) {
      process.kill((await tower.worker('guilty')).pid as number, 'SIGSTOP');
      freezes += 1;
    }
    await pause(10_000);
  }
  await pause(10_000);
  const events: FleetEvent[] = [];
  for (const name of before.keys()) events.push(...(await tower.events(`&worker=${name}`)));
  const ended = events.filter(({ id, type }) => id > since && type === 'worker.exited');
  const wronged = ended.filter(({ worker }) => worker !== 'guilty');
  const after = new Map((await tower.workers()).map(({ name, pid }) => [name, pid]));
  const samePids = Object.keys(innocents).filter((name) => after.get(name) === before.get(name)).length;
  const healed = ended.length - wronged.length;
  report(`no false kill: ${minutes} min, ${pauses} pauses, ${jumps} jumps of an hour`, [
    {
      what: 'innocent workers killed',
      ours: `${wronged.length} (${samePids} of ${Object.keys(innocents).length} pids unchanged)`,
      peers: {},
      target: '0',
      met: wronged.length === 0 && samePids === Object.keys(innocents).length,
    },
    {
      what: 'frozen worker healed',
      ours: `${healed} of ${freezes}`,
      peers: {},
      target: 'each time',
      met: healed === freezes,
    },
  ]);
} finally {
  await tower.cleanUp();
}
