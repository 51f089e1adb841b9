/** The picture of the categories as areas on top of each other, the largest at the bottom. Pure. */
import type { Category } from '../../data/categories.ts';
import type { ErrorSummary } from '../../data/types.ts';

/** So many have a shade of their own; the others share the lightest. */
export const ownShades = 4;

export interface Band {
  /** Null: all the others together. */
  category: Category | null;
  count: number;
  counts: readonly number[];
}

/** The largest first. */
export function bandsOf({ categories, times }: Pick<ErrorSummary, 'categories' | 'times'>): Band[] {
  const sorted = categories.filter(({ count }) => count > 0).toSorted((a, b) => b.count - a.count);
  const own = sorted.length <= ownShades + 1 ? sorted : sorted.slice(0, ownShades);
  const rest = sorted.slice(own.length);
  const bands: Band[] = own.map(({ category, count, counts }) => ({ category, count, counts }));
  if (rest.length > 0)
    bands.push({
      category: null,
      count: rest.reduce((sum, { count }) => sum + count, 0),
      counts: times.map((_, at) => rest.reduce((sum, { counts }) => sum + (counts[at] ?? 0), 0)),
    });
  return bands;
}

/** The most in any step, all categories together; 1 at least. */
export function highestOf(bands: readonly Band[]): number {
  const length = bands[0]?.counts.length ?? 0;
  return Array.from({ length }, (_, at) =>
    bands.reduce((sum, { counts }) => sum + (counts[at] ?? 0), 0),
  ).reduce((most, sum) => Math.max(most, sum), 1);
}

/** Outlines in a box of one step for each unit of width and `height` high: counts are of a whole step, so the edges are steps. */
export function outlines(bands: readonly Band[], height: number): string[] {
  const highest = highestOf(bands);
  const length = bands[0]?.counts.length ?? 0;
  let below = Array.from({ length }, () => 0);
  return bands.map(({ counts }) => {
    const above = below.map((sum, at) => sum + (counts[at] ?? 0));
    const y = (sum: number) => Number((height * (1 - sum / highest)).toFixed(2));
    const there = above.map((sum, at) => `${at === 0 ? 'M0' : 'L' + at} ${y(sum)}H${at + 1}`).join('');
    const back = below
      .map((sum, at) => `L${at + 1} ${y(sum)}H${at}`)
      .toReversed()
      .join('');
    below = above;
    return `${there}${back}Z`;
  });
}
