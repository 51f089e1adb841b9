/** Where code gets the time from, so that tests can move it and suspended machines can be told from slow workers. */
export interface Clock {
  /** Wall time in ms since the epoch; may jump. For records and people. */
  now(): number;
  /** Monotonic ms; never jumps. For durations, timeouts and backoff. */
  monotonic(): number;
  setTimeout(run: () => void, delayMs: number): Timer;
  clearTimeout(timer: Timer | undefined): void;
}

export type Timer = ReturnType<typeof setTimeout> | { readonly id: number };

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimeout: (run, delayMs) => setTimeout(run, delayMs),
  clearTimeout: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout> | undefined),
};

/** A clock that only moves when told to. Timers fire in order of their due time while it is advanced. */
export class ManualClock implements Clock {
  private wall: number;
  private mono = 0;
  private nextId = 1;
  private readonly timers = new Map<number, { due: number; run: () => void }>();

  constructor(startMs = Date.UTC(2026, 0, 1)) {
    this.wall = startMs;
  }

  now(): number {
    return this.wall;
  }

  monotonic(): number {
    return this.mono;
  }

  setTimeout(run: () => void, delayMs: number): Timer {
    const id = this.nextId++;
    this.timers.set(id, { due: this.mono + Math.max(0, delayMs), run });
    return { id };
  }

  clearTimeout(timer: Timer | undefined): void {
    if (timer && 'id' in timer) this.timers.delete(timer.id);
  }

  /** Lets `ms` pass on both clocks and runs what falls due. */
  advance(ms: number): void {
    const end = this.mono + ms;
    for (;;) {
      const due = [...this.timers].filter(([, t]) => t.due <= end).sort((a, b) => a[1].due - b[1].due)[0];
      if (!due) break;
      this.timers.delete(due[0]);
      this.wall += due[1].due - this.mono;
      this.mono = due[1].due;
      due[1].run();
    }
    this.wall += end - this.mono;
    this.mono = end;
  }

  /** Moves the wall clock alone, as NTP or an operator would. */
  jumpWall(ms: number): void {
    this.wall += ms;
  }
}

/** RFC 3339 in UTC. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
