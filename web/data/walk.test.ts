import { describe, expect, it } from 'vitest';
import { neighboursOf } from './walk.ts';

const all = ['a-10', 'a-2', 'b', 'c'];

describe('the neighbours of a worker', () => {
  it('are those of the list one came from', () => {
    expect(neighboursOf(['c', 'gone', 'a-2', 'b'], all, 'a-2')).toEqual({
      previous: 'c',
      next: 'b',
      at: 2,
      of: 3,
    });
  });

  it('are those by name without a list, or when the list does not hold it', () => {
    const byName = { previous: 'a-2', next: 'b', at: 2, of: 4 };
    expect(neighboursOf([], all, 'a-10')).toEqual(byName);
    expect(neighboursOf(['b', 'c'], all, 'a-10')).toEqual(byName);
  });

  it('end where the list ends', () => {
    expect(neighboursOf([], all, 'a-2').previous).toBeNull();
    expect(neighboursOf([], all, 'c').next).toBeNull();
    expect(neighboursOf([], all, 'nobody')).toEqual({ previous: null, next: null, at: 0, of: 4 });
  });
});
