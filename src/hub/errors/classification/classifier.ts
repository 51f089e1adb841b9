import { z } from 'zod';
import { createTurns } from '../../../shared/turns.ts';
import type { Occurrence } from '../occurrence.ts';
import { type Category, type Classification, categories, placeOf, type Reason } from './category.ts';
import { type Evidence, findEvidence, readWords } from './evidence.ts';
import { examples } from './examples/examples.ts';
import { featuresOf, type Learned, type Lesson, learn, toProbabilities } from './learned.ts';
import type { Strength } from './rules/codes.ts';
import { plantRules } from './rules/rules.ts';
import { isTelling, wordsOf } from './words.ts';

/** Says what kind of error something is, and learns from people who know better. */
export interface Classifier {
  /** Takes some microseconds; looks at the first 4 kB of the text. */
  classify(occurrence: Occurrence): Classification;
  /** From now on errors of the same kind, numbers aside, are of this category, and alike ones rather than before. Takes tens of milliseconds, in turns. */
  teach(occurrence: Occurrence, category: Category): Promise<void>;
  /** What people taught, as JSON: to be given to `createClassifier` at the next start. */
  save(): SavedLessons;
}

/** So many corrections are remembered; the oldest is dropped first. */
export const correctionsAtMost = 1000;
const kindAtMost = 1000;

export const savedLessonsSchema = z.object({
  /** The oldest first. */
  corrections: z
    .array(z.object({ kind: z.string().max(kindAtMost), category: z.enum(categories) }))
    .max(correctionsAtMost),
});
export type SavedLessons = z.infer<typeof savedLessonsSchema>;

/** What a rule adds to the log of its category's odds; of more than one the others count less. */
const oddsOf: Readonly<Record<Strength, number>> = { decisive: 9, certain: 5, strong: 3, weak: 1 };
const weightOf: Readonly<Record<Strength, number>> = { decisive: 1, certain: 0.9, strong: 0.6, weak: 0.2 };
const others = 0.4;
/** So much likelier than anything else is what a person said of just this kind. */
const oddsOfTaught = 5;
/** How often a correction counts beside an example. */
const repetitions = 4;
/** Below this nothing is claimed. */
const threshold = 0.25;
const reasonsAtMost = 8;

/**
 * Reads the rules and learns from the examples, which takes some hundred milliseconds, in turns.
 * @throws ZodError when `saved` is not what `save` gave
 */
export async function createClassifier(
  saved: unknown = { corrections: [] },
  shipped = examples,
): Promise<Classifier> {
  const taught = new Map(
    savedLessonsSchema.parse(saved).corrections.map(({ kind, category }) => [kind, category]),
  );
  const rules = await plantRules();
  const lessonOf = (words: readonly string[], category: Category): Lesson => ({
    words,
    odds: weigh(findEvidence(rules, words, null)),
    category,
  });
  // What examples say is not kept: people teach seldom, and memory is held all the time.
  async function study(): Promise<Learned> {
    const lessons: Lesson[] = [];
    const turn = createTurns();
    for (const { errors } of shipped)
      for (const [category, texts] of Object.entries(errors) as [Category, readonly string[]][])
        for (const text of texts) {
          lessons.push(lessonOf(wordsOf(text), category));
          await turn();
        }
    const corrections = [...taught].map(([kind, category]) => lessonOf(kind.split(' '), category));
    return learn([...lessons, ...Array<Lesson[]>(repetitions).fill(corrections).flat()]);
  }
  let learned = await study();

  return {
    classify(occurrence) {
      const words = readWords(occurrence);
      const evidence = findEvidence(rules, words, occurrence.exit);
      const odds = weigh(evidence);
      const features = featuresOf(words);
      learned.add(features, odds);
      const own = taught.size > 0 ? taught.get(kindOf(words, occurrence.exit)) : undefined;
      if (own !== undefined) odds[placeOf[own]] = Math.max(...odds) + oddsOfTaught;
      toProbabilities(odds);
      return tell(odds, evidence, own, (category) => learned.loudest(features, category));
    },
    async teach(occurrence, category) {
      const kind = kindOf(readWords(occurrence), occurrence.exit);
      taught.delete(kind);
      taught.set(kind, category);
      const [oldest] = taught.keys();
      if (taught.size > correctionsAtMost && oldest !== undefined) taught.delete(oldest);
      learned = await study();
    },
    save: () => ({ corrections: [...taught].map(([kind, category]) => ({ kind, category })) }),
  };
}

/** What errors of one kind have in common: their words, without numbers and ids. */
function kindOf(words: readonly string[], exit: Occurrence['exit']): string {
  const ended = exit ? [exit.reason, exit.signal ?? '', String(exit.code ?? '')] : [];
  return [...words.filter(isTelling), ...ended].join(' ').slice(0, kindAtMost);
}

/** The logs of the odds, in the order of `categories`. */
function weigh(evidence: readonly Evidence[]): Float64Array {
  const odds = new Float64Array(categories.length);
  const strongest = new Float64Array(categories.length);
  for (const { category, strength } of evidence) {
    const at = placeOf[category];
    const one = oddsOf[strength];
    const before = strongest[at] ?? 0;
    strongest[at] = Math.max(before, one);
    odds[at] = (odds[at] ?? 0) + Math.max(0, one - before) + others * Math.min(one, before);
  }
  if (evidence.some((one) => one.kind === 'provider')) {
    const provided = placeOf['external-api'];
    for (const [at, share] of saidByProviders) {
      odds[provided] = (odds[provided] ?? 0) + share * (odds[at] ?? 0);
      odds[at] = (1 - share) * (odds[at] ?? 0);
    }
  }
  // "An error occurred" says nothing beside what says something.
  if (evidence.some(({ category, strength }) => category !== 'unknown' && oddsOf[strength] >= oddsOf.strong))
    odds[placeOf.unknown] = 0;
  return odds;
}

/** Of what speaks for these categories, so much speaks for an answer from outside when the line names a provider. */
const saidByProviders: readonly (readonly [at: number, share: number])[] = [
  [placeOf.api, 1],
  [placeOf.validation, 1],
  [placeOf.resource, 0.5],
  [placeOf.configuration, 0.5],
];

function tell(
  probabilities: Float64Array,
  evidence: readonly Evidence[],
  taught: Category | undefined,
  loudest: (category: Category) => Reason | null,
): Classification {
  const at = probabilities.indexOf(Math.max(...probabilities));
  const best = categories[at] ?? 'unknown';
  const likely = probabilities[at] ?? 0;
  const isGuess = best !== 'unknown' && likely < threshold;
  const reasons: Reason[] = [];
  for (const { kind, value, category, strength } of evidence)
    reasons.push({ kind, value: value.slice(0, 200), category, weight: weightOf[strength] });
  const learned = loudest(best);
  if (learned) reasons.push(learned);
  const rank = ({ category, weight }: Reason) => weight + (category === best ? 1 : 0);
  if (reasons.length > 1) reasons.sort((a, b) => rank(b) - rank(a));
  if (taught !== undefined) reasons.unshift({ kind: 'taught', value: '', category: taught, weight: 1 });
  if (isGuess) reasons.unshift({ kind: 'guess', value: '', category: best, weight: likely });
  reasons.splice(reasonsAtMost);
  return isGuess
    ? { category: 'unknown', confidence: probabilities[placeOf.unknown] ?? 0, reasons }
    : { category: best, confidence: likely, reasons };
}
