import { createHash } from 'node:crypto';
import type { Occurrence } from '../../occurrence.ts';
import { type Category, type Classification, categories } from '../category.ts';
import type { Classifier } from '../classifier.ts';
import type { LabelledErrors } from '../examples/labelled-errors.ts';

/** One error with what it is and what was said of it. */
export interface Judged {
  software: string;
  text: string;
  category: Category;
  said: Classification;
}

/** A third of all software, told by its name alone, so that it can't be chosen and no product is on both sides. */
export const isHeldOut = (software: string): boolean =>
  createHash('sha256').update(software).digest().readUInt32BE(0) % 3 === 0;

/** Reads a line of output as the error that it is. */
export const saying = (message: string, more: Partial<Occurrence> = {}): Occurrence => ({
  time: 0,
  worker: 'mail',
  source: 'output',
  level: 'error',
  message,
  exceptions: [],
  exit: null,
  fields: {},
  ...more,
});

export function judge(
  labelled: readonly LabelledErrors[],
  classifier: Pick<Classifier, 'classify'>,
): Judged[] {
  return labelled.flatMap(({ software, errors }) =>
    (Object.entries(errors) as [Category, readonly string[]][]).flatMap(([category, texts]) =>
      texts.map((text) => ({ software, text, category, said: classifier.classify(saying(text)) })),
    ),
  );
}

/** Rows are what errors are, columns what was said of them, both in the order of `categories`. */
export function confusion(judged: readonly Judged[]): number[][] {
  const table = categories.map(() => categories.map(() => 0));
  for (const { category, said } of judged) {
    const row = table[categories.indexOf(category)] ?? [];
    const column = categories.indexOf(said.category);
    row[column] = (row[column] ?? 0) + 1;
  }
  return table;
}

/** The harmonic mean of precision and recall of each category, in the order of `categories`. */
export function f1(table: readonly (readonly number[])[]): number[] {
  return categories.map((_, at) => {
    const right = table[at]?.[at] ?? 0;
    const are = (table[at] ?? []).reduce((sum, count) => sum + count, 0);
    const said = table.reduce((sum, row) => sum + (row[at] ?? 0), 0);
    return right === 0 ? 0 : (2 * right) / (are + said);
  });
}

export const macroF1 = (judged: readonly Judged[]): number =>
  f1(confusion(judged)).reduce((sum, one) => sum + one, 0) / categories.length;

/** How far confidence and share of right answers lie apart, on average over ten equal steps of confidence (Naeini et al., 2015). */
export function calibrationError(judged: readonly Judged[], steps = 10): number {
  const bins = Array.from({ length: steps }, () => ({ count: 0, confidence: 0, right: 0 }));
  for (const { category, said } of judged) {
    const bin = bins[Math.min(steps - 1, Math.floor(said.confidence * steps))];
    if (!bin) continue;
    bin.count += 1;
    bin.confidence += said.confidence;
    if (said.category === category) bin.right += 1;
  }
  return bins.reduce((sum, { confidence, right }) => sum + Math.abs(confidence - right), 0) / judged.length;
}
