import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addSample, noFigures } from './live/fleet-state.ts';
import { fleet } from './live/index.ts';
import { recentEventsQuery } from './queries.ts';
import { testSample, testWorker } from './testing/fleet.ts';
import { given as givenBy } from './testing/given.ts';
import type { FleetEvent, MachineSample, System } from './types.ts';
import {
  useAgeSeconds,
  useEventsOf,
  useFigure,
  useLiveStatus,
  useMachine,
  useRecent,
  useRecentEvents,
  useRecentStories,
  useSeenNow,
  useStaleSeconds,
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

const given = <T>(hook: () => T): T => givenBy(hook, client);

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
    expect(given(() => useSystem((system) => system))).toBeNull();
  });

  it('there are no figures and no stories', () => {
    expect(given(() => useFigure('a', 'cpuRatio'))).toBeNull();
    expect(given(() => useRecent('a', 'cpuRatio', true))).toEqual([]);
    expect(given(() => useMachine(undefined))).toBeNull();
    expect(given(() => useMachine('box'))).toBeNull();
    expect(given(() => useEventsOf('a'))).toBeNull();
    expect(given(useRecentEvents)).toBeNull();
    expect(given(useRecentStories)).toBeNull();
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
    expect(given(() => useRecent('a', 'cpuRatio', true))).toEqual([0.5, 0.25]);
    expect(given(() => useRecent('a', 'cpuRatio', false))).toEqual([]);
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
    expect(given(() => useRecent('a', 'cpuRatio', true))).toEqual([]);
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

describe('how old that is which is shown', () => {
  let socket: EventTarget;
  let page: EventTarget & { hidden: boolean };

  beforeEach(() => {
    vi.useFakeTimers({ now: Date.parse('2026-01-01T00:00:00Z') });
    page = Object.assign(new EventTarget(), { hidden: false });
    vi.stubGlobal('document', page);
    vi.stubGlobal('window', new EventTarget());
    vi.stubGlobal('location', { origin: 'http://box' });
    vi.stubGlobal('requestAnimationFrame', (run: () => void) => setTimeout(run, 16));
    // What a constructor returns is what `new` gives.
    vi.stubGlobal('WebSocket', function connect() {
      socket = Object.assign(new EventTarget(), { send: () => {}, close: () => {} });
      return socket;
    });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('is told in seconds since the server was heard, once it is too much, unless nobody looks', () => {
    const ages = () => [given(useAgeSeconds), given(useStaleSeconds)];
    expect(ages()).toEqual([null, null]);
    vi.advanceTimersByTime(1_000);
    expect(given(() => useSeenNow((now) => now))).toBe(Date.now());

    socket.dispatchEvent(new Event('open'));
    socket.dispatchEvent(new MessageEvent('message', { data: '{"type":"pong"}' }));
    const heardAt = Date.now();
    vi.advanceTimersByTime(16);
    expect(given(() => useLiveStatus((status) => status))).toMatchObject({ phase: 'live', heardAt });
    vi.advanceTimersByTime(3_000);
    expect(ages()).toEqual([3, null]);
    vi.advanceTimersByTime(3_000);
    expect(ages()).toEqual([6, 6]);
    // What was running then is not known to be running now.
    expect(given(() => useSeenNow((now) => now))).toBe(heardAt);

    page.hidden = true;
    page.dispatchEvent(new Event('visibilitychange'));
    vi.advanceTimersByTime(11_000);
    expect(given(() => useLiveStatus(({ phase }) => phase))).toBe('paused');
    expect(ages()).toEqual([17, null]);
  });
});
