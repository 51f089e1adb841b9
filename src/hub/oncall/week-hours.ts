/** Wall-clock hours in a time zone. Pure; the zone's rules come from the platform's own tables. */
import type { Hours } from './shapes.ts';

const minuteMs = 60_000;
export const dayMs = 86_400_000;
const dayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** What a calendar and a clock on the wall show. */
export interface LocalTime {
  /** Days since 1970-01-01, of the local calendar. */
  day: number;
  minute: number;
  weekday: (typeof dayNames)[number];
}

/** Making one takes far longer than asking it. */
const formats = new Map<string, Intl.DateTimeFormat>();
function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
    formats.set(timeZone, format);
  }
  return format;
}

export function localTime(ms: number, timeZone: string): LocalTime {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(ms)) parts[type] = Number(value);
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0 } = parts;
  const days = Date.UTC(year, month - 1, day) / dayMs;
  return { day: days, minute: hour * 60 + minute, weekday: weekdayOf(days) };
}

export function weekdayOf(day: number): (typeof dayNames)[number] {
  return dayNames[(((day + 4) % 7) + 7) % 7] as (typeof dayNames)[number];
}

/**
 * The instant at which the wall shows this. Of a time that occurs twice (clocks go back) the first; a time that does not occur (they go
 * forward) is when it would have been without the change.
 */
export function instantOf(day: number, minute: number, timeZone: string): number {
  const wanted = day * dayMs + minute * minuteMs;
  const offsetAt = (ms: number) => {
    const local = localTime(ms, timeZone);
    return local.day * dayMs + local.minute * minuteMs - Math.floor(ms / minuteMs) * minuteMs;
  };
  const candidates = [offsetAt(wanted - dayMs), offsetAt(wanted + dayMs)].map((offset) => wanted - offset);
  const fits = candidates.filter((ms) => {
    const local = localTime(ms, timeZone);
    return local.day * dayMs + local.minute * minuteMs === wanted;
  });
  return fits.length > 0 ? Math.min(...fits) : (candidates[0] as number);
}

/** Whether the instant lies in the hours; `until`: when they end, or begin next (null: never within eight days). */
export function inHours(hours: Hours, ms: number, usualZone: string): { in: boolean; until: number | null } {
  const zone = hours.timezone ?? usualZone;
  const { day } = localTime(ms, zone);
  let next: number | null = null;
  // Those that began yesterday may go on after midnight.
  for (let begins = day - 1; begins <= day + 8; begins++) {
    if (!hours.days.some((name) => name === weekdayOf(begins))) continue;
    const from = instantOf(begins, hours.fromMinute, zone);
    const overnight = hours.toMinute <= hours.fromMinute ? 1 : 0;
    const to = instantOf(begins + overnight, hours.toMinute, zone);
    if (ms >= from && ms < to) return { in: true, until: to };
    if (from > ms) {
      next = from;
      break;
    }
  }
  return { in: false, until: next };
}
