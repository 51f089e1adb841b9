import { createTurns } from '../../../shared/turns.ts';
import { type Category, categories, placeOf, type Reason } from './category.ts';
import { isTelling } from './words.ts';

/** What is learned from: an error's words, what rules say of it, and what it is. */
export interface Lesson {
  words: readonly string[];
  /** In the order of `categories`. */
  odds: Float64Array;
  category: Category;
}

/** What words say, learned from examples on top of what rules say. */
export interface Learned {
  /** Adds to `odds` (in the order of `categories`) what the features say. */
  add(features: readonly Feature[], odds: Float64Array): void;
  /** The words that say most for `category`, the loudest first; null where none says anything. */
  loudest(features: readonly Feature[], category: Category): Reason | null;
}

/** A word that is looked at, and where its weights are. */
export interface Feature {
  word: string;
  bucket: number;
}

const buckets = 1 << 14;
const classes = categories.length;
/** Words further behind are details. */
const wordsAtMost = 120;
const rounds = 3;
const rate = 0.15;
/** How strongly weights are drawn to nothing, for each lesson. */
const decay = 0.003;
/** Who is so nearly right learns nothing more. */
const negligible = 0.005;
/** A word that says less is not worth a word. */
const quiet = 0.2;
/** Words never weigh as much as a name that was made for one case. */
const loudestWeight = 0.8;
/** In errors of every kind. */
const commonplaces = new Set(
  `a all an and any are as at be been before by can could did do does during error errors exception fail failed failure for had has have if in
  is it its more not occurred of on or should that the there this to was were when while will with would you your`.split(
    /\s+/,
  ),
);

/**
 * Multinomial logistic regression on hashed words (Weinberger et al., Feature hashing for large scale multitask learning, 2009), by stochastic
 * gradient descent with a rate for each weight (Duchi et al., AdaGrad, 2011). What rules say is given, so that words learn only what rules leave
 * open. Pairs of neighbouring words were tried and made it worse. The same lessons in the same order give the same weights. Learns in turns.
 */
export async function learn(lessons: readonly Lesson[]): Promise<Learned> {
  const weights = new Float32Array(buckets * classes);
  const squares = new Float32Array(buckets * classes);
  const features = lessons.map(({ words }) => featuresOf(words));
  const order = lessons.map((_, at) => at);
  const turn = createTurns();
  let seed = 1;
  for (let round = 0; round < rounds; round++) {
    for (let at = order.length - 1; at > 0; at--) {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      const other = Math.floor((seed / 2 ** 32) * (at + 1));
      [order[at], order[other]] = [order[other] ?? 0, order[at] ?? 0];
    }
    for (const at of order) {
      const lesson = lessons[at];
      const own = features[at];
      if (lesson && own) step(weights, squares, own, lesson);
      await turn();
    }
  }
  return {
    add: (features, odds) => sumUp(weights, features, odds),
    loudest(features, category) {
      const at = placeOf[category];
      const said: { word: string; odds: number }[] = [];
      for (const { word, bucket } of features) {
        const odds = weights[bucket * classes + at] ?? 0;
        if (odds > quiet && word !== everywhere.word) said.push({ word, odds });
      }
      said.sort((a, b) => b.odds - a.odds).splice(3);
      if (said.length === 0) return null;
      const sum = said.reduce((sum, { odds }) => sum + odds, 0);
      const value = said.map(({ word }) => word).join(', ');
      return { kind: 'learned', value, category, weight: loudestWeight * (1 - Math.exp(-sum)) };
    },
  };
}

function step(
  weights: Float32Array,
  squares: Float32Array,
  features: readonly Feature[],
  lesson: Lesson,
): void {
  const odds = Float64Array.from(lesson.odds);
  sumUp(weights, features, odds);
  toProbabilities(odds);
  const target = placeOf[lesson.category];
  const scale = scaleOf(features.length);
  for (let one = 0; one < classes; one++) {
    const error = ((odds[one] ?? 0) - (one === target ? 1 : 0)) * scale;
    if (Math.abs(error) < negligible) continue;
    for (const { bucket } of features) {
      const at = bucket * classes + one;
      const slope = error + decay * (weights[at] ?? 0);
      squares[at] = (squares[at] ?? 0) + slope * slope;
      weights[at] = (weights[at] ?? 0) - (rate * slope) / (Math.sqrt(squares[at] ?? 0) + 1e-3);
    }
  }
}

function sumUp(weights: Float32Array, features: readonly Feature[], odds: Float64Array): void {
  const scale = scaleOf(features.length);
  for (const { bucket } of features)
    for (let one = 0, at = bucket * classes; one < classes; one++, at++)
      odds[one] = (odds[one] ?? 0) + scale * (weights[at] ?? 0);
}

/** Long texts say much the same, so their words count less each. */
const scaleOf = (count: number) => Math.min(1, 6 / Math.sqrt(count + 1));

/** In place: the odds' logs become probabilities. */
export function toProbabilities(odds: Float64Array): void {
  let most = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < odds.length; at++) most = Math.max(most, odds[at] ?? 0);
  let sum = 0;
  for (let at = 0; at < odds.length; at++) sum += odds[at] = Math.exp((odds[at] ?? 0) - most);
  for (let at = 0; at < odds.length; at++) odds[at] = (odds[at] ?? 0) / sum;
}

/** In every text: what is likely beforehand. */
const everywhere: Feature = { word: '', bucket: 0 };
/** Which buckets a text had already: those that hold its number. */
const seenBy = new Uint32Array(buckets);
let texts = 0;

/** What of `words` is looked at, each once. */
export function featuresOf(words: readonly string[]): Feature[] {
  texts = (texts + 1) >>> 0;
  const found = [everywhere];
  const end = Math.min(words.length, wordsAtMost);
  for (let at = 0; at < end; at++) {
    const word = words[at] ?? '';
    if (!isTelling(word) || commonplaces.has(word)) continue;
    const bucket = bucketOf(word);
    if (seenBy[bucket] === texts) continue;
    seenBy[bucket] = texts;
    found.push({ word, bucket });
  }
  return found;
}

/** FNV-1a, never 0. */
function bucketOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (((hash ^ (hash >>> 15)) >>> 0) % (buckets - 1)) + 1;
}
