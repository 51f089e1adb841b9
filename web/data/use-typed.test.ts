import { describe, expect, it } from 'vitest';
import { stillOnTheWay } from './use-typed.ts';

describe('a field whose text stands in the address', () => {
  it('knows its own words when they arrive, and what is still to come', () => {
    expect(stillOnTheWay(['a', 'ab', 'abc'], 'ab')).toEqual(['abc']);
    expect(stillOnTheWay(['a', 'ab', 'abc'], 'abc')).toEqual([]);
    expect(stillOnTheWay(['a', 'ab', 'a'], 'a')).toEqual([]);
  });

  it('knows the words of others', () => {
    expect(stillOnTheWay(['a', 'ab'], 'mail')).toBeNull();
    expect(stillOnTheWay([], '')).toBeNull();
  });
});
