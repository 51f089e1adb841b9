import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrangementOf, searchOf, validListSearch } from './list-search.ts';
import { addSample, noFigures } from './live/fleet-state.ts';
import { testSample, testWorker } from './testing/fleet.ts';
import {
  addColumn,
  moveColumn,
  columnIds,
  groupWorkers,
  labelTexts,
  createRanker,
  type SortLevel,
  sortWorkers,
  usualSort,
} from './worker-list.ts';

const at = (minutes: number) => new Date(Date.parse('2026-01-01T00:00:00Z') + minutes * 60_000).toISOString();
const exit = { code: 1, signal: null, reason: 'exit', detail: '' } as const;
const fleet = [
  testWorker('b-10', {
    restarts: 3,
    startedAt: at(5),
    labels: { team: 'post' },
    host: 'y',
    declaredAs: 'b',
    lastExit: { ...exit, at: at(1) },
  }),
  testWorker('b-9', {
    restarts: 3,
    startedAt: at(1),
    labels: { team: 'post', a: '1' },
    host: 'x',
    declaredAs: 'b',
    pid: 9,
  }),
  testWorker('a', {
    state: 'failed',
    pid: null,
    host: 'y',
    reason: 'gave up',
    lastExit: { ...exit, at: at(3) },
  }),
  testWorker('c', { state: 'backoff', pid: null, restarts: 8, labels: { team: 'shop' }, nextStartAt: at(9) }),
];
const figures = addSample(
  noFigures,
  testSample(1, [
    ['b-10', 0.5, 1_000],
    ['b-9', 0.5, 3_000],
  ]),
);
const rank = createRanker();
const ranks = rank(fleet);
const order = (...levels: SortLevel[]) => sortWorkers(fleet, levels, figures, ranks).map(({ name }) => name);
const up = (id: SortLevel['id']) => ({ id, desc: false });
const down = (id: SortLevel['id']) => ({ id, desc: true });

describe('the order of the list', () => {
  it('is trouble first, then by name as people count', () => {
    expect(order(...usualSort)).toEqual(['a', 'c', 'b-9', 'b-10']);
    expect(order(down('state'))).toEqual(['b-9', 'b-10', 'c', 'a']);
    expect(order()).toEqual(['a', 'b-9', 'b-10', 'c']);
  });

  it('keeps those without a figure last in both directions', () => {
    expect(order(down('memory'))).toEqual(['b-9', 'b-10', 'a', 'c']);
    expect(order(up('memory'))).toEqual(['b-10', 'b-9', 'a', 'c']);
    expect(order(up('uptime'))).toEqual(['b-10', 'b-9', 'a', 'c']);
    expect(order(down('exit'))).toEqual(['a', 'b-10', 'b-9', 'c']);
    expect(order(up('next'))[0]).toBe('c');
    expect(order(up('reason'))[0]).toBe('a');
    expect(order(up('labels'))).toEqual(['b-9', 'b-10', 'c', 'a']);
    expect(order(up('pid'))[0]).toBe('b-9');
  });

  it('has levels', () => {
    expect(order(down('cpu'), up('memory'))).toEqual(['b-10', 'b-9', 'a', 'c']);
    expect(order(down('restarts'), up('host'))).toEqual(['c', 'b-9', 'b-10', 'a']);
    expect(order(up('host'), down('name'))).toEqual(['c', 'b-9', 'b-10', 'a']);
  });

  it('loses nobody, and does not depend on the order before', () => {
    const level = fc.record({ id: fc.constantFrom(...columnIds), desc: fc.boolean() });
    fc.assert(
      fc.property(
        fc.array(level, { maxLength: 3 }),
        fc.shuffledSubarray(fleet, { minLength: 4 }),
        (levels, shuffled) => {
          expect(sortWorkers(shuffled, levels, figures, ranks)).toEqual(
            sortWorkers(fleet, levels, figures, ranks),
          );
        },
      ),
    );
  });

  it('compares names again only when there is a new one', () => {
    const again = createRanker();
    const first = again(fleet);
    expect(again(fleet.slice(1))).toBe(first);
    expect(again([...fleet, testWorker('b-9b')])).not.toBe(first);
  });
});

