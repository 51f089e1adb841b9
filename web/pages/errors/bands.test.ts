import { describe, expect, it } from 'vitest';
import { bandsOf, highestOf, outlines } from './bands.ts';

const of = (
  category: 'network' | 'database' | 'timeout' | 'worker' | 'api' | 'unknown',
  ...counts: number[]
) => ({
  category,
  counts,
  count: counts.reduce((sum, count) => sum + count, 0),
  groups: [],
  groupCount: 1,
});

describe('the bands of the picture', () => {
  it('stand in the order of how much they are, without those that are nothing', () => {
    const bands = bandsOf({
      times: [1, 2],
      categories: [of('api', 1, 0), of('network', 2, 3), of('worker', 0, 0)],
    });
    expect(bands.map(({ category, count }) => [category, count])).toEqual([
      ['network', 5],
      ['api', 1],
    ]);
    expect(highestOf(bands)).toBe(3);
  });

  it('join what is small where there are more than have a shade of their own', () => {
    const bands = bandsOf({
      times: [1],
      categories: [
        of('network', 9),
        of('api', 8),
        of('timeout', 7),
        of('worker', 6),
        of('database', 2),
        of('unknown', 1),
      ],
    });
    expect(bands.map(({ category, counts }) => [category, counts])).toEqual([
      ['network', [9]],
      ['api', [8]],
      ['timeout', [7]],
      ['worker', [6]],
      [null, [3]],
    ]);
  });

  it('lie on each other without a gap', () => {
    const [lower, upper] = outlines(
      bandsOf({ times: [1, 2], categories: [of('network', 2, 4), of('api', 2, 0)] }),
      100,
    );
    expect(lower).toBe('M0 50H1L1 0H2L2 100H1L1 100H0Z');
    expect(upper).toBe('M0 0H1L1 0H2L2 0H1L1 50H0Z');
  });
});
