/** What kind of error something is, by rules about codes and wording: which of twelve categories, how surely, and why. */
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
export {
  type Classifier,
  createClassifier,
  type SavedLessons,
  savedLessonsSchema,
} from './classifier.ts';
