import { describe, expect, it } from 'vitest';
import { type ProcessSight, seeProcess } from './process.ts';

describe('seeProcess', () => {
  it.each([
    ['R', 'running'],
    ['S', 'running'],
    ['I', 'running'],
    ['?', 'running'],
    ['T', 'stopped'],
    ['t', 'traced'],
    ['Z', 'zombie'],
    ['X', 'zombie'],
    ['D', 'blocked'],
  ])('%s is %s', (state, condition) => {
    expect(seeProcess(null, state, 5, 1_000)).toEqual({
      condition,
      lastedMs: 0,
      since: '1970-01-01T00:00:01.000Z',
      seenAt: 5,
      seenAtWallMs: 1_000,
    });
  });

  it('counts the time in which the condition was watched', () => {
    let sight: ProcessSight = seeProcess(null, 'T', 0, 9_000);
    for (const now of [1_000, 2_000, 3_500]) sight = seeProcess(sight, 'T', now, 9_000 + now);
    expect(sight).toEqual({
      condition: 'stopped',
      lastedMs: 3_500,
      since: '1970-01-01T00:00:09.000Z',
      seenAt: 3_500,
      seenAtWallMs: 12_500,
    });
  });

  it('starts again when the process went on in between', () => {
    const stopped = seeProcess(seeProcess(null, 'T', 0, 0), 'T', 1_500, 1_500);
    const running = seeProcess(stopped, 'S', 2_000, 2_000);
    expect(seeProcess(running, 'T', 3_000, 3_000)).toMatchObject({
      lastedMs: 0,
      since: '1970-01-01T00:00:03.000Z',
    });
  });

  it('does not count an hour in which this agent was stopped too', () => {
    expect(seeProcess(seeProcess(null, 'T', 0, 0), 'T', 3_600_000, 3_600_000).lastedMs).toBe(2_000);
  });
});
