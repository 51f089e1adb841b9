/** Finds out what became of a worker's run while no agent was looking. */
import { isAlive, listPids, readStat } from '../proc.ts';
import { type ProcessName, readSlot, type Slot } from './slot.ts';

export type Recovered =
  | { found: 'nothing' }
  /** It runs, or has just ended and its shim is about to say how. */
  | { found: 'running'; run: ProcessName & { runId: string }; shim: ProcessName | null }
  | { found: 'ended'; run: ProcessName & { runId: string }; end: Slot['end'] };

const patienceMs = 1_000;

/**
 * Reads the slot and makes sure that nothing more will happen behind its back: a shim that has no worker may still have a `go` to
 * read, so it is killed, with a child that has not become a worker yet, before the slot is believed.
 */
export function recoverRun(slotPath: string): Recovered {
  const slot = readSlot(slotPath);
  const { shim, run } = slot;
  const shimLives = shim !== null && isAlive(shim.pid, shim.startTicks);
  const ended = run === null || slot.end?.runId === run.runId;
  if (shimLives && ended) {
    killIdleShim(shim);
    return classify(readSlot(slotPath));
  }
  return classify(slot);
}

function classify(slot: Slot): Recovered {
  const { shim, run } = slot;
  if (!run) return { found: 'nothing' };
  if (slot.end?.runId === run.runId) return { found: 'ended', run, end: slot.end };
  const shimLives = shim !== null && isAlive(shim.pid, shim.startTicks);
  if (shimLives || isAlive(run.pid, run.startTicks))
    return { found: 'running', run, shim: shimLives ? shim : null };
  return { found: 'ended', run, end: null };
}

function killIdleShim(shim: ProcessName): void {
  kill(shim.pid);
  waitUntil(() => !isAlive(shim.pid, shim.startTicks));
  const children = listPids()
    .map(readStat)
    .filter(
      (stat) => stat !== null && stat.session === shim.pid && stat.pid !== shim.pid && stat.state !== 'Z',
    );
  for (const child of children) if (child) kill(child.pid);
  waitUntil(() => children.every((child) => !child || !isAlive(child.pid, child.startTicks)));
}

/** Blocks, which is right here: it happens at an agent's start, rarely, for a millisecond. */
function waitUntil(condition: () => boolean): void {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (const end = performance.now() + patienceMs; !condition() && performance.now() < end; ) {
    Atomics.wait(pause, 0, 0, 1);
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
