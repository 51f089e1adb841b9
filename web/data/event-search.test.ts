import { describe, expect, it } from 'vitest';
import { eventSearch, filterOf, isFiltered } from './event-search.ts';

describe('the address of the events page', () => {
  it('keeps what makes sense and drops the rest', () => {
    expect(eventSearch({ worker: 'mailer', kind: 'failures', q: 'disk', last: '1h', view: 'every' })).toEqual(
      {
        worker: 'mailer',
        kind: 'failures',
        q: 'disk',
        last: '1h',
        view: 'every',
      },
    );
    expect(
      eventSearch({
        worker: '',
        kind: 'odd',
        q: 7,
        last: 'toString',
        since: 'soon',
        until: '2026-01-01',
        view: 1,
      }),
    ).toEqual({ q: '7', until: '2026-01-01T00:00:00.000Z' });
    expect(eventSearch({ q: 'x'.repeat(300) }).q).toHaveLength(100);
  });

  it('becomes a filter', () => {
    const now = Date.parse('2026-01-01T10:00:00Z');
    expect(filterOf({ last: '1h', since: '2020-01-01T00:00:00.000Z', kind: 'checks' }, now)).toEqual({
      since: '2026-01-01T09:00:00.000Z',
      kind: 'checks',
    });
    expect(filterOf({ q: ' a ' }, now)).toEqual({ q: 'a' });
    expect([isFiltered({ view: 'every' }), isFiltered({ q: 'a' })]).toEqual([false, true]);
  });
});
