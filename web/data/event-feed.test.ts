import { describe, expect, it } from 'vitest';
import { arrivedSince } from './event-feed.ts';
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
