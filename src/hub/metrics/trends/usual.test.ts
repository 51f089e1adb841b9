import { describe, expect, it } from 'vitest';
import { normalFrom, randomFrom, series } from './testing/series.ts';
import { usualAt as usualWithTurns } from './usual.ts';

const usualAt = (samples: ReturnType<typeof days>, times: number[]) =>
  usualWithTurns(samples, times, () => Promise.resolve());
const hour = 3_600_000;
const day = 24 * hour;
/** A Friday, 00:00. */
const nowMs = Date.UTC(2026, 10, 20);
const next = Array.from({ length: 24 }, (_, at) => nowMs + at * hour);

const days = (count: number, value: (ms: number, normal: () => number) => number) => {
  const normal = normalFrom(randomFrom(3));
  const first = nowMs - count * day;
  return series(nowMs, count * day, 300_000, (ms) => value(first + ms, normal));
};
const round = (ms: number, normal: () => number) =>
  100 + 30 * Math.sin((2 * Math.PI * ms) / day) + 5 * normal();
const isWeekend = (ms: number) => [0, 6].includes(new Date(ms).getUTCDay());

describe('what is usual', () => {
  it('follows the day', async () => {
    const usual = await usualAt(days(10, round), next);
    expect(usual).toMatchObject({ by: 'day', count: 10, times: next });
    expect(usual?.middle[6]).toBeCloseTo(130, -1);
    expect(usual?.middle[18]).toBeCloseTo(70, -1);
  });

  it('holds eight of ten values that come', async () => {
    const usual = await usualAt(days(10, round), next);
    const normal = normalFrom(randomFrom(99));
    const inside = next.flatMap((time, at) =>
      Array.from({ length: 50 }, () => round(time, normal)).filter(
        (value) => value >= (usual?.low[at] ?? 0) && value <= (usual?.high[at] ?? 0),
      ),
    );
    expect(inside.length / (50 * next.length)).toBeGreaterThan(0.76);
    expect(inside.length / (50 * next.length)).toBeLessThan(0.88);
  });

  it('is not moved by a day on which something was wrong', async () => {
    const usual = await usualAt(
      days(14, (ms, normal) => (ms > nowMs - 2 * day && ms < nowMs - day ? 1_000 : round(ms, normal))),
      next,
    );
    expect(usual?.middle[6]).toBeCloseTo(130, -1);
    expect(usual?.high[6]).toBeLessThan(150);
  });

  it('follows the week when that tells more', async () => {
    const weekly = (ms: number, normal: () => number) => (isWeekend(ms) ? 20 : round(ms, normal));
    const weekend = next.map((time) => time + day);
    const usual = await usualAt(days(36, weekly), weekend);
    expect(usual).toMatchObject({ by: 'week', count: 5 });
    expect(usual?.middle[12]).toBeCloseTo(20, 0);
    expect((await usualAt(days(36, round), weekend))?.by).toBe('day');
    expect((await usualAt(days(20, weekly), weekend))?.by).toBe('day');
  });

  it('is unknown before the fourth day, and at hours that nobody saw', async () => {
    expect(await usualAt(days(3, round), next)).toBeNull();
    expect(await usualAt(days(4, round), next)).not.toBeNull();
    expect(await usualAt(days(0, round), next)).toBeNull();
    expect(await usualAt(days(10, round), [])).toBeNull();
    const nights = await usualAt(
      days(10, (ms, normal) => (new Date(ms).getUTCHours() < 8 ? round(ms, normal) : Number.NaN)),
      next,
    );
    expect(nights?.middle[4]).toBeGreaterThan(100);
    expect(nights?.middle[14]).toBeNaN();
  });
});
