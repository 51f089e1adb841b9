import { describe, expect, it } from 'vitest';
import { normalFrom, type Random, randomFrom, remembering, series } from './testing/series.ts';
import { type TrendQuestion, trendOf as trendWithTurns } from './trend.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const nowMs = Date.UTC(2026, 10, 20, 3);
const stepMs = 30_000;

interface Case {
  spanMs: number;
  value: (sinceFirstMs: number) => number;
  starts?: number[];
  full?: number | null;
  least?: number;
}

const trendOf = (question: TrendQuestion) => trendWithTurns(question, () => undefined);
const ask = ({ spanMs, value, starts = [], full = null, least = 1 }: Case) =>
  trendOf({ samples: series(nowMs, spanMs, stepMs, value), nowMs, starts, full, least });

const noise = (seed: number): { random: Random; normal: Random } => {
  const random = randomFrom(seed);
  return { random, normal: normalFrom(random) };
};

describe('a trend', () => {
  it('is told with its interval once a day is known', async () => {
    const { normal } = noise(1);
    const trend = await ask({ spanMs: 30 * hour, value: (ms) => 100 + (14 * ms) / hour + 5 * normal() });
    expect((trend?.low ?? 0) * hour).toBeLessThan(14);
    expect((trend?.high ?? 0) * hour).toBeGreaterThan(14);
    expect(trend?.perMs).toBeCloseTo(14 / hour, 6);
    expect(trend?.spanMs).toBe(30 * hour);
    expect(trend?.full).toBeNull();
  });

  it('is told within the first hour when it will be full soon', async () => {
    const { normal } = noise(2);
    const value = (ms: number) => 100 + (120 * ms) / hour + normal();
    const trend = await ask({ spanMs: 40 * minute, value, full: 240 });
    expect((trend?.full?.leftMs ?? 0) / minute).toBeCloseTo(30, 0);
    expect(trend?.full?.lowMs).toBeLessThan(trend?.full?.leftMs ?? 0);
    expect(trend?.full?.highMs).toBeGreaterThan(trend?.full?.leftMs ?? 0);
    expect(trend?.level).toBeCloseTo(180, -1);
    expect(await ask({ spanMs: 40 * minute, value, full: 1_000 })).toBeNull();
    expect(await ask({ spanMs: 15 * minute, value, full: 150 })).toBeNull();
  });

  it('is full now when it is over the bound already', async () => {
    const trend = await ask({ spanMs: 2 * hour, value: (ms) => 100 + ms / minute, full: 150 });
    expect(trend?.full?.leftMs).toBe(0);
  });

  it('begins with the last start', async () => {
    const start = nowMs - 3 * hour;
    const { normal } = noise(3);
    const value = (ms: number) => {
      const run = ms - (2 * day - 3 * hour);
      return (run < 0 ? 500 : 100 + (30 * run) / hour) + normal();
    };
    const trend = await ask({ spanMs: 2 * day, value, starts: [start], full: 250 });
    expect(trend?.sinceMs).toBeGreaterThan(start);
    expect((trend?.perMs ?? 0) * hour).toBeCloseTo(30, 0);
  });

  it('is the newest one: it began this night', async () => {
    const { normal } = noise(4);
    const value = (ms: number) => 100 + 8 * Math.max(0, (ms - (3 * day - 4 * hour)) / hour) + normal();
    const trend = await ask({ spanMs: 3 * day, value });
    expect(trend?.spanMs).toBe(3 * hour);
    expect((trend?.perMs ?? 0) * hour).toBeCloseTo(8, 0);
  });

  it('is seen through the day’s pattern from the fourth day on', async () => {
    const { normal } = noise(5);
    const value = (ms: number) => 100 + ms / hour + 10 * Math.sin((2 * Math.PI * ms) / day) + normal();
    const trend = await ask({ spanMs: 5 * day, value });
    expect((trend?.low ?? 0) * hour).toBeLessThan(1);
    expect((trend?.high ?? 0) * hour).toBeGreaterThan(1);
  });

  it('is not worth a word when it is small', async () => {
    const value = (ms: number) => 100 + ms / hour;
    expect(await ask({ spanMs: 30 * hour, value, least: 29 })).not.toBeNull();
    expect(await ask({ spanMs: 30 * hour, value, least: 31 })).toBeNull();
  });

  it('needs what is known to be fresh and without great gaps', async () => {
    const value = (ms: number) => 100 + ms / hour;
    const { times, values } = series(nowMs, 30 * hour, stepMs, value);
    const without = (drop: (at: number) => boolean) => ({
      times: times.filter((_, at) => !drop(at)),
      values: values.filter((_, at) => !drop(at)),
    });
    const question = { nowMs, starts: [], full: null, least: 1 };
    expect(await trendOf({ ...question, samples: { times, values } })).not.toBeNull();
    expect(await trendOf({ ...question, samples: without((at) => at > times.length - 400) })).toBeNull();
    expect(await trendOf({ ...question, samples: without((at) => at % 3600 > 1500) })).toBeNull();
    expect(await trendOf({ ...question, samples: without(() => true) })).toBeNull();
  });
});

describe('no trend is claimed', () => {
  const sawtooth = (period: number) => (ms: number) => 100 + (50 * (ms % period)) / period;
  const kinds: [string, (maker: { random: Random; normal: Random }) => (ms: number) => number][] = [
    [
      'white noise',
      ({ normal }) =>
        () =>
          100 + 5 * normal(),
    ],
    [
      'a random walk',
      ({ normal }) => {
        const walk = remembering(1, normal);
        return () => 1_000 + walk();
      },
    ],
    [
      'a step',
      ({ normal }) =>
        (ms) =>
          100 + (ms > 20 * hour ? 30 : 0) + normal(),
    ],
    [
      'the day’s pattern',
      ({ normal }) =>
        (ms) =>
          100 + 30 * Math.sin((2 * Math.PI * ms) / day) + normal(),
    ],
    [
      'a heap that is cleaned every ten minutes',
      ({ normal }) =>
        (ms) =>
          sawtooth(10 * minute)(ms) + normal(),
    ],
    [
      'a heap that is cleaned every five hours',
      ({ normal }) =>
        (ms) =>
          sawtooth(5 * hour)(ms) + normal(),
    ],
    [
      'a warm-up',
      ({ normal }) =>
        (ms) =>
          100 + 60 * (1 - Math.exp(-ms / (3 * hour))) + normal(),
    ],
    [
      'spikes',
      ({ random, normal }) =>
        () =>
          100 + normal() + (random() < 0.02 ? 80 : 0),
    ],
  ];

  it.each(kinds)('of %s', async (_, make) => {
    const value = make(noise(6));
    const whole = series(nowMs, 2 * day, stepMs, value);
    // At many times of the two days, with a bound that it could reach and without.
    for (let at = 120; at <= whole.times.length; at += 240) {
      const samples = { times: whole.times.subarray(0, at), values: whole.values.subarray(0, at) };
      const until = (samples.times.at(-1) ?? 0) + stepMs;
      for (const full of [null, 300]) {
        expect(await trendOf({ samples, nowMs: until, starts: [], full, least: 2 })).toBeNull();
      }
    }
  });
});
