import type { Format } from '../../format/index.ts';

/** How a time is written on an axis: seconds on that of a few minutes, days on that of a week. */
export function timeTextOf(format: Format, from: number, to: number): (ms: number) => string {
  const spanMs = to - from;
  if (spanMs < 5 * 60_000) return (ms) => format.time(ms, ms);
  if (spanMs < 12 * 3_600_000) return (ms) => format.clock(ms, ms);
  return (ms) => (isMidnight(ms) ? format.date(ms, to) : format.clock(ms, ms));
}

/** Where the reader is. */
function isMidnight(ms: number): boolean {
  const date = new Date(ms);
  return date.getHours() === 0 && date.getMinutes() === 0;
}
