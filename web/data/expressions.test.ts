import fc from 'fast-check';
import { parser } from '@prometheus-io/lezer-promql';
import { describe, expect, it } from 'vitest';
import {
  asked,
  durationOf,
  gauge,
  grainOf as grainAmong,
  type Grain,
  tiersOf,
  usualTiers,
  growth,
  meanOf,
  pointsOf,
  rate,
  restOf,
  selector,
} from './expressions.ts';

const now = Date.parse('2026-11-25T12:00:00Z');
const dayMs = 86_400_000;
const hourMs = 3_600_000;
const grainOf = (bounds: Parameters<typeof grainAmong>[0], to: number, wished: number): Grain =>
  grainAmong(bounds, to, wished, usualTiers);
const last = (ms: number) => ({ from: now - ms, to: now });
const fine = grainOf(last(600_000), now, 900);
const coarse = grainOf(last(7 * dayMs), now, 900);

describe('how finely a chart is asked for', () => {
  it('as it was measured while there is room, then in round steps', () => {
    expect(fine).toEqual({ stepMs: 1_000, apartMs: 1_000 });
    expect(grainOf(last(hourMs), now, 900).stepMs).toBe(5_000);
    expect(grainOf(last(dayMs), now, 900).stepMs).toBe(120_000);
    expect(grainOf(last(dayMs), now, 300).stepMs).toBe(300_000);
    expect(grainOf(last(365 * dayMs), now, 2_100).stepMs).toBe(43_200_000);
  });

  it('never more finely than what is kept of that age, so that no curve falls into dots', () => {
    const old = { from: now - 5 * dayMs, to: now - 5 * dayMs + 600_000 };
    expect(grainOf(old, now, 900)).toEqual({ stepMs: 15_000, apartMs: 15_000 });
    const older = { from: now - 50 * dayMs, to: now - 50 * dayMs + hourMs };
    expect(grainOf(older, now, 900)).toEqual({ stepMs: 300_000, apartMs: 300_000 });
  });

  it('as the tower says that it keeps it', () => {
    const tiers = tiersOf([
      { what: 'history', ageMs: 6 * hourMs },
      { what: 'history-medium', ageMs: 60 * dayMs },
      { what: 'history-coarse', ageMs: 400 * dayMs },
      { what: 'events', ageMs: dayMs },
    ]);
    const apart = (ageMs: number) => grainAmong(last(ageMs), now, 900, tiers).apartMs;
    expect([hourMs, 7 * hourMs, 20 * dayMs, 90 * dayMs, 900 * dayMs].map(apart)).toEqual([
      1_000, 15_000, 15_000, 300_000, 300_000,
    ]);
    // Of a bound that is not told nothing fine can be asked for.
    expect(grainAmong(last(hourMs), now, 900, tiersOf([])).apartMs).toBe(300_000);
  });

  it('in at most a thousand points, whatever is asked', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 10_000, max: 800 * dayMs }),
        fc.integer({ min: 0, max: 400 * dayMs }),
        fc.integer({ min: 0, max: 5_000 }),
        (length, age, wished) => {
          const bounds = { from: now - age - length, to: now - age };
          const grain = grainOf(bounds, now, wished);
          const { from, to } = pointsOf(bounds, grain);
          expect((to - from) / grain.stepMs).toBeLessThanOrEqual(1_000);
          expect(grain.stepMs).toBeGreaterThanOrEqual(grain.apartMs);
          expect(from % grain.stepMs).toBe(0);
        },
      ),
    );
  });
});

describe('what is asked', () => {
  it('of a gauge the mean, and the least and the most where a point sums up several', () => {
    const load = gauge(selector('yagura_host_load', { host: 'a', window: '1m' }));
    expect(load(fine, 0)).toEqual({
      mean: 'last_over_time(yagura_host_load{host="a",window="1m"}[2500ms])',
    });
    expect(load(coarse, 7 * dayMs)).toEqual({
      mean: 'avg_over_time(yagura_host_load{host="a",window="1m"}[15m] offset 7d)',
      min: 'min_over_time(yagura_host_load{host="a",window="1m"}[15m] offset 7d)',
      max: 'max_over_time(yagura_host_load{host="a",window="1m"}[15m] offset 7d)',
    });
  });

  it('of what only grows its speed over enough points, and what is counted in whole numbers', () => {
    expect(rate('x_total')(fine, 0)).toEqual({ mean: 'rate(x_total[4s])' });
    expect(rate('x_total')(coarse, 0)).toEqual({ mean: 'rate(x_total[15m])' });
    expect(growth('n')(coarse, 0)).toEqual({
      mean: 'clamp_min(last_over_time(n[15m]) - last_over_time(n[15m] offset 15m),0)',
    });
  });

  it('of the rest of a whole the least where the part was the most', () => {
    const used = restOf(gauge('total'), gauge('free'));
    expect(used(coarse, 0).max).toBe('max_over_time(total[15m]) - min_over_time(free[15m])');
    expect(used(fine, 0)).toEqual({ mean: 'last_over_time(total[2500ms]) - last_over_time(free[2500ms])' });
  });

  it('in one question that Prometheus can read, each answer told apart by a label', () => {
    const question = asked(
      [
        { id: 'a', figure: gauge(selector('x', { name: 'a "quoted" \\ name\n' })) },
        { id: 'b', figure: rate('y') },
        { id: 'c', figure: growth('z') },
        { id: 'd', figure: meanOf(gauge('w')) },
      ],
      coarse,
      dayMs,
    );
    expect([...question.matchAll(/"figure","([\w.]+)"/g)].map(([, id]) => id)).toEqual([
      'a.mean',
      'a.min',
      'a.max',
      'b.mean',
      'c.mean',
      'd.mean',
    ]);
    const errors: number[] = [];
    parser.parse(question).iterate({ enter: ({ type, from }) => void (type.isError && errors.push(from)) });
    expect(errors).toEqual([]);
  });

  it.each([
    [2_500, '2500ms'],
    [15_000, '15s'],
    [300_000, '5m'],
    [5_400_000, '90m'],
    [7_200_000, '2h'],
    [7 * dayMs, '7d'],
  ])('writes %i ms as %s', (ms, text) => {
    expect(durationOf(ms)).toBe(text);
  });
});
