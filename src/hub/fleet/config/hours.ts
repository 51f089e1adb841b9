/** Hours of a week, as routes, quiet hours and layers of on-call have them. */
import { z } from 'zod';
import { section, timezone } from './values.ts';

export const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Day = (typeof days)[number];

/** Hours of a week. When `fromMinute` is not before `toMinute` they go on after midnight and belong to the day on which they begin. */
export interface Hours {
  days: Day[];
  /** Minutes since midnight, 0 to 1439 and 1 to 1440. */
  fromMinute: number;
  toMinute: number;
  /** Null: that of `notify.timezone`. */
  timezone: string | null;
}

const timeError = { error: 'a time of day such as "09:00"' };
export const timeOfDay = z
  .string(timeError)
  .regex(/^([01]?\d|2[0-3]):[0-5]\d$|^24:00$/, timeError)
  .transform((text) => {
    const [hour = 0, minute = 0] = text.split(':').map(Number);
    return hour * 60 + minute;
  });

export const day = z.enum(days, { error: `one of ${days.join(', ')}` });

export const hoursShape = {
  days: z
    .array(day, { error: 'a list of days such as [mon, tue]' })
    .min(1, { error: 'at least one day' })
    .default([...days])
    .meta({ description: 'Default: every day.' }),
  from: timeOfDay.meta({ description: 'A time of day.' }),
  to: timeOfDay.meta({ description: 'When it is not after `from`, it is on the next day.' }),
  timezone: timezone.optional().meta({ description: 'Default: notify.timezone.' }),
};
export const hours = section(hoursShape);

export function toHours(given: z.output<typeof hours>): Hours {
  const { days, from, to, timezone } = given;
  return { days, fromMinute: from, toMinute: to, timezone: timezone ?? null };
}
