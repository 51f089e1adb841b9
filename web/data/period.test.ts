import { describe, expect, it } from 'vitest';
import {
  boundsOf,
  lengthOf,
  type Period,
  periodIn,
  periodSearch,
  presetNames,
  searchOf,
  stepped,
  zoomedOut,
  zoomedTo,
} from './period.ts';

const now = Date.parse('2026-11-25T12:00:00Z');
const hour = 3_600_000;
const between = (from: string, to: string): Period => ({ from: Date.parse(from), to: Date.parse(to) });

describe('a period in an address', () => {
  it.each<Period>([
    ...presetNames.map((last) => ({ last })),
    between('2026-11-24T01:02:03.004Z', '2026-11-24T05:00:00Z'),
  ])('comes back as it went: %j', (period) => {
    expect(periodIn(periodSearch({ ...searchOf(period) }))).toEqual(period);
  });

  it('is the last hour when nothing sensible is said', () => {
    for (const search of [
      {},
      { range: '2h' },
      { range: 'constructor' },
      { from: '2026-11-24T01:00:00Z' },
      { from: 'yesterday', to: 'today' },
      { from: '2026-11-24T02:00:00Z', to: '2026-11-24T01:00:00Z' },
      { from: '2026-11-24T02:00:00Z', to: '2026-11-24T02:00:01Z' },
      { from: '0001-11-24T02:00:00Z', to: '2026-11-24T02:00:00Z' },
      { from: 5, to: [] },
    ])
      expect(periodIn(periodSearch(search))).toEqual({ last: '1h' });
  });

  it('says no more than it must', () => {
    expect(Object.values(searchOf({ last: '1h' })).filter(Boolean)).toEqual([]);
  });
});

describe('going through time', () => {
  it('back by half of what is shown, and forward until it is live again', () => {
    const earlier = stepped({ last: '1h' }, -1, now);
    expect(earlier).toEqual({ from: now - 1.5 * hour, to: now - 0.5 * hour });
    expect(stepped(earlier, 1, now)).toEqual({ last: '1h' });
    expect(stepped({ last: '6h' }, 1, now)).toEqual({ last: '6h' });
    // Of a length that no preset has, it ends at the present.
    const odd = { from: now - 3 * hour, to: now - hour };
    expect(stepped(odd, 1, now)).toEqual({ from: now - 2 * hour, to: now });
  });

  it('zooms out to the next preset, or to twice as much around the middle but not beyond the present', () => {
    expect(zoomedOut({ last: '24h' }, now)).toEqual({ last: '7d' });
    expect(zoomedOut({ last: '1y' }, now)).toEqual({ last: '1y' });
    expect(zoomedOut({ from: now - 10 * hour, to: now - 8 * hour }, now)).toEqual({
      from: now - 11 * hour,
      to: now - 7 * hour,
    });
    expect(zoomedOut({ from: now - 3 * hour, to: now }, now)).toEqual({ last: '6h' });
    expect(zoomedOut({ from: now - 2 * hour, to: now }, now)).toEqual({ from: now - 4 * hour, to: now });
    expect(lengthOf(zoomedOut({ from: now - 799 * 24 * hour, to: now - hour }, now))).toBe(800 * 24 * hour);
  });

  it('zooms into what was marked, in either direction, but never into a handful of points', () => {
    expect(zoomedTo(now, now - hour)).toEqual({ from: now - hour, to: now });
    expect(zoomedTo(now, now)).toEqual({ from: now - 5_000, to: now + 5_000 });
  });

  it('knows where it begins and ends', () => {
    expect(boundsOf({ last: '15m' }, now)).toEqual({ from: now - hour / 4, to: now });
  });
});
