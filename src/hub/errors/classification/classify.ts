import type { Occurrence } from '../occurrence.ts';
import { type Category, type Classification, categories, type Reason } from './category.ts';
import { type Evidence, findEvidence, readWords } from './evidence.ts';
import type { Strength } from './rules/codes.ts';

/** What a rule adds to the log of its category's odds; of more than one the others count half. */
const oddsOf: Readonly<Record<Strength, number>> = { certain: 6, strong: 4, weak: 2 };
const weightOf: Readonly<Record<Strength, number>> = { certain: 1, strong: 0.7, weak: 0.3 };
const others = 0.5;
/** How much speaks for `unknown` beforehand. */
const unknownBeforehand = 0.7;
/** Below this nothing is claimed. */
const threshold = 0.35;
const reasonsAtMost = 8;

/** What kind of error an occurrence is, how surely, and why. Takes some microseconds; looks at the first 4 kB of the text. */
export function classify(occurrence: Occurrence): Classification {
  const evidence = findEvidence(occurrence, readWords(occurrence));
  const probabilities = weigh(evidence);
  const best = categories.reduce((best, one) => (probabilities[one] > probabilities[best] ? one : best));
  const guessed = best !== 'unknown' && probabilities[best] < threshold;
  const category = guessed ? 'unknown' : best;
  const reasons = evidence
    .toSorted(
      (a, b) =>
        Number(b.category === best) - Number(a.category === best) || oddsOf[b.strength] - oddsOf[a.strength],
    )
    .map(
      ({ kind, value, category, strength }): Reason => ({
        kind,
        value: value.slice(0, 200),
        category,
        weight: weightOf[strength],
      }),
    );
  if (guessed) reasons.unshift({ kind: 'guess', value: '', category: best, weight: probabilities[best] });
  return { category, confidence: probabilities[category], reasons: reasons.slice(0, reasonsAtMost) };
}

function weigh(evidence: readonly Evidence[]): Record<Category, number> {
  const odds = new Map<Category, number>([['unknown', unknownBeforehand]]);
  const strongest = new Map<Category, number>();
  for (const { category, strength } of evidence) {
    const one = oddsOf[strength];
    const before = strongest.get(category) ?? 0;
    strongest.set(category, Math.max(before, one));
    odds.set(
      category,
      (odds.get(category) ?? 0) + Math.max(0, one - before) + others * Math.min(one, before),
    );
  }
  // Whoever answered from outside answered: what speaks for an answer speaks for a provider's then.
  if (evidence.some((one) => one.kind === 'provider') && odds.has('api')) {
    odds.set('external-api', (odds.get('external-api') ?? 0) + (odds.get('api') ?? 0));
    odds.delete('api');
  }
  const powers = categories.map((one) => [one, Math.exp(odds.get(one) ?? 0)] as const);
  const sum = powers.reduce((sum, [, power]) => sum + power, 0);
  return Object.fromEntries(powers.map(([one, power]) => [one, power / sum])) as Record<Category, number>;
}
