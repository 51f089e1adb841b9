import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, describe, expect, it } from 'vitest';
import { useHistory } from './history.ts';
import { addSample, noFigures } from './live/fleet-state.ts';
import { fleet } from './live/index.ts';
import { recentEventsQuery } from './queries.ts';
import { testSample, testWorker } from './testing/fleet.ts';
import type { FleetEvent, MachineSample, System } from './types.ts';
import {
  useEventsOf,
  useFigure,
  useMachine,
  useRecent,
  useRecentEvents,
  useRecentStories,
  useStoriesOf,
  useSummary,
  useSystem,
  useWorker,
  useWorkers,
} from './use-fleet.ts';

const testEvent = (id: number, worker: string): FleetEvent => ({
  id,
  time: new Date(id * 1_000).toISOString(),
  type: 'worker.started',
  worker,
  host: 'here',
  data: {},
});
const client = new QueryClient();

/** What a component gets from a hook for what the page knows now. */
function given<T>(hook: () => T): T {
  let value: { is: T } | undefined;
  const Reader = () => {
    value = { is: hook() };
    return null;
  };
  renderToStaticMarkup(createElement(QueryClientProvider, { client }, createElement(Reader)));
  if (!value) throw new Error('it was not rendered');
  return value.is;
}

afterEach(() => {
  fleet.workers.set(null);
  fleet.figures.set(noFigures);
  fleet.events.set(null);
  fleet.system.set(null);
  client.clear();
});

describe('before anything was heard', () => {
  it('nothing is said of workers, rather than that there are none', () => {
    expect(given(useWorkers)).toBeNull();
    expect(given(() => useWorker('a'))).toBeUndefined();
    expect(given(useSummary)).toBeNull();
    expect(given(useSystem)).toBeNull();
  });

  it('there are no figures and no stories', () => {
    expect(given(() => useFigure('a', 'cpuRatio'))).toBeNull();
    expect(given(() => useRecent('a', 'cpuRatio'))).toEqual([]);
    expect(given(() => useMachine(undefined))).toBeNull();
    expect(given(() => useMachine('box'))).toBeNull();
    expect(given(() => useEventsOf('a'))).toBeNull();
    expect(given(useRecentEvents)).toBeNull();
    expect(given(useRecentStories)).toBeNull();
    expect(given(() => useHistory({ worker: 'a' }, 1_000)).data).toBeUndefined();
    expect(given(() => useHistory(null, 1_000)).fetchStatus).toBe('idle');
  });
});

describe('what is known', () => {
  it('of a worker is given by its name, and null when there is none', () => {
    const worker = testWorker('a', { state: 'running' });
    fleet.workers.set(new Map([['a', worker]]));
    expect(given(() => useWorker('a'))).toBe(worker);
    expect(given(() => useWorker('b'))).toBeNull();
    expect(given(useSummary)).toMatchObject({ total: 1, well: 1 });
  });

  it('as figures is the newest, and null where something was not measured', () => {
    fleet.figures.set(addSample(noFigures, testSample(1_000, [['a', 0.5, 1]])));
    fleet.figures.set(addSample(fleet.figures.get(), testSample(2_000, [['a', 0.25, 1]])));
    expect(given(() => useFigure('a', 'cpuRatio'))).toBe(0.25);
    expect(given(() => useRecent('a', 'cpuRatio'))).toEqual([0.5, 0.25]);
    expect(given(() => useFigure('b', 'cpuRatio'))).toBeNull();
  });

  it('as figures is not the present any more once the server goes on without them', () => {
    const machines = { box: { cpuRatio: 0.5 } as MachineSample };
    fleet.figures.set(addSample(noFigures, { ...testSample(2_000, [['a', 0.25, 1]]), machines }));
    const heard = (ms: number) => fleet.system.set({ time: new Date(ms).toISOString() } as System);
    heard(5_000);
    expect(given(() => useFigure('a', 'cpuRatio'))).toBe(0.25);
    expect(given(() => useMachine('box'))).toBe(machines.box);
    heard(7_000);
    expect(given(() => useFigure('a', 'cpuRatio'))).toBeNull();
    expect(given(() => useRecent('a', 'cpuRatio'))).toEqual([]);
    expect(given(() => useMachine('box'))).toBeNull();
  });

  it('of events is the past that was asked for and the present that came, of one worker or of all', () => {
    const [old, mine, others] = [testEvent(1, 'a'), testEvent(2, 'a'), testEvent(3, 'b')];
    client.setQueryData(recentEventsQuery.queryKey, { events: [old], next: null });
    client.setQueryData(['event-feed', { worker: 'a' }], {
      pages: [{ events: [mine, old], next: null, completeTo: 2 }],
      pageParams: [null],
    });
    fleet.events.set([others, mine]);
    expect(given(useRecentEvents)?.map(({ id }) => id)).toEqual([3, 2, 1]);
    expect(given(() => useEventsOf('a'))?.map(({ id }) => id)).toEqual([2, 1]);
    expect(given(() => useStoriesOf('a'))?.length).toBeGreaterThan(0);
    expect(given(useRecentStories)?.length).toBeGreaterThan(0);
  });

  it('of events has no gap: where some were missed, those of before wait until they are asked for anew', () => {
    client.setQueryData(recentEventsQuery.queryKey, { events: [testEvent(1, 'a')], next: null });
    fleet.events.set([testEvent(9, 'b'), testEvent(8, 'a')]);
    expect(given(useRecentEvents)?.map(({ id }) => id)).toEqual([9, 8]);
  });
});
