import { useEffect, useMemo } from 'react';
import { serverNow } from './clock.ts';
import { type Course, courseOf, isYoung } from './course.ts';
import { createHours } from './hours.ts';
import { fleet } from './live/index.ts';
import { queryRange } from './prometheus.ts';
import { useRecent } from './use-fleet.ts';
import { useStore } from './use-store.ts';

const hours = createHours({
  queryRange,
  now: serverNow,
  setTimeout: (run, delayMs) => void setTimeout(run, delayMs),
  isHidden: () => document.hidden,
});

const columns = { cpu: 'cpuRatio', rss: 'rssBytes' } as const;

/** A figure's course over the last hour, for as long as it is in view. */
export function useCourse(worker: string, figure: keyof typeof columns): Course {
  useEffect(() => hours.want(worker), [worker]);
  const hour = useStore(hours.known, (known) => known.get(worker));
  const young = isYoung(hour, figure);
  const seconds = useRecent(worker, columns[figure], young);
  const now = useStore(fleet.figures, ({ time }) => (young ? time : 0));
  return useMemo(() => courseOf(hour, figure, seconds, now), [hour, figure, seconds, now]);
}
