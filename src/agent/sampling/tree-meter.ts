/**
 * Rates of a whole process tree from counters of its processes. Pure.
 *
 * The kernel adds what a child used in its lifetime to the parent that waits for it. So the growth of that part is lessened by what was
 * already counted of descendants that are gone; what remains is what they used after the last look, or all of it when they were never
 * seen. What a gone child takes with it when nobody waits for it is lost rather than guessed: a rate is never negative and never
 * holds anything twice.
 */
export interface CountedProcess {
  pid: number;
  ppid: number;
  startTicks: number;
  /** Used by the process itself. */
  own: readonly number[];
  /** Used by ended children that it waited for, or by both where the kernel does not tell them apart. */
  reaped: readonly number[];
}

export interface TreeMeter {
  /** Growth per second of each counter over the tree. `bornAfterTicks`: boot time of the last look; younger processes count from zero. */
  advance(
    processes: readonly CountedProcess[],
    look: { atMs: number; bornAfterTicks: number },
  ): readonly number[] | null;
  /** Growth per second of one process at the last look. */
  rateOf(pid: number): readonly number[] | null;
}

interface Known {
  process: CountedProcess;
  rates: readonly number[];
}

/** `width`: how many counters each process has. */
export function createTreeMeter(width: number): TreeMeter {
  let known = new Map<number, Known>();
  let lastAtMs: number | null = null;
  const zero: readonly number[] = Array.from({ length: width }, () => 0);

  /** What was counted of processes that are gone, by the nearest ancestor that is still there. */
  function countedOfGone(present: ReadonlyMap<number, CountedProcess>): Map<number, number[]> {
    const gone = new Map<number, number[]>();
    for (const { process } of known.values()) {
      if (present.get(process.pid)?.startTicks === process.startTicks) continue;
      const heir = heirOf(process, present);
      if (heir === null) continue;
      const before = gone.get(heir) ?? zero;
      gone.set(
        heir,
        before.map((sum, at) => sum + (process.own[at] ?? 0) + (process.reaped[at] ?? 0)),
      );
    }
    return gone;
  }

  function heirOf(process: CountedProcess, present: ReadonlyMap<number, CountedProcess>): number | null {
    // Bounded by the number of processes, in case reused pids make a loop.
    for (let ppid = process.ppid, steps = known.size; steps > 0; steps -= 1) {
      const parent = known.get(ppid)?.process;
      if (!parent) return null;
      if (present.get(ppid)?.startTicks === parent.startTicks) return ppid;
      ppid = parent.ppid;
    }
    return null;
  }

  return {
    advance(processes, look) {
      const seconds = lastAtMs === null ? null : (look.atMs - lastAtMs) / 1_000;
      if (seconds !== null && seconds <= 0) return null;
      lastAtMs = look.atMs;
      const present = new Map(processes.map((process) => [process.pid, process]));
      const gone = countedOfGone(present);
      const next = new Map<number, Known>();
      const total = [...zero];
      for (const process of processes) {
        const earlier = known.get(process.pid)?.process;
        const same = earlier?.startTicks === process.startTicks;
        const young = process.startTicks >= look.bornAfterTicks;
        const before = same ? earlier : young ? { own: zero, reaped: zero } : process;
        const counted = gone.get(process.pid) ?? zero;
        const rates = zero.map((_, at) => {
          if (seconds === null) return 0;
          const own = Math.max(0, (process.own[at] ?? 0) - (before.own[at] ?? 0));
          const reaped = (process.reaped[at] ?? 0) - (before.reaped[at] ?? 0) - (counted[at] ?? 0);
          return (own + Math.max(0, reaped)) / seconds;
        });
        rates.forEach((rate, at) => (total[at] = (total[at] ?? 0) + rate));
        next.set(process.pid, { process, rates });
      }
      known = next;
      return total;
    },
    rateOf: (pid) => known.get(pid)?.rates ?? null,
  };
}
