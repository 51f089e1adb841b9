import { describe, expect, it } from 'vitest';
import { testSample, testWorker } from '../testing/fleet.ts';
import type { FleetEvent, System } from '../types.ts';
import {
  addSample,
  eventsSnapshot,
  type Figures,
  keptEvents,
  mergeEvents,
  nextSystem,
  noFigures,
  recentOf,
  recentSeconds,
  withPast,
  workersDelta,
  workersSnapshot,
} from './fleet-state.ts';

const event = (id: number): FleetEvent => ({
  id,
  time: new Date(id * 1000).toISOString(),
  type: 'worker.started',
  worker: 'a',
  host: null,
  data: {},
});

describe('live workers', () => {
  it('are replaced by a snapshot and changed by deltas', () => {
    const before = workersSnapshot({ workers: [testWorker('a'), testWorker('b')] });
    const after = workersDelta(before, { changed: [testWorker('b', { restarts: 1 })], removed: ['a'] });
    expect([...after.keys()]).toEqual(['b']);
    expect(after.get('b')?.restarts).toBe(1);
    expect([...before.keys()]).toEqual(['a', 'b']);
  });

  it('keep their identity when they did not change, so that only what changed is drawn again', () => {
    const before = workersSnapshot({ workers: [testWorker('a'), testWorker('b')] });
    const after = workersDelta(before, { changed: [testWorker('b')], removed: [] });
    expect(after.get('a')).toBe(before.get('a'));
  });

  it('may be removed and declared anew in one delta', () => {
    const before = workersSnapshot({ workers: [testWorker('a')] });
    expect(
      workersDelta(before, { changed: [testWorker('a', { restarts: 7 })], removed: ['a'] }).get('a')
        ?.restarts,
    ).toBe(7);
  });
});

describe('live events', () => {
  it('are kept newest first, each once, in whatever order they come', () => {
    expect(mergeEvents([event(3), event(1)], [event(2), event(3)]).map(({ id }) => id)).toEqual([3, 2, 1]);
  });

  it('are bounded, the oldest is dropped', () => {
    const many = Array.from({ length: keptEvents + 5 }, (_, at) => event(at + 1));
    const kept = mergeEvents([], many);
    expect(kept).toHaveLength(keptEvents);
    expect(kept.at(-1)?.id).toBe(6);
  });
});

describe('a snapshot of events', () => {
  const ids = (events: readonly FleetEvent[]) => events.map(({ id }) => id);

  it('joins what is known when nothing is missing between the two', () => {
    expect(ids(eventsSnapshot([event(2), event(1)], [event(3), event(4)]))).toEqual([4, 3, 2, 1]);
    expect(ids(eventsSnapshot([event(2), event(1)], [event(1), event(2)]))).toEqual([2, 1]);
  });

  it('takes its place when events were missed, or when it tells of another past', () => {
    expect(ids(eventsSnapshot([event(2), event(1)], [event(9), event(10)]))).toEqual([10, 9]);
    expect(ids(eventsSnapshot([event(90), event(89)], [event(3), event(4)]))).toEqual([4, 3]);
    expect(ids(eventsSnapshot([event(90)], []))).toEqual([]);
  });
});

