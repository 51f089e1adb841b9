import { expect, it } from 'vitest';
import { barsOf } from './bars.ts';

it('parts what is bad and what warns from all the rest, whatever the rest calls itself', () => {
  expect(
    barsOf([{ time: '2026-11-26T05:00:00Z', counts: { error: 2, fatal: 1, warn: 4, info: 5, none: 6 } }]),
  ).toEqual([{ bad: 3, warn: 4, other: 11 }]);
});
