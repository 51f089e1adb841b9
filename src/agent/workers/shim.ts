/**
 * The standing shim: a small shell per worker that waits for `go`, starts the worker in a session of its own, waits for it and leaves
 * its exit status in the slot. It outlives the agent as long as its worker runs, and ends by itself when neither is there any more.
 *
 * Kept in a shell, since a shell is everywhere, takes 0.1–0.4 MB and reports a death within a millisecond. What matters in it:
 * - The child itself writes `start` with its pid and start time before it becomes the worker, so that a worker which has done anything
 *   is always in the slot, whoever was killed when.
 * - The slot is written before the doorbell is rung, so that it holds also when nobody listens.
 * - Everything it keeps is in variables named YAGURA_…, since assigning to any other would change the worker's environment.
 * - When a shell's child was killed, the shell says `Killed`; that goes into the slot too and tells signal 9 from `exit 137`.
 * - The worker is a foreground child: a background one would begin with SIGINT and SIGQUIT ignored, which no `trap` can undo.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { runMarker } from '../proc.ts';

const script = `
set -f
trap '' HUP INT QUIT TERM PIPE
YAGURA_SLOT=$1 YAGURA_CWD=$2 YAGURA_OUT=$3 YAGURA_ERR=$4 YAGURA_CGROUPS=$5
shift 5
yagura_ticks() { YAGURA_TICKS=\${21}; }
yagura_self() { read -r YAGURA_PID YAGURA_STAT </proc/self/stat && yagura_ticks $YAGURA_STAT; }
yagura_slot() { exec 4<>"$YAGURA_SLOT" 2>&4 && echo "$YAGURA_SHIM" >&4; }
yagura_self
YAGURA_SHIM="shim $YAGURA_PID $YAGURA_TICKS"
yagura_slot || exit 1
echo ready >&3
while read -r ${runMarker} <&3; do
  yagura_slot || exit 1
  (
    trap - HUP INT QUIT TERM PIPE
    exec 2>/dev/null
    for YAGURA_CGROUP in $YAGURA_CGROUPS; do echo 0 >"$YAGURA_CGROUP" || exit 121; done
    cd "$YAGURA_CWD" || exit 122
    true >>"$YAGURA_OUT" && true >>"$YAGURA_ERR" || exit 123
    exec </dev/null >>"$YAGURA_OUT" 2>>"$YAGURA_ERR"
    yagura_self
    echo "start $${runMarker} $YAGURA_PID $YAGURA_TICKS" >&4
    echo start >&3
    export ${runMarker}
    exec "$@" 3>&- 4>&-
  )
  echo "end $${runMarker} $?" >&4
  echo end >&3
done
`;

/** What an end without a start means. */
export const startProblems = new Map<number | null, string>([
  [121, 'limits: the process could not enter its cgroup'],
  [122, 'cwd: the folder could not be entered'],
  [123, 'logs: the log files could not be opened'],
]);

export interface ShimOptions {
  slot: string;
  cwd: string;
  stdout: string;
  stderr: string;
  /** `cgroup.procs` files that the worker enters. */
  cgroups: readonly string[];
  command: readonly string[];
  env: Record<string, string>;
}

export interface Shim {
  readonly pid: number | null;
  /** Starts a run as soon as the shim is ready. */
  go(runId: string): void;
  /** No more runs: the shim ends when its worker has, or at once when it has none. */
  release(): void;
  kill(): void;
}

export interface ShimListener {
  /** Something new is in the slot. */
  onDoorbell(): void;
  /** The shim is gone, with the reason when it could not even be started. */
  onClose(problem: string | null): void;
}

export function spawnShim(options: ShimOptions, listener: ShimListener): Shim {
  let ready = false;
  let waiting: string | null = null;
  let closed = false;
  const child: ChildProcess = spawn(
    '/bin/sh',
    [
      '-c',
      script,
      'yagura-shim',
      options.slot,
      options.cwd,
      options.stdout,
      options.stderr,
      options.cgroups.join(' '),
      ...options.command,
    ],
    { cwd: '/', env: options.env, detached: true, stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const line = child.stdio[3] as Socket;

  function close(problem: string | null): void {
    if (closed) return;
    closed = true;
    line.destroy();
    listener.onClose(problem);
  }
  line.setEncoding('latin1');
  line.on('data', (text: string) => {
    if (!ready) {
      ready = true; // the first line is `ready`
      if (waiting !== null) line.write(`${waiting}\n`);
      waiting = null;
      if (!text.slice('ready\n'.length)) return;
    }
    listener.onDoorbell();
  });
  line.on('error', () => close(null));
  line.on('close', () => close(null));
  child.on('error', (error) => close(`the shim could not be started: ${error.message}`));

  return {
    pid: child.pid ?? null,
    go(runId) {
      if (ready) line.write(`${runId}\n`);
      else waiting = runId;
    },
    release() {
      closed = true;
      line.removeAllListeners('data');
      line.destroy();
      child.unref();
    },
    kill() {
      child.kill('SIGKILL');
    },
  };
}
