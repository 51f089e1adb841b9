import { describe, expect, it } from 'vitest';
import { halfOf, rateUnit, roughly, tellingsOf } from './trends.ts';
import type { FigureTrends } from './types.ts';

const hour = 3_600_000;
const now = Date.UTC(2026, 10, 20, 3);
const at = (ms: number) => new Date(now + ms).toISOString();

const figure = (name: FigureTrends['figure'], told: Partial<FigureTrends> = {}): FigureTrends => ({
  figure: name,
  mount: null,
  bound: null,
  trend: null,
  growth: null,
  week: null,
  usual: null,
  ...told,
});
const trend = (fullMs: number | null): FigureTrends['trend'] => ({
  perHour: 5,
  low: 4,
  high: 6,
  since: at(-3 * hour),
  points: 48,
  level: 50,
  full: fullMs === null ? null : { bound: 100, at: at(fullMs), low: at(fullMs / 2), high: at(2 * fullMs) },
});
const growth = { perHour: 5, low: 4, high: 6, runs: 4, since: at(-30 * hour), everyMs: 9 * hour };
const week = { now: 2, before: 1, ratio: 2, low: 1.9, high: 2.1 };

describe('what is told of trends', () => {
  it('begins with what is full first, and ends with how the week differs', () => {
    const figures = [
      figure('cpu', { week, trend: trend(null) }),
      figure('disk', { trend: trend(50 * hour) }),
      figure('memory', { trend: trend(9 * hour), growth }),
      figure('files'),
    ];
    const told = tellingsOf({ at: at(0), figures }, now);
    expect(told.map(({ kind, of }) => [kind, of.figure])).toEqual([
      ['trend', 'memory'],
      ['trend', 'disk'],
      ['trend', 'cpu'],
      ['growth', 'memory'],
      ['week', 'cpu'],
    ]);
    expect(told.map((one) => one.kind === 'trend' && one.urgent)).toEqual([true, false, false, false, false]);
  });

  it('is nothing where nothing is to be told', () => {
    expect(tellingsOf({ at: at(0), figures: [figure('memory')] }, now)).toEqual([]);
  });
});

it('tells a rate by the day when it was watched for days', () => {
  expect(rateUnit(3 * hour)).toBe('hour');
  expect(rateUnit(50 * hour)).toBe('day');
});

it('tells the longer half of an interval', () => {
  expect(halfOf({ perHour: 5, low: 2, high: 6 })).toBe(3);
  expect(halfOf({ perHour: 5, low: 4, high: 7 })).toBe(2);
});

it('tells how long it takes no finer than a forecast can be', () => {
  expect([20_000, 95 * 60_000, 5.4 * hour, 5.4 * 24 * hour].map(roughly)).toEqual([
    60_000,
    90 * 60_000,
    5 * hour,
    5 * 24 * hour,
  ]);
});
