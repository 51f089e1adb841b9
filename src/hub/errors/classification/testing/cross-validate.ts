import { createClassifier } from '../classifier.ts';
import type { LabelledErrors } from '../examples/labelled-errors.ts';
import { type Judged, judge } from './scores.ts';

/** Each software's errors, judged by who learned from those of four fifths of the others. */
export function crossValidate(labelled: readonly LabelledErrors[], folds = 5): Judged[] {
  return Array.from({ length: folds }, (_, fold) => {
    const learnedFrom = labelled.filter((_, at) => at % folds !== fold);
    const judgedBy = labelled.filter((_, at) => at % folds === fold);
    return judge(judgedBy, createClassifier(undefined, learnedFrom));
  }).flat();
}
