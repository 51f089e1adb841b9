/** What a supervisor takes while it only watches: memory and CPU of all its processes. */
import type { Arm } from '../arms/arm.ts';
import { sum } from './figures.ts';
import { pause } from './pause.ts';
import { aloneBytes, commandLine, cpuRatioOver, pssBytes } from './processes.ts';

export interface Weight {
  /** Highest of several looks over the time; as if nobody else shared their pages, which is more than the sum of PSS. */
  memoryBytes: number;
  pssBytes: number;
  cpuRatio: number;
  /** By process: the programs, and the shims together. */
  parts: Record<string, number>;
  processes: number;
}

const lookEveryMs = 10_000;

export async function weigh(arm: Arm, seconds: number, partOf: (pid: number) => string): Promise<Weight> {
  const own = arm.own();
  let isOver = false;
  const looks: number[] = [];
  const watching = (async () => {
    while (!isOver) {
      looks.push(aloneBytes(own));
      await pause(lookEveryMs);
    }
  })();
  const cpuRatio = await cpuRatioOver(seconds, () => own);
  isOver = true;
  const parts: Record<string, number> = {};
  for (const pid of own) parts[partOf(pid)] = (parts[partOf(pid)] ?? 0) + pssBytes([pid]);
  await watching;
  return {
    memoryBytes: Math.max(...looks),
    pssBytes: sum(Object.values(parts)),
    cpuRatio,
    parts,
    processes: own.length,
  };
}

/** Names Yagura's processes. */
export function yaguraPart(agentPid: number | null, hubPid: number | null): (pid: number) => string {
  return (pid) =>
    pid === agentPid
      ? 'agent'
      : pid === hubPid
        ? 'hub'
        : commandLine(pid).includes('yagura-shim')
          ? 'shims'
          : 'other';
}
