/** What the bars of the logs show. Pure. */
import type { LogHistogram } from '../../data/types.ts';

export interface Bar {
  bad: number;
  warn: number;
  other: number;
}

export function barsOf(buckets: LogHistogram['buckets']): Bar[] {
  return buckets.map(({ counts }) => {
    const bad = (counts['error'] ?? 0) + (counts['fatal'] ?? 0);
    const warn = counts['warn'] ?? 0;
    const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
    return { bad, warn, other: all - bad - warn };
  });
}
