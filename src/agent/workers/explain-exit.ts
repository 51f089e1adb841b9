/** Turns how a run ended into the reason that people are told. Pure. */
import { constants } from 'node:os';
import type { ExitStatus } from '../../link/status.ts';
import type { Ending } from './state-machine.ts';

/** How a run ended, as far as anybody could see. */
export interface RunEnd {
  code: number | null;
  signal: string | null;
  /** The kernel killed it, or a process of its tree, for want of memory. */
  outOfMemory: boolean;
  /** When neither code nor signal is known: why not. */
  unknown: string | null;
}

/** `ending`: why Yagura itself was ending the run, if it was. */
export function explainExit(end: RunEnd, ending: Ending | null, at: string): ExitStatus {
  const { code, signal } = end;
  const how = describe(end);
  if (ending) return { code, signal, at, reason: ending.reason, detail: `${ending.detail} (${how})` };
  if (end.outOfMemory) {
    return { code, signal, at, reason: 'oom', detail: `killed by the kernel: out of memory (${how})` };
  }
  if (signal !== null) {
    return { code, signal, at, reason: 'signal', detail: `killed by ${signal}, not sent by Yagura` };
  }
  return { code, signal, at, reason: code === null ? 'unknown' : 'exit', detail: how };
}

function describe(end: RunEnd): string {
  if (end.signal !== null) return `ended by ${end.signal}`;
  if (end.code !== null) return `exit code ${end.code}`;
  return end.unknown ?? 'nobody saw how it ended';
}

/** A start that came to nothing. */
export function explainStartFailure(detail: string, at: string): ExitStatus {
  return { code: null, signal: null, at, reason: 'start-failed', detail };
}

const nameOfSignal = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name]));

/** `SIGKILL` for 9; real-time signals by number. */
export function signalName(number: number): string {
  return nameOfSignal.get(number) ?? `SIG${number}`;
}

/** The number for `SIGTERM`, `TERM` or `15`; null when there is no such signal. */
export function signalNumber(name: string): number | null {
  const upper = name.toUpperCase();
  const known: Record<string, number | undefined> = constants.signals;
  const number = known[upper] ?? known[`SIG${upper}`] ?? Number(name);
  return Number.isInteger(number) && number >= 1 && number <= 64 ? number : null;
}
