import { QueryClient } from '@tanstack/react-query';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { endOf, extendHistory, presentIn, useHistory, windowMs, withGaps } from './history.ts';
import { given } from './testing/given.ts';

const empty = { times: [], series: {} };

describe('the history of a chart', () => {
  it('starts with what is first told', () => {
    const first = { times: [1000, 2000], series: { cpuRatio: [0.1, null] } };
    expect(extendHistory(empty, first)).toEqual(first);
  });

  it('adds what is new and replaces what overlaps', () => {
    const known = { times: [1000, 2000], series: { cpuRatio: [0.1, 0.2] } };
    const arrived = { times: [2000, 3000], series: { cpuRatio: [0.25, 0.3] } };
    expect(extendHistory(known, arrived)).toEqual({
      times: [1000, 2000, 3000],
      series: { cpuRatio: [0.1, 0.25, 0.3] },
    });
  });

  it('stays as it is when nothing came', () => {
    const known = { times: [1000], series: { cpuRatio: [0.1] } };
    expect(extendHistory(known, { times: [], series: { cpuRatio: [] } })).toEqual(known);
  });

  it('leaves gaps where a series did not exist, so that columns keep their length', () => {
    const known = { times: [1000], series: { old: [1] } };
    expect(extendHistory(known, { times: [2000], series: { young: [2] } })).toEqual({
      times: [1000, 2000],
      series: { old: [1, null], young: [null, 2] },
    });
  });

  it('drops what is older than the window, and everything after a long absence', () => {
    const known = { times: [0, 5000], series: { cpuRatio: [1, 2] } };
    const soon = extendHistory(known, { times: [windowMs + 3000], series: { cpuRatio: [3] } });
    expect(soon).toEqual({ times: [5000, windowMs + 3000], series: { cpuRatio: [2, 3] } });
    const later = extendHistory(known, { times: [windowMs * 3], series: { cpuRatio: [3] } });
    expect(later).toEqual({ times: [windowMs * 3], series: { cpuRatio: [3] } });
  });
});

describe('the end of a chart', () => {
  const times = [1_000, 2_000, 3_000];

  it('is the newest figure while figures come, and the present once they are missing', () => {
    expect(endOf(times, 5_500)).toBe(3_000);
    expect(endOf(times, 3_600_000)).toBe(3_600_000);
    expect(endOf([], 7)).toBe(7);
  });

  it('tells a value only if it was known just before', () => {
    expect(presentIn(times, [0.1, 0.2, null], 3_000)).toBe(0.2);
    expect(presentIn(times, [0.1, 0.2, 0.3], 3_600_000)).toBeNull();
    expect(presentIn(times, [null, null, null], 3_000)).toBeNull();
    expect(presentIn([1_000, 60_000], [0.1, null], 60_000)).toBeNull();
  });
});

describe('a gap', () => {
  it('is one, also where not even an empty figure was kept', () => {
    const history = {
      times: [1000, 2000, 9000, 10_000],
      series: { cpuRatio: [0.1, 0.2, 0.3, 0.4], threads: [1, null, 3, 4] },
    };
    expect(withGaps(history)).toEqual({
      times: [1000, 2000, 3000, 9000, 10_000],
      series: { cpuRatio: [0.1, 0.2, null, 0.3, 0.4], threads: [1, null, null, 3, 4] },
    });
  });

  it('is not made of a figure that came late', () => {
    const history = { times: [1000, 2000, 4200], series: { cpuRatio: [0.1, 0.2, 0.3] } };
    expect(withGaps(history)).toBe(history);
  });
});

describe('asking for a history', () => {
  const asked: string[] = [];
  const answer = (body: unknown) =>
    vi.stubGlobal('fetch', async (path: string) => {
      asked.push(decodeURIComponent(path));
      return Response.json(body);
    });

  afterEach(() => {
    asked.length = 0;
    vi.unstubAllGlobals();
  });

  it('asks for all at first, then for what is new and the second that may have been incomplete', async () => {
    const client = new QueryClient();
    const history = () => given(() => useHistory({ worker: 'a b' }, 1_000), client);
    answer({ times: [1_000, 2_000], series: { cpuRatio: [0.1, 0.2] } });
    await history().refetch();
    answer({ times: [2_000, 3_000], series: { cpuRatio: [0.25, 0.3] } });
    await history().refetch();
    expect(asked).toEqual([
      '/api/v1/workers/a b/history',
      '/api/v1/workers/a b/history?since=1970-01-01T00:00:01.000Z',
    ]);
    expect(history().data).toEqual({ times: [1_000, 2_000, 3_000], series: { cpuRatio: [0.1, 0.25, 0.3] } });
    client.clear();
  });

  it('asks of a host what is known of a host', async () => {
    const client = new QueryClient();
    answer({ times: [], series: {} });
    const { data } = await given(() => useHistory({ host: 'box' }, 1_000), client).refetch();
    expect(asked).toEqual(['/api/v1/hosts/box/history']);
    expect(data).toEqual({ times: [], series: {} });
    client.clear();
  });
});
