/** Hears from workers when they start: each writes `name pid` into a FIFO as its first act, and the arrival is the time that counts. */
import { execFileSync } from 'node:child_process';
import { constants, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { isAlive, readStat } from '../../src/agent/proc.ts';

export interface Start {
  name: string;
  pid: number;
  /** With the pid it names the process for good: pids are used again. */
  startTicks: number;
  /** Monotonic, as `performance.now()`. */
  atMs: number;
}

/** That very process still lives. */
export const lives = ({ pid, startTicks }: Start): boolean => isAlive(pid, startTicks);

export interface Starts {
  readonly fifo: string;
  readonly all: readonly Start[];
  /** Pid of the newest start of each worker. */
  readonly newest: ReadonlyMap<string, Start>;
  /** The first start of this worker after the time; null when none came within the time. */
  next(name: string, afterMs: number, withinMs: number): Promise<Start | null>;
  close(): void;
}

export function openStarts(folder: string): Starts {
  const fifo = join(folder, 'starts');
  execFileSync('mkfifo', [fifo]);
  // Open for writing too, so that it never ends while no worker has it open.
  const socket = new Socket({ fd: openSync(fifo, constants.O_RDWR | constants.O_NONBLOCK), writable: false });
  const all: Start[] = [];
  const newest = new Map<string, Start>();
  const waiting = new Set<(start: Start) => void>();
  let rest = '';
  socket.setEncoding('utf8');
  socket.on('data', (text: string) => {
    const atMs = performance.now();
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const [name = '', pid = ''] = line.split(' ');
      const start = { name, pid: Number(pid), startTicks: readStat(Number(pid))?.startTicks ?? 0, atMs };
      all.push(start);
      newest.set(name, start);
      for (const tell of waiting) tell(start);
    }
  });
  return {
    fifo,
    all,
    newest,
    next(name, afterMs, withinMs) {
      const known = all.find((start) => start.name === name && start.atMs > afterMs);
      if (known) return Promise.resolve(known);
      return new Promise((resolve) => {
        const done = (start: Start | null) => {
          clearTimeout(timer);
          waiting.delete(listen);
          resolve(start);
        };
        const listen = (start: Start) => start.name === name && done(start);
        const timer = setTimeout(() => done(null), withinMs);
        waiting.add(listen);
      });
    },
    close: () => socket.destroy(),
  };
}
