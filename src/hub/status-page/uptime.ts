/** How much of each day workers were up, from the figures that are kept of them. */
import type { ReadLimits, SeriesSource } from '../metrics/index.ts';

/** Samples of one day, of all workers under a name together: how many there are, and in how many the worker was up. */
export interface DayCount {
  known: number;
  up: number;
}

/** By the name that workers are declared under, then by day (days since the epoch, UTC). */
export type DayCounts = Map<string, Map<number, DayCount>>;

export const dayMs = 86_400_000;
export const dayOf = (timeMs: number) => Math.floor(timeMs / dayMs);

/** Of a coarser step there are none; finer points are as good. */
const stepMs = 300_000;
const namesAtATime = 20;
/** Of one question: all instances of some names over 90 days in steps of five minutes, the last hours by the second. */
const limits: ReadLimits = { series: 4_000, samples: 40_000_000 };

/**
 * While a worker rests on purpose, or nobody looks, there is no `yagura_worker_unwell`, and that time counts for neither side; the time in
 * which it starts does.
 */
export async function countDays(
  source: SeriesSource,
  names: readonly string[],
  fromMs: number,
  toMs: number,
): Promise<DayCounts> {
  const counts: DayCounts = new Map(names.map((name) => [name, new Map<number, DayCount>()]));
  for (let at = 0; at < names.length; at += namesAtATime)
    await countSome(source, names.slice(at, at + namesAtATime), fromMs, toMs, counts);
  return counts;
}

async function countSome(
  source: SeriesSource,
  names: readonly string[],
  fromMs: number,
  toMs: number,
  counts: DayCounts,
): Promise<void> {
  const group = { name: 'group', op: '=~', value: names.map(literal).join('|') } as const;
  const read = async (metric: string, add: (day: DayCount, sum: number, count: number) => void) => {
    const matchers = [{ name: '__name__', op: '=', value: metric } as const, group];
    const selection = { matchers, fromMs, toMs, stepMs, aspect: 'sum' } as const;
    for await (const { labels, times, values, counts: of, stale } of source.select(selection, {
      ...limits,
    })) {
      const days = counts.get(labels['group'] ?? '');
      if (!days) continue;
      const ends = new Set(stale);
      times.forEach((time, index) => {
        if (ends.has(index) || time < fromMs) return;
        const day = days.get(dayOf(time)) ?? { known: 0, up: 0 };
        days.set(dayOf(time), day);
        add(day, values[index] ?? 0, of?.[index] ?? 1);
      });
    }
  };
  await read('yagura_worker_unwell', (day, _sum, count) => {
    day.known += count;
  });
  await read('yagura_worker_up', (day, sum) => {
    day.up += sum;
  });
  for (const name of names)
    for (const day of counts.get(name)?.values() ?? []) day.up = Math.min(day.up, day.known);
}

/** Names of workers have no other characters that mean something in an expression. */
const literal = (name: string) => name.replaceAll('.', '\\.');
