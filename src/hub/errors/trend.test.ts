import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeTrend, regularizedGamma } from './trend.ts';

const minuteMs = 60_000;
const dayMinutes = 1_440;

/** The same each time: a small generator (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** By counting exponential gaps, so that it holds for any mean. */
function poisson(mean: number, random: () => number): number {
  let count = -1;
  for (let sum = 0; sum < mean; count++) sum -= Math.log(1 - random());
  return Math.max(0, count);
}

const noise = (perMinute: number, minutes: number, random: () => number) =>
  Array.from({ length: minutes }, () => poisson(perMinute, random));

function judge(minutes: readonly number[], ageMinutes = minutes.length) {
  const nowMs = 1e12;
  const last = minutes.findLastIndex((count) => count > 0);
  return judgeTrend({
    nowMs,
    firstSeenMs: nowMs - ageMinutes * minuteMs,
    lastSeenMs: last < 0 ? nowMs - 2 * dayMinutes * minuteMs : nowMs - (minutes.length - 1 - last) * minuteMs,
    minutes,
  }).state;
}

describe('trends', () => {
  it('make few false claims about Poisson noise of any rate: none in five days of each, asked every five minutes', () => {
    const random = randomFrom(7);
    for (const perMinute of [0.002, 0.02, 0.2, 2, 20]) {
      const all = noise(perMinute, 6 * dayMinutes, random);
      let claims = 0;
      for (let end = dayMinutes; end <= all.length; end += 5)
        if (['spiking', 'growing', 'fading'].includes(judge(all.slice(end - dayMinutes, end), end)))
          claims += 1;
      expect(claims, `at ${perMinute} a minute`).toBe(0);
    }
  });

  it('make few false claims about bursts: ten at once, a few times an hour', () => {
    const random = randomFrom(3);
    const all = noise(0.05, 6 * dayMinutes, random).map((bursts) => bursts * 10);
    let claims = 0;
    let asked = 0;
    for (let end = dayMinutes; end <= all.length; end += 5) {
      asked += 1;
      if (judge(all.slice(end - dayMinutes, end), end) === 'spiking') claims += 1;
    }
    expect(claims / asked).toBeLessThan(0.002);
  });

  it('see a spike of five times the usual within ten minutes, however much is usual', () => {
    const random = randomFrom(5);
    for (const perMinute of [0.5, 2, 20]) {
      const minutes = [...noise(perMinute, dayMinutes - 10, random), ...noise(5 * perMinute + 2, 10, random)];
      expect(judge(minutes, 5 * dayMinutes), `at ${perMinute} a minute`).toBe('spiking');
    }
  });

  it('see a spike of what hardly ever happened', () => {
    const minutes = Array.from({ length: dayMinutes }, (_, index) => Number(index % 400 === 0));
    minutes[dayMinutes - 2] = 25;
    expect(judge(minutes)).toBe('spiking');
  });

  it('see growth over hours and fading over hours', () => {
    const random = randomFrom(11);
    const before = noise(1, dayMinutes - 180, random);
    expect(judge([...before, ...noise(2, 180, random)])).toBe('growing');
    expect(judge([...before, ...noise(0.2, 180, random)])).toBe('fading');
    expect(judge([...before, ...noise(1, 180, random)])).toBe('steady');
  });

  it('call what came in the last hours new, and what did not come for a day quiet', () => {
    const random = randomFrom(1);
    expect(judge([...Array.from({ length: dayMinutes - 30 }, () => 0), ...noise(1, 30, random)], 30)).toBe(
      'new',
    );
    expect(judge(Array.from({ length: dayMinutes }, () => 0))).toBe('quiet');
  });

  it('always answer, and never claim a rise where there is nothing now', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100_000), { maxLength: 400 }), fc.nat(3_000), (minutes, age) => {
        const state = judge([...minutes, ...Array.from({ length: 200 }, () => 0)], age);
        expect(['new', 'steady', 'fading', 'quiet']).toContain(state);
      }),
    );
  });
});

describe('the incomplete gamma function', () => {
  it.each([
    // From tables: P(1, x) = 1 - e^-x, P(a, x) of a chi-square with 2a degrees of freedom at 2x.
    [1, 1, 0.632_120_558_8],
    [0.5, 1.920_729, 0.95],
    [5, 9.153_52, 0.95],
    [50, 62.171, 0.95],
    [3, 0.1, 0.000_154_653_070_3],
  ])('P(%d, %d) is %d', (a, x, expected) => {
    expect(regularizedGamma(a, x)).toBeCloseTo(expected, 4);
  });
});
