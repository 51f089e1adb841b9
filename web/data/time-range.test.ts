import { describe, expect, it } from 'vitest';
import {
  beginOf,
  given,
  instantOf,
  instantsOf,
  localInput,
  notBefore,
  textIn,
  timeRange,
} from './time-range.ts';

describe('a stretch of time in an address', () => {
  it('is what makes sense of it', () => {
    expect(given(timeRange({ last: '1h', since: 'soon', until: '2026-01-01' }))).toEqual({
      last: '1h',
      until: '2026-01-01T00:00:00.000Z',
    });
    expect(given(timeRange({ last: 'toString', since: 7 }))).toEqual({});
  });

  it('becomes instants', () => {
    const now = Date.parse('2026-01-01T10:00:00Z');
    const since = '2020-01-01T00:00:00.000Z';
    expect(instantsOf({ last: '1h', since, until: since }, now)).toEqual({
      since: '2026-01-01T09:00:00.000Z',
    });
    expect(instantsOf({ since }, now)).toEqual({ since });
  });

  it('is shown in the field in local time, and read back as the same instant', () => {
    const iso = '2026-11-25T22:47:00.000Z';
    expect(new Date(localInput(iso)).toISOString()).toBe(iso);
    expect(instantOf(localInput(iso))).toBe(iso);
    expect(localInput(undefined)).toBe('');
  });

  it('is what the field can show while a year is being typed', () => {
    const year = instantOf('0002-11-25T22:47');
    expect(localInput(year)).toBe('0002-11-25T22:47');
    expect([instantOf(''), instantOf('202611-11-25T22:47')]).toEqual([undefined, undefined]);
  });

  it('goes on with the time while it is looked at', () => {
    const now = Date.parse('2026-01-01T10:15:59Z');
    const begin = beginOf('15m', now);
    expect(begin).toBe(Date.parse('2026-01-01T10:00:00Z'));
    const list = ['2026-01-01T10:15:00Z', '2026-01-01T10:00:00Z', '2026-01-01T09:59:59Z'].map((time) => ({
      time,
    }));
    expect(notBefore(list, begin)).toEqual(list.slice(0, 2));
    expect(notBefore(list, beginOf('15m', now + 3_600_000))).toEqual([]);
    expect(notBefore(list, beginOf('1h', now))).toBe(list);
    expect(notBefore(list, beginOf(undefined, now))).toBe(list);
  });

  it('may stand beside texts', () => {
    expect([textIn(' '), textIn(7), textIn('abc', 2), textIn({})]).toEqual([undefined, '7', 'ab', undefined]);
  });
});
