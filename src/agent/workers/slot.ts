/**
 * The slot: a small file per worker in which its shim notes who it is, what it started and how that ended, so that all of it is known
 * to an agent that comes later. It is filled beforehand and only ever overwritten in place, so a full disk cannot lose it.
 *
 *     shim PID TICKS
 *     start RUN PID TICKS
 *     Killed                      (what the shell says of a death by signal; else nothing)
 *     end RUN STATUS
 *
 * Each run is written over the one before, so what follows the last valid line is left over and means nothing.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { signalName } from './explain-exit.ts';

export interface ProcessName {
  pid: number;
  startTicks: number;
}

export interface Slot {
  shim: ProcessName | null;
  run: (ProcessName & { runId: string }) | null;
  /** How the run ended; null while it has not. A run that could not be started has an end without a start. */
  end: { runId: string; code: number | null; signal: string | null } | null;
}

const slotBytes = 512;
const emptySlot: Slot = { shim: null, run: null, end: null };

/** Makes room for all a shim will write. To be done only while no shim uses the file. */
export function fillSlot(path: string): void {
  writeFileSync(path, ' '.repeat(slotBytes), { mode: 0o600 });
}

export function readSlot(path: string): Slot {
  try {
    return parseSlot(readFileSync(path, 'latin1'));
  } catch {
    return emptySlot;
  }
}

export function parseSlot(text: string): Slot {
  const shim = /^shim (\d+) (\d+)\n/.exec(text);
  if (!shim) return emptySlot;
  const rest = text.slice(shim[0].length);
  const start = /^start ([0-9a-z]+) (\d+) (\d+)\n/.exec(rest);
  const end = (start ? new RegExp(`^([^]*?)end (${start[1]}) (\\d+)\n`) : /^()end ([0-9a-z]+) (\d+)\n/).exec(
    start ? rest.slice(start[0].length) : rest,
  );
  return {
    shim: { pid: Number(shim[1]), startTicks: Number(shim[2]) },
    run: start ? { runId: start[1] ?? '', pid: Number(start[2]), startTicks: Number(start[3]) } : null,
    end: end ? { runId: end[2] ?? '', ...readStatus(Number(end[3]), end[1] !== '') } : null,
  };
}

/** Signals of whose deaths shells say nothing. */
const silent = new Set([2, 13, 15]);

/** A shell's `$?` is 128 + n for a death by signal n, but also for `exit 137`: what the shell said tells them apart. */
function readStatus(status: number, said: boolean): { code: number | null; signal: string | null } {
  const signal = status - 128;
  const bySignal = signal > 0 && signal <= 64 && (said || silent.has(signal));
  return bySignal ? { code: null, signal: signalName(signal) } : { code: status, signal: null };
}
