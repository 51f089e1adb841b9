/** Tells a process for good: by its id and when it started, so that a reused id is never taken for it. */
import { readFileSync } from 'node:fs';

export interface ProcessIdentity {
  pid: number;
  /** Clock ticks since boot; 0 where that cannot be read. */
  startTicks: number;
}

export interface ProcessSight extends ProcessIdentity {
  /** One letter as in `ps`; `?` where it cannot be read. */
  state: string;
  /** Processor time used so far, in hundredths of a second. */
  cpuTicks: number;
}

/** Who runs under this id now, and how; null when nobody does. */
export function identifyProcess(pid: number): ProcessSight | null {
  if (process.platform !== 'linux')
    return isThere(pid) ? { pid, startTicks: 0, state: '?', cpuTicks: 0 } : null;
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const cpuTicks = Number(fields[11]) + Number(fields[12]);
    return { pid, startTicks: Number(fields[19]), state: fields[0] ?? '?', cpuTicks };
  } catch {
    return null;
  }
}

/** True while that very process lives; a zombie does not. */
export function isSameProcess({ pid, startTicks }: ProcessIdentity): boolean {
  const now = identifyProcess(pid);
  return now !== null && now.startTicks === startTicks && now.state !== 'Z' && now.state !== 'X';
}

/** Sends a signal to that very process; true when it was there to get it. */
export function signalProcess(identity: ProcessIdentity, signal: NodeJS.Signals): boolean {
  if (!isSameProcess(identity)) return false;
  try {
    return process.kill(identity.pid, signal);
  } catch {
    return false;
  }
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
