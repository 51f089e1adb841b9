/** All processes of the machine, read so that those which matter are fresh and the others cost next to nothing. */
import { closeSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { listPids, type ProcessStat, parseStat, readStat } from '../proc.ts';
import { readAgain, tryOpen } from './proc-file.ts';

export interface IoCounters {
  /** From and to disks. */
  readBytes: number;
  writtenBytes: number;
  /** Through any read or write call: files, pipes, terminals. */
  throughBytes: number;
}

export interface ProcessTable {
  /** Figures of all processes. Those of members and newcomers are of now, those of strangers a few seconds old. */
  read(nowMs: number): ProcessStat[];
  /** Which processes belong to workers: their files are kept open. */
  keep(pids: ReadonlySet<number>): void;
  /** Null when there is no such process or this user may not know. */
  io(pid: number): IoCounters | null;
  countFds(pid: number): number | null;
  pssBytes(pid: number): number | null;
  close(): void;
}

interface Entry {
  stat: ProcessStat;
  firstSeenAt: number;
  member: boolean;
  statFd: number | null;
  ioFd: number | null;
}

/** A newcomer may still become someone else: between fork and exec it looks like its parent. */
const youngMs = 5_000;
/** A stranger is read once in so many looks, in case its pid was given to another. */
const strangersEvery = 8;
const mostFilesKept = 4_096;

export function createProcessTable({
  mostKept = Math.min(mostFilesKept, Math.floor(mostOpenFiles() / 4)),
  sizeTellsFds = (statSizeOfFds(process.pid) ?? 0) > 0,
} = {}): ProcessTable {
  const entries = new Map<number, Entry>();
  let kept = 0;
  let round = 0;

  function open(path: string): number | null {
    if (kept >= mostKept) return null;
    const fd = tryOpen(path);
    if (fd !== null) kept += 1;
    return fd;
  }

  function release(entry: Entry): void {
    for (const fd of [entry.statFd, entry.ioFd]) {
      if (fd === null) continue;
      closeSync(fd);
      kept -= 1;
    }
    entry.statFd = null;
    entry.ioFd = null;
  }

  function refresh(pid: number, entry: Entry): ProcessStat | null {
    if (entry.member) entry.statFd ??= open(`/proc/${pid}/stat`);
    if (entry.statFd === null) return readStat(pid);
    const text = readAgain(entry.statFd);
    if (text !== null) return parseStat(text);
    release(entry); // that process is gone; its pid may be another's by now
    entry.member = false;
    return readStat(pid);
  }

  return {
    read(nowMs) {
      round = (round + 1) % strangersEvery;
      const stats: ProcessStat[] = [];
      const pids = listPids();
      for (const pid of pids) {
        const entry = entries.get(pid);
        const dull =
          entry && !entry.member && nowMs - entry.firstSeenAt >= youngMs && pid % strangersEvery !== round;
        const stat = dull ? entry.stat : entry ? refresh(pid, entry) : readStat(pid);
        if (stat === null) continue;
        stats.push(stat);
        if (entry?.stat.startTicks === stat.startTicks) {
          entry.stat = stat;
          continue;
        }
        if (entry) release(entry);
        entries.set(pid, { stat, firstSeenAt: nowMs, member: false, statFd: null, ioFd: null });
      }
      if (entries.size > stats.length) {
        const present = new Set(stats.map((stat) => stat.pid));
        for (const [pid, entry] of entries) {
          if (present.has(pid)) continue;
          release(entry);
          entries.delete(pid);
        }
      }
      return stats;
    },

    keep(pids) {
      for (const [pid, entry] of entries) {
        const member = pids.has(pid);
        if (entry.member && !member) release(entry);
        entry.member = member;
      }
    },

    io(pid) {
      const entry = entries.get(pid);
      const path = `/proc/${pid}/io`;
      if (entry?.member) entry.ioFd ??= open(path);
      const text = entry?.ioFd ? readAgain(entry.ioFd) : tryRead(path);
      return text === null ? null : parseIo(text);
    },

    countFds(pid) {
      return sizeTellsFds ? statSizeOfFds(pid) : countEntries(`/proc/${pid}/fd`);
    },

    pssBytes(pid) {
      const text = tryRead(`/proc/${pid}/smaps_rollup`);
      const found = text === null ? null : /^Pss:\s+(\d+) kB/m.exec(text);
      return found ? Number(found[1]) * 1_024 : null;
    },

    close() {
      for (const entry of entries.values()) release(entry);
      entries.clear();
    },
  };
}

/** /proc/PID/io. Null when the text has other fields. */
export function parseIo(text: string): IoCounters | null {
  const of = (name: string) => Number(new RegExp(`^${name}: (\\d+)`, 'm').exec(text)?.[1] ?? Number.NaN);
  const counters = {
    readBytes: of('read_bytes'),
    writtenBytes: of('write_bytes'),
    throughBytes: of('rchar') + of('wchar'),
  };
  return Number.isNaN(counters.readBytes + counters.writtenBytes + counters.throughBytes) ? null : counters;
}

/** Since Linux 6.2 the size of this folder is the number of open files; before it was 0. */
function statSizeOfFds(pid: number): number | null {
  try {
    return statSync(`/proc/${pid}/fd`, { throwIfNoEntry: false })?.size ?? null;
  } catch {
    return null;
  }
}

function countEntries(path: string): number | null {
  try {
    return readdirSync(path).length;
  } catch {
    return null;
  }
}

function tryRead(path: string): string | null {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return null;
  }
}

function mostOpenFiles(): number {
  const found = /^Max open files\s+(\d+)/m.exec(tryRead('/proc/self/limits') ?? '');
  return found ? Number(found[1]) : 1_024;
}
