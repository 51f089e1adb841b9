import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { distance, nearest } from './nearest.ts';

const known = ['command', 'env', 'env_file', 'restart', 'SIGTERM'];

test.each([
  ['comand', 'command'],
  ['enf', 'env'],
  ['Restart', 'restart'],
  ['env-file', 'env_file'],
  ['TERM', 'SIGTERM'],
  ['x', null],
  ['whatever', null],
  ['te', null],
  ['x'.repeat(100_000), null],
])('for %.20s it suggests %s', (word, expected) => {
  expect(nearest(word, known)).toBe(expected);
});

test('of several near ones it suggests the nearest', () => {
  expect(nearest('commands', ['commend', 'command', 'commando'])).toBe('command');
});

test('distance counts insertions, deletions and replacements', () => {
  expect(distance('kitten', 'sitting')).toBe(3);
  expect(distance('', 'abc')).toBe(3);
  expect(distance('a'.repeat(201), 'a'.repeat(201))).toBe(Number.POSITIVE_INFINITY);
  expect(distance('a', 'a'.repeat(22))).toBe(Number.POSITIVE_INFINITY);
});

test('distance is a metric', () => {
  const word = fc.string({ maxLength: 12 });
  fc.assert(
    fc.property(word, word, word, (a, b, c) => {
      expect(distance(a, b)).toBe(distance(b, a));
      expect(distance(a, b) === 0).toBe(a === b);
      expect(distance(a, c)).toBeLessThanOrEqual(distance(a, b) + distance(b, c));
    }),
  );
});
