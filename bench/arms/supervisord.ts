/** supervisord from Debian, its output to files, as fast as it can be told to restart. */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../test/fixtures/tower.ts';
import { waitUntil } from '../../test/fixtures/wait-until.ts';
import { commandLine, isAlive } from '../measure/processes.ts';
import type { Arm, ArmWorker } from './arm.ts';
import { createMarked } from './marked.ts';

/** `options` are keys of every `[program:…]`; with a port it serves its own page there. */
export async function startSupervisord(
  workers: readonly ArmWorker[],
  options: Record<string, string | number> = {},
  pagePort?: number,
): Promise<Arm> {
  const marked = createMarked('supervisord');
  const { folder } = marked;
  const logs = join(folder, 'logs');
  const file = join(folder, 'supervisord.conf');
  const socket = join(folder, 'supervisor.sock');
  mkdirSync(logs);
  const section = (name: string, keys: Record<string, string | number>) =>
    [`[${name}]`, ...Object.entries(keys).map(([key, value]) => `${key}=${value}`), ''].join('\n');
  writeFileSync(
    file,
    [
      section('unix_http_server', { file: socket }),
      ...(pagePort === undefined ? [] : [section('inet_http_server', { port: `127.0.0.1:${pagePort}` })]),
      section('supervisord', {
        nodaemon: 'true',
        logfile: join(folder, 'supervisord.log'),
        pidfile: join(folder, 'supervisord.pid'),
        childlogdir: logs,
        minfds: 4096,
      }),
      section('rpcinterface:supervisor', {
        'supervisor.rpcinterface_factory': 'supervisor.rpcinterface:make_main_rpcinterface',
      }),
      section('supervisorctl', { serverurl: `unix://${socket}` }),
      ...workers.map(({ name, command }) =>
        section(`program:${name}`, {
          command: command.map((part) => `"${part.replaceAll('%', '%%')}"`).join(' '),
          autorestart: 'true',
          ...options,
        }),
      ),
    ].join('\n'),
  );
  const control = (...args: string[]) => run('supervisorctl', ['-c', file, ...args], { env: marked.env });
  let pid = 0;
  const start = async () => {
    const child = spawn('supervisord', ['-c', file], { env: marked.env, stdio: 'ignore', cwd: folder });
    pid = child.pid ?? 0;
    child.on('error', () => {}); // told by the wait
    await waitUntil('supervisord answers', async () => isAlive(pid) && (await control('pid')).code === 0);
  };
  const isOwn = (id: number) => id === pid || commandLine(id).some((part) => part.endsWith('supervisorctl'));
  const arm: Arm = {
    name: 'supervisord 4.2.5',
    logs,
    own: () => marked.processes().filter(isOwn),
    others: () => marked.processes().filter((id) => !isOwn(id)),
    async stop(worker) {
      await control('stop', worker);
    },
    recover: start,
    pid: () => pid,
    cleanUp: () => marked.cleanUp(),
  };
  try {
    await start();
  } catch (error) {
    await arm.cleanUp();
    throw error;
  }
  return arm;
}
