import { afterEach, describe, expect, it } from 'vitest';
import { parseFilter } from './filter/parse.ts';
import { recall } from './memory.ts';
import { builtInViews, forgetView, keepView, mostViews, ownViews, readViews, viewOf } from './views.ts';

afterEach(() => ownViews.set([]));

describe('views', () => {
  it('that come with the page are understood', () => {
    for (const view of Object.values(builtInViews)) {
      expect(parseFilter('q' in view ? view.q : '').mistakes).toEqual([]);
    }
  });

  it('are kept, replaced by name and forgotten', () => {
    keepView({ name: 'Mine', search: { q: 'team:post' } });
    keepView({ name: 'Mine', search: { q: 'team:shop' } });
    expect(readViews(recall('views'))).toEqual([{ name: 'Mine', search: { q: 'team:shop' } }]);
    forgetView('Mine');
    expect(ownViews.get()).toEqual([]);
    expect(readViews(recall('views'))).toEqual([]);
  });

  it('are bounded', () => {
    for (let at = 0; at < mostViews; at++) expect(keepView({ name: `${at}`, search: {} })).toBe(true);
    expect(keepView({ name: 'one more', search: {} })).toBe(false);
    expect(keepView({ name: '0', search: { q: 'x' } })).toBe(true);
  });

  it('that somebody has written into the storage are not believed', () => {
    expect(readViews('nonsense')).toEqual([]);
    expect(readViews('{"a":1}')).toEqual([]);
    expect(readViews('[1, null, {"name":" ","search":{}}, {"name":"x"}]')).toEqual([]);
    expect(readViews(JSON.stringify([{ name: 'x'.repeat(99), search: { q: 1, sort: '<' } }]))).toEqual([
      { name: 'x'.repeat(60), search: { q: '1' } },
    ]);
    expect(readViews(null)).toEqual([]);
  });

  it('are recognised by what they show', () => {
    expect(viewOf({}, [])).toBe('all');
    expect(viewOf({ q: 'is:trouble ' }, [])).toBe('trouble');
    expect(viewOf({ q: 'x' }, [])).toBeNull();
    const own = { name: 'X', search: { q: 'x' } };
    expect(viewOf({ q: 'x' }, [own])).toBe(own);
  });
});
