import { expect, it } from 'vitest';
import { ManualClock } from '../../shared/clock.ts';
import { doPaced } from './paced.ts';

it('does everything in order, a slice at a time', () => {
  const clock = new ManualClock();
  const done: (number | string)[] = [];
  doPaced(
    clock,
    [1, 2, 3],
    (each) => {
      done.push(each);
      clock.advance(10);
    },
    () => done.push('end'),
  );
  expect(done).toEqual([1, 2]);
  clock.advance(0);
  expect(done).toEqual([1, 2, 3, 'end']);
});

it('is over at once when there is nothing to do', () => {
  let over = false;
  doPaced(
    new ManualClock(),
    [],
    () => {},
    () => {
      over = true;
    },
  );
  expect(over).toBe(true);
});
