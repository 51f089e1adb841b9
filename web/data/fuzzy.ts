/** Finds what somebody means who types a few letters of it. Pure. */

export interface Match {
  /** Higher is better. */
  score: number;
  /** Which characters of the text were meant, for marking them. */
  at: readonly number[];
}

const atStart = 100;
const atWord = 70;
const inside = 40;
const scattered = 10;
/** Letters that lie further apart than this were not meant. */
const widestScatter = 3;
const plain = /^[ -~]*$/;
const boundary = /[\s\-_./:@]/;

/** Lower case, katakana as hiragana: one types without switching. Keeps the length, so that places stay true. */
function fold(text: string): string {
  if (plain.test(text)) return text.toLowerCase();
  let folded = '';
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit >= 0x30a1 && unit <= 0x30f6) folded += String.fromCharCode(unit - 0x60);
    else {
      const lower = text.charAt(at).toLowerCase();
      folded += lower.length === 1 ? lower : text.charAt(at);
    }
  }
  return folded;
}

/** Each word of the query must be found; null when one isn't. An empty query matches everything equally. */
export function match(query: string, text: string): Match | null {
  const words = fold(query).split(/\s+/).filter(Boolean);
  const folded = fold(text);
  let score = 0;
  const at: number[] = [];
  for (const word of words) {
    const found = matchWord(word, folded);
    if (!found) return null;
    score += found.score;
    at.push(...found.at);
  }
  // Of two that match alike the shorter one is nearer to what was typed.
  return { score: score - Math.min(text.length, 200) / 20, at };
}

function matchWord(word: string, text: string): Match | null {
  let best = -1;
  for (let from = text.indexOf(word); from >= 0; from = text.indexOf(word, from + 1)) {
    if (best < 0) best = from;
    if (from === 0 || boundary.test(text.charAt(from - 1))) {
      best = from;
      break;
    }
  }
  if (best >= 0) {
    const whole = boundary.test(text.charAt(best + word.length)) || best + word.length === text.length;
    const place = best === 0 ? atStart : boundary.test(text.charAt(best - 1)) ? atWord : inside;
    return { score: place + (whole ? 15 : 0), at: Array.from(word, (_, offset) => best + offset) };
  }
  return scatteredMatch(word, text);
}

/** `ml2` finds `mailer-2`: the letters in their order, near each other or at the beginnings of words. */
function scatteredMatch(word: string, text: string): Match | null {
  if (word.length < 2) return null;
  for (
    let start = text.indexOf(word.charAt(0));
    start >= 0;
    start = text.indexOf(word.charAt(0), start + 1)
  ) {
    const at = [start];
    let skipped = 0;
    for (let letter = 1; letter < word.length; letter++) {
      const last = at.at(-1) ?? 0;
      const next = text.indexOf(word.charAt(letter), last + 1);
      if (next < 0) return null;
      const gap = next - last - 1;
      const startsWord = boundary.test(text.charAt(next - 1));
      if (gap > widestScatter && !startsWord) break;
      skipped += startsWord ? 0 : gap;
      at.push(next);
    }
    if (at.length === word.length) {
      const startsWell = start === 0 || boundary.test(text.charAt(start - 1)) ? scattered : 0;
      return { score: scattered + startsWell - skipped, at };
    }
  }
  return null;
}

/** The best first, those that match alike in the order in which they came; at most so many. */
export function rank<Item>(
  query: string,
  items: readonly Item[],
  textOf: (item: Item) => string,
  most: number,
  bonus: (item: Item) => number = () => 0,
): { item: Item; match: Match }[] {
  const found: { item: Item; match: Match; order: number; total: number }[] = [];
  items.forEach((item, order) => {
    const hit = match(query, textOf(item));
    if (hit) found.push({ item, match: hit, order, total: hit.score + bonus(item) });
  });
  return found
    .sort((a, b) => b.total - a.total || a.order - b.order)
    .slice(0, most)
    .map(({ item, match: hit }) => ({ item, match: hit }));
}
