import { boundary, wordsOf } from './words.ts';

/** How many words a `*` may stand for. */
const widestGap = 4;

interface Node<Meaning extends object> {
  /** Null at the end of a phrase, which is where most nodes are. */
  next: Map<string, Node<Meaning>> | null;
  gap: Node<Meaning> | null;
  meaning: Meaning | null;
}

export interface Found<Meaning extends object> {
  meaning: Meaning;
  /** Words `from` up to, without, `to`. */
  from: number;
  to: number;
}

/**
 * Many phrases looked for at once, in time that grows with the text alone: a few steps for each word, whatever the text. In a phrase
 * `a|b` is either word and `*` up to four words; of phrases that begin at the same word the longest counts, and none that lies within another.
 */
export interface PhraseTree<Meaning extends object> {
  /** A phrase that is there already keeps the meaning that it has. */
  add(phrase: string, meaning: Meaning): void;
  find(words: readonly string[]): Found<Meaning>[];
}

export function createPhraseTree<Meaning extends object>(): PhraseTree<Meaning> {
  const root = newNode<Meaning>();

  return {
    add(phrase, meaning) {
      for (const steps of spell(phrase)) {
        let node = root;
        for (const step of steps) node = step === '*' ? (node.gap ??= newNode()) : follow(node, step);
        node.meaning ??= meaning;
      }
    },
    find(words) {
      const found: Found<Meaning>[] = [];
      let covered = 0;
      for (let from = 0; from < words.length; from++) {
        const node = root.next?.get(words[from] ?? boundary);
        const end = node ? furthest(node, words, from + 1) : null;
        if (end === null || end.to <= covered) continue;
        found.push({ meaning: end.meaning, from, to: end.to });
        covered = end.to;
      }
      return found;
    },
  };
}

/** Where the longest phrase ends that goes on from `node` with the word `at`, and what it means. */
function furthest<Meaning extends object>(
  node: Node<Meaning>,
  words: readonly string[],
  at: number,
): { to: number; meaning: Meaning } | null {
  let best = node.meaning === null ? null : { to: at, meaning: node.meaning };
  const next = node.next?.get(words[at] ?? boundary);
  if (next) best = longer(best, furthest(next, words, at + 1));
  for (let to = at; node.gap && to <= at + widestGap; to++) {
    const word = words[to];
    if (word === undefined || word === boundary) break;
    const next = node.gap.next?.get(word);
    if (next) best = longer(best, furthest(next, words, to + 1));
  }
  return best;
}

const longer = <End extends { to: number }>(one: End | null, other: End | null): End | null =>
  one === null || (other !== null && other.to > one.to) ? other : one;

const newNode = <Meaning extends object>(): Node<Meaning> => ({ next: null, gap: null, meaning: null });

function follow<Meaning extends object>(node: Node<Meaning>, word: string): Node<Meaning> {
  node.next ??= new Map();
  let next = node.next.get(word);
  if (!next) node.next.set(word, (next = newNode()));
  return next;
}

/** `a|b c * d` → [[a, c, *, d], [b, c, *, d]] */
function spell(phrase: string): string[][] {
  let spelled: string[][] = [[]];
  for (const part of phrase.trim().split(/\s+/)) {
    const choices = part === '*' ? [['*']] : part.split('|').map((choice) => wordsOf(choice));
    spelled = spelled.flatMap((steps) => choices.map((choice) => [...steps, ...choice]));
  }
  return spelled;
}
