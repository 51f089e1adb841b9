import { describe, expect, it } from 'vitest';
import { normalFrom, randomFrom, remembering, series } from './testing/series.ts';
import { weekOverWeek } from './week.ts';

const hour = 3_600_000;
const day = 24 * hour;
const nowMs = Date.UTC(2026, 10, 20, 3);

const ask = (value: (ms: number) => number, days = 15) =>
  weekOverWeek(series(nowMs, days * day, 300_000, value), nowMs);
const busy = (ms: number) =>
  Math.floor(ms / day) % 7 < 5 ? 100 + 50 * Math.sin((2 * Math.PI * ms) / day) : 30;

describe('week over week', () => {
  it('tells by how much, with an interval, whatever the pattern of the week', () => {
    const normal = normalFrom(randomFrom(1));
    const week = ask((ms) => busy(ms) * (ms >= 8 * day ? 1.3 : 1) + 5 * normal());
    expect(week?.ratio).toBeGreaterThan(1.25);
    expect(week?.ratio).toBeLessThan(1.35);
    expect(week?.low).toBeGreaterThan(1);
    expect(week?.high).toBeGreaterThan(week?.ratio ?? 0);
    expect((week?.now ?? 0) / (week?.before ?? 1)).toBeCloseTo(1.3, 1);
  });

  it('tells of less as well as of more', () => {
    expect(ask((ms) => (ms >= 8 * day ? 50 : 100))?.ratio).toBeCloseTo(0.5, 6);
  });

  it('says nothing of what may be chance, or is small', () => {
    const normal = normalFrom(randomFrom(2));
    const wander = remembering(0.9999, normal);
    expect(ask((ms) => busy(ms) + 20 * normal())).toBeNull();
    expect(ask(() => 1_000 + wander())).toBeNull();
    expect(ask((ms) => (ms >= 8 * day ? 103 : 100))).toBeNull();
  });

  it('needs both weeks, and something to compare with', () => {
    expect(ask((ms) => (ms > 3 * day ? 200 : 100), 10)).toBeNull();
    expect(ask((ms) => (ms >= 8 * day ? 5 : 0))).toBeNull();
  });
});
