import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseSize } from './sizes.ts';

test.each([
  ['100B', 100],
  ['64kB', 64_000],
  ['64KB', 64_000],
  ['64KiB', 65_536],
  ['512MB', 512_000_000],
  ['1.5GiB', 1_610_612_736],
  ['1GB', 1e9],
  ['2TB', 2e12],
  ['1MiB', 1_048_576],
  ['1TiB', 2 ** 40],
])('reads %s', (text, bytes) => {
  expect(parseSize(text)).toBe(bytes);
});

test.each(['512', '512M', '', 'MB', '-1MB', '1 MB', '1mb', '1kiB', '1MB\n'])('refuses %j', (text) => {
  expect(parseSize(text)).toBeNull();
});

test('a binary unit is larger than the decimal one of the same letter', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), fc.constantFrom('K', 'M', 'G', 'T'), (count, letter) => {
      expect(parseSize(`${count}${letter}iB`)).toBeGreaterThan(parseSize(`${count}${letter}B`) as number);
    }),
  );
});
