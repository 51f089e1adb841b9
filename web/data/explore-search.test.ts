import { describe, expect, it } from 'vitest';
import {
  exploreSearch,
  placeOfError,
  rememberedQueries,
  rememberQuery,
  withQuery,
} from './explore-search.ts';

describe('what the explorer asks', () => {
  it('stands in the address', () => {
    expect(exploreSearch({ q: 'up', view: 'table', range: '7d', x: 1 })).toEqual({
      q: 'up',
      view: 'table',
      range: '7d',
    });
    // An address of digits only is parsed as a number.
    expect(exploreSearch({ q: 5, view: 'chart' })).toEqual({ q: '5' });
    expect(exploreSearch({ q: ' ' })).toEqual({});
  });

  it('is remembered, the newest first and each once', () => {
    expect(withQuery(['b', 'a'], 'a')).toEqual(['a', 'b']);
    const many = Array.from({ length: 30 }, (_, at) => `q${at}`);
    expect(many.reduce<string[]>(withQuery, [])).toHaveLength(20);
    rememberQuery('up');
    rememberQuery('down');
    rememberQuery('up');
    expect(rememberedQueries()).toEqual(['up', 'down']);
  });

  it('is wrong where Prometheus says so', () => {
    expect(placeOfError('rate(', '1:6: parse error: unclosed left parenthesis')).toBe(5);
    expect(
      placeOfError('a +\nb c', 'invalid parameter "query": 2:3: parse error: unexpected identifier'),
    ).toBe(6);
    expect(placeOfError('up', '9:9: parse error: x')).toBe(2);
    expect(placeOfError('up', 'query timed out')).toBeNull();
  });
});
