import { boundary, wordsOf } from './words.ts';

/** How many words a `*` may stand for. */
const widestGap = 4;

interface Node<Meaning> {
  next: Map<string, Node<Meaning>>;
  gap: Node<Meaning> | null;
  meaning: Meaning | null;
}

export interface Found<Meaning> {
  meaning: Meaning;
  /** Words `from` up to, without, `to`. */
  from: number;
  to: number;
}

/**
 * Many phrases looked for at once, in time that grows with the text alone: a few steps for each word, whatever the text. In a phrase
 * `a|b` is either word and `*` up to four words; of phrases that begin at the same word the longest counts, and none that lies within another.
 */
export interface PhraseTree<Meaning> {
  /** A phrase that is there already keeps the meaning that it has. */
  add(phrase: string, meaning: Meaning): void;
  find(words: readonly string[]): Found<Meaning>[];
}

export function createPhraseTree<Meaning>(): PhraseTree<Meaning> {
  const root = newNode<Meaning>();

  /** The end of the longest phrase that begins with the word `from`; -1 when none does. Leaves what it means in `meaning`. */
  let meaning: Meaning | null = null;
  const reach = (words: readonly string[], from: number): number => {
    let longest = -1;
    const walk = (node: Node<Meaning>, at: number) => {
      if (node.meaning !== null && at > longest) {
        longest = at;
        meaning = node.meaning;
      }
      const word = words[at];
      if (word === undefined || word === boundary) return;
      const next = node.next.get(word);
      if (next) walk(next, at + 1);
      if (!node.gap) return;
      for (let to = at; to <= at + widestGap; to++) {
        const word = words[to];
        if (word === undefined || word === boundary) return;
        const next = node.gap.next.get(word);
        if (next) walk(next, to + 1);
      }
    };
    walk(root, from);
    return longest;
  };

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
        const first = words[from];
        if (first === undefined || !root.next.has(first)) continue;
        const to = reach(words, from);
        if (to <= covered || meaning === null) continue;
        found.push({ meaning, from, to });
        covered = to;
      }
      return found;
    },
  };
}

const newNode = <Meaning>(): Node<Meaning> => ({ next: new Map(), gap: null, meaning: null });

function follow<Meaning>(node: Node<Meaning>, word: string): Node<Meaning> {
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