describe('groups', () => {
  const groups = (by: Parameters<typeof groupWorkers>[1]) =>
    groupWorkers(sortWorkers(fleet, usualSort, figures, ranks), by).map(({ value, workers, troubled }) => [
      value,
      workers.length,
      troubled,
    ]);

  it('stand in the order of their first worker, those without a group last', () => {
    expect(groups('state')).toEqual([
      ['failed', 1, 1],
      ['backoff', 1, 1],
      ['running', 2, 0],
    ]);
    expect(groups('host')).toEqual([
      ['y', 2, 1],
      ['here', 1, 1],
      ['x', 1, 0],
    ]);
    expect(groups('declared')).toEqual([
      ['a', 1, 1],
      ['c', 1, 1],
      ['b', 2, 0],
    ]);
    expect(groups('label.team')).toEqual([
      ['shop', 1, 1],
      ['post', 2, 0],
      ['', 1, 1],
    ]);
  });

  it('and labels have texts', () => {
    expect(labelTexts({ labels: { team: 'post', a: '1' } })).toEqual(['a:1', 'team:post']);
  });
});

describe('columns', () => {
  const shown = ['name', 'state', 'cpu', 'memory', 'exit'] as const;

  it('are moved to where another stands, but the name is first', () => {
    expect(moveColumn(shown, 'exit', 2)).toEqual(['name', 'state', 'exit', 'cpu', 'memory']);
    expect(moveColumn(shown, 'state', 3)).toEqual(['name', 'cpu', 'memory', 'state', 'exit']);
    expect(moveColumn(shown, 'name', 2)).toBe(shown);
    expect(moveColumn(shown, 'cpu', 0)).toBe(shown);
    expect(moveColumn(shown, 'exit', 5)).toBe(shown);
    expect(moveColumn(shown, 'pid', 2)).toBe(shown);
  });

  it('come back to their usual place, also among moved ones', () => {
    expect(addColumn(shown, 'reason')).toEqual(['name', 'state', 'reason', 'cpu', 'memory', 'exit']);
    expect(addColumn(['name', 'exit', 'state'], 'pid')).toEqual(['name', 'exit', 'pid', 'state']);
  });
});

describe('the address', () => {
  it('holds only what is not as usual', () => {
    expect(searchOf(arrangementOf({}))).toEqual({});
    expect(validListSearch({ q: 'x', sort: 'state', cols: 'pid,host', group: 'none' })).toEqual({
      q: 'x',
      cols: 'pid,host',
    });
    expect(validListSearch({ cols: 'cpu,state,cpu,name' })).toEqual({ cols: 'cpu,state' });
    expect(validListSearch({ cols: 'name,state,cpu' })).toEqual({ cols: 'cpu' });
    expect(validListSearch({ q: 5, sort: '-cpu,name', group: 'label.team' })).toEqual({
      q: '5',
      sort: '-cpu,name',
      group: 'label.team',
    });
  });

  it('is not believed', () => {
    expect(validListSearch({ q: [], sort: 'x,-y', cols: 3, group: 'constructor' })).toEqual({});
    expect(validListSearch({ sort: '-cpu,x,cpu,name' })).toEqual({ sort: '-cpu,name' });
    expect(validListSearch({ cols: '<b>,cpu' })).toEqual({ cols: 'cpu' });
  });

  it('of an earlier version is understood', () => {
    expect(validListSearch({ state: 'failed' })).toEqual({ q: 'state:failed' });
  });

  it('and the arrangement tell the same', () => {
    const search = fc.record(
      { q: fc.string(), sort: fc.string(), cols: fc.string(), group: fc.string() },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(search, (any) => {
        const valid = validListSearch(any);
        expect(validListSearch({ ...valid })).toEqual(valid);
      }),
    );
  });
});
