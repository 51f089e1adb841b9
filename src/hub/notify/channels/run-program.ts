import { spawn } from 'node:child_process';
import { errnoOf } from '../../../shared/failure.ts';
import { Later } from '../channel.ts';

export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

const mostOutput = 16_384;

/** Of the hub's own environment only what programs need to find things; the rest may hold secrets of others. */
const passedOn = [
  'PATH',
  'HOME',
  'USER',
  'LANG',
  'LC_ALL',
  'TZ',
  'DISPLAY',
  'WAYLAND_DISPLAY',
  'DBUS_SESSION_BUS_ADDRESS',
  'XDG_RUNTIME_DIR',
];

/**
 * Runs a program to its end, in a process group of its own, which the signal kills with all that it started. Fails with `Later` when it cannot be
 * started.
 */
export function runProgram(
  [program = '', ...args]: readonly string[],
  options: { stdin?: string; env?: Readonly<Record<string, string>>; signal: AbortSignal },
): Promise<Ran> {
  const { signal } = options;
  const inherited = passedOn.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const child = spawn(program, args, {
      env: { ...Object.fromEntries(inherited), ...options.env },
      stdio: 'pipe',
      detached: true,
    });
    const ran: Ran = { code: null, stdout: '', stderr: '' };
    const kill = () => {
      // A pid that is undefined was never started; a group that is gone needs no killing.
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      } catch {}
      reject(signal.reason instanceof Error ? signal.reason : new Later('it was ended'));
    };
    signal.addEventListener('abort', kill, { once: true });
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (text: string) => {
        ran[stream] = (ran[stream] + text).slice(0, mostOutput);
      });
    }
    child.on('error', (error) => {
      const why = errnoOf(error) === 'ENOENT' ? 'is not installed' : `cannot be started: ${error.message}`;
      reject(new Later(`${program} ${why}`));
    });
    child.on('close', (code) => {
      signal.removeEventListener('abort', kill);
      resolve({ ...ran, code });
    });
    // It may end without reading.
    child.stdin.on('error', () => {}).end(options.stdin ?? '');
  });
}