describe('live figures', () => {
  it('find each worker in its column and remember its last minute', () => {
    let figures = noFigures;
    for (let second = 1; second <= recentSeconds + 10; second++) {
      figures = addSample(
        figures,
        testSample(second, [
          ['a', second, 10],
          ['b', 0, 20],
        ]),
      );
    }
    expect(figures.rssBytes[figures.index.get('b') ?? -1]).toBe(20);
    const cpu = recentOf(figures, 'a', 'cpuRatio');
    expect(cpu).toHaveLength(recentSeconds);
    expect(cpu[0]).toBe(11);
    expect(cpu.at(-1)).toBe(70);
    expect(recentOf(figures, 'b', 'rssBytes').every((bytes) => bytes === 20)).toBe(true);
    // A component that asks twice for the same must get the same.
    expect(recentOf(figures, 'a', 'cpuRatio')).toBe(cpu);
  });

  it('have a gap where a worker was not seen, and begin where it was first seen', () => {
    const seconds = [[], ['a'], [], ['a', 'b']].map((names, at) =>
      testSample(
        at,
        names.map((name) => [name, at, 0]),
      ),
    );
    const figures = seconds.reduce(addSample, noFigures);
    expect(recentOf(figures, 'a', 'cpuRatio')).toEqual([1, null, 3]);
    expect(recentOf(figures, 'b', 'cpuRatio')).toEqual([3]);
    expect(recentOf(figures, 'c', 'cpuRatio')).toEqual([]);
  });

  it('have the time before they came by themselves once that is known', () => {
    const came = addSample(noFigures, testSample(100_000, [['a', 1, 10]]));
    const cpuRatio = new Map([
      ['a', [0.1, 0.2]],
      ['gone', [0.5, null]],
    ]);
    const figures = withPast(came, { until: 98_000, stepMs: 5_000, cpuRatio });
    const curve = recentOf(figures, 'a', 'cpuRatio');
    // Ten seconds are known, the one after `until` is taken to be like it.
    expect(curve).toEqual([...Array(5).fill(0.1), ...Array(6).fill(0.2), 1]);
    expect(recentOf(figures, 'gone', 'cpuRatio').slice(0, 7)).toEqual([0.5, 0.5, 0.5, 0.5, 0.5, null, null]);
    expect(figures.minute).toHaveLength(recentSeconds);
    expect(recentOf(figures, 'a', 'rssBytes')).toEqual([10]);
    expect(figures.time).toBe(100_000);
    expect(withPast(noFigures, { until: 0, stepMs: 1, cpuRatio })).toBe(noFigures);
  });

  it('keep their index while the same workers run', () => {
    const first = addSample(noFigures, testSample(1, [['a', 0, 0]]));
    expect(addSample(first, testSample(2, [['a', 0, 0]])).index).toBe(first.index);
    expect(addSample(first, testSample(2, [['b', 0, 0]])).index.get('b')).toBe(0);
  });

  it('are not overtaken by an older sample', () => {
    const newest = addSample(noFigures, testSample(5, [['a', 1, 0]]));
    expect(addSample(newest, testSample(4, [['a', 2, 0]]))).toBe(newest);
  });

  it("begin anew when the server's clock was set back", () => {
    const before = addSample(noFigures, testSample(3_600_000, [['a', 1, 0]]));
    const after = addSample(before, testSample(5_000, [['a', 2, 0]]));
    expect(after.time).toBe(5_000);
    expect(recentOf(after, 'a', 'cpuRatio')).toEqual([2]);
  });

  it('have a gap of its own length where nobody looked, and forget what is older than a minute', () => {
    const at = (figures: Figures, second: number) =>
      addSample(figures, testSample(second * 1_000, [['a', second, 0]]));
    // A late second is no gap.
    const figures = [1, 2, 4, 9].reduce(at, noFigures);
    expect(recentOf(figures, 'a', 'cpuRatio')).toEqual([1, 2, 4, null, null, null, null, 9]);
    expect(recentOf(at(figures, 200), 'a', 'cpuRatio')).toEqual([200]);
  });
});

describe('the system', () => {
  const system = (uptimeSeconds: number, state: 'well' | 'troubled') =>
    ({ uptimeSeconds, parts: [{ name: 'database', state, detail: '', since: null }] }) as unknown as System;

  it('keeps its parts until one of them changes', () => {
    const first = nextSystem(null, system(1, 'well'));
    const second = nextSystem(first, system(2, 'well'));
    expect(second.uptimeSeconds).toBe(2);
    expect(second.parts).toBe(first.parts);
    expect(nextSystem(second, system(3, 'troubled')).parts[0]?.state).toBe('troubled');
  });
});
