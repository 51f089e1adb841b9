import { afterEach, describe, expect, it } from 'vitest';
import { addSample, noFigures } from './live/fleet-state.ts';
import { fleet } from './live/index.ts';
import { testSample, testWorker } from './testing/fleet.ts';
import { given } from './testing/given.ts';
import { useWorkerList } from './use-worker-list.ts';
import type { SortLevel } from './worker-list.ts';

const byName: SortLevel[] = [{ id: 'name', desc: false }];
const list = (q: string, sort: readonly SortLevel[] = byName, caret: number | null = null) =>
  given(() => useWorkerList({ q, sort }, caret));
const names = (...of: Parameters<typeof list>) => list(...of).sorted?.map(({ name }) => name);
const knows = (...workers: ReturnType<typeof testWorker>[]) =>
  fleet.workers.set(new Map(workers.map((worker) => [worker.name, worker])));

afterEach(() => {
  fleet.workers.set(null);
  fleet.steadyFigures.set(noFigures);
});

describe('the list of workers', () => {
  it('is not there rather than empty before the fleet is known', () => {
    expect(list('')).toMatchObject({ sorted: null, total: 0 });
    knows();
    expect(list('')).toMatchObject({ sorted: [], total: 0 });
  });

  it('holds what the filter lets through, and says out of how many', () => {
    knows(testWorker('a10', { host: 'db' }), testWorker('a9', { host: 'db' }), testWorker('b'));
    expect(names('')).toEqual(['a9', 'a10', 'b']);
    expect(list('host:db')).toMatchObject({ total: 3, sorted: [{ name: 'a9' }, { name: 'a10' }] });
  });

  it('stands in the order of the newest steady figures, those without any last', () => {
    knows(testWorker('a'), testWorker('b'), testWorker('c'));
    fleet.steadyFigures.set(
      addSample(
        noFigures,
        testSample(1_000, [
          ['a', 0.1, 2],
          ['b', 0.9, 1],
        ]),
      ),
    );
    expect(names('', [{ id: 'cpu', desc: true }])).toEqual(['b', 'a', 'c']);
    expect(names('', [{ id: 'memory', desc: true }])).toEqual(['a', 'b', 'c']);
  });

  it('is filtered by figures although it is sorted by name', () => {
    knows(testWorker('a'), testWorker('b'));
    fleet.steadyFigures.set(
      addSample(
        noFigures,
        testSample(1_000, [
          ['a', 0.1, 2],
          ['b', 0.9, 1],
        ]),
      ),
    );
    expect(names('cpu>50%')).toEqual(['b']);
  });

  it('does not go by a word that is still being written', () => {
    knows(testWorker('a', { state: 'failed' }), testWorker('b'));
    expect(list('state:fai', byName, 9).filter.mistakes).toEqual([]);
    expect(list('state:fai').filter.mistakes).not.toEqual([]);
  });
});
