import { type InfiniteData, QueryClient } from '@tanstack/react-query';
import type * as React from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EventFilter } from './event-filter.ts';
import { arrivedSince, useEventFeed, withArrived } from './event-feed.ts';
import { fleet } from './live/index.ts';
import { given } from './testing/given.ts';
import type { FleetEvent } from './types.ts';

// Without a browser nothing is mounted: an effect takes place at once.
vi.mock('react', async (original) => ({
  ...(await original<typeof React>()),
  useEffect: (effect: () => void) => effect(),
}));

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

  it('is nothing where there is no page yet', () => {
    const none = { pages: [], pageParams: [] };
    expect(withArrived(none, events(1), 1)).toEqual(none);
  });
});

describe('a feed', () => {
  let client: QueryClient;
  const asked: string[] = [];
  const all: EventFilter = {};

  beforeEach(() => {
    client = new QueryClient();
    vi.stubGlobal('fetch', async (path: string) => {
      asked.push(path);
      return Response.json({ events: events(2, 1), next: null });
    });
  });
  afterEach(() => {
    asked.length = 0;
    client.clear();
    fleet.events.set(null);
    vi.unstubAllGlobals();
  });

  const feed = (held = false, filter = all) => given(() => useEventFeed(filter, held), client);
  const knows = (completeTo: number | null, ...pages: FleetEvent[][]) =>
    client.setQueryData(['event-feed', all], {
      pages: pages.map((page, at) => ({ events: page, next: `page ${at + 1}`, completeTo })),
      pageParams: pages.map((_, at) => (at === 0 ? null : `page ${at}`)),
    });
  const known = () =>
    client
      .getQueryData<InfiniteData<{ events: FleetEvent[] }>>(['event-feed', all])
      ?.pages.map((page) => page.events.map(({ id }) => id));
  const ids = (of: ReturnType<typeof feed>) => of.events?.map(({ id }) => id);

  it('is not there until its first page is', () => {
    fleet.events.set(events(3));
    expect(feed()).toMatchObject({ events: null, waiting: null });
    expect(feed(true).waiting).toBeNull();
  });

  it('shows its pages as one', () => {
    knows(null, events(5, 4), events(3, 2));
    expect(ids(feed())).toEqual([5, 4, 3, 2]);
  });

  it('takes in what arrives, as often as it is told of it', () => {
    knows(2, events(2, 1));
    fleet.events.set(events(4, 3, 2));
    feed();
    feed();
    expect(known()).toEqual([[4, 3, 2, 1]]);
  });

  it('lets what arrives wait while it is held, and says how much', () => {
    knows(2, events(2, 1));
    fleet.events.set(events(4, 3, 2));
    expect(feed(true)).toMatchObject({ waiting: { count: 2, isMore: false } });
    fleet.events.set(events(9, 8));
    expect(feed(true)).toMatchObject({ waiting: { count: 2, isMore: true } });
    expect(known()).toEqual([[2, 1]]);
  });

  it('starts anew when something may be missing, or too much has come', () => {
    knows(2, events(2, 1));
    fleet.events.set(events(9, 8));
    feed();
    expect(known()).toBeUndefined();
    const many = events(...Array.from({ length: 3_201 }, (_, at) => 3_201 - at));
    knows(3_201, many);
    fleet.events.set(many.slice(0, 2));
    feed();
    expect(known()).toBeUndefined();
  });

  it('asks for what its filter names only, and for the past by the place where the page before ended', async () => {
    fleet.events.set(events(2, 1));
    const filter: EventFilter = { worker: 'a', kind: undefined };
    const { data } = await feed(false, filter).query.refetch();
    expect(data?.pages).toMatchObject([{ next: null, completeTo: 2 }]);
    knows(4, events(4, 3));
    fleet.events.set(null);
    await feed().query.fetchNextPage();
    expect(asked.map((path) => Object.fromEntries(new URL(path, 'http://x').searchParams))).toEqual([
      { worker: 'a', limit: '200' },
      { limit: '500', cursor: 'page 1' },
    ]);
    expect(known()).toEqual([
      [4, 3],
      [2, 1],
    ]);
  });
});
