/** Notices the end of a run whose shim does not report to this agent: the shim of a dead agent's run, or one that was killed. */
import { type FSWatcher, watch } from 'node:fs';
import type { Clock, Timer } from '../../shared/clock.ts';
import { isAlive } from '../proc.ts';
import { type ProcessName, readSlot, type Slot } from './slot.ts';

const everyMs = 250;
/** A cheap look sees a pid that was given to another process, or a zombie that nobody reaps, as alive; a thorough one does not. */
const thoroughEvery = 8;
const patienceMs = 3_000;

/** Calls `onEnd` once, with what the shim noted or null when nobody can know. Returns a function that gives up watching. */
export function watchRun(
  options: { slot: string; run: ProcessName & { runId: string }; shim: ProcessName | null; clock: Clock },
  onEnd: (end: Slot['end']) => void,
): () => void {
  const { clock, run, shim } = options;
  let timer: Timer | undefined;
  let watcher: FSWatcher | undefined;
  let looks = 0;
  let goneSince: number | null = null;

  function stop(): void {
    clock.clearTimeout(timer);
    watcher?.close();
    watcher = undefined;
  }

  function look(thorough: boolean): void {
    if (goneSince === null && lives(thorough)) return;
    goneSince ??= clock.monotonic();
    const { end } = readSlot(options.slot);
    const noted = end?.runId === run.runId ? end : null;
    const nothingToCome =
      shim === null || !isAlive(shim.pid, shim.startTicks) || clock.monotonic() - goneSince > patienceMs;
    if (!noted && !nothingToCome) return;
    // The shim may have written between the two looks above.
    const last = noted ?? readSlot(options.slot).end;
    stop();
    onEnd(last?.runId === run.runId ? last : null);
  }

  function lives(thorough: boolean): boolean {
    if (thorough) return isAlive(run.pid, run.startTicks);
    try {
      return process.kill(run.pid, 0);
    } catch {
      return false;
    }
  }

  function tick(): void {
    looks += 1;
    timer = clock.setTimeout(tick, everyMs);
    look(looks % thoroughEvery === 1);
  }

  try {
    // The shim's last word in the slot is seen at once; where watching is not possible the ticks see it.
    watcher = watch(options.slot, () => look(true));
    watcher.on('error', () => watcher?.close());
  } catch {
    watcher = undefined;
  }
  timer = clock.setTimeout(tick, 0);
  return stop;
}
