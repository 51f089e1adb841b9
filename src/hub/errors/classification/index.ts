/** What kind of error something is, by rules about codes and wording: which of twelve categories, how surely, and why. */
import type { Classifier } from './classifier.ts';

export {
  type Category,
  type Classification,
  categories,
  classificationSchema,
  type Reason,
  type ReasonKind,
  reasonKinds,
  reasonSchema,
} from './category.ts';
export type { Classifier, SavedLessons } from './classifier.ts';

/** Loads rules and examples only now. `saved` is what `save` answered; anything else begins anew. */
export async function openClassifier(saved: unknown): Promise<Classifier> {
  const { createClassifier, savedLessonsSchema } = await import('./classifier.ts');
  return createClassifier(savedLessonsSchema.safeParse(saved).data);
}
