import type { Story } from '../../data/stories.ts';
import type { FleetEvent } from '../../data/types.ts';

/** A line of the list. `before` is the id of the first thing of the day. */
export type Row =
  | { is: 'day'; day: string; before: number }
  | { is: 'story'; story: Story }
  | { is: 'event'; event: FleetEvent };

/** Puts the day above its first line. */
export function byDay(told: readonly (Story | FleetEvent)[], dayOf: (iso: string) => string): Row[] {
  const rows: Row[] = [];
  let lastDate = '';
  let day = '';
  for (const one of told) {
    const isStory = 'toTime' in one;
    const time = isStory ? one.toTime : one.time;
    // Naming a day is slow; what happened within the same quarter of an hour happened on the same day, in every time zone.
    const date = `${time.slice(0, 13)} ${Math.floor(Number(time.slice(14, 16)) / 15)}`;
    const next = date === lastDate ? day : dayOf(time);
    lastDate = date;
    if (next !== day) rows.push({ is: 'day', day: next, before: one.id });
    day = next;
    rows.push(isStory ? { is: 'story', story: one } : { is: 'event', event: one });
  }
  return rows;
}
