import { expect, it } from 'vitest';
import { heldOutErrors } from '../testing/held-out-errors.ts';
import { isHeldOut } from '../testing/scores.ts';
import { examples } from './examples.ts';

const all = [...examples, ...heldOutErrors];

it('is parted by the name of the software alone', () => {
  expect(examples.filter(({ software }) => isHeldOut(software))).toEqual([]);
  expect(heldOutErrors.filter(({ software }) => !isHeldOut(software))).toEqual([]);
});

it('has each software once, says where it is documented, and no message twice', () => {
  const names = all.map(({ software }) => software);
  expect(new Set(names).size).toBe(names.length);
  expect(all.filter(({ source }) => source === '')).toEqual([]);
  const texts = all.flatMap(({ errors }) => Object.values(errors).flat());
  expect(new Set(texts).size).toBe(texts.length);
  expect(texts.length).toBeGreaterThan(600);
});
