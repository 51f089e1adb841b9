import { describe, expect, it } from 'vitest';
import { createFormat } from './index.ts';

const en = createFormat('en', 'Asia/Tokyo');
const ja = createFormat('ja', 'Asia/Tokyo');

describe('format', () => {
  it('shows ratios as percent with a steady number of digits', () => {
    expect([0, 0.0046, 0.123, 0.9994, 0.9996, 2.5].map(en.ratio)).toEqual([
      '0.0%',
      '0.5%',
      '12.3%',
      '99.9%',
      '100%',
      '250%',
    ]);
  });

  it('shows bytes in powers of 1,024 and never 1,024 of a unit', () => {
    expect([0, 1023, 1024, 1024 * 1023.97, 512 * 1024 ** 2, 15.6 * 1024 ** 3, -2048].map(en.bytes)).toEqual([
      '0 B',
      '1,023 B',
      '1.0 KiB',
      '1.0 MiB',
      '512 MiB',
      '15.6 GiB',
      '-2.0 KiB',
    ]);
    expect(en.bytesPerSecond(1536)).toBe('1.5 KiB/s');
  });

  it('shows the two largest units of a duration', () => {
    const durations = [
      0, 9, 1200, 2_000, 9_960, 45_000, 60_000, 192_000, 3_600_000, 11_520_000, 90_000_000, 8_640_000_000,
    ];
    expect(durations.map(en.duration)).toEqual([
      '0 s',
      '9 ms',
      '1.2 s',
      '2 s',
      '10 s',
      '45 s',
      '1m',
      '3m 12s',
      '1h',
      '3h 12m',
      '1d 1h',
      '100d',
    ]);
    expect([9, 1200, 192_000, 11_520_000].map(ja.duration)).toEqual([
      '9ミリ秒',
      '1.2秒',
      '3分12秒',
      '3時間12分',
    ]);
  });

  it('shows a negative duration as none, since clocks differ', () => {
    expect(en.duration(-50)).toBe('0 s');
  });

  it('shows times in the zone of the reader, with the date only when it is another day there', () => {
    const now = Date.parse('2026-03-01T15:30:00Z'); // the 2nd in Tokyo
    expect(ja.clock('2026-03-01T15:02:31Z', now)).toBe('00:02');
    expect(en.time('2026-03-01T15:02:31Z', now)).toBe('00:02:31');
    expect(ja.clock('2026-03-01T14:02:31Z', now)).toBe('3月1日 23:02');
    expect(en.clock('2026-03-01T14:02:31Z', now)).toBe('Mar 1 23:02');
    expect(en.time('2025-03-01T14:02:31Z', now)).toBe('Mar 1, 2025 23:02:31');
    expect(ja.clock('2025-03-01T14:02:31Z', now)).toBe('2025年3月1日 23:02');
    expect(en.utc('2026-03-01T14:02:31Z')).toBe('2026-03-01 14:02:31.000 UTC');
  });

  it('names days, with the year when it is another one', () => {
    const now = Date.parse('2026-03-01T15:30:00Z');
    expect(en.day('2026-03-01T14:02:31Z', now)).toBe('Sun, Mar 1');
    expect(ja.day('2026-03-01T15:02:31Z', now)).toBe('3月2日(月)');
    expect(en.day('2025-12-30T00:00:00Z', now)).toBe('Tue, Dec 30, 2025');
    expect(en.date('2026-03-01T15:02:31Z', now)).toBe('Mar 2');
    expect(ja.date('2025-12-30T00:00:00Z', now)).toBe('2025年12月30日');
  });

  it('turns instants inside a text into local times', () => {
    const now = Date.parse('2026-03-01T14:30:00Z');
    expect(en.localTimes('stopped since 2026-03-01T14:02:31.949Z (T)', now)).toBe(
      'stopped since 23:02:31 (T)',
    );
    expect(en.localTimes('nothing at 14:02', now)).toBe('nothing at 14:02');
  });

  it('joins lists as the language does', () => {
    expect(ja.list(['a', 'b'])).toBe('a、b');
    expect(en.clauses(['a runs', 'b waits'])).toBe('a runs and b waits');
    expect(ja.clauses(['a が動いています', 'b が待っています'])).toBe('a が動いています。b が待っています');
    expect(en.list(['a', 'b', 'c'])).toBe('a, b, and c');
  });
});
