/** PM2 from npm, pinned, in a home of its own. `vizion` and `pmx` are off and logs go to files, which is its fastest way. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../test/fixtures/tower.ts';
import { commandLine } from '../measure/processes.ts';
import type { Arm, ArmWorker } from './arm.ts';
import { createMarked } from './marked.ts';

const version = '7.0.4';

/** Installs it once, outside the project. */
function install(): string {
  const folder = join(tmpdir(), `yagura-bench-pm2-${version}`);
  const program = join(folder, 'node_modules', 'pm2', 'bin', 'pm2');
  if (!existsSync(join(folder, 'installed'))) {
    mkdirSync(folder, { recursive: true });
    const args = [
      'install',
      '--prefix',
      folder,
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      `pm2@${version}`,
    ];
    const { status } = spawnSync('npm', args, { stdio: 'inherit' });
    if (status !== 0) throw new Error('pm2 could not be installed: is the package registry reachable?');
    writeFileSync(join(folder, 'installed'), '');
  }
  return program;
}

/** `options` are keys of its ecosystem file, for every worker. */
export async function startPm2(
  workers: readonly ArmWorker[],
  options: Record<string, unknown> = {},
): Promise<Arm> {
  const program = install();
  const marked = createMarked('pm2');
  const home = join(marked.folder, 'home');
  const file = join(marked.folder, 'bench.config.json');
  const env = { ...marked.env, PM2_HOME: home, PM2_DISABLE_VERSION_CHECK: 'true', NO_COLOR: '1' };
  const pm2 = async (...args: string[]) => {
    const outcome = await run(process.execPath, [program, ...args], { env, cwd: marked.folder });
    if (outcome.code !== 0) throw new Error(`pm2 ${args.join(' ')}: ${outcome.stdout}${outcome.stderr}`);
  };
  const apps = workers.map(({ name, command: [script, ...args] }) => ({
    name,
    script,
    args,
    interpreter: 'none',
    vizion: false,
    pmx: false,
    ...options,
  }));
  writeFileSync(file, JSON.stringify({ apps }));
  const isOwn = (pid: number) => /^(PM2 v|node .*pm2)/.test(commandLine(pid).join(' '));
  const arm: Arm = {
    name: `pm2 ${version}`,
    logs: join(home, 'logs'),
    own: () => marked.processes().filter(isOwn),
    others: () => marked.processes().filter((pid) => !isOwn(pid)),
    stop: (worker) => pm2('stop', worker),
    recover: () => pm2('resurrect'),
    pid: () => Number(readFileSync(join(home, 'pm2.pid'), 'utf8')),
    async cleanUp() {
      await pm2('kill').catch(() => {}); // what it leaves is killed
      await marked.cleanUp();
    },
  };
  try {
    await pm2('start', file);
    await pm2('save');
  } catch (error) {
    await arm.cleanUp();
    throw error;
  }
  return arm;
}
