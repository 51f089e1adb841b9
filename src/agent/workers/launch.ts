/** What has to be right before a worker can be started, and the command line and environment that start it. */
import { execFileSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import type { WorkerSpec } from '../../link/spec.ts';
import { errnoOf } from '../../shared/failure.ts';

export interface Launch {
  /** Programs that prepare the process and then become the worker, and the worker's own command. */
  command: string[];
  env: Record<string, string>;
  /** Who the worker runs as; null: the agent's own user. */
  account: Account | null;
}

export interface Account {
  name: string;
  uid: number;
  gid: number;
  home: string;
  shell: string;
}

/** What this machine offers for starting processes cleanly. */
export interface Launcher {
  setsid: string | null;
  setpriv: string | null;
}

const usualPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

export function findLauncher(path = process.env['PATH'] ?? usualPath): Launcher {
  return { setsid: findProgram('setsid', '/', path), setpriv: findProgram('setpriv', '/', path) };
}

/** Everything a start needs, or a sentence that says what is in its way. */
export function prepareLaunch(
  spec: WorkerSpec,
  launcher: Launcher,
  inherited: NodeJS.ProcessEnv,
): { launch: Launch } | { problem: string } {
  const account = findAccount(spec.user);
  if (typeof account === 'string') return { problem: account };
  const env = workerEnv(spec, inherited, account);
  const problem = findFolderProblem(spec.cwd) ?? findCommandProblem(spec, env['PATH'] ?? usualPath);
  if (problem !== null) return { problem };
  if (account && !launcher.setpriv) return { problem: 'user: needs the program setpriv (util-linux)' };
  const command = [
    ...(launcher.setsid ? [launcher.setsid] : []),
    ...(account ? becomeUser(launcher.setpriv ?? '', account) : []),
    ...spec.command,
  ];
  return { launch: { command, env, account } };
}

function becomeUser(setpriv: string, account: Account): string[] {
  return [setpriv, `--reuid=${account.uid}`, `--regid=${account.gid}`, '--init-groups', '--'];
}

/** The agent's own environment without what is Yagura's, then the spec's. */
export function workerEnv(
  spec: WorkerSpec,
  inherited: NodeJS.ProcessEnv,
  account: Account | null,
): Record<string, string> {
  const env: Record<string, string> = { PATH: usualPath };
  for (const [name, value] of Object.entries(inherited)) {
    if (value !== undefined && !name.startsWith('YAGURA_')) env[name] = value;
  }
  if (account) {
    Object.assign(env, {
      HOME: account.home,
      USER: account.name,
      LOGNAME: account.name,
      SHELL: account.shell,
    });
  }
  return { ...env, PWD: spec.cwd, YAGURA_WORKER: spec.name, ...spec.env };
}

function findFolderProblem(cwd: string): string | null {
  try {
    if (!statSync(cwd).isDirectory()) return `cwd: ${cwd} is not a folder`;
    accessSync(cwd, constants.X_OK);
    return null;
  } catch (error) {
    return errnoOf(error) === 'EACCES'
      ? `cwd: no permission to enter ${cwd}`
      : `cwd: there is no folder ${cwd}`;
  }
}

function findCommandProblem(spec: WorkerSpec, path: string): string | null {
  const name = spec.command[0];
  if (name === undefined || name === '') return 'command: it is empty';
  if (name.includes('=')) return `command: ${name} must not hold an equals sign`;
  if (spec.command.some((part) => part.includes('\0'))) return 'command: it holds a NUL character';
  if (findProgram(name, spec.cwd, path) !== null) return null;
  if (!name.includes('/')) return `command: ${name} is in no folder of PATH (${path})`;
  const file = resolve(spec.cwd, name);
  if (!isFile(file)) return `command: there is no file ${file}`;
  return `command: ${file} is not executable`;
}

/** The executable file a command name stands for, as execvp(3) finds it. */
function findProgram(name: string, cwd: string, path: string): string | null {
  if (name.includes('/')) return isExecutable(resolve(cwd, name)) ? resolve(cwd, name) : null;
  for (const folder of path.split(delimiter)) {
    const file = isAbsolute(folder) ? join(folder, name) : resolve(cwd, folder, name);
    if (isExecutable(file)) return file;
  }
  return null;
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return isFile(file);
  } catch {
    return false;
  }
}

/** The account to change to, null when there is nothing to change, or what is wrong. */
function findAccount(user: string | null): Account | null | string {
  if (user === null) return null;
  const own = userInfo();
  if (user === own.username || user === String(own.uid)) return null;
  if (own.uid !== 0) return `user: only root can run a worker as ${user}; this agent runs as ${own.username}`;
  const entry = readAccount(user);
  return entry ?? `user: there is no user ${user} on this machine`;
}

/** From the system's user database, by name or number. */
function readAccount(user: string): Account | null {
  try {
    const line = execFileSync('getent', ['passwd', user], {
      encoding: 'utf8',
      timeout: 5_000,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [name, , uid, gid, , home, shell] = line.trim().split(':');
    if (!name || !uid || !gid) return null;
    return { name, uid: Number(uid), gid: Number(gid), home: home || '/', shell: shell || '/bin/sh' };
  } catch {
    return null;
  }
}
