/** How many errors and restarts there were in each minute of the last day, so that nobody has to count a hundred thousand events each second. */
export interface MinuteTally {
  add(timeMs: number, counts: Counts): void;
  /** Minutes are numbered from the epoch. */
  of(minute: number): Counts;
  /** Of this minute and all after it. */
  since(minute: number): Counts;
}

export interface Counts {
  errors: number;
  restarts: number;
}

export const minuteMs = 60_000;
export const talliedMinutes = 1_440;
const nothing: Counts = { errors: 0, restarts: 0 };

export function createMinuteTally(nowMs: () => number): MinuteTally {
  const minutes = new Map<number, Counts>();
  const oldest = () => Math.floor(nowMs() / minuteMs) - talliedMinutes;

  return {
    add(timeMs, { errors, restarts }) {
      if (errors === 0 && restarts === 0) return;
      const minute = Math.floor(timeMs / minuteMs);
      // A clock that is a day wrong is not worth the room.
      if (Math.abs(minute - Math.floor(nowMs() / minuteMs)) > talliedMinutes) return;
      const before = minutes.get(minute) ?? nothing;
      minutes.set(minute, { errors: before.errors + errors, restarts: before.restarts + restarts });
      if (minutes.size <= talliedMinutes) return;
      for (const key of minutes.keys()) if (key < oldest()) minutes.delete(key);
    },
    of: (minute) => minutes.get(minute) ?? nothing,
    since(first) {
      const sum = { ...nothing };
      for (const [minute, { errors, restarts }] of minutes) {
        if (minute < first) continue;
        sum.errors += errors;
        sum.restarts += restarts;
      }
      return sum;
    },
  };
}
