/**
 * Ends whole process trees: asks with the stop signal, kills what remains after the time, and looks again until nothing is left.
 * All endings that are under way share one look at /proc, so that stopping a thousand workers costs no more than stopping one.
 */
import type { Clock, Timer } from '../../shared/clock.ts';
import { isAlive, type ProcessStat } from '../proc.ts';
import type { Root, TreeFinder } from '../tree.ts';

export interface TreeEnding {
  /** Less time than before; 0 kills now. */
  hurry(timeoutMs: number): void;
  /** Something of the tree has just ended: look now rather than at the next round. */
  look(): void;
}

export interface EndReport {
  /** Processes that got SIGKILL, the root not counted. */
  helpersKilled: number;
  /** The stop signal was not enough. */
  timedOut: boolean;
}

export interface TreeEnder {
  /** `signal` goes to the whole tree, the root first, unless `timeoutMs` is 0. `onDone` may be called before this returns. */
  end(
    root: Root,
    options: { signal: number; timeoutMs: number; forbidForks: () => void },
    onDone: (report: EndReport) => void,
  ): TreeEnding;
  /** Processes that SIGKILL did not end for a long time, as `pid (state)`, by worker. */
  unkillable(): Map<string, string>;
  close(): void;
}

interface Active {
  root: Root;
  deadline: number;
  killing: boolean;
  timedOut: boolean;
  rounds: number;
  killingSince: number;
  killed: Set<number>;
  left: ProcessStat[];
  forbidForks: () => void;
  done: (report: EndReport) => void;
}

const firstLookMs = 5;
const slowestLookMs = 100;
const unkillableAfterMs = 5_000;
const unkillableLookMs = 1_000;
const mostFreezeRounds = 60;
/** So many looks without a new face, and the tree stands still. */
const quietRounds = 10;
const strayWatchMs = 5_000;

