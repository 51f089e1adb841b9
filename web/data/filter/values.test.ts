import { describe, expect, it } from 'vitest';
import { isUnit, readBytes, readCount, readDuration, readRatio } from './values.ts';

describe('amounts as people type them', () => {
  it('are shares with or without a sign', () => {
    expect(['50%', '50', '0.5%', '150%', '%', '-1%', '50 %', '1e3'].map(readRatio)).toEqual([
      0.5,
      0.5,
      0.005,
      1.5,
      null,
      null,
      null,
      null,
    ]);
  });

  it('are sizes, binary like free or decimal like a disk, never without a unit', () => {
    expect(
      ['1GiB', '1G', '1gb', '1.5 MiB', '512B', '10k', '3T', '100', 'MiB', '1 XB'].map(readBytes),
    ).toEqual([2 ** 30, 2 ** 30, 1e9, 1.5 * 2 ** 20, 512, 10_240, 3 * 2 ** 40, null, null, null]);
  });

  it('are durations of one or more parts', () => {
    expect(['90s', '5m', '1h30m', '1d 2h', '250ms', '2w', '0.5h', '5', 'h', '5y'].map(readDuration)).toEqual([
      90_000,
      300_000,
      5_400_000,
      null,
      250,
      1_209_600_000,
      1_800_000,
      null,
      null,
      null,
    ]);
  });

  it('are whole counts', () => {
    expect(['0', '12', '1.5', '-1', 'x', ''].map(readCount)).toEqual([0, 12, null, null, null, null]);
  });

  it('have units that may stand apart', () => {
    expect(isUnit('%', 'ratio')).toBe(true);
    expect(isUnit('gib', 'bytes')).toBe(true);
    expect(isUnit('h', 'duration')).toBe(true);
    expect(['ratio', 'bytes', 'duration', 'count'].some((of) => isUnit('mailer', of as 'bytes'))).toBe(false);
    expect(isUnit('toString', 'bytes')).toBe(false);
  });
});
