/** What processes take: memory without counting shared pages twice, and CPU time. */
import { readdirSync, readFileSync } from 'node:fs';
import { readStat } from '../../src/agent/proc.ts';

const ticksPerSecond = 100;

/** Living processes whose environment holds `name=value`. */
export function findMarked(name: string, value: string): number[] {
  const wanted = `${name}=${value}`;
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => isAlive(pid) && read(`/proc/${pid}/environ`).split('\0').includes(wanted));
}

export const commandLine = (pid: number): string[] => read(`/proc/${pid}/cmdline`).split('\0').slice(0, -1);

export function isAlive(pid: number): boolean {
  const state = readStat(pid)?.state;
  return state !== undefined && state !== 'Z' && state !== 'X';
}

/** Proportional set size: a page that n processes share counts 1/n for each. */
export function pssBytes(pids: readonly number[]): number {
  let kibibytes = 0;
  for (const pid of pids)
    kibibytes += Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);
  return kibibytes * 1024;
}

/**
 * What these processes would take if nobody else on the machine used the same files: their private pages, and each shared piece of a file
 * once. PSS says less wherever other programs run on the same Node.
 */
export function aloneBytes(pids: readonly number[]): number {
  let kibibytes = 0;
  const shared = new Map<string, number>();
  for (const pid of pids) {
    let piece = '';
    let ofPiece = 0;
    for (const line of read(`/proc/${pid}/smaps`).split('\n')) {
      const mapping = /^[0-9a-f]+-[0-9a-f]+ (\S+) ([0-9a-f]+) (\S+) \d+\s+(.*)$/.exec(line);
      if (mapping) {
        piece = mapping.slice(1).join(' ');
        ofPiece = 0;
        continue;
      }
      const size = Number(/^(?:Shared|Private)_(?:Clean|Dirty):\s+(\d+)/.exec(line)?.[1] ?? 0);
      if (line.startsWith('Private_')) kibibytes += size;
      else if (size > 0) {
        ofPiece += size;
        shared.set(piece, Math.max(shared.get(piece) ?? 0, ofPiece));
      }
    }
  }
  for (const size of shared.values()) kibibytes += size;
  return kibibytes * 1024;
}

/** CPU time so far, by process; what ended children took counts for their parent. */
export function cpuSeconds(pids: readonly number[]): Map<number, number> {
  const times = new Map<number, number>();
  for (const pid of pids) {
    const stat = readStat(pid);
    if (stat) times.set(pid, (stat.userTicks + stat.systemTicks + stat.reapedTicks) / ticksPerSecond);
  }
  return times;
}

/** Share of one core over the time, of the processes that were there at its start and at its end. */
export async function cpuRatioOver(seconds: number, pids: () => readonly number[]): Promise<number> {
  const before = cpuSeconds(pids());
  const startedAt = performance.now();
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const after = cpuSeconds(pids());
  let used = 0;
  for (const [pid, time] of after) used += time - (before.get(pid) ?? 0);
  return used / ((performance.now() - startedAt) / 1000);
}

export function killAll(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself.
    }
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
