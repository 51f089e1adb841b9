/** Section `watchdog`: who is told that the tower itself is well. */
import { dayMs, duration, section, url } from './values.ts';

export const watchdog = section({
  heartbeat: section({
    url: url.meta({ description: 'Asked for by GET while evaluation, alerts and delivery move.' }),
    every: duration({ min: 10_000, max: dayMs }).prefault('1m'),
  })
    .optional()
    .meta({ description: 'A sign of life for another monitor, which then notices a dead tower.' }),
});
