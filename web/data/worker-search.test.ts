import { expect, it } from 'vitest';
import { workerSearch } from './worker-search.ts';

it('takes from the address what makes sense, and leaves the rest', () => {
  expect(workerSearch({ find: 'x', at: '2026-11-25T12:00:00+09:00', range: '6h', other: 1 })).toEqual({
    find: 'x',
    at: '2026-11-25T03:00:00.000Z',
    range: '6h',
  });
  expect(workerSearch({ find: 500 })).toEqual({ find: '500' });
  expect(workerSearch({ find: '', at: 'yesterday', range: '2h' })).toEqual({});
});
