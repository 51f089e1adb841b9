import { describe, expect, it } from 'vitest';
import { judge, type Readings } from './judge.ts';

const calm: Readings = {
  lateMs: 3,
  jumpMs: null,
  skewsMs: { box: null, far: -40 },
  lagsMs: { evaluation: 2, delivery: 900 },
  fillRatios: { events: 0, logs: 0.3 },
};
const bad = (readings: Partial<Readings>) =>
  judge({ ...calm, ...readings }).filter(({ state }) => state !== 'well');

describe('the tower', () => {
  it('is well while everything moves', () => {
    expect(judge(calm).map(({ name, state, detail }) => [name, state, detail])).toEqual([
      ['hub', 'well', ''],
      ['clock', 'well', ''],
      ['queues', 'well', ''],
      ['evaluation', 'well', ''],
      ['delivery', 'well', ''],
    ]);
  });

  it.each<[string, Partial<Readings>, object]>([
    ['stood still', { lateMs: 14_900 }, { name: 'hub', detail: 'the hub stood still for 10 s' }],
    ['had its clock set forward', { jumpMs: 3_600_000 }, { detail: 'the clock jumped 60 min forward' }],
    ['had its clock set back', { jumpMs: -4_000 }, { name: 'clock', detail: 'the clock jumped 4 s back' }],
    ['has an agent that is ahead', { skewsMs: { far: -9_000 } }, { detail: 'the clock of far is 9 s ahead' }],
    [
      'has an agent that is behind',
      { skewsMs: { far: 9_000 } },
      { detail: 'the clock of far is 9 s behind' },
    ],
    [
      'lags',
      { lagsMs: { evaluation: 6_000 } },
      { name: 'evaluation', state: 'troubled', detail: '6 s behind' },
    ],
    [
      'is stuck',
      { lagsMs: { delivery: 31_000 } },
      { name: 'delivery', state: 'down', detail: '30 s behind' },
    ],
    ['has much to do', { fillRatios: { events: 0.5 } }, { state: 'troubled', detail: 'events 50 % full' }],
    [
      'loses something',
      { fillRatios: { events: 1, logs: 0.1 } },
      { state: 'down', detail: 'events 100 % full' },
    ],
  ])('says when it %s', (_what, readings, expected) => {
    expect(bad(readings)).toEqual([expect.objectContaining(expected)]);
  });
});
