/** How many occurrences there were in each minute of the last day, so that the number of a day costs nothing to tell. */
import { dayMs, minuteMs } from './steps.ts';

const length = dayMs / minuteMs;

export interface DayTally {
  add(minute: number, count: number): void;
  /** Of the minute in which this time lies, and of all after it; at most a day. */
  since(timeMs: number, nowMs: number): number;
}

export function createDayTally(): DayTally {
  const minutes = new Float64Array(length).fill(-1);
  const counts = new Float64Array(length);
  return {
    add(minute, count) {
      const place = minute % length;
      // A place holds its newest minute; what is older than a day is not told any more.
      if ((minutes[place] ?? -1) > minute) return;
      counts[place] = (minutes[place] === minute ? (counts[place] ?? 0) : 0) + count;
      minutes[place] = minute;
    },
    since(timeMs, nowMs) {
      const first = Math.max(Math.floor(timeMs / minuteMs), Math.floor(nowMs / minuteMs) - length + 1);
      let all = 0;
      for (let place = 0; place < length; place++)
        if ((minutes[place] ?? -1) >= first) all += counts[place] ?? 0;
      return all;
    },
  };
}
