/** monit from Debian, looking every second, which is the fastest it can. A worker's pid file is written by the script that starts it. */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../test/fixtures/tower.ts';
import { commandLine } from '../measure/processes.ts';
import type { Arm, ArmWorker } from './arm.ts';
import { createMarked } from './marked.ts';

export async function startMonit(workers: readonly ArmWorker[]): Promise<Arm> {
  const marked = createMarked('monit');
  const { folder } = marked;
  const logs = join(folder, 'logs');
  mkdirSync(logs);
  const file = join(folder, 'monitrc');
  const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  const checks = workers.map(({ name, command }) => {
    const script = join(folder, `${name}.sh`);
    const line = command.map(quote).join(' ');
    // monit clears the environment of what it starts, so the mark is given again.
    const environment = `BENCH_ARM=${marked.env['BENCH_ARM']} PATH=${quote(process.env['PATH'] ?? '')}`;
    writeFileSync(
      script,
      `#!/bin/sh\n${environment} setsid ${line} </dev/null >>${quote(join(logs, name))} 2>&1 &\necho $! >${quote(join(folder, `${name}.pid`))}\n`,
      { mode: 0o755 },
    );
    return `check process ${name} with pidfile ${join(folder, `${name}.pid`)}\n  start program = "${script}" with timeout 1 seconds\n  stop program = "/bin/sh -c 'kill $(cat ${join(folder, `${name}.pid`)})'"\n`;
  });
  const settings = [
    'set daemon 1',
    `set pidfile ${join(folder, 'monit.pid')}`,
    `set idfile ${join(folder, 'monit.id')}`,
    `set statefile ${join(folder, 'monit.state')}`,
    `set logfile ${join(folder, 'monit.log')}`,
    `set httpd unixsocket ${join(folder, 'monit.sock')}`,
    '  allow bench:bench',
  ];
  writeFileSync(file, [...settings, ...checks].join('\n'), { mode: 0o600 });
  let pid = 0;
  const start = async () => {
    const child = spawn('monit', ['-I', '-c', file], { env: marked.env, stdio: 'ignore', cwd: folder });
    pid = child.pid ?? 0;
  };
  const isOwn = (id: number) => id === pid || commandLine(id)[0] === 'monit';
  await start();
  return {
    name: 'monit 5.33',
    logs,
    own: () => marked.processes().filter(isOwn),
    others: () => marked.processes().filter((id) => !isOwn(id)),
    async stop(worker) {
      await run('monit', ['-c', file, 'stop', worker], { env: marked.env });
    },
    recover: start,
    pid: () => pid,
    cleanUp: () => marked.cleanUp(),
  };
}
