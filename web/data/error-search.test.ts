import { describe, expect, it } from 'vitest';
import { errorSearch, isNarrowed, questionOf, readTyped, suggestTyped } from './error-search.ts';

describe('the address of the list of errors', () => {
  it('keeps what can be meant and leaves out what cannot, and what is as usual', () => {
    expect(
      errorSearch({
        q: 42,
        status: 'ignored',
        category: 'network',
        worker: 'mailer',
        level: 'fatal',
        trend: 'new',
        sort: 'count',
        range: '7d',
      }),
    ).toEqual({
      q: '42',
      status: 'ignored',
      category: 'network',
      worker: 'mailer',
      level: 'fatal',
      trend: 'new',
      sort: 'count',
      range: '7d',
    });
    expect(
      errorSearch({
        status: 'open',
        category: 'weather',
        level: 'info',
        sort: 'lastSeen',
        range: '24h',
        q: ' ',
      }),
    ).toEqual({});
  });

  it('knows order and period from what narrows the list', () => {
    expect(isNarrowed({ sort: 'count', range: '7d' })).toBe(false);
    expect(isNarrowed({ status: 'all' })).toBe(true);
  });

  it('asks for what is open and was seen in the period, unless it says otherwise', () => {
    const now = Date.parse('2026-11-26T05:00:00Z');
    expect(questionOf({}, now)).toEqual({
      status: 'unresolved,regressed',
      sort: 'lastSeen',
      since: '2026-11-25T05:00:00.000Z',
    });
    expect(questionOf({ status: 'all', q: ' timeout ' }, now)).toMatchObject({ q: 'timeout' });
    expect(questionOf({ status: 'all' }, now)).not.toHaveProperty('status');
  });
});

describe('what is typed', () => {
  it('makes filters of words with a name, and leaves the rest as text', () => {
    expect(readTyped('category:network  timeout worker:mailer-2 after is:new')).toEqual({
      category: 'network',
      worker: 'mailer-2',
      trend: 'new',
      q: 'timeout after',
    });
    expect(readTyped('level:fatal status:resolved')).toEqual({
      level: 'fatal',
      status: 'resolved',
      q: undefined,
    });
  });

  it('leaves what it does not understand in the text', () => {
    expect(readTyped('category:weather http://db:5432 level:loud')).toEqual({
      q: 'category:weather http://db:5432 level:loud',
    });
  });

  it('is completed word by word', () => {
    const workers = ['mailer-0', 'mailer-1', 'shop'];
    expect(suggestTyped('timeout ca', workers)).toEqual(['timeout category:']);
    expect(suggestTyped('timeout category:ne', workers)).toEqual(['timeout category:network']);
    expect(suggestTyped('worker:mail', workers)).toEqual(['worker:mailer-0', 'worker:mailer-1']);
    expect(suggestTyped('is:', workers)).toContain('is:spiking');
    for (const text of ['', 'timeout ', 'worker:shop', 'http://x'])
      expect(suggestTyped(text, workers)).toEqual([]);
  });
});
