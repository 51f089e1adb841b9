/** Reads processes from Linux's /proc, synchronously and without allocating more than needed. */
import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';

/** Environment variable that marks every process of a run, so that helpers which left the process group are found. */
export const runMarker = 'YAGURA_RUN';

export interface ProcessStat {
  pid: number;
  ppid: number;
  pgrp: number;
  session: number;
  /** One letter as in `ps`: R S D T t Z X I. */
  state: string;
  comm: string;
  /** CPU time of the process itself, clock ticks (1/100 s). */
  userTicks: number;
  systemTicks: number;
  /** CPU time of children that have ended and were waited for, with theirs in turn. */
  reapedTicks: number;
  threads: number;
  /** Start time in clock ticks since boot; with the pid it names a process for good. */
  startTicks: number;
  rssPages: number;
}

const buffer = Buffer.allocUnsafe(4096);

/** The process's figures, or null when there is no such process. */
export function readStat(pid: number): ProcessStat | null {
  let fd: number;
  try {
    fd = openSync(`/proc/${pid}/stat`, 'r');
  } catch {
    return null;
  }
  try {
    return parseStat(buffer.toString('latin1', 0, readSync(fd, buffer, 0, buffer.length, 0)));
  } catch {
    return null;
  } finally {
    closeSync(fd);
  }
}

/** Parses one line of /proc/PID/stat (proc(5)). The command may hold spaces and brackets, so fields count from the last `)`. */
export function parseStat(text: string): ProcessStat | null {
  const open = text.indexOf('(');
  const close = text.lastIndexOf(')');
  if (open < 0 || close < open) return null;
  readNumbers(text, close + 4);
  if (Number.isNaN(numbers[fieldsRead - 1])) return null;
  const field = (number: number) => numbers[number - 4] ?? 0;
  return {
    pid: Number(text.slice(0, open)),
    comm: text.slice(open + 1, close),
    state: text.charAt(close + 2) || '?',
    ppid: field(4),
    pgrp: field(5),
    session: field(6),
    userTicks: field(14),
    systemTicks: field(15),
    reapedTicks: field(16) + field(17),
    threads: field(20),
    startTicks: field(22),
    rssPages: field(24),
  };
}

/** Fields 4 to 24 of the line, as proc(5) counts them. */
const fieldsRead = 21;
const numbers = new Float64Array(fieldsRead);

/** Reads whole numbers with one blank between them into `numbers`, NaN where the text ends; makes no text of each, since this is called for every process. */
function readNumbers(text: string, from: number): void {
  let at = from;
  for (let field = 0; field < fieldsRead; field++) {
    const isNegative = text.charCodeAt(at) === 45;
    if (isNegative) at += 1;
    let value = at < text.length ? 0 : Number.NaN;
    for (let digit = text.charCodeAt(at) - 48; digit >= 0 && digit <= 9; digit = text.charCodeAt(at) - 48) {
      value = value * 10 + digit;
      at += 1;
    }
    numbers[field] = isNegative ? -value : value;
    at += 1;
  }
}

/** Ids of all processes that exist now. */
export function listPids(): number[] {
  const pids: number[] = [];
  for (const name of readdirSync('/proc')) {
    const first = name.charCodeAt(0);
    if (first >= 48 && first <= 57) pids.push(Number(name));
  }
  return pids;
}

/** True only when the pid still belongs to the process that was started then; a zombie counts as gone. */
export function isAlive(pid: number, startTicks: number): boolean {
  const stat = readStat(pid);
  return stat !== null && stat.startTicks === startTicks && stat.state !== 'Z' && stat.state !== 'X';
}

/** The run a process was started for, from its environment; null when it has none or may not be read. */
export function readRunMarker(pid: number): string | null {
  let environ: string;
  try {
    environ = readFileSync(`/proc/${pid}/environ`, 'latin1');
  } catch {
    return null;
  }
  const key = `${runMarker}=`;
  const at = environ.startsWith(key) ? 0 : environ.indexOf(`\0${key}`) + 1;
  if (at === 0 && !environ.startsWith(key)) return null;
  const end = environ.indexOf('\0', at);
  return environ.slice(at + key.length, end < 0 ? undefined : end);
}
