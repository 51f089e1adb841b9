import fc from 'fast-check';
import { expect, it } from 'vitest';
import { instantOf, inHours, localTime } from './week-hours.ts';

const iso = (ms: number) => new Date(ms).toISOString();

it('knows what the wall shows', () => {
  expect(localTime(Date.parse('2026-01-04T15:30:59Z'), 'Asia/Tokyo')).toEqual({
    day: Date.UTC(2026, 0, 5) / 86_400_000,
    minute: 30,
    weekday: 'mon',
  });
});

it('takes the first of a time that comes twice, and goes on from one that never comes', () => {
  const day = (y: number, m: number, d: number) => Date.UTC(y, m - 1, d) / 86_400_000;
  expect(iso(instantOf(day(2026, 10, 25), 150, 'Europe/Berlin'))).toBe('2026-10-25T00:30:00.000Z');
  expect(iso(instantOf(day(2026, 3, 29), 150, 'Europe/Berlin'))).toBe('2026-03-29T01:30:00.000Z');
});

it('finds the instant of every time that there is', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: Date.UTC(2020, 0, 1) / 60_000, max: Date.UTC(2035, 0, 1) / 60_000 }),
      fc.constantFrom('Asia/Tokyo', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'UTC'),
      (minute, zone) => {
        const ms = minute * 60_000;
        const local = localTime(ms, zone);
        expect(localTime(instantOf(local.day, local.minute, zone), zone)).toEqual(local);
      },
    ),
    { numRuns: 200 },
  );
});

it('tells when quiet hours end, over midnight and over the weekend', () => {
  const hours = { days: ['fri' as const], fromMinute: 22 * 60, toMinute: 7 * 60, timezone: null };
  const at = (text: string) => inHours(hours, Date.parse(text), 'UTC');
  expect(at('2026-01-09T21:59:00Z')).toEqual({ in: false, until: Date.parse('2026-01-09T22:00:00Z') });
  expect(at('2026-01-10T06:59:00Z')).toEqual({ in: true, until: Date.parse('2026-01-10T07:00:00Z') });
  expect(at('2026-01-10T07:00:00Z')).toEqual({ in: false, until: Date.parse('2026-01-16T22:00:00Z') });
});

it('takes hours from a time to the same time as a whole day', () => {
  const hours = { days: ['mon' as const], fromMinute: 0, toMinute: 0, timezone: null };
  expect(inHours(hours, Date.parse('2026-01-05T23:59:00Z'), 'UTC').in).toBe(true);
  expect(inHours(hours, Date.parse('2026-01-06T00:00:00Z'), 'UTC').in).toBe(false);
});
