import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forgiveStreak, isFlapping, noResults, recordFailure, recordSuccess, type Streak } from './streak.ts';

/** `+` passes, `-` fails. */
function play(results: string, thresholds = { failures: 3, successes: 2 }, from: Streak = noResults): Streak {
  return results
    .split('')
    .reduce(
      (streak, result) =>
        result === '+'
          ? recordSuccess(streak, thresholds.successes)
          : recordFailure(streak, thresholds.failures, false),
      from,
    );
}

describe('thresholds', () => {
  it.each([
    ['', 'pending'],
    ['+', 'passing'],
    ['-', 'pending'],
    ['--', 'pending'],
    ['---', 'failing'],
    ['+--', 'passing'],
    ['+--+--', 'passing'],
    ['+---', 'failing'],
    ['---+', 'failing'],
    ['---+-+', 'failing'],
    ['---++', 'passing'],
  ])('"%s" is %s', (results, expected) => {
    expect(play(results).result).toBe(expected);
  });
  it('counts results in a row', () => {
    expect(play('++')).toMatchObject({ successesInRow: 2, failuresInRow: 0 });
    expect(play('++--')).toMatchObject({ successesInRow: 0, failuresInRow: 2 });
    expect(play('--+')).toMatchObject({ successesInRow: 1, failuresInRow: 0 });
  });
  it('one failure is enough when the threshold is one', () => {
    expect(play('-', { failures: 1, successes: 1 }).result).toBe('failing');
  });
  it('an excused failure leaves no trace', () => {
    const before = play('+-');
    expect(recordFailure(before, 1, true)).toBe(before);
  });
  it('never fails before so many failures in a row, and never comes back before so many successes', () => {
    const outcomes = fc.array(fc.boolean(), { maxLength: 60 });
    fc.assert(
      fc.property(
        outcomes,
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 5 }),
        (list, failures, successes) => {
          let streak = noResults;
          list.forEach((ok, at) => {
            const before = streak.result;
            streak = ok ? recordSuccess(streak, successes) : recordFailure(streak, failures, false);
            const tail = (count: number, value: boolean) =>
              at + 1 >= count && list.slice(at + 1 - count, at + 1).every((each) => each === value);
            if (before !== 'failing' && streak.result === 'failing') expect(tail(failures, false)).toBe(true);
            if (before === 'failing' && streak.result === 'passing') expect(tail(successes, true)).toBe(true);
            if (tail(failures, false)) expect(streak.result).toBe('failing');
          });
        },
      ),
    );
  });
});

describe('flapping', () => {
  it.each([
    ['+-+-+', true],
    ['+-+-', false],
    ['++++++++++', false],
    ['+-+++++++-', false],
    ['+-+-+++++++', false],
  ])('"%s": %s', (results, expected) => {
    expect(isFlapping(play(results))).toBe(expected);
  });
  it('looks at the last ten results only', () => {
    expect(isFlapping(play('+-+-+'.padEnd(10, '+')))).toBe(true);
    expect(isFlapping(play('+-+-+'.padEnd(11, '+')))).toBe(false);
    expect(play('+'.repeat(50)).recent).toHaveLength(10);
  });
  it('is not said of a check that fails anyway', () => {
    expect(isFlapping(play('+-+-+---'))).toBe(false);
  });
});

describe('after time that nobody watched', () => {
  it('a pass stands, without its history', () => {
    expect(forgiveStreak(play('+-+-+--'))).toEqual({ ...noResults, result: 'passing' });
  });
  it.each(['---', '--', ''])('"%s" has to be seen again', (results) => {
    expect(forgiveStreak(play(results))).toEqual(noResults);
  });
});
