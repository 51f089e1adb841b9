import fc from 'fast-check';
import { expect, it } from 'vitest';
import { classificationSchema } from './category.ts';
import { createClassifier } from './classifier.ts';
import { wording } from './rules/wording.ts';
import { heldOutErrors } from './testing/held-out-errors.ts';
import { calibrationError, judge, macroF1, saying } from './testing/scores.ts';

const classifier = await createClassifier();

// A little below what docs/error-categories.md tells, so that a rule may be corrected and a decline is still noticed.
it('puts errors of software that nothing was learned from into their category', () => {
  const judged = judge(heldOutErrors, classifier);
  expect(macroF1(judged)).toBeGreaterThan(0.84);
  expect(calibrationError(judged)).toBeLessThan(0.08);
});

it('takes any text, and says what its schema says', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 6000 }), (text) => {
      classificationSchema.parse(classifier.classify(saying(text)));
    }),
    { numRuns: 200 },
  );
});

it('needs no more time for texts that are made of the beginnings of its own rules', () => {
  const words = Object.values(wording).flatMap((byStrength) =>
    Object.values(byStrength).flatMap((phrases) => phrases.split(/[\s|*]+/).filter((word) => word !== '')),
  );
  const trap = fc.array(fc.constantFrom(...words), { minLength: 600, maxLength: 600 });
  const texts = fc.sample(trap, { numRuns: 200, seed: 1 }).map((some) => saying(some.join(' ')));
  const before = process.cpuUsage();
  for (const text of texts) classifier.classify(text);
  const { user } = process.cpuUsage(before);
  expect(user / 1000 / texts.length).toBeLessThan(20);
});

it('looks at the beginning of a long text alone', () => {
  const long = `${'x '.repeat(4000)} connection refused`;
  expect(classifier.classify(saying(long)).reasons.map(({ value }) => value)).not.toContain(
    'connection refused',
  );
});
