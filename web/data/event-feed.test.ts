import { describe, expect, it } from 'vitest';
import { arrivedSince, withArrived } from './event-feed.ts';
import type { FleetEvent } from './types.ts';

const events = (...ids: number[]): FleetEvent[] =>
  ids.map((id) => ({
    id,
    time: '2026-01-01T00:00:00.000Z',
    type: id % 2 === 0 ? 'worker.started' : 'worker.unhealthy',
    worker: 'mailer',
    host: 'box',
    data: {},
  }));
const arrived = (...given: Parameters<typeof arrivedSince>) => {
  const { events: found, gap } = arrivedSince(...given);
  return [found.map((event) => event.id), gap];
};

describe('what arrived since a page', () => {
  it('is what came live after it and fits', () => {
    expect(arrived(3, events(6, 5, 4, 3, 2), {})).toEqual([[6, 5, 4], false]);
    expect(arrived(3, events(6, 5, 4, 3, 2), { kind: 'checks' })).toEqual([[5], false]);
    expect(arrived(6, events(6, 5), {})).toEqual([[], false]);
  });

  it('may be less than all when more came than is remembered', () => {
    expect(arrived(3, events(9, 8, 7), {})).toEqual([[9, 8, 7], true]);
    expect(arrived(3, events(6, 5, 4), {})).toEqual([[6, 5, 4], false]);
  });

  it('is all of the first that came when the page was older than the connection', () => {
    expect(arrived(null, events(6, 5), {})).toEqual([[6, 5], false]);
    expect(arrived(null, [], {})).toEqual([[], false]);
  });
});

describe('what is put on top', () => {
  const page = (...ids: number[]) => ({
    events: events(...ids),
    next: `before ${ids.at(-1)}`,
    completeTo: 20,
  });

  it('joins the first page, which is then complete up to there', () => {
    const { pages } = withArrived({ pages: [page(20, 19)], pageParams: [null] }, events(22, 21), 22);
    expect(pages[0]?.events.map(({ id }) => id)).toEqual([22, 21, 20, 19]);
    expect(pages[0]?.completeTo).toBe(22);
  });

  it('leaves the first page as it is when nothing of it fits', () => {
    const before = page(20, 19);
    const { pages } = withArrived({ pages: [before], pageParams: [null] }, [], 22);
    expect(pages[0]?.events).toBe(before.events);
  });

  it('lets go of what was loaded long ago, which can be asked for again', () => {
    const all = [20, 18, 16, 14, 12, 10, 8].map((id) => page(id, id - 1));
    const { pages, pageParams } = withArrived(
      { pages: all, pageParams: all.map(({ next }) => next) },
      events(21),
      21,
    );
    expect(pages).toHaveLength(5);
    expect(pageParams).toHaveLength(5);
    expect(pages.at(-1)?.next).toBe('before 11');
  });
});
