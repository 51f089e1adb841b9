import { describe, expect, it } from 'vitest';
import { testSign } from '../testing/index.ts';
import { damp, dampingBounds, holdOf, isFlapping, memoryOf } from './damp.ts';
import { beginning, type Episode } from './episode.ts';

const bounds = dampingBounds;
const minute = 60_000;

/** Runs an episode along a trace; `wrong` says for each second whether something is wrong. */
function follow(seconds: number, wrong: (second: number) => boolean) {
  const told: string[] = [];
  let episode: Episode | null = null;
  let episodes = 0;
  let ceased = 0;
  let returned = 0;
  for (let second = 0; second <= seconds; second++) {
    const ms = second * 1_000;
    const sign = wrong(second) ? testSign('a', { sinceMs: ms }) : undefined;
    if (episode) {
      const before: Episode = episode;
      const now = { wallMs: ms, sinceCeasedMs: ms - ceased, sinceReturnMs: ms - returned, isEarly: false };
      episode = damp(before, sign, now, bounds);
      if (episode && episode.returns > before.returns) returned = ms;
      if (episode?.ceasedAtMs !== null && before.ceasedAtMs === null) ceased = ms;
      if (episode && episode.isResolved !== before.isResolved)
        told.push(`${second} ${episode.isResolved ? 'resolved' : 'firing again'}`);
    }
    if (!episode && sign) {
      episode = beginning(sign, ++episodes, ms);
      told.push(`${second} firing`);
    }
  }
  return { told, episodes, episode };
}

describe('damping flaps', () => {
  it('tells of a lasting failure at once, and of its end once it is believed', () => {
    const { told } = follow(300, (second) => second >= 10 && second < 100);
    expect(told).toEqual(['10 firing', '280 resolved']);
  });

  it('keeps the time at which it ceased, not that at which it was believed', () => {
    const { episode } = follow(400, (second) => second < 100);
    expect(episode).toMatchObject({ isResolved: true, ceasedAtMs: 100_000 });
  });

  it('holds for twice as long as it was wrong, between half a minute and five, and four times as long with each return', () => {
    const held = (wrongMs: number, returns: number) =>
      holdOf({ startsAtMs: 0, returnedAtMs: null, ceasedAtMs: wrongMs, returns }, bounds) / 1_000;
    expect([0, 5_000, 60_000, 120_000, 3_600_000].map((ms) => held(ms, 0))).toEqual([30, 30, 120, 240, 300]);
    expect([1, 2, 3, 4].map((returns) => held(0, returns))).toEqual([120, 480, 1800, 1800]);
    expect(held(3_600_000, 2)).toBe(1_800);
  });

  it('goes on with the same episode when it comes back soon after it was resolved, and begins another later', () => {
    const soon = follow(400, (second) => second < 10 || (second >= 200 && second < 210));
    expect(soon).toMatchObject({
      episodes: 1,
      told: ['0 firing', '40 resolved', '200 firing again', '330 resolved'],
    });
    const later = follow(2_000, (second) => second < 10 || second >= 1_000);
    expect(later).toMatchObject({ episodes: 2 });
  });

  for (const [name, period, wrongFor] of [
    ['every 20 seconds', 20, 10],
    ['every minute', 60, 20],
    ['every two minutes', 120, 30],
    ['every five minutes', 300, 60],
    ['every ten minutes', 600, 200],
  ] as const) {
    it(`tells at least 90 % less of what flaps ${name} for six hours, and its end`, () => {
      const hours = 6 * 3_600;
      const { told, episodes } = follow(
        hours + 7_200,
        (second) => second < hours && second % period < wrongFor,
      );
      const transitions = 2 * (hours / period);
      expect(told.length).toBeLessThanOrEqual(Math.max(2, transitions * 0.1));
      expect(episodes).toBe(1);
      expect(told.at(-1)).toMatch(/resolved/);
    });
  }

  it('takes a flapper for calm after an hour without a return', () => {
    const flapping = (second: number) => second % 20 < 10;
    const { episode: flapper } = follow(300, flapping);
    expect(flapper && isFlapping(flapper)).toBe(true);
    const { episode: calm } = follow(300 + 3_700, (second) => (second < 300 ? flapping(second) : true));
    expect(calm).toMatchObject({ returns: 0, isResolved: false });
  });

  it('takes what is pending for a return while it is held, but not once it is resolved', () => {
    const episode = beginning(testSign('a'), 1, 0);
    const pending = testSign('a', { isPending: true });
    const now = { wallMs: minute, sinceCeasedMs: 1_000, sinceReturnMs: 0, isEarly: false };
    const held = { ...episode, ceasedAtMs: 59_000 };
    expect(damp(held, pending, now, bounds)).toMatchObject({ ceasedAtMs: null, returns: 1 });
    const resolved = { ...held, isResolved: true };
    expect(damp(resolved, pending, now, bounds)).toBe(resolved);
  });

  it('takes nothing for over right after a start', () => {
    const episode = beginning(testSign('a'), 1, 0);
    const now = { wallMs: minute, sinceCeasedMs: 0, sinceReturnMs: 0, isEarly: true };
    expect(damp(episode, undefined, now, bounds)).toBe(episode);
  });

  it('changes nothing of what goes on, but takes over what its rule says anew', () => {
    const sign = testSign('a');
    const episode = beginning(sign, 1, 0);
    const now = { wallMs: minute, sinceCeasedMs: 0, sinceReturnMs: 0, isEarly: false };
    expect(damp(episode, { ...sign, value: 9, annotations: { ...sign.annotations } }, now, bounds)).toBe(
      episode,
    );
    expect(damp(episode, { ...sign, severity: 'info' }, now, bounds)).toMatchObject({ severity: 'info' });
    expect(damp(episode, { ...sign, annotations: {} }, now, bounds)).toMatchObject({ annotations: {} });
  });

  it('resolves at once and remembers nothing without a hold', () => {
    const none = { ...bounds, holdMs: 0, longestHoldMs: 0 };
    const now = { wallMs: minute, sinceCeasedMs: 0, sinceReturnMs: 0, isEarly: false };
    expect(damp(beginning(testSign('a'), 1, 0), undefined, now, none)).toMatchObject({ isResolved: true });
    expect(memoryOf(beginning(testSign('a'), 1, 0), none)).toBe(0);
  });
});
