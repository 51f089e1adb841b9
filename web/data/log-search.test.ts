import { describe, expect, it } from 'vitest';
import { logFilterOf, logSearch, logTimesOf, markedBy, marksIn, topicOf } from './log-search.ts';

describe('the address of the logs', () => {
  it('keeps what can be meant and leaves out what cannot', () => {
    expect(logSearch({ q: 42, worker: 'mailer', level: 'warn', range: '6h' })).toEqual({
      q: '42',
      worker: 'mailer',
      level: 'warn',
      range: '6h',
    });
    expect(logSearch({ q: ' ', level: 'loud', range: 'for ever', from: 'x', compare: 'day' })).toEqual({});
  });

  it('asks for a level and what is worse', () => {
    expect(logFilterOf({ level: 'error', q: ' a ' })).toEqual({ level: 'error,fatal', q: 'a' });
    expect(topicOf({ q: 'a b', level: 'error,fatal' })).toBe('logs?q=a+b&level=error%2Cfatal');
  });

  it('has no end while it is live', () => {
    const now = Date.parse('2026-11-26T05:00:00Z');
    expect(logTimesOf({}, now)).toEqual({ from: '2026-11-26T04:00:00.000Z' });
    const past = { from: '2026-11-25T04:00:00.000Z', to: '2026-11-25T05:00:00.000Z' };
    expect(logTimesOf(past, now)).toEqual(past);
  });
});

describe('what is marked in a hit', () => {
  it('is each word and phrase that must be there', () => {
    expect(markedBy('timeout "connection refused" time* -debug -"not this"')).toEqual([
      'timeout',
      'connection refused',
      'time',
    ]);
  });

  it('is marked once where two overlap', () => {
    expect(marksIn('Timeout: time is out', ['time', 'timeout'])).toEqual([
      [0, 7],
      [9, 13],
    ]);
    expect(marksIn('nothing', ['x'])).toEqual([]);
  });
});

describe('a template', () => {
  it('stands in the address', () => {
    const template = 'timeout after <NUM> ms in <*>';
    expect(logFilterOf(logSearch({ template, worker: 'mailer' }))).toEqual({ template, worker: 'mailer' });
  });
});
