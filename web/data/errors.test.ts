import { describe, expect, it } from 'vitest';
import { countIn, withChanges } from './errors.ts';
import type { ErrorGroup, ErrorPage } from './types.ts';

const group = (id: number, count: number, counts: number[]) =>
  ({
    id,
    count,
    title: `kind ${id}`,
    workers: ['mailer'],
    spark: { from: '2026-11-26T00:00:00.000Z', stepMs: 60_000, counts },
  }) as ErrorGroup;
const page = (...groups: ErrorGroup[]): ErrorPage => ({
  groups,
  total: groups.length,
  fleetWorkers: 3,
  next: null,
});
const shown = (...pages: ErrorPage[]) => ({ pages, pageParams: pages.map(() => null) });
const told = (id: number, count: number, title = `kind ${id}`) => {
  const { spark: _spark, workers: _workers, ...rest } = group(id, count, []);
  return { ...rest, title };
};

describe('the list of errors, when something changes', () => {
  it('counts what came in the last step of the curve, in the same place', () => {
    const data = withChanges(shown(page(group(1, 5, [2, 3]), group(2, 1, [1]))), {
      changed: [told(1, 9, 'kind <NUM>')],
      removed: [],
      more: false,
    });
    const [first, second] = data.pages[0]?.groups ?? [];
    expect(first).toMatchObject({ id: 1, title: 'kind <NUM>', count: 9, workers: ['mailer'] });
    expect(first?.spark.counts).toEqual([2, 7]);
    expect(first && countIn(first)).toBe(9);
    expect(second?.id).toBe(2);
  });

  it('leaves a curve as it is when less is counted than before, or there is none', () => {
    const data = withChanges(shown(page(group(1, 5, [5]), group(2, 0, []))), {
      changed: [told(1, 3), told(2, 4)],
      removed: [],
      more: false,
    });
    expect(data.pages[0]?.groups.map(({ spark }) => spark.counts)).toEqual([[5], []]);
  });

  it('takes out what is gone, and touches no page that has nothing of it', () => {
    const before = shown(page(group(1, 1, [1]), group(2, 1, [1])), page(group(3, 1, [1])));
    const data = withChanges(before, { changed: [], removed: [2], more: false });
    expect(data.pages[0]?.groups.map(({ id }) => id)).toEqual([1]);
    expect(data.pages[1]).toBe(before.pages[1]);
    expect(withChanges(before, { changed: [told(9, 1)], removed: [8], more: false })).toBe(before);
  });
});
