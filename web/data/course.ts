/** How a worker's figure went, as its small curve shows it: the last hour; while little of that is known, with the last seconds as they came. Pure. */
import { type Curves, curveOf } from './curves.ts';

export interface Course {
  /** Oldest first; null where nothing is known. */
  values: (number | null)[];
  /** Where each stands, from 0 at the left edge to 1 at the right one. */
  places: number[];
}

/** The first minutes fill no more of the width than this would. */
const leastMs = 300_000;
/** Once so much is known, a second is less than a pixel. */
const youngMs = 600_000;

/** Whether the last seconds are worth showing. */
export function isYoung(hour: Curves | undefined, figure: string): boolean {
  const first = hour && firstKnown(hour, figure);
  return !hour || first === undefined || (hour.times.at(-1) ?? 0) - first < youngMs;
}

/** `seconds` are the newest values, one a second, the last of them at `now` (ms). */
export function courseOf(
  hour: Curves | undefined,
  figure: string,
  seconds: readonly (number | null)[],
  now: number,
): Course {
  const first = hour && firstKnown(hour, figure);
  const past = hour ? (curveOf(hour, figure) ?? []) : [];
  const points = (hour?.times ?? []).flatMap((time, at) =>
    first === undefined || time < first ? [] : [{ time, value: past[at] ?? null }],
  );
  points.push(...steadied(seconds, now, points.at(-1)?.time ?? 0));
  const to = points.at(-1)?.time ?? now;
  const from = Math.min(points[0]?.time ?? to, to - leastMs);
  return {
    values: points.map(({ value }) => value),
    places: points.map(({ time }) => (time - from) / (to - from)),
  };
}

/** So many seconds are one point, lest the newest part be all noise. */
const steadySeconds = 5;

/** What is newer than `since` as means of a few seconds each. */
function steadied(seconds: readonly (number | null)[], now: number, since: number) {
  const newer = seconds
    .map((value, at) => ({ time: now - (seconds.length - 1 - at) * 1_000, value }))
    .filter(({ time }) => time > since);
  return Array.from({ length: Math.ceil(newer.length / steadySeconds) }, (_, at) => {
    const own = newer.slice(at * steadySeconds, (at + 1) * steadySeconds);
    const known = own.flatMap(({ value }) => value ?? []);
    return {
      time: own.at(-1)?.time ?? now,
      value: known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length,
    };
  });
}

function firstKnown(hour: Curves, figure: string): number | undefined {
  return hour.times[(curveOf(hour, figure) ?? []).findIndex((value) => value !== null)];
}