/** `onStrays` is told of processes that showed themselves, and were killed, only after their run seemed to be over. */
export function createTreeEnder(
  finder: TreeFinder,
  clock: Clock,
  onStrays: (worker: string, killed: number) => void,
): TreeEnder {
  const active = new Set<Active>();
  const strayWatches = new Map<() => void, Timer>();
  let timer: Timer | undefined;

  function livingOf(tree: readonly ProcessStat[] | undefined): ProcessStat[] {
    return (tree ?? []).filter((stat) => stat.state !== 'Z' && stat.state !== 'X');
  }

  function proceed(ending: Active, left: ProcessStat[]): void {
    if (!active.has(ending)) return;
    ending.left = left;
    if (left.length === 0) {
      active.delete(ending);
      watchForStrays(ending.root);
      ending.done({ helpersKilled: ending.killed.size, timedOut: ending.timedOut });
      return;
    }
    if (!ending.killing && clock.monotonic() >= ending.deadline) {
      ending.killing = true;
      ending.timedOut = true;
      ending.killingSince = clock.monotonic();
      ending.rounds = 0;
    }
    if (ending.killing) kill(ending, left);
  }

  function kill(ending: Active, left: ProcessStat[]): void {
    ending.forbidForks();
    // What was killed a round ago and has only not gone yet needs no more; new faces do, and they may be forking.
    const isNew = (stat: ProcessStat) => stat.pid !== ending.root.pid && !ending.killed.has(stat.pid);
    const forking = ending.rounds > 0 && left.some(isNew);
    const all = forking ? freeze(ending.root, left) : left;
    for (const stat of all) {
      if (isNew(stat)) ending.killed.add(stat.pid);
      send(stat, 'SIGKILL');
    }
  }

  /** Stops every process of a tree before killing any, so that none is left to fork another. */
  function freeze(root: Root, tree: ProcessStat[]): ProcessStat[] {
    const frozen = new Map<number, ProcessStat>();
    let members = tree;
    for (let round = 0, quiet = 0; round < mostFreezeRounds && quiet < quietRounds; round++) {
      const fresh = members.filter((stat) => !frozen.has(stat.pid));
      quiet = fresh.length === 0 ? quiet + 1 : 0;
      for (const stat of fresh) {
        frozen.set(stat.pid, stat);
        send(stat, 'SIGSTOP');
      }
      members = livingOf(finder.findQuickly(root));
    }
    return [...frozen.values()];
  }

  function watchForStrays(ended: Root): void {
    // The worker's next run lives in the same cgroup, so that proves nothing any more.
    const root = { ...ended, cgroup: null };
    const stopLooking = finder.lookOut(root, (left) => {
      const strays = freeze(root, livingOf(left));
      for (const stat of strays) send(stat, 'SIGKILL');
      if (strays.length === 0) return;
      onStrays(root.worker, strays.length);
      lookOn();
    });
    const over = () => {
      stopLooking();
      strayWatches.delete(stopLooking);
    };
    const lookOn = () => {
      clock.clearTimeout(strayWatches.get(stopLooking));
      strayWatches.set(stopLooking, clock.setTimeout(over, strayWatchMs));
    };
    lookOn();
  }

  function schedule(): void {
    clock.clearTimeout(timer);
    timer = undefined;
    let soonest = Number.POSITIVE_INFINITY;
    for (const ending of active) soonest = Math.min(soonest, waitMs(ending));
    if (soonest < Number.POSITIVE_INFINITY) timer = clock.setTimeout(round, soonest);
  }

  function waitMs(ending: Active): number {
    if (isStuck(ending)) return unkillableLookMs;
    const look = Math.min(slowestLookMs, firstLookMs * 2 ** ending.rounds);
    return ending.killing ? look : Math.max(1, Math.min(look, ending.deadline - clock.monotonic()));
  }

  function isStuck(ending: Active): boolean {
    return ending.killing && clock.monotonic() - ending.killingSince > unkillableAfterMs;
  }

  function round(): void {
    const endings = Array.from(active); // some may end here, and others begin
    const trees = finder.find(endings.map((ending) => ending.root));
    for (const ending of endings) {
      ending.rounds += 1;
      proceed(ending, livingOf(trees.get(ending.root.worker)));
    }
    schedule();
  }

  return {
    end(root, options, onDone) {
      const now = clock.monotonic();
      const ending: Active = {
        root,
        deadline: now + options.timeoutMs,
        killing: options.timeoutMs <= 0,
        timedOut: false,
        rounds: 0,
        killingSince: now,
        killed: new Set(),
        left: [],
        forbidForks: options.forbidForks,
        done: onDone,
      };
      active.add(ending);
      const tree = livingOf(finder.findQuickly(root));
      if (!ending.killing) {
        const rootFirst = [...tree].sort((a, b) => Number(b.pid === root.pid) - Number(a.pid === root.pid));
        for (const stat of rootFirst) send(stat, options.signal);
        for (const stat of rootFirst) send(stat, 'SIGCONT'); // one that is stopped could not take the signal
      }
      proceed(ending, tree);
      schedule();
      return {
        hurry(timeoutMs) {
          ending.deadline = Math.min(ending.deadline, clock.monotonic() + timeoutMs);
          if (!active.has(ending)) return;
          proceed(ending, livingOf(finder.findQuickly(root)));
          schedule();
        },
        look() {
          if (!active.has(ending)) return;
          proceed(ending, livingOf(finder.findQuickly(root)));
          schedule();
        },
      };
    },

    unkillable() {
      return new Map(
        [...active]
          .filter(isStuck)
          .map(({ root, left }) => [
            root.worker,
            left.map((stat) => `${stat.pid} (${stat.state})`).join(', '),
          ]),
      );
    },

    close() {
      active.clear();
      for (const [stopLooking, over] of strayWatches) {
        clock.clearTimeout(over);
        stopLooking();
      }
      strayWatches.clear();
      clock.clearTimeout(timer);
    },
  };
}

/** Only to the very process that was seen: its pid may be someone else's by now. */
function send(stat: ProcessStat, signal: NodeJS.Signals | number): void {
  if (!isAlive(stat.pid, stat.startTicks)) return;
  try {
    process.kill(stat.pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}
